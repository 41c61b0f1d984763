"""Whom somebody at the desk means by the first letters of a name: those expected today first, then those who came lately."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from itertools import islice
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Row, func, or_, select
from sqlalchemy.orm import Session

from hubdesk.base.words import tr
from hubdesk.records.learning.attendance import CAME, Attendance
from hubdesk.records.learning.class_session import ClassSession
from hubdesk.records.learning.course_run import CourseRun
from hubdesk.records.learning.enrolment import Enrolment
from hubdesk.records.people.person import Person
from hubdesk.records.people.visit import Visit
from hubdesk.records.places.room import Room
from hubdesk.store import Store
from hubdesk.store.folding import fold, fold_query

LATELY: Final = timedelta(days=60)
_MOST: Final = 3000
"""People who are looked through by parts of their names; of a larger hub, those who are likeliest to come."""

_AT_ONCE: Final = 500
_PEOPLE: Final = select(Person.id, Person.full_name, Person.known_as, Person.certificate_name, Person.date_of_birth)


@dataclass(frozen=True)
class Comer:
    """Somebody who may be at the desk. ``expected`` is their next class of today, in words; ``since`` when they came in.

    ``often`` counts how often they came lately; ``born`` tells two of one name apart; ``words`` and ``sort`` are folded.
    """

    person_id: UUID
    name: str
    words: tuple[str, ...]
    sort: str
    born: str
    expected: str
    starts: time | None
    since: time | None
    often: int

    @property
    def likely(self) -> int:
        """0 for those who are expected and not in yet, 1 for those who came lately, 2 for the rest."""
        if self.expected and self.since is None:
            return 0
        return 1 if self.often or self.since is not None else 2


def who_may_come(session: Session, now: datetime) -> tuple[Comer, ...]:
    """The people who are likeliest to come, all of them where they are not very many; in the order in which they may."""
    expected, inside, often = _expected(session, now), _inside(session, now), _often(session, now)
    known = list({**dict.fromkeys(expected), **dict.fromkeys(inside), **dict.fromkeys(one for one, _ in often)})[:_MOST]
    rows: dict[UUID, Row[Any]] = {}
    for begin in range(0, len(known), _AT_ONCE):
        some = _PEOPLE.where(Person.id.in_(known[begin : begin + _AT_ONCE]))
        rows |= {row.id: row for row in session.execute(some)}
    if len(rows) < _MOST:
        rows |= {row.id: row for row in session.execute(_PEOPLE.limit(_MOST))}
    times = dict(often)
    return _in_order(
        _comer(row, expected.get(row.id), inside.get(row.id), times.get(row.id, 0)) for row in rows.values()
    )


def who_is_in_now(session: Session, now: datetime, comers: Sequence[Comer]) -> tuple[Comer, ...]:
    """The same people after somebody came or went: all else of them is as it was."""
    inside = _inside(session, now)
    return _in_order(
        one if one.since == (since := inside.get(one.person_id)) else replace(one, since=since) for one in comers
    )


def expected_next(comers: Sequence[Comer], most: int = 8) -> list[Comer]:
    """Who is expected and not in yet, by when their class begins; for an empty box."""
    waited = [one for one in comers if one.likely == 0]
    return sorted(waited, key=lambda one: (one.starts or time(), one.sort))[:most]


def who_is_meant(store: Store, comers: Sequence[Comer], text: str, most: int = 8) -> list[Comer]:
    """Those whose names have a word for each part of ``text`` that begins so, the likeliest first.

    Where there are no spaces, the parts may follow each other: "amyu" is Amina Yusuf too. Whoever is not among
    ``comers``, who stand in their order, is found as search finds them, also by the end of a phone number.
    """
    parts = fold_query(text)
    if not parts:
        return expected_next(comers, most)
    plain = [one for one in comers if all(any(word.startswith(part) for word in one.words) for part in parts)]
    # The sort is stable, so those of one likelihood whose first name it is keep their order.
    found = sorted(plain, key=lambda one: (one.likely, not one.words[0].startswith(parts[0])))[:most]
    there = {one.person_id for one in plain}
    joined = "".join(parts)
    if len(found) < most and len(joined) > 1:
        split = (one for one in comers if one.person_id not in there and _follows(joined, one.words))
        found += islice(split, most - len(found))
    if len(found) < most:
        known = {one.person_id: one for one in comers}
        there = {one.person_id for one in found}
        hits = [hit for hit in store.search(text, most, ["person"]) if hit.id not in there]
        found += [known.get(hit.id) or _stranger(hit.id, hit.title, hit.detail) for hit in hits]
    return found[:most]


def _in_order(comers: Iterable[Comer]) -> tuple[Comer, ...]:
    return tuple(sorted(comers, key=lambda one: (one.likely, -one.often, one.sort)))


def _follows(text: str, words: Sequence[str], at: int = 0) -> bool:
    """Whether ``text`` is made of beginnings of the words, in their order; words may be left out."""
    if not text:
        return True
    for place in range(at, len(words)):
        same = _same(text, words[place])
        if any(_follows(text[end:], words, place + 1) for end in range(same, 0, -1)):
            return True
    return False


def _same(one: str, other: str) -> int:
    """How many letters both begin with alike."""
    for place, (a, b) in enumerate(zip(one, other, strict=False)):
        if a != b:
            return place
    return min(len(one), len(other))


def _comer(row: Row[Any], expected: tuple[str, time] | None, since: time | None, often: int) -> Comer:
    names = (row.full_name, row.known_as, row.certificate_name)
    words = [word for said in names if said for word in fold(said).split()]
    return Comer(
        person_id=row.id,
        name=row.full_name,
        words=tuple(words) or ("",),
        sort=" ".join(words),
        born=tr("born {year}", year=row.date_of_birth.year) if row.date_of_birth else "",
        expected=expected[0] if expected else "",
        starts=expected[1] if expected else None,
        since=since,
        often=often,
    )


def _stranger(id: UUID, name: str, detail: str) -> Comer:
    words = tuple(fold(name).split()) or ("",)
    return Comer(id, name, words, " ".join(words), detail, "", None, None, 0)


def _expected(session: Session, now: datetime) -> dict[UUID, tuple[str, time]]:
    """By person, their next class of today that is not over, in words, and when it begins."""
    classes = (
        select(ClassSession, CourseRun.name, Room.name)
        .join(CourseRun, CourseRun.id == ClassSession.run)
        .outerjoin(Room, Room.id == ClassSession.room)
        .where(ClassSession.day == now.date(), ClassSession.ends > now.time())
        .where(~ClassSession.cancelled, CourseRun.status != "cancelled")
        .order_by(ClassSession.starts.desc())
    )
    found: dict[UUID, tuple[str, time]] = {}
    for one, course, room in session.execute(classes).all():
        said = {"course": course, "time": f"{one.starts:%H:%M}", "room": room or ""}
        words = tr("{course} at {time} in {room}", **said) if room else tr("{course} at {time}", **said)
        on_it = select(Enrolment.person).where(Enrolment.run == one.run, Enrolment.on_register(one.day))
        people = [*session.scalars(on_it), *([one.tutor] if one.tutor else [])]
        found |= dict.fromkeys(people, (words, one.starts))
    return found


def _inside(session: Session, now: datetime) -> dict[UUID, time]:
    """By person who is in, since when."""
    come = or_(Visit.came.is_(None), Visit.came <= now.time())
    still = select(Visit.person, Visit.came).where(Visit.day == now.date(), Visit.went.is_(None), come)
    return {person: came or time() for person, came in session.execute(still) if person is not None}


def _often(session: Session, now: datetime) -> list[tuple[UUID, int]]:
    """How often people came in the last 60 days, those who came most first."""
    since = now.date() - LATELY
    visits = select(Visit.person, func.count()).where(Visit.day >= since, Visit.person.is_not(None))
    marks = (
        select(Attendance.person, func.count())
        .join(ClassSession, ClassSession.id == Attendance.class_session)
        .where(ClassSession.day >= since, Attendance.mark.in_(CAME))
    )
    counted: Counter[UUID] = Counter()
    for query in (visits.group_by(Visit.person), marks.group_by(Attendance.person)):
        counted.update({person: n for person, n in session.execute(query) if person is not None})
    return counted.most_common()
