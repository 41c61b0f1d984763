"""Who is in the building at a moment: for the desk, and for the roll-call at a fire."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import Enum
from typing import Final
from uuid import UUID

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import Session

from hubdesk.base.words import Later, tr_later
from hubdesk.fields.codelists import label_of
from hubdesk.records.learning.attendance import CAME, Attendance
from hubdesk.records.learning.class_session import ClassSession
from hubdesk.records.learning.course_run import CourseRun
from hubdesk.records.people.person import Person
from hubdesk.records.people.visit import Visit
from hubdesk.records.places.room import Room
from hubdesk.store.clock import moment_of
from hubdesk.store.folding import sort_key
from hubdesk.store.tables import erased, row_clock

A_DROP_IN: Final = timedelta(hours=2)
"""How long those who are counted without a name are taken to stay, since nobody signs them out."""


class KnownBy(Enum):
    """How we know that somebody is in, from the surest; told in words."""

    VISIT = tr_later("checked in")
    REGISTER = tr_later("on the register")
    TEACHES = tr_later("teaches now")

    @property
    def label(self) -> Later:
        """What a person reads."""
        return self.value


@dataclass(frozen=True)
class Here:
    """One person who is in. ``person_id`` is empty for a visitor who is only known by name.

    ``came`` is empty where nobody checked them in; ``room`` and ``course`` are those of the class they are in now.
    """

    person_id: UUID | None
    visit_id: UUID | None
    name: str
    sort_name: str
    called: str
    what_for: str
    came: time | None
    room: str
    course: str
    known_by: KnownBy


@dataclass(frozen=True)
class InTheBuilding:
    """``people`` stand in the order of their names; ``nameless`` came in without one, not long ago."""

    at: datetime
    people: tuple[Here, ...]
    nameless: int

    @property
    def count(self) -> int:
        """Everybody who is in, with a name or without."""
        return len(self.people) + self.nameless


@dataclass(frozen=True)
class _InClass:
    room: str
    course: str
    starts: time
    known_by: KnownBy
    marked_at: datetime | None = None
    """When the register was marked, by the clock on the wall."""


def in_the_building(session: Session, now: datetime) -> InTheBuilding:
    """Who is in at ``now``, the clock on the wall: checked in and not out again, marked in a class that is held, or teaching it.

    Whoever checked out is in again for a class that began later, where its register was marked after they went. Rather one too many than one too few: this is read at a fire.
    """
    classes = _in_class(session, now)
    come = select(Visit).where(Visit.day == now.date(), or_(Visit.came.is_(None), Visit.came <= now.time()))
    visits = list(session.scalars(come.where(~_of_erased()).order_by(Visit.came)))
    lasting = [one for one in visits if one.went is None or one.went > now.time()]
    inside = {one.person: one for one in lasting if one.person is not None}
    went = {one.person: one.went for one in visits if one.went is not None and one not in lasting}
    marked = {person for person, one in classes.items() if _came_back(one, went.get(person), now)}
    people = select(Person).where(Person.id.in_(marked | set(inside)))
    found = [_here(one, inside.get(one.id), classes.get(one.id)) for one in session.scalars(people)]
    found += [_visitor(one) for one in lasting if one.person is None and one.visitor]
    nameless = sum(1 for one in lasting if one.person is None and not one.visitor and _just_came(one, now))
    return InTheBuilding(now, tuple(sorted(found, key=lambda one: sort_key(one.sort_name))), nameless)


def _just_came(visit: Visit, now: datetime) -> bool:
    return visit.came is not None and now - datetime.combine(visit.day, visit.came) < A_DROP_IN


def never_signed_out(session: Session, day: date) -> int:
    """How many named visits of that day have no time out; once the day is over they count as gone."""
    named = or_(Visit.person.is_not(None), Visit.visitor.is_not(None))
    counted = (
        select(func.count()).select_from(Visit).where(Visit.day == day, named, Visit.went.is_(None), ~_of_erased())
    )
    return session.scalar(counted) or 0


def _of_erased() -> ColumnElement[bool]:
    """Of a visit whose person was erased, both times are taken out: that says nothing of who is in."""
    return select(erased.c.record).where(erased.c.record == Visit.id).exists()


def _in_class(session: Session, now: datetime) -> dict[UUID, _InClass]:
    """Who is in a class that is held now, by its register or because they teach it."""
    held = (
        select(ClassSession, CourseRun.name, Room.name)
        .join(CourseRun, CourseRun.id == ClassSession.run)
        .outerjoin(Room, Room.id == ClassSession.room)
        .where(
            and_(ClassSession.day == now.date(), ClassSession.starts <= now.time(), ClassSession.ends > now.time()),
            and_(~ClassSession.cancelled, CourseRun.status != "cancelled"),
        )
    )
    found: dict[UUID, _InClass] = {}
    for one, course, room in session.execute(held):
        marked = (
            select(Attendance.person, row_clock.c.clock)
            .outerjoin(row_clock, row_clock.c.record == Attendance.id)
            .where(Attendance.class_session == one.id, Attendance.mark.in_(CAME))
        )
        if one.tutor is not None:
            found[one.tutor] = _InClass(room or "", course, one.starts, KnownBy.TEACHES)
        for person, clock in session.execute(marked):
            at = moment_of(clock).astimezone().replace(tzinfo=None) if clock else None
            found[person] = _InClass(room or "", course, one.starts, KnownBy.REGISTER, at)
    return found


def _came_back(one: _InClass, went: time | None, now: datetime) -> bool:
    """Whether who went at that time, if they did, is in this class all the same."""
    if went is None:
        return True
    if went >= one.starts:
        return False
    return one.marked_at is None or one.marked_at >= datetime.combine(now.date(), went)


def _here(person: Person, visit: Visit | None, held: _InClass | None) -> Here:
    known = KnownBy.VISIT if visit else held.known_by if held else KnownBy.REGISTER
    purpose = visit.what_for if visit else "work" if known is KnownBy.TEACHES else "class"
    return Here(
        person_id=person.id,
        visit_id=visit.id if visit else None,
        name=person.full_name,
        sort_name=person.sort_name,
        called=person.called,
        what_for=label_of("visit_purpose", purpose),
        came=visit.came if visit else None,
        room=held.room if held else "",
        course=held.course if held else "",
        known_by=known,
    )


def _visitor(visit: Visit) -> Here:
    name = visit.visitor or ""
    return Here(
        person_id=None,
        visit_id=visit.id,
        name=name,
        sort_name=name,
        called=name,
        what_for=label_of("visit_purpose", visit.what_for),
        came=visit.came,
        room="",
        course="",
        known_by=KnownBy.VISIT,
    )
