"""The register of a class: who is on it, and the marks of this class and those before."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, time
from hashlib import sha256
from typing import Any
from uuid import UUID

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import Session

from hubdesk.base.errors import Refused
from hubdesk.base.words import tr
from hubdesk.fields.check_digit import SIGNS
from hubdesk.records.learning.attendance import CAME, Attendance
from hubdesk.records.learning.class_session import ClassSession
from hubdesk.records.learning.course_run import CourseRun
from hubdesk.records.learning.enrolment import Enrolment
from hubdesk.records.people.consent_event import ConsentEvent
from hubdesk.records.people.emergency_contact import EmergencyContact
from hubdesk.records.people.person import Person
from hubdesk.records.people.support_need import SupportNeed
from hubdesk.records.places.room import Room
from hubdesk.records.places.venue import Venue
from hubdesk.records.record import in_order
from hubdesk.store.folding import sort_key


@dataclass(frozen=True)
class RegisterRow:
    """One person. ``marks`` are codes of attendance_mark, one per column; the last column is this class."""

    person_id: UUID
    name: str
    called: str
    walk_in: bool
    support: bool
    no_photo: bool
    """True only when the person said no, or took their agreement back."""
    emergency: bool
    """Whether an emergency contact is known."""
    marks: tuple[str | None, ...]

    @property
    def mark(self) -> str | None:
        """The mark for this class."""
        return self.marks[-1]


@dataclass(frozen=True)
class RegisterColumn:
    """A class of the run."""

    session_id: UUID
    day: date
    starts: time
    cancelled: bool


@dataclass(frozen=True)
class RegisterSheet:
    """Rows in the order of the list: learners by name, then walk-ins. ``columns`` end with this class."""

    session_id: UUID
    run_id: UUID
    title: str
    topic: str
    day: date
    starts: time
    ends: time
    room: str
    venue: str
    tutor: str
    cancelled: bool
    capacity: int
    waiting: int
    columns: tuple[RegisterColumn, ...]
    rows: tuple[RegisterRow, ...]
    previous_id: UUID | None
    """The class of this run before this one, and ``next_id`` the one after."""
    next_id: UUID | None

    @property
    def expected(self) -> int:
        """Learners on the register."""
        return sum(not row.walk_in for row in self.rows)

    @property
    def here(self) -> int:
        """Who came, walk-ins too."""
        return sum(row.mark in CAME for row in self.rows)

    @property
    def unmarked(self) -> int:
        """Learners without a mark for this class."""
        return sum(row.mark is None for row in self.rows)


def register_sheet(session: Session, class_session_id: UUID, earlier: int = 3) -> RegisterSheet:
    """The register of a class with up to ``earlier`` classes before it. Raises Refused when it is no longer there."""
    meeting = session.get(ClassSession, class_session_id)
    run = session.get(CourseRun, meeting.run) if meeting else None
    if meeting is None or run is None:
        raise Refused(tr("This class is no longer there. Open Registers to see today's classes."))
    before = _neighbours(session, meeting, earlier=max(1, earlier))
    columns = [*reversed(before[:earlier]), meeting]
    room = session.get(Room, meeting.room) if meeting.room else None
    venue = session.get(Venue, room.venue if room else run.venue) if room or run.venue else None
    tutor = session.get(Person, meeting.tutor) if meeting.tutor else None
    after = _neighbours(session, meeting, earlier=0)
    return RegisterSheet(
        session_id=meeting.id,
        run_id=run.id,
        title=run.title,
        topic=meeting.topic or "",
        day=meeting.day,
        starts=meeting.starts,
        ends=meeting.ends,
        room=room.name if room else "",
        venue=venue.name if venue else "",
        tutor=tutor.called if tutor else "",
        cancelled=meeting.cancelled,
        capacity=run.capacity,
        waiting=_waiting(session, run.id),
        columns=tuple(RegisterColumn(one.id, one.day, one.starts, one.cancelled) for one in columns),
        rows=register_rows(session, run.id, meeting, [one.id for one in columns]),
        previous_id=before[0].id if before else None,
        next_id=after[0].id if after else None,
    )


def register_rows(
    session: Session, run_id: UUID, meeting: ClassSession, columns: Sequence[UUID]
) -> tuple[RegisterRow, ...]:
    """Who is on the register of this class, with the marks of the classes in ``columns``, of which it is the last."""
    learners = set(
        session.scalars(select(Enrolment.person).where(Enrolment.run == run_id, Enrolment.on_register(meeting.day)))
    )
    marks: dict[tuple[UUID, UUID], str] = {
        (row.person, row.class_session): row.mark
        for row in session.execute(
            select(Attendance.person, Attendance.class_session, Attendance.mark).where(
                Attendance.class_session.in_(columns)
            )
        )
    }
    walk_ins = {person for person, column in marks if column == meeting.id} - learners
    people = learners | walk_ins
    names = {row.id: row for row in session.scalars(select(Person).where(Person.id.in_(people)))}
    support = people_with_support(session, people, meeting.day)
    no_photo = people_without_photos(session, people)
    safe = set(session.scalars(select(EmergencyContact.person).where(EmergencyContact.person.in_(people))))
    rows = [
        RegisterRow(
            person_id=person.id,
            name=person.full_name,
            called=person.called,
            walk_in=person.id in walk_ins,
            support=person.id in support,
            no_photo=person.id in no_photo,
            emergency=person.id in safe,
            marks=tuple(marks.get((person.id, column)) for column in columns),
        )
        for person in sorted(names.values(), key=lambda one: sort_key(one.sort_name))
    ]
    return tuple(sorted(rows, key=lambda row: row.walk_in))


def marks_of_run(session: Session, run_id: UUID, held: Sequence[UUID]) -> list[tuple[str, tuple[str | None, ...]]]:
    """By name everybody who stood on the register of one of these classes, or walked in: their mark in each of them."""
    listed = select(Enrolment.person).join(ClassSession, ClassSession.run == Enrolment.run)
    people = set(
        session.scalars(
            listed.where(
                Enrolment.run == run_id, ClassSession.id.in_(held), Enrolment.on_register(ClassSession.day)
            ).distinct()
        )
    )
    marks = {
        (row.person, row.class_session): row.mark
        for row in session.execute(
            select(Attendance.person, Attendance.class_session, Attendance.mark).where(
                Attendance.class_session.in_(held)
            )
        )
    }
    people |= {person for person, _ in marks}
    named = session.scalars(select(Person).where(Person.id.in_(people)))
    return [
        (one.full_name, tuple(marks.get((one.id, at)) for at in held))
        for one in sorted(named, key=lambda one: sort_key(one.sort_name))
    ]


def lines_mark(people: Iterable[UUID]) -> str:
    """Three signs that tell whether two lists have the same people on the same lines."""
    number = int.from_bytes(sha256(b"".join(one.bytes for one in people)).digest())
    return "".join(SIGNS[number // len(SIGNS) ** place % len(SIGNS)] for place in range(3))


def as_printed(sheet: RegisterSheet, mark: str) -> RegisterSheet | None:
    """The register with the lines of the paper whose `lines_mark` this is; None where they cannot be told any more.

    Who was added at the foot since is not on the paper.
    """
    for rows in (sheet.rows, tuple(row for row in sheet.rows if not row.walk_in)):
        if lines_mark(row.person_id for row in rows) == mark:
            return replace(sheet, rows=rows)
    return None


def people_with_support(session: Session, people: set[UUID], day: date) -> set[UUID]:
    """Those of the people whose register is to say "support" on that day, as far as whoever works here may know."""
    needs = session.scalars(select(SupportNeed).where(SupportNeed.person.in_(people)))
    return {
        need.person
        for need in needs
        if need.on_register is True and in_order(need.since, day) and in_order(day, need.until)
    }


def people_without_photos(session: Session, people: set[UUID]) -> set[UUID]:
    """Those of the people whose last word on photos was no."""
    events = select(ConsentEvent.person, ConsentEvent.decision).where(
        ConsentEvent.person.in_(people), ConsentEvent.purpose == "photos"
    )
    last: dict[UUID, str] = {row.person: row.decision for row in session.execute(events.order_by(ConsentEvent.at))}
    return {person for person, decision in last.items() if decision != "given"}


def _neighbours(session: Session, meeting: ClassSession, *, earlier: int) -> list[ClassSession]:
    """The nearest classes of the same run: so many before it, the latest first, or the one after it."""
    here: Any = (ClassSession.day, ClassSession.starts)
    if earlier:
        side = or_(here[0] < meeting.day, and_(here[0] == meeting.day, here[1] < meeting.starts))
        order = [column.desc() for column in here]
    else:
        side = or_(here[0] > meeting.day, and_(here[0] == meeting.day, here[1] > meeting.starts))
        order = [column.asc() for column in here]
    query = select(ClassSession).where(ClassSession.run == meeting.run, side).order_by(*order).limit(earlier or 1)
    return list(session.scalars(query))


def _waiting(session: Session, run_id: UUID) -> int:
    waiting = select(func.count()).where(Enrolment.run == run_id, Enrolment.status == "waiting")
    return session.scalar(waiting) or 0
