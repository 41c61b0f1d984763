"""Meals served: of nobody in particular, called by nothing of its own, and linked to another of its kind."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from uuid import UUID

from sqlalchemy.orm import Mapped

from hubdesk.base.errors import Problem
from hubdesk.base.words import Later
from hubdesk.fields.field import field, link
from hubdesk.fields.types import Date, Whole
from hubdesk.records.record import Around, Kind, Record


class MealCount(Record):
    """How many meals a room served on a day."""

    __tablename__ = "meal_count"
    kind = Kind(Later("Meal served"), Later("Meals served"), icon="users")

    day: Mapped[date] = field(Later("Day"), Date(past=True), listed=True, synced=True)
    room: Mapped[UUID] = link(Later("Room"), to="room", listed=True, synced=True)
    before: Mapped[UUID | None] = link(Later("Meal before"), to="meal_count", synced=True)
    adults: Mapped[int] = field(Later("Adults"), Whole(0, 5000), listed=True, synced=True)
    children: Mapped[int] = field(Later("Children"), Whole(0, 5000), listed=True, default=0, synced=True)

    def problems(self, around: Around) -> Iterator[Problem]:
        if self.adults + self.children == 0:
            yield Problem("Nobody ate. Leave the day out.", "adults")
