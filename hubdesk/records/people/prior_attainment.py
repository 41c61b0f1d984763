"""The highest level a person had reached by a certain day."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from sqlalchemy.orm import Mapped

from hubdesk.base.words import tr_later
from hubdesk.fields.field import field, link
from hubdesk.fields.types import Choice, Date, Text
from hubdesk.records.record import Kind, Record


class PriorAttainment(Record):
    """A dated row: learning the person brought along."""

    __tablename__ = "prior_attainment"
    kind = Kind(tr_later("Prior attainment"), tr_later("Prior attainments"), icon="graduation-cap")

    person: Mapped[UUID] = link(tr_later("Person"), to="person", listed=True, personal=True, synced=True)
    since: Mapped[date] = field(tr_later("As known on"), Date(), listed=True, synced=True)
    level: Mapped[str] = field(tr_later("Highest level"), Choice("prior_level"), listed=True, synced=True)
    qualification: Mapped[str | None] = field(tr_later("Qualification"), Text(), listed=True, synced=True)
