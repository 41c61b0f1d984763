"""The classes of a course run: who was to come to each, and who came."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, time
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from hubdesk.records.learning.attendance import CAME, Attendance
from hubdesk.records.learning.class_session import ClassSession
from hubdesk.records.learning.course_run import CourseRun
from hubdesk.records.learning.enrolment import Enrolment
from hubdesk.records.places.room import Room


@dataclass(frozen=True)
class ClassOfRun:
    """A class; ``expected`` stand on its register or walked in, and ``here`` came.

    ``missing``: its day is over, somebody stands on its register, and nobody has been marked.
    """

    session_id: UUID
    day: date
    starts: time
    ends: time
    topic: str
    room: str
    cancelled: bool
    expected: int
    here: int
    marked: int
    missing: bool


def classes_of_run(session: Session, run: CourseRun, today: date) -> tuple[ClassOfRun, ...]:
    """The classes of a run, by day and time."""
    listed, marks = _on_registers(session, run.id), _marks(session, run.id)
    query = select(ClassSession).where(ClassSession.run == run.id).order_by(ClassSession.day, ClassSession.starts)
    rooms = {row.id: row.name for row in session.execute(select(Room.id, Room.name))}
    made = []
    for one in session.scalars(query):
        on_list, marked = listed.get(one.id, set()), marks.get(one.id, {})
        held = not one.cancelled and run.status != "cancelled"
        made.append(
            ClassOfRun(
                one.id,
                one.day,
                one.starts,
                one.ends,
                one.topic or "",
                rooms.get(one.room, "") if one.room else "",
                one.cancelled,
                len(on_list | marked.keys()),
                sum(mark in CAME for mark in marked.values()),
                len(marked),
                held and one.day < today and not marked and bool(on_list),
            )
        )
    return tuple(made)


def _on_registers(session: Session, run_id: UUID) -> dict[UUID, set[UUID]]:
    """Who stands on the register of each class of the run."""
    query = (
        select(ClassSession.id, Enrolment.person)
        .join(Enrolment, Enrolment.run == ClassSession.run)
        .where(ClassSession.run == run_id, Enrolment.on_register(ClassSession.day))
    )
    listed: dict[UUID, set[UUID]] = defaultdict(set)
    for class_session, person in session.execute(query):
        listed[class_session].add(person)
    return listed


def _marks(session: Session, run_id: UUID) -> dict[UUID, dict[UUID, str]]:
    """The mark of each person in each class of the run, of those who walked in too."""
    query = (
        select(Attendance.class_session, Attendance.person, Attendance.mark)
        .join(ClassSession, ClassSession.id == Attendance.class_session)
        .where(ClassSession.run == run_id)
    )
    marks: dict[UUID, dict[UUID, str]] = defaultdict(dict)
    for class_session, person, mark in session.execute(query):
        marks[class_session][person] = mark
    return marks
