"""Training that a volunteer role needs."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy.orm import Mapped

from hubdesk.base.words import tr_later
from hubdesk.fields.field import field, link
from hubdesk.fields.types import Text, Whole
from hubdesk.records.record import Kind, Record


class TrainingRequirement(Record):
    """One training that a role needs, and for how long it counts."""

    __tablename__ = "training_requirement"
    kind = Kind(tr_later("Training requirement"), tr_later("Training requirements"), icon="clipboard-list")

    role: Mapped[UUID] = link(tr_later("Role"), to="volunteer_role", listed=True, synced=True)
    training: Mapped[str] = field(tr_later("Training"), Text(), listed=True, found=True, synced=True)
    valid_months: Mapped[int | None] = field(
        tr_later("Counts for (months)"),
        Whole(1, 120),
        listed=True,
        hint=tr_later("Empty when it never runs out."),
        synced=True,
    )

    @property
    def title(self) -> str:
        return self.training
