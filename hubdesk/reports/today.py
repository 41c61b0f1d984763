"""Today: the classes of the day and what needs somebody."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from sqlalchemy import exists, func, or_, select
from sqlalchemy.orm import Session

from hubdesk.base.words import tr, tr_later, tr_many
from hubdesk.fields.dates import on_the_wall
from hubdesk.records.learning.attendance import Attendance
from hubdesk.records.learning.class_session import ClassSession
from hubdesk.records.learning.course import Course
from hubdesk.records.learning.course_run import CourseRun
from hubdesk.records.learning.enrolment import Enrolment
from hubdesk.records.people.person import Person
from hubdesk.records.places.room import Room
from hubdesk.reports.needs import Need, Target
from hubdesk.reports.what_is_due import what_is_due
from hubdesk.store.tables import setting

_WORDS = (
    tr_later("No"),
    tr_later("One"),
    tr_later("Two"),
    tr_later("Three"),
    tr_later("Four"),
    tr_later("Five"),
    tr_later("Six"),
    tr_later("Seven"),
    tr_later("Eight"),
    tr_later("Nine"),
    tr_later("Ten"),
)


@dataclass(frozen=True)
class ClassToday:
    """One class of the day.

    ``expected`` counts whoever stands on its register, ``enrolled`` who has a place on the run, ``marked`` those with a
    mark, walk-ins too.
    """

    session_id: UUID
    run_id: UUID
    starts: time
    ends: time
    title: str
    topic: str
    room: str
    tutor: str
    expected: int
    enrolled: int
    capacity: int
    waiting: int
    marked: int
    now: bool
    over: bool
    cancelled: bool

    @property
    def free(self) -> int:
        """Places not taken."""
        return max(0, self.capacity - self.enrolled)


@dataclass(frozen=True)
class TodayPage:
    """``sentence`` sums the day up; ``first_steps`` are there only while the hub is empty."""

    sentence: str
    classes: tuple[ClassToday, ...]
    needs: tuple[Need, ...]
    first_steps: tuple[Need, ...]
    next_day: date | None
    """The next day with a class, when there is none today."""


def today_page(session: Session, today: date, now: datetime) -> TodayPage:
    """The page as it is at that moment; ``now`` is the clock on the wall."""
    classes = _classes(session, today, now.time())
    sent = _last_sent(session)
    return TodayPage(
        sentence=_sentence(classes),
        classes=classes,
        needs=tuple(what_is_due(session, today, now.time(), sent)),
        first_steps=tuple(_first_steps(session)),
        next_day=None if classes else _next_day(session, today),
    )


def _classes(session: Session, today: date, now: time) -> tuple[ClassToday, ...]:
    def on_run(status: str) -> Any:
        counted = select(func.count()).where(Enrolment.run == CourseRun.id, Enrolment.status == status)
        return counted.correlate(CourseRun).scalar_subquery()

    expected = select(func.count()).where(Enrolment.run == CourseRun.id, Enrolment.on_register(ClassSession.day))
    marked = select(func.count()).where(Attendance.class_session == ClassSession.id).correlate(ClassSession)
    tutor = select(Person.full_name).where(Person.id == ClassSession.tutor).correlate(ClassSession).scalar_subquery()
    query = (
        select(
            ClassSession,
            CourseRun.name,
            CourseRun.capacity,
            or_(ClassSession.cancelled, CourseRun.status == "cancelled"),
            Room.name,
            tutor,
            expected.correlate(CourseRun, ClassSession).scalar_subquery(),
            on_run("enrolled"),
            on_run("waiting"),
            marked.scalar_subquery(),
        )
        .join(CourseRun, CourseRun.id == ClassSession.run)
        .outerjoin(Room, Room.id == ClassSession.room)
        .where(ClassSession.day == today)
        .order_by(ClassSession.starts, CourseRun.name)
    )
    return tuple(
        ClassToday(
            session_id=one.id,
            run_id=one.run,
            starts=one.starts,
            ends=one.ends,
            title=title,
            topic=one.topic or "",
            room=room or "",
            tutor=tutor_name or "",
            expected=on_list,
            enrolled=enrolled,
            capacity=capacity,
            waiting=waiting,
            marked=marks,
            now=one.starts <= now < one.ends and not cancelled,
            over=one.ends <= now,
            cancelled=cancelled,
        )
        for one, title, capacity, cancelled, room, tutor_name, on_list, enrolled, waiting, marks in session.execute(
            query
        )
    )


def _sentence(classes: tuple[ClassToday, ...]) -> str:
    held = [one for one in classes if not one.cancelled]
    if not held:
        return tr("No classes today.")
    people = sum(one.expected for one in held)
    number = str(_WORDS[len(held)]) if len(held) < len(_WORDS) else str(len(held))
    expected = tr_many("{n} person expected", "{n} people expected", people)
    if len(held) == 1:
        return tr("One class today, {expected}.", expected=expected)
    return tr("{number} classes today, {expected}.", number=number, expected=expected)


def _next_day(session: Session, today: date) -> date | None:
    coming = select(func.min(ClassSession.day)).join(CourseRun, CourseRun.id == ClassSession.run)
    held = (~ClassSession.cancelled, CourseRun.status != "cancelled")
    return session.scalar(coming.where(ClassSession.day > today, *held))


def _last_sent(session: Session) -> date | None:
    stored = session.scalar(select(setting.c.value).where(setting.c.name == "last_sent"))
    return on_the_wall(datetime.fromisoformat(stored)).date() if stored else None


def _first_steps(session: Session) -> Iterator[Need]:
    """What to do first in an empty hub."""
    if not session.scalar(select(exists().where(Person.id.is_not(None)))):
        yield Need(
            "first",
            tr("Bring in your spreadsheet"),
            tr("See what would come in before anything does."),
            "file-spreadsheet",
            "primary",
            Target("place", "import"),
        )
        yield Need(
            "first",
            tr("Add the first person"),
            tr("A learner, a volunteer or a tutor."),
            "user-plus",
            "primary",
            Target("place", "people"),
        )
    if not session.scalar(select(exists().where(Course.id.is_not(None)))):
        yield Need(
            "first",
            tr("Plan the first course"),
            tr("Its classes then stand here, day by day."),
            "book-open",
            "primary",
            Target("place", "courses"),
        )
