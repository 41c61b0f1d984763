"""What is due for erasing: people whose longest retention class has run out, and fields that are kept too long.

The classes are data, in resources/retention/classes.json.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any, Final
from uuid import UUID

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import Session

from hubdesk.base.places import resource
from hubdesk.base.words import Later
from hubdesk.fields.working_days import months_after
from hubdesk.records import kind_named
from hubdesk.records.people.person import Person
from hubdesk.store.clock import moment_of
from hubdesk.store.tables import erased, retention_tick, row_clock

FOREVER: Final = date.max
"""As long as something is open, nothing is due."""


@dataclass(frozen=True)
class Retention:
    """One class. ``kind`` and ``fields`` are empty where it is about whole people."""

    code: str
    name: Later
    months: int
    why: Later
    source: Later
    parts: tuple[dict[str, Any], ...]
    kind: str = ""
    fields: tuple[str, ...] = ()


@dataclass(frozen=True)
class Due:
    """One person, or one record whose fields are due. ``ticked_by``, of ``account``, has confirmed it; may be empty."""

    record: UUID
    retention: str
    title: str
    last: date
    due: date
    ticked_by: str = ""
    account: UUID | None = None


@cache
def retentions() -> tuple[Retention, ...]:
    """Every class, those about people first."""
    stored = json.loads(resource("retention/classes.json").read_text(encoding="utf-8"))
    people = [_retention(one, tuple(one["kinds"])) for one in stored["people"]]
    fields = [_retention(one, ({"kind": one["kind"], "dates": one["dates"]},)) for one in stored["fields"]]
    return (*people, *fields)


_Ticks = dict[tuple[UUID, str], tuple[str, UUID]]


def retention_due(session: Session, today: date) -> list[Due]:
    """All that is due on that day, what is due longest first."""
    ticks = {(row.record, row.retention): (row.by, row.account) for row in session.execute(select(retention_tick))}
    found = [*_people(session, today, ticks), *_fields(session, today, ticks)]
    return sorted(found, key=lambda one: (one.due, one.title.casefold()))


def _people(session: Session, today: date, ticks: _Ticks) -> Iterator[Due]:
    ends: dict[UUID, tuple[date, date, str]] = {}
    of_people = sorted((one for one in retentions() if not one.kind), key=lambda one: not one.parts)
    for one in of_people:
        known = set(ends) if not one.parts else set()
        for person, last in _last_days(session, one):
            if person in known:
                continue
            due = FOREVER if last == FOREVER else months_after(last, one.months)
            if person not in ends or ends[person][0] < due:
                ends[person] = (due, last, one.code)
    ready = {person: told for person, told in ends.items() if told[0] < today}
    if not ready:
        return
    gone = set(session.scalars(select(erased.c.record)))
    names = session.execute(select(Person.id, Person.full_name))
    for person, name in names:
        if person in ready and person not in gone:
            due, last, code = ready[person]
            yield Due(person, code, name, last, due, *ticks.get((person, code), ()))


def _fields(session: Session, today: date, ticks: _Ticks) -> Iterator[Due]:
    for one in (one for one in retentions() if one.kind):
        made = kind_named(one.kind)
        table = made.__table__
        filled = or_(*(table.c[name].is_not(None) for name in one.fields))
        for record in session.scalars(select(made).where(filled)):
            known = [day for name in one.parts[0]["dates"] if (day := getattr(record, name)) is not None]
            if known and (due := months_after(max(known), one.months)) < today:
                person = getattr(record, "person", None)
                owner = session.get(Person, person) if person else None
                title = owner.full_name if owner else record.title
                yield Due(record.id, one.code, title, max(known), due, *ticks.get((record.id, one.code), ()))


def _last_days(session: Session, one: Retention) -> Iterator[tuple[UUID, date]]:
    """Of each person that the class is about, the last day that counts; FOREVER while something is open.

    A class without parts is for everybody who is in no other.
    """
    if not one.parts:
        query = select(row_clock.c.record, row_clock.c.clock).where(row_clock.c.kind == "person", ~row_clock.c.gone)
        for person, clock in session.execute(query):
            yield person, moment_of(clock).date()
    for part in one.parts:
        table = kind_named(part["kind"]).__table__
        person, days = table.c[part.get("link", "person")], [table.c[name] for name in part["dates"]]
        is_open = _equals(table, part.get("open"))
        wanted = [person.is_not(None), *_wanted(table, part)]
        if is_open is not None:
            for row in session.execute(select(person).where(*wanted, is_open).distinct()):
                yield row[0], FOREVER
        query = select(person, *(func.max(day) for day in days)).where(*wanted).group_by(person)
        for who, *lasts in session.execute(query):
            known = [day for day in lasts if day is not None]
            if known:
                yield who, max(known)


def _wanted(table: Any, part: dict[str, Any]) -> Iterator[ColumnElement[bool]]:
    only, other = _equals(table, part.get("only")), _equals(table, part.get("except"))
    if only is not None:
        yield only
    if other is not None:
        yield ~other


def _equals(table: Any, told: dict[str, list[Any]] | None) -> ColumnElement[bool] | None:
    if not told:
        return None
    return and_(*(or_(*(table.c[name] == value for value in values)) for name, values in told.items()))


def _retention(one: dict[str, Any], parts: tuple[dict[str, Any], ...]) -> Retention:
    return Retention(
        one["code"],
        Later(one["name"]),
        one["months"],
        Later(one["why"]),
        Later(one["source"]),
        parts,
        one.get("kind", ""),
        tuple(one.get("fields", ())),
    )
