"""Check people in at the desk, and out again: a visit, and the mark in the register of the class they came for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Final, Literal
from uuid import UUID

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from hubdesk.base.errors import Refused
from hubdesk.base.words import tr
from hubdesk.fields.codelists import label_of
from hubdesk.operations.mark_register import mark
from hubdesk.records.learning.attendance import Attendance
from hubdesk.records.learning.class_session import ClassSession
from hubdesk.records.learning.course_run import CourseRun
from hubdesk.records.learning.enrolment import Enrolment
from hubdesk.records.people.person import Person
from hubdesk.records.people.visit import Visit
from hubdesk.records.places.room import Room
from hubdesk.records.volunteering.application import Application
from hubdesk.store.tables import journal
from hubdesk.store.values import unpack

SOON: Final = timedelta(hours=3)
"""Whoever comes longer than this before their class has come for something else, and is not marked yet."""

AGAIN: Final = timedelta(minutes=2)
"""A card shown twice within this time was read twice; only after it does showing it again check out."""

Doing = Literal["in", "out", "already"]


@dataclass(frozen=True)
class Expected:
    """The class that somebody is expected in next, today. ``held`` is the mark they have; ``teaches`` it themselves."""

    session_id: UUID
    course: str
    starts: time
    room: str
    cancelled: bool
    held: str | None
    teaches: bool


@dataclass(frozen=True)
class Coming:
    """What checking a person in does at that moment: in, out, or nothing, since they came just now.

    ``marked`` is the mark that their class's register is given; None for none.
    """

    person_id: UUID
    name: str
    doing: Doing
    at: datetime
    visit_id: UUID | None
    since: time | None
    what_for: str
    expected: Expected | None
    marked: str | None

    @property
    def title(self) -> str:
        """The operation's title."""
        return tr("Check {name} out", name=self.name) if self.doing == "out" else tr("Check {name} in", name=self.name)

    @property
    def names_only(self) -> str:
        """The same where others can see the screen: who came, and nothing that they came for."""
        return tr("{name} is in.", name=self.name) if self.doing == "in" else self.sentence

    @property
    def sentence(self) -> str:
        """What is said at the desk once it is done."""
        if self.doing == "out":
            return tr("{name} has left; here since {time}.", name=self.name, time=_clock(self.since))
        if self.doing == "already":
            return tr("{name} is in already, since {time}.", name=self.name, time=_clock(self.since))
        if self.expected is None:
            if self.what_for == "drop_in":
                return tr("{name} is in.", name=self.name)
            return tr("{name} is in: {what_for}.", name=self.name, what_for=label_of("visit_purpose", self.what_for))
        return _with_class(self.name, self.expected, self.at.time())


def what_checking_in_does(session: Session, person_id: UUID, now: datetime) -> Coming:
    """``now`` is the clock on the wall. Raises Refused when the person is no longer there."""
    person = session.get(Person, person_id)
    if person is None:
        raise Refused(tr("This person is no longer there. Look for them again."))
    visit = session.scalars(
        select(Visit)
        .where(Visit.person == person_id, Visit.day == now.date(), Visit.went.is_(None))
        .where(or_(Visit.came.is_(None), Visit.came <= now.time()))
        .order_by(Visit.came.desc())
        .limit(1)
    ).one_or_none()
    expected = _expected(session, person_id, now)
    if visit is None or visit.came is None:
        # A visit that was written down without a time begins now.
        doing: Doing = "in"
    else:
        came = datetime.combine(now.date(), visit.came)
        doing = "already" if now.replace(second=0, microsecond=0) - came < AGAIN else "out"
    return Coming(
        person_id=person_id,
        name=person.full_name,
        doing=doing,
        at=now,
        visit_id=visit.id if visit else None,
        since=visit.came if visit else None,
        what_for=_what_for(session, person_id, expected, now),
        expected=expected,
        marked=_mark_due(expected, now) if doing == "in" else None,
    )


def check_in(session: Session, coming: Coming, *, entered: str, what_for: str | None = None) -> None:
    """Do what `what_checking_in_does` found; ``entered`` is a code of visit_entry, ``what_for`` one of visit_purpose."""
    now = coming.at.time().replace(second=0, microsecond=0)
    if coming.doing == "out" and coming.visit_id is not None:
        _goes(session, session.get_one(Visit, coming.visit_id), coming.at)
    elif coming.doing == "in":
        purpose = what_for or coming.what_for
        # Reading hides applications from tutors; while it is written down, it is still known who volunteers.
        if what_for is None and purpose == "drop_in" and _volunteers(session, coming.person_id):
            purpose = "volunteering"
        if coming.visit_id is None:
            visit = Visit(person=coming.person_id, day=coming.at.date(), what_for=purpose, entered=entered)
            session.add(visit)
        else:
            visit = session.get_one(Visit, coming.visit_id)
        visit.came = now
        if coming.marked and coming.expected:
            mark(session, coming.expected.session_id, coming.person_id, coming.marked)


def tally_title() -> str:
    return tr("Count somebody without a name")


def tally(session: Session, now: datetime, age_band: str | None, what_for: str = "drop_in") -> None:
    """Count somebody who gives no name; ``age_band`` is a code of that list where it can be told."""
    came = now.time().replace(second=0, microsecond=0)
    session.add(Visit(day=now.date(), came=came, what_for=what_for, age_band=age_band, entered="tally"))


def visitor_title() -> str:
    """Without their name: what is done leaves the hub by its title, and a visitor's name stays."""
    return tr("Check a visitor in")


def check_visitor_in(session: Session, now: datetime, name: str, what_for: str = "meeting") -> None:
    """Note a visitor who is not kept here, such as an engineer."""
    came = now.time().replace(second=0, microsecond=0)
    session.add(Visit(day=now.date(), came=came, what_for=what_for, visitor=name, entered="name"))


def visit_over_title(name: str) -> str:
    """``name``: of somebody who is kept here; empty for a visitor, whose name stays at the hub."""
    return tr("Check {name} out", name=name) if name else tr("Check a visitor out")


def end_visit(session: Session, visit_id: UUID, now: datetime) -> None:
    """Whoever this visit is of has left. Raises Refused when the visit is no longer there."""
    visit = session.get(Visit, visit_id)
    if visit is None:
        raise Refused(tr("This visit is no longer there. Open the page again."))
    _goes(session, visit, now)


def _goes(session: Session, visit: Visit, now: datetime) -> None:
    """Note when they went; who goes before their class begins was not in it, and the mark that this visit gave goes too."""
    visit.came = visit.came or now.time().replace(second=0, microsecond=0)
    visit.went = max(now.time().replace(second=0, microsecond=0), visit.came)
    given = select(journal.c.operation).where(journal.c.record == visit.id, journal.c.action == "add")
    marks = select(journal.c.record).where(journal.c.operation.in_(given), journal.c.kind == Attendance.__tablename__)
    still_to_come = or_(
        ClassSession.day > now.date(), and_(ClassSession.day == now.date(), ClassSession.starts > now.time())
    )
    held = select(Attendance).join(ClassSession, ClassSession.id == Attendance.class_session)
    for one in session.scalars(held.where(Attendance.id.in_(marks), still_to_come)).all():
        last = select(journal.c.operation, journal.c.action, journal.c.before).where(journal.c.record == one.id)
        latest = session.execute(last.order_by(journal.c.clock.desc(), journal.c.seq.desc()).limit(1)).one()
        # A mark that the tutor has given since stays.
        if latest.operation in set(session.scalars(given)):
            before = unpack(latest.before).get("mark") if latest.action == "change" else None
            mark(session, one.class_session, one.person, before)


def _with_class(name: str, one: Expected, now: time) -> str:
    said = {"name": name, "course": one.course, "time": _clock(one.starts), "room": one.room}
    if one.cancelled:
        return tr("{name} is in. {course} at {time} is cancelled today.", **said)
    if one.teaches:
        if one.room:
            return tr("{name} is in, and teaches {course} at {time} in {room}.", **said)
        return tr("{name} is in, and teaches {course} at {time}.", **said)
    if one.starts <= now:
        if one.room:
            return tr("{name} is in. {course} began at {time} in {room}.", **said)
        return tr("{name} is in. {course} began at {time}.", **said)
    if one.room:
        return tr("{name} is in. {course} at {time} in {room}.", **said)
    return tr("{name} is in. {course} at {time}.", **said)


def _clock(at: time | None) -> str:
    return f"{at or time():%H:%M}"


def _expected(session: Session, person_id: UUID, now: datetime) -> Expected | None:
    """The class of today that is not over, and that they are on or teach: the first that is held, else one that is cancelled."""
    learns = (
        select(Enrolment.id)
        .where(Enrolment.run == ClassSession.run, Enrolment.person == person_id)
        .where(Enrolment.on_register(ClassSession.day))
    )
    mark_held = select(Attendance.mark).where(
        Attendance.class_session == ClassSession.id, Attendance.person == person_id
    )
    query = (
        select(
            ClassSession,
            CourseRun.name,
            Room.name,
            or_(ClassSession.cancelled, CourseRun.status == "cancelled"),
            mark_held.scalar_subquery(),
        )
        .join(CourseRun, CourseRun.id == ClassSession.run)
        .outerjoin(Room, Room.id == ClassSession.room)
        .where(ClassSession.day == now.date(), ClassSession.ends > now.time())
        .where(or_(learns.exists(), ClassSession.tutor == person_id))
        .order_by(ClassSession.starts)
    )
    found = [
        Expected(one.id, course, one.starts, room or "", cancelled, held, teaches=one.tutor == person_id)
        for one, course, room, cancelled, held in session.execute(query)
    ]
    return next((one for one in found if not one.cancelled), found[0] if found else None)


def _is_soon(expected: Expected | None, now: datetime) -> bool:
    """Whether somebody who comes now has come for that class."""
    if expected is None or expected.cancelled:
        return False
    return datetime.combine(now.date(), expected.starts) - now <= SOON


def _mark_due(expected: Expected | None, now: datetime) -> str | None:
    """Present; late where the tutor had marked them absent already; a mark that says they came stays."""
    if expected is None or expected.teaches or not _is_soon(expected, now):
        return None
    return {None: "present", "absent": "late", "authorised": "present"}.get(expected.held)


def _what_for(session: Session, person_id: UUID, expected: Expected | None, now: datetime) -> str:
    if expected is not None and _is_soon(expected, now):
        return "work" if expected.teaches else "class"
    return "volunteering" if _volunteers(session, person_id) else "drop_in"


def _volunteers(session: Session, person_id: UUID) -> bool:
    asked = select(Application.id).where(Application.person == person_id, Application.stage == "active")
    return session.scalars(asked.limit(1)).first() is not None
