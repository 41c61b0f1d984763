"""That somebody came in: a person, a visitor by name, or one who is only counted."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, time
from uuid import UUID

from sqlalchemy import Index
from sqlalchemy.orm import Mapped

from hubdesk.base.errors import Problem
from hubdesk.base.words import tr, tr_later
from hubdesk.fields.dates import show_date
from hubdesk.fields.field import field, link
from hubdesk.fields.types import Choice, Date, Text, Time
from hubdesk.records.record import Around, Kind, Record


class Visit(Record):
    """One coming and going. Without a time out it lasts while its day does: who forgot to sign out has gone by the next."""

    __tablename__ = "visit"
    __table_args__ = (Index("ix_visit_day", "day"),)
    kind = Kind(tr_later("Visit"), tr_later("Visits"), icon="door-open")

    person: Mapped[UUID | None] = link(tr_later("Person"), to="person", listed=True, personal=True, synced=True)
    visitor: Mapped[str | None] = field(
        tr_later("Visitor’s name"),
        Text(120),
        listed=True,
        personal=True,
        hint=tr_later(
            "For somebody who is not kept here, such as an engineer. Names are taken away after three months."
        ),
    )
    day: Mapped[date] = field(tr_later("Day"), Date(), listed=True, synced=True)
    came: Mapped[time | None] = field(tr_later("Came at"), Time(), listed=True)
    went: Mapped[time | None] = field(tr_later("Left at"), Time(), listed=True)
    what_for: Mapped[str] = field(
        tr_later("Came for"), Choice("visit_purpose"), listed=True, default="drop_in", synced=True
    )
    age_band: Mapped[str | None] = field(
        tr_later("Age"),
        Choice("age_band"),
        hint=tr_later("Only for somebody who is counted without a name."),
        synced=True,
    )
    entered: Mapped[str | None] = field(tr_later("Entered"), Choice("visit_entry"), listed=True, default="name")

    @property
    def title(self) -> str:
        return tr("{what_for}, {day}", what_for=Choice("visit_purpose").show(self.what_for), day=show_date(self.day))

    def problems(self, around: Around) -> Iterator[Problem]:
        if self.day > around.today:
            yield Problem(tr("This day is still to come. Enter a visit once somebody is here."), "day")
        if self.went is not None and (self.came is None or self.went < self.came):
            yield Problem(tr("Nobody leaves before they come. Check both times."), "went")
        if self.person is not None and self.visitor:
            yield Problem(tr("Pick the person, or write a visitor’s name; one visit is of one of them."), "visitor")
        if self.age_band and (self.person is not None or self.visitor):
            yield Problem(tr("The age is only for those who are counted without a name. Leave it empty."), "age_band")
