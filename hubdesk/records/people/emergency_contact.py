"""Whom to call when something happens to a person."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy.orm import Mapped

from hubdesk.base.words import tr_later
from hubdesk.fields.field import field, link
from hubdesk.fields.types import Choice, Phone, Text
from hubdesk.records.record import Kind, Record


class EmergencyContact(Record):
    """Somebody to call in an emergency; not itself a person of the hub."""

    __tablename__ = "emergency_contact"
    kind = Kind(tr_later("Emergency contact"), tr_later("Emergency contacts"), icon="phone")

    person: Mapped[UUID] = link(tr_later("Person"), to="person", listed=True, personal=True)
    name: Mapped[str] = field(tr_later("Name"), Text(120), listed=True, personal=True, others=True)
    relationship: Mapped[str | None] = field(tr_later("Relationship"), Choice("relationship"), listed=True)
    phone: Mapped[str] = field(tr_later("Phone"), Phone(), listed=True, personal=True, others=True)

    @property
    def title(self) -> str:
        return self.name
