"""A class session: one meeting of a course run."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, time
from typing import Any
from uuid import UUID

from sqlalchemy import Index
from sqlalchemy.orm import Mapped

from hubdesk.base.errors import Problem
from hubdesk.base.words import tr, tr_later
from hubdesk.fields.dates import show_date
from hubdesk.fields.field import field, link
from hubdesk.fields.types import Date, Text, Time, YesNo
from hubdesk.records.record import Around, Kind, Record


class ClassSession(Record):
    """One class on one day; a room holds one class at a time."""

    __tablename__ = "class_session"
    __table_args__ = (Index("ix_class_session_day", "day"),)
    kind = Kind(tr_later("Class session"), tr_later("Class sessions"), icon="clock")

    run: Mapped[UUID] = link(tr_later("Course run"), to="course_run", listed=True, synced=True)
    day: Mapped[date] = field(tr_later("Day"), Date(), listed=True, synced=True)
    starts: Mapped[time] = field(tr_later("Starts"), Time(), listed=True, synced=True)
    ends: Mapped[time] = field(tr_later("Ends"), Time(), listed=True, synced=True)
    room: Mapped[UUID | None] = link(tr_later("Room"), to="room", listed=True, synced=True)
    tutor: Mapped[UUID | None] = link(tr_later("Tutor"), to="person", listed=True, synced=True)
    topic: Mapped[str | None] = field(tr_later("Topic"), Text(), synced=True)
    cancelled: Mapped[bool] = field(tr_later("Cancelled"), YesNo(), listed=True, default=False, synced=True)

    @property
    def title(self) -> str:
        return f"{show_date(self.day)} {self.starts:%H:%M}"

    def fill_in(self, around: Around) -> None:
        run = around.get("course_run", self.run)
        if run and self.room is None and self.changed("run"):
            self.room = run.room
        if run and self.tutor is None and self.changed("run"):
            self.tutor = run.tutor

    def problems(self, around: Around) -> Iterator[Problem]:
        if self.ends <= self.starts:
            yield Problem(tr("The class ends before it starts. Check both times."), "ends")
        run = around.get("course_run", self.run)
        if run and not run.starts <= self.day <= run.ends:
            yield Problem(
                tr(
                    "The course runs from {first} to {last}. Pick a day in between, or change the run.",
                    first=show_date(run.starts),
                    last=show_date(run.ends),
                ),
                "day",
            )
        other = self.clash(around)
        if other is not None:
            run = around.get("course_run", other.run)
            yield Problem(
                tr(
                    "{course} has this room on {day} from {starts} to {ends}. Pick another room or time.",
                    course=run.name if run else other.title,
                    day=show_date(other.day),
                    starts=f"{other.starts:%H:%M}",
                    ends=f"{other.ends:%H:%M}",
                ),
                "room",
            )

    def is_held(self, around: Around) -> bool:
        """Whether the class takes place: neither it nor its run is cancelled."""
        run = around.get("course_run", self.run)
        return not self.cancelled and not (run and run.status == "cancelled")

    def clashes(self, around: Around) -> bool:
        """Whether another class has the room at the same time."""
        return self.clash(around) is not None

    def clash(self, around: Around) -> Any:
        """Another class that has the room at the same time, if any."""
        if self.room is None or not self.is_held(around):
            return None
        return next(
            (
                other
                for other in around.all("class_session", room=self.room, day=self.day, cancelled=False)
                if other.id != self.id
                and other.starts < self.ends
                and self.starts < other.ends
                and other.is_held(around)
            ),
            None,
        )
