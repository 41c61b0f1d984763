"""A course run's page: its classes, who is on it, who waits."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from hubdesk.base.errors import Refused
from hubdesk.base.words import tr
from hubdesk.fields.codelists import label_of
from hubdesk.fields.dates import show_date
from hubdesk.records import kind_named
from hubdesk.records.learning.attendance import CAME, Attendance
from hubdesk.records.learning.certificate import Certificate
from hubdesk.records.learning.class_session import ClassSession
from hubdesk.records.learning.course import Course
from hubdesk.records.learning.course_run import CourseRun
from hubdesk.records.learning.enrolment import Enrolment
from hubdesk.records.people.person import Person
from hubdesk.records.places.room import Room
from hubdesk.records.places.venue import Venue
from hubdesk.reports.classes_of_run import ClassOfRun, classes_of_run
from hubdesk.reports.usual_times import usual_times
from hubdesk.store.folding import fold, fold_query
from hubdesk.store.tables import journal

_ON_IT = ("enrolled", "completed")
"""The statuses of whoever is on a run or was to its end."""


@dataclass(frozen=True)
class OnRun:
    """A person's enrolment; of ``classes`` with a mark they came to ``attended``. ``status`` is a code."""

    enrolment_id: UUID
    person_id: UUID
    name: str
    status: str
    status_label: str
    asked_on: date
    starts: date | None
    ends: date | None
    outcome: str
    attended: int
    classes: int
    certificate: str
    """The number of the certificate for completion, or empty."""


@dataclass(frozen=True)
class CoursePage:
    """One run. ``people``, who are on it or finished it, and who ``left`` by name; ``waiting`` in the order of the list."""

    run_id: UUID
    title: str
    course: str
    subject: str
    level: str
    status: str
    status_label: str
    starts: date
    ends: date
    venue: str
    room: str
    tutor: str
    capacity: int
    enrolled: int
    classes: tuple[ClassOfRun, ...]
    people: tuple[OnRun, ...]
    left: tuple[OnRun, ...]
    waiting: tuple[OnRun, ...]

    @property
    def free(self) -> int:
        """Places not taken."""
        return max(0, self.capacity - self.enrolled)


@dataclass(frozen=True)
class RunLine:
    """A run in the list that the enrolment wizard and Courses show."""

    run_id: UUID
    title: str
    detail: str
    """When and where: "Mondays 10:00, Westcroft, from 7 Sep 2026"."""
    status: str
    capacity: int
    enrolled: int
    waiting: int
    starts: date
    ends: date

    @property
    def free(self) -> int:
        """Places not taken and not kept for those who wait."""
        return max(0, self.capacity - self.enrolled - self.waiting)


def course_page(session: Session, run_id: UUID, today: date) -> CoursePage:
    """The page of one course run. Raises Refused when it is no longer there."""
    run = session.get(CourseRun, run_id)
    course = session.get(Course, run.course) if run else None
    if run is None or course is None:
        raise Refused(tr("This course run is no longer there. Go back to Courses."))
    people = _people(session, run_id)
    waiting = [one for one in people if one.status == "waiting"]
    entered = _entered(session, [one.enrolment_id for one in waiting])
    return CoursePage(
        run_id=run.id,
        title=run.name,
        course=course.name,
        subject=label_of("subject_area", course.subject_area) if course.subject_area else "",
        level=label_of("level", course.level) if course.level else "",
        status=run.status,
        status_label=label_of("run_status", run.status),
        starts=run.starts,
        ends=run.ends,
        venue=_name(session, "venue", run.venue),
        room=_name(session, "room", run.room),
        tutor=_name(session, "person", run.tutor),
        capacity=run.capacity,
        enrolled=sum(one.status == "enrolled" for one in people),
        classes=classes_of_run(session, run, today),
        people=tuple(one for one in people if one.status in _ON_IT),
        left=tuple(one for one in people if one.status not in (*_ON_IT, "waiting")),
        waiting=tuple(sorted(waiting, key=lambda one: (one.asked_on, entered.get(one.enrolment_id, 0)))),
    )


def open_runs(session: Session, today: date, words: str = "", limit: int = 200) -> list[RunLine]:
    """Runs that somebody can still enrol on, soonest first; ``words`` must all be in the title or course."""

    def counted(status: str) -> Any:
        found = select(func.count()).where(Enrolment.run == CourseRun.id, Enrolment.status == status)
        return found.correlate(CourseRun).scalar_subquery()

    query = (
        select(CourseRun, Course.name, Venue.name, Room.name, counted("enrolled"), counted("waiting"))
        .join(Course, Course.id == CourseRun.course)
        .outerjoin(Venue, Venue.id == CourseRun.venue)
        .outerjoin(Room, Room.id == CourseRun.room)
        .where(CourseRun.ends >= today, CourseRun.status.in_(("planned", "open", "running")))
        .order_by(CourseRun.starts, CourseRun.name)
    )
    wanted = fold_query(words)
    lines = []
    found = session.execute(query).all()
    times = usual_times(session, [row[0].id for row in found])
    for run, course, venue, room, enrolled, waiting in found:
        if not all(part in fold(f"{run.name} {course}") for part in wanted):
            continue
        place = room or venue or ""
        when = times.get(run.id, tr("from {day}", day=show_date(run.starts)))
        detail = ", ".join(part for part in (when, place) if part)
        lines.append(
            RunLine(run.id, run.name, detail, run.status, run.capacity, enrolled, waiting, run.starts, run.ends)
        )
        if len(lines) == limit:
            break
    return lines


def _entered(session: Session, enrolments: Sequence[UUID]) -> dict[UUID, int]:
    """By which clock each of these was entered: who asked on one day wait in the order in which they came."""
    added = select(journal.c.record, func.min(journal.c.clock)).where(
        journal.c.record.in_(enrolments), journal.c.action == "add"
    )
    return {row[0]: row[1] for row in session.execute(added.group_by(journal.c.record))}


def _people(session: Session, run_id: UUID) -> list[OnRun]:
    came = func.count().filter(Attendance.mark.in_(CAME))
    marks = {
        row[0]: (row[1], row[2])
        for row in session.execute(
            select(Attendance.person, came, func.count())
            .join(ClassSession, ClassSession.id == Attendance.class_session)
            .where(ClassSession.run == run_id)
            .group_by(Attendance.person)
        )
    }
    numbers = select(Certificate.person, Certificate.number).where(
        Certificate.run == run_id, Certificate.certificate_kind == "completion"
    )
    certificates = {row[0]: row[1] for row in session.execute(numbers)}
    query = select(Enrolment, Person).join(Person, Person.id == Enrolment.person).where(Enrolment.run == run_id)
    found = sorted(session.execute(query), key=lambda row: row[1].sort_name.casefold())
    return [
        OnRun(
            enrolment_id=one.id,
            person_id=person.id,
            name=person.full_name,
            status=one.status,
            status_label=label_of("enrolment_status", one.status),
            asked_on=one.asked_on,
            starts=one.starts,
            ends=one.ends,
            outcome=label_of("outcome", one.outcome) if one.outcome else "",
            attended=marks.get(person.id, (0, 0))[0],
            classes=marks.get(person.id, (0, 0))[1],
            certificate=certificates.get(person.id, ""),
        )
        for one, person in found
    ]


def _name(session: Session, kind: str, id: UUID | None) -> str:
    found = session.get(kind_named(kind), id) if id else None
    return found.title if found else ""
