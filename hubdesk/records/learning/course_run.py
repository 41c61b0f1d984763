"""A course run: one time that a course is held."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from uuid import UUID

from sqlalchemy.orm import Mapped

from hubdesk.base.errors import Problem
from hubdesk.base.words import tr, tr_later
from hubdesk.fields.dates import show_month
from hubdesk.fields.field import field, link
from hubdesk.fields.types import Choice, Date, Money, Text, Whole, YesNo
from hubdesk.records.record import Around, Kind, Record, in_order


class CourseRun(Record):
    """A course with dates, a place, a tutor and a number of places."""

    __tablename__ = "course_run"
    kind = Kind(tr_later("Course run"), tr_later("Course runs"), icon="calendar-days")

    course: Mapped[UUID] = link(tr_later("Course"), to="course", synced=True)
    name: Mapped[str] = field(
        tr_later("Name"),
        Text(),
        listed=True,
        found=True,
        hint=tr_later("Left empty, it is called like its course."),
        synced=True,
    )
    status: Mapped[str] = field(tr_later("Status"), Choice("run_status"), listed=True, default="open", synced=True)
    starts: Mapped[date] = field(tr_later("Starts"), Date(), listed=True, synced=True)
    ends: Mapped[date] = field(tr_later("Ends"), Date(), listed=True, synced=True)
    venue: Mapped[UUID | None] = link(tr_later("Venue"), to="venue", listed=True, synced=True)
    room: Mapped[UUID | None] = link(tr_later("Room"), to="room", synced=True)
    tutor: Mapped[UUID | None] = link(tr_later("Tutor"), to="person", listed=True, synced=True)
    capacity: Mapped[int] = field(tr_later("Places"), Whole(1, 1000), listed=True, default=12, synced=True)
    price: Mapped[Decimal | None] = field(tr_later("Price"), Money(), synced=True)
    funding_source: Mapped[str | None] = field(tr_later("Paid for by"), Choice("funding_source"), synced=True)
    open_to_other_hubs: Mapped[bool] = field(tr_later("Open to other hubs"), YesNo(), default=False, synced=True)

    @property
    def title(self) -> str:
        return self.name

    @property
    def detail(self) -> str:
        return show_month(self.starts)

    def fill_in(self, around: Around) -> None:
        if not self.name:
            course = around.get("course", self.course)
            self.name = course.name if course else ""
        if self.room and not self.venue:
            room = around.get("room", self.room)
            self.venue = room.venue if room else None

    def field_problems(self) -> Iterator[Problem]:
        found = list(super().field_problems())
        # Its name follows from its course: while that is not known, only that is missing.
        nameless = not self.name and any(problem.field == "course" for problem in found)
        yield from (problem for problem in found if not (nameless and problem.field == "name"))

    def problems(self, around: Around) -> Iterator[Problem]:
        if not in_order(self.starts, self.ends):
            yield Problem(tr("The run ends before it starts. Check both dates."), "ends")
        room = around.get("room", self.room)
        if room and self.venue and room.venue != self.venue:
            yield Problem(tr("This room is in another venue. Pick a room of this venue."), "room")
        taken = around.count("enrolment", run=self.id, status="enrolled")
        if taken > self.capacity:
            yield Problem(
                tr(
                    "{taken} people are enrolled, so there must be at least as many places. Write {taken} or more.",
                    taken=taken,
                ),
                "capacity",
            )
        classes = around.all("class_session", run=self.id)
        outside = [one for one in classes if not self.starts <= one.day <= self.ends]
        if outside and in_order(self.starts, self.ends):
            yield Problem(tr("Some of its classes lie outside these dates. Move those classes first."), "ends")
        if any(one.day >= around.today and one.clashes(around) for one in classes):
            yield Problem(
                tr("Another class has the room of one of its classes. Move or cancel that one first."), "status"
            )
