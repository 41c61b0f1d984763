"""What a person was doing, work or not, from a certain day on."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from uuid import UUID

from sqlalchemy.orm import Mapped

from hubdesk.base.errors import Problem
from hubdesk.base.words import tr, tr_later
from hubdesk.fields.field import field, link
from hubdesk.fields.types import Choice, Date
from hubdesk.records.record import Around, Kind, Record

_IN_WORK = "10"


class EmploymentStatus(Record):
    """A dated row: the latest one on or before a day says what held on that day."""

    __tablename__ = "employment_status"
    kind = Kind(tr_later("Employment status"), tr_later("Employment statuses"), icon="briefcase")

    person: Mapped[UUID] = link(tr_later("Person"), to="person", listed=True, personal=True, synced=True)
    since: Mapped[date] = field(tr_later("From"), Date(), listed=True, synced=True)
    status: Mapped[str] = field(tr_later("Status"), Choice("employment_status"), listed=True, synced=True)
    unemployed_for: Mapped[str | None] = field(
        tr_later("Out of work for"), Choice("unemployment_length"), listed=True, synced=True
    )
    benefit: Mapped[str | None] = field(tr_later("Benefit"), Choice("benefit"), listed=True, synced=True)

    def problems(self, around: Around) -> Iterator[Problem]:
        if self.status == _IN_WORK and self.unemployed_for:
            yield Problem(tr("A person in paid work is not out of work. Leave this empty."), "unemployed_for")
        born = getattr(around.get("person", self.person), "date_of_birth", None)
        if born and self.since < born:
            yield Problem(tr("This is before the person was born. Check the date."), "since")
