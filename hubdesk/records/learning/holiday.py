"""Days on which the hub holds no classes, beside the bank holidays, which are known."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from sqlalchemy.orm import Mapped

from hubdesk.base.errors import Problem
from hubdesk.base.words import tr, tr_later
from hubdesk.fields.dates import show_date, show_day
from hubdesk.fields.field import field
from hubdesk.fields.types import Date, Text
from hubdesk.records.record import Around, Kind, Record, in_order

_LONGEST = 100
"""Days; longer than the schools' summer, so that a wrong year is seen."""


class Holiday(Record):
    """A half-term or another time without classes: classes that are planned pass it over."""

    __tablename__ = "holiday"
    kind = Kind(tr_later("Holiday"), tr_later("Holidays"), icon="sun")

    name: Mapped[str] = field(
        tr_later("Name"),
        Text(80),
        listed=True,
        hint=tr_later("For example: Half-term. Bank holidays are known and need not be written here."),
    )
    starts: Mapped[date] = field(tr_later("First day"), Date(), listed=True)
    ends: Mapped[date] = field(tr_later("Last day"), Date(), listed=True)

    @property
    def title(self) -> str:
        return self.name

    @property
    def detail(self) -> str:
        """From when to when."""
        if self.starts == self.ends:
            return show_date(self.starts)
        return tr("{first} to {last}", first=show_day(self.starts), last=show_date(self.ends))

    def problems(self, around: Around) -> Iterator[Problem]:
        if not in_order(self.starts, self.ends):
            yield Problem(tr("The last day comes before the first. Check both dates."), "ends")
        elif _is_long(self.starts, self.ends):
            yield Problem(tr("This holiday is longer than {n} days. Check the year.", n=_LONGEST), "ends")


def _is_long(first: date | None, last: date | None) -> bool:
    return first is not None and last is not None and (last - first).days >= _LONGEST
