"""A role that volunteers fill, and what it needs."""

from __future__ import annotations

from sqlalchemy.orm import Mapped

from hubdesk.base.words import tr_later
from hubdesk.fields.field import field
from hubdesk.fields.types import Choice, Notes, Text, Whole
from hubdesk.records.record import Kind, Record


class VolunteerRole(Record):
    """A role with its checks; the training it needs are training requirements that link here."""

    __tablename__ = "volunteer_role"
    kind = Kind(tr_later("Volunteer role"), tr_later("Volunteer roles"), icon="hand-heart")

    name: Mapped[str] = field(tr_later("Title"), Text(), listed=True, found=True, synced=True)
    purpose: Mapped[str | None] = field(tr_later("What the role is for"), Notes(), synced=True)
    hours: Mapped[str | None] = field(tr_later("When and how much"), Text(), listed=True, synced=True)
    skills: Mapped[str | None] = field(tr_later("Skills that help"), Text(), synced=True)
    dbs_level: Mapped[str | None] = field(
        tr_later("DBS check needed"),
        Choice("dbs_level"),
        listed=True,
        hint=tr_later("Empty when the role needs none."),
        synced=True,
    )
    references_needed: Mapped[int] = field(
        tr_later("References needed"), Whole(0, 4), listed=True, default=2, synced=True
    )

    @property
    def title(self) -> str:
        return self.name
