"""A believable term: what is taught, when and where, who is on it and who came."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, time, timedelta
from decimal import Decimal
from random import Random
from typing import Final
from uuid import UUID

from hubdesk.demo.people import new_id
from hubdesk.records.learning.attendance import Attendance
from hubdesk.records.learning.class_session import ClassSession
from hubdesk.records.learning.course import Course
from hubdesk.records.learning.course_run import CourseRun
from hubdesk.records.learning.enrolment import Enrolment
from hubdesk.records.record import Record

WEEKS_BEFORE: Final = 8
WEEKS_AFTER: Final = 4


@dataclass(frozen=True)
class Taught:
    """A course and its weekly class: weekday from Monday 0, hours, room number, places, share of places taken."""

    name: str
    area: str
    level: str
    accredited: bool
    weekday: int
    starts: time
    ends: time
    room: int
    places: int
    filled: float
    aims: str


TERM: Final = (
    Taught("ESOL Entry 2", "14.1", "E2", True, 0, time(9, 30), time(11, 30), 0, 16, 0.9, "Speak, read and write more English."),
    Taught("Getting started with your phone", "6.2", "E3", False, 0, time(10), time(12), 2, 9, 1.3, "Calls, photos, messages, staying safe."),
    Taught("Functional Skills maths, Entry 3", "14.1", "E3", True, 0, time(13), time(15), 1, 16, 0.75, "Numbers for work and everyday life."),
    Taught("Family cooking", "7.4", "pre-entry", False, 0, time(17, 30), time(19), 3, 12, 0.7, "Cook together on a small budget."),
    Taught("Sewing for beginners", "9.2", "pre-entry", False, 1, time(10), time(12), 0, 12, 0.95, "From a button to a bag."),
    Taught("Job club", "14.2", "1", False, 1, time(13), time(15), 1, 14, 0.7, "A CV, an application, a practice interview."),
    Taught("ESOL Entry 1", "14.1", "E1", True, 2, time(9, 30), time(11, 30), 0, 16, 1.1, "First words of English, and the confidence to use them."),
    Taught("Digital skills for work", "6.2", "1", True, 2, time(13), time(15), 2, 10, 0.9, "E-mail, documents and spreadsheets."),
    Taught("Introduction to caring", "1.3", "1", True, 3, time(9, 30), time(12), 1, 12, 0.85, "What care work is, and how to begin."),
    Taught("Conversation café", "12.1", "pre-entry", False, 3, time(13), time(14, 30), 3, 20, 0.6, "Tea, talk and new words."),
    Taught("Functional Skills English, Entry 3", "14.1", "E3", True, 4, time(9, 30), time(11, 30), 0, 14, 0.8, "Read, write and be understood."),
    Taught("Growing food", "3.2", "pre-entry", False, 4, time(12, 30), time(14, 30), 3, 12, 0.5, "From seed to plate in a small garden."),
    Taught("Saturday breakfast club", "7.4", "pre-entry", False, 5, time(9, 30), time(11), 3, 20, 0.5, "Families cook and eat together."),
    Taught("Sunday walking group", "8.1", "pre-entry", False, 6, time(14), time(15, 30), 3, 20, 0.4, "An easy hour along the river."),
)  # fmt: skip

LAST_TERM: Final = (
    Taught("First aid at work", "1.3", "1", True, 2, time(10), time(15), 1, 12, 1.0, "What to do until help comes."),
    Taught(
        "Food hygiene, Level 2",
        "7.4",
        "2",
        True,
        4,
        time(10),
        time(14),
        3,
        12,
        0.9,
        "Keep food safe, at work and at home.",
    ),
)

_FORGOTTEN: Final = "Sewing for beginners"
"""The course whose last register nobody has marked."""

_REASONS: Final = (("work",), ("personal",), ("family",), ("community", "personal"), ("work", "personal"))


class Timetable:
    """Puts courses on for a hub; ``rooms`` and ``tutors`` are ids, ``learners`` those who may be enrolled."""

    def __init__(self, rng: Random, today: date, rooms: list[UUID], tutors: list[UUID], learners: list[UUID]) -> None:
        self._rng, self._today = rng, today
        self._rooms, self._tutors, self._learners = rooms, tutors, learners

    def this_term(self, taught: tuple[Taught, ...]) -> Iterator[Record]:
        """Courses, runs, classes, enrolments and marks of the term around today."""
        monday = self._today - timedelta(days=self._today.weekday())
        for course in taught:
            first = monday + timedelta(days=course.weekday, weeks=-WEEKS_BEFORE)
            yield from self._run(course, first, WEEKS_BEFORE + WEEKS_AFTER + 1, "running")

    def last_term(self, taught: tuple[Taught, ...]) -> Iterator[Record]:
        """The same for short courses that finished before the summer, with outcomes."""
        for course in taught:
            first = self._today - timedelta(days=self._today.weekday(), weeks=26) + timedelta(days=course.weekday)
            yield from self._run(course, first, 3, "finished")

    def _run(self, taught: Taught, first: date, weeks: int, status: str) -> Iterator[Record]:
        rng = self._rng
        course = Course(
            id=new_id(rng),
            name=taught.name,
            subject_area=taught.area,
            level=taught.level,
            accredited=taught.accredited,
            aims=taught.aims,
        )
        days = [first + timedelta(weeks=week) for week in range(weeks)]
        run = CourseRun(
            id=new_id(rng),
            course=course.id,
            name=taught.name,
            status=status,
            starts=days[0],
            ends=days[-1],
            room=self._rooms[taught.room],
            tutor=rng.choice(self._tutors),
            capacity=taught.places,
            price=Decimal(0),
            funding_source="110" if taught.accredited else "lottery",
            open_to_other_hubs=taught.places > 14,
        )
        yield course
        yield run
        sessions = [
            ClassSession(id=new_id(rng), run=run.id, day=day, starts=taught.starts, ends=taught.ends) for day in days
        ]
        yield from sessions
        yield from self._learners_on(taught, run, sessions)

    def _learners_on(self, taught: Taught, run: CourseRun, sessions: list[ClassSession]) -> Iterator[Record]:
        rng = self._rng
        wanting = rng.sample(self._learners, min(len(self._learners), round(taught.places * taught.filled)))
        for number, person in enumerate(wanting):
            waiting = number >= taught.places
            finished = run.status == "finished"
            left = not waiting and not finished and rng.random() < 0.05
            status = "waiting" if waiting else "completed" if finished else "withdrawn" if left else "enrolled"
            yield Enrolment(
                id=new_id(rng),
                person=person,
                run=run.id,
                status=status,
                asked_on=run.starts - timedelta(days=rng.randint(3, 40)),
                starts=None if waiting else run.starts,
                ends=run.ends if finished else run.starts + timedelta(weeks=3) if left else None,
                reasons=rng.choice(_REASONS),
                purpose=rng.choice("1234"),
                outcome=rng.choice(("1", "1", "1", "2")) if finished else "3" if left else None,
                withdrawal_reason="44" if left else None,
            )
            if not waiting:
                until = run.starts + timedelta(weeks=3) if left else self._today
                if run.name == _FORGOTTEN:
                    until -= timedelta(weeks=1)
                yield from self._marks(person, sessions, until)

    def _marks(self, person: UUID, sessions: list[ClassSession], until: date) -> Iterator[Attendance]:
        steady = self._rng.choice((0.95, 0.9, 0.85, 0.6))
        for session in sessions:
            if session.day >= until:
                continue
            other = self._rng.choice(("absent", "absent", "late", "authorised"))
            mark = "present" if self._rng.random() < steady else other
            yield Attendance(id=new_id(self._rng), class_session=session.id, person=person, mark=mark)
