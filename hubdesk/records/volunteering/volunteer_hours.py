"""Hours that a volunteer gave."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from uuid import UUID

from sqlalchemy.orm import Mapped

from hubdesk.base.errors import Problem
from hubdesk.base.words import tr, tr_later
from hubdesk.fields.field import field, link
from hubdesk.fields.types import Date, Minutes, Text
from hubdesk.records.record import Around, Kind, Record

_A_DAY = 24 * 60


class VolunteerHours(Record):
    """The time one person gave to one role on one day."""

    __tablename__ = "volunteer_hours"
    kind = Kind(tr_later("Volunteer hours"), tr_later("Volunteer hours"), icon="hourglass")

    person: Mapped[UUID] = link(tr_later("Volunteer"), to="person", listed=True, personal=True, synced=True)
    role: Mapped[UUID | None] = link(tr_later("Role"), to="volunteer_role", listed=True, synced=True)
    day: Mapped[date] = field(tr_later("Day"), Date(), listed=True, synced=True)
    given: Mapped[int] = field(tr_later("Hours"), Minutes(), listed=True, synced=True)
    note: Mapped[str | None] = field(tr_later("Note"), Text(), synced=True)

    def problems(self, around: Around) -> Iterator[Problem]:
        if self.day > around.today:
            yield Problem(tr("This day is still to come. Enter hours once they are given."), "day")
        if self.given > _A_DAY:
            yield Problem(tr("A day has 24 hours. Check the figure."), "given")
