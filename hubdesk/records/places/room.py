"""A room of a venue."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy.orm import Mapped

from hubdesk.base.words import tr_later
from hubdesk.fields.field import field, link
from hubdesk.fields.types import Notes, Text, Whole
from hubdesk.records.record import Kind, Record


class Room(Record):
    """A room, or a corner of one, that a class can have to itself."""

    __tablename__ = "room"
    kind = Kind(tr_later("Room"), tr_later("Rooms"), icon="door-open")

    name: Mapped[str] = field(tr_later("Name"), Text(), listed=True, found=True, synced=True)
    venue: Mapped[UUID] = link(tr_later("Venue"), to="venue", listed=True, synced=True)
    capacity: Mapped[int | None] = field(tr_later("People it holds"), Whole(1, 5000), listed=True, synced=True)
    access: Mapped[str | None] = field(tr_later("Getting in and around"), Notes(), synced=True)

    @property
    def title(self) -> str:
        return self.name
