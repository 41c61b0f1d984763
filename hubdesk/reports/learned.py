"""What people learned and gave at the hub, in hours: for their own record and for certificates."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from hubdesk.records.learning.attendance import CAME, Attendance
from hubdesk.records.learning.class_session import ClassSession
from hubdesk.records.learning.course_run import CourseRun
from hubdesk.records.learning.enrolment import ON_COURSE, Enrolment
from hubdesk.records.volunteering.volunteer_hours import VolunteerHours
from hubdesk.records.volunteering.volunteer_role import VolunteerRole


@dataclass(frozen=True)
class Attended:
    """Of ``classes`` with a mark a person came to ``came``, ``minutes`` long together."""

    came: int = 0
    classes: int = 0
    minutes: int = 0


@dataclass(frozen=True)
class LearnedOn:
    """A course run that a person was on; ``status`` and ``outcome`` are codes, "" where there is no outcome."""

    run_id: UUID
    name: str
    starts: date
    ends: date
    status: str
    outcome: str
    attended: Attended


def attended(session: Session, run: UUID, people: Collection[UUID]) -> dict[UUID, Attended]:
    """How often, and how long, each of the people came to this run."""
    query = select(Attendance.person, Attendance.mark, ClassSession.starts, ClassSession.ends)
    query = query.join(ClassSession, ClassSession.id == Attendance.class_session)
    found = {person: Attended() for person in people}
    for person, mark, starts, ends in session.execute(query.where(ClassSession.run == run)):
        if person in found:
            before, came = found[person], mark in CAME
            length = datetime.combine(date.min, ends) - datetime.combine(date.min, starts)
            minutes = int(length.total_seconds()) // 60 if came else 0
            found[person] = Attended(before.came + came, before.classes + 1, before.minutes + minutes)
    return found


def learned_by(session: Session, person: UUID) -> list[LearnedOn]:
    """Each run that the person had a place on, the latest first."""
    query = select(Enrolment, CourseRun).join(CourseRun, CourseRun.id == Enrolment.run)
    mine = query.where(Enrolment.person == person, Enrolment.status.in_(ON_COURSE)).order_by(CourseRun.starts.desc())
    return [
        LearnedOn(
            run_id=run.id,
            name=run.name,
            starts=one.starts or run.starts,
            ends=one.ends or run.ends,
            status=one.status,
            outcome=one.outcome or "",
            attended=attended(session, run.id, [person])[person],
        )
        for one, run in session.execute(mine)
    ]


def hours_given(session: Session, person: UUID, until: date) -> list[tuple[str, int]]:
    """The minutes that the person gave to each role up to a day, the most first; "" for no role."""
    given: dict[str, int] = {}
    query = select(VolunteerHours, VolunteerRole.name).outerjoin(VolunteerRole, VolunteerRole.id == VolunteerHours.role)
    for one, role in session.execute(query.where(VolunteerHours.person == person, VolunteerHours.day <= until)):
        given[role or ""] = given.get(role or "", 0) + one.given
    return sorted(given.items(), key=lambda each: -each[1])
