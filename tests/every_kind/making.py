"""Makes a sound record of any kind from its declaration alone, with everything that it must link to."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time
from decimal import Decimal
from functools import singledispatch
from typing import Any

from sqlalchemy.orm import Session

from hubdesk.base.errors import Problem
from hubdesk.fields import types
from hubdesk.fields.check_digit import with_check
from hubdesk.fields.codelists import codes
from hubdesk.fields.field import Field
from hubdesk.records import Record, fields_of, kind_named
from hubdesk.store import Store


def make(store: Store, session: Session, kind: type[Record], number: int = 0, *, full: bool = True) -> Record:
    """A new record in the session; when full, with as many of its optional fields as its rules allow."""
    around = store.around(session)
    record = kind()
    for field in fields_of(kind):
        if field.required and getattr(record, field.name) is None:
            value = next(_values(store, session, kind, field, number))
            setattr(record, field.name, value)
    if full:
        # What it may link to is saved before the record itself is there to be checked, unfinished.
        for field in fields_of(kind):
            if isinstance(field.type, types.Link):
                next(_values(store, session, kind, field, number))
    session.add(record)
    for field in fields_of(kind):
        if not full and not any(problem.field == field.name for problem in _problems(record, around)):
            continue
        before = getattr(record, field.name)
        for value in _values(store, session, kind, field, number):
            setattr(record, field.name, value)
            if not _problems(record, around, field):
                break
            setattr(record, field.name, before)
    left = _problems(record, around)
    assert not left, (kind, left)
    store.settle(session)
    return record


def _problems(record: Record, around: Any, field: Field | None = None) -> list[Problem]:
    unset = [problem for problem in record.field_problems() if field is None or problem.field == field.name]
    if unset or any(True for _ in record.field_problems()):
        return unset
    record.fill_in(around)
    found = list(record.problems(around))
    return [problem for problem in found if field is None or problem.field in (field.name, None)]


def _values(store: Store, session: Session, kind: type[Record], field: Field, number: int) -> Iterator[Any]:
    if isinstance(field.type, types.Link):
        made = session.info.setdefault("made", {})
        another = field.type.to == kind.__tablename__ or _used(kind, field)
        key = (field.type.to, number + 1 if another else number)
        if key not in made:
            made[key] = make(store, session, kind_named(key[0]), key[1], full=False).id
        yield made[key]
        return
    yield from samples(field.type, number)


def _used(kind: type[Record], field: Field) -> bool:
    """Whether an earlier field links to the same kind, so that this one should link to another record."""
    names = [f.name for f in fields_of(kind) if isinstance(f.type, types.Link) and f.type.to == field.type.to]  # type: ignore[attr-defined]
    return names.index(field.name) > 0


@singledispatch
def samples(type_: object, number: int) -> Iterator[Any]:
    """Values of a type; different ones for different numbers."""
    raise NotImplementedError(type_)


@samples.register
def _(type_: types.Text, number: int) -> Iterator[Any]:
    made = (f"Łódź O’Neill {number}", f"E{number:08}", "ABCD"[: 4 - number % 3], f"20{number % 90 + 10}-08")
    for text in (*made, with_check(f"WES-26-{number:05}"), with_check(f"WES-{number:05}"), f"{number:012}"):
        if len(text) <= type_.longest:
            yield text


@samples.register
def _(type_: types.Notes, number: int) -> Iterator[Any]:
    yield f"First line {number}\nSecond line: Siân said “hello”, = not a sum"


@samples.register
def _(type_: types.Email, number: int) -> Iterator[Any]:
    yield f"name{number}@example.org"


@samples.register
def _(type_: types.Phone, number: int) -> Iterator[Any]:
    yield f"07700900{number % 1000:03}"


@samples.register
def _(type_: types.Postcode, number: int) -> Iterator[Any]:
    yield "M19 1AB"


@samples.register
def _(type_: types.Date, number: int) -> Iterator[Any]:
    yield date(2026, 3, 2)


@samples.register
def _(type_: types.Time, number: int) -> Iterator[Any]:
    yield time(9, 30)
    yield time(11, 30)


@samples.register
def _(type_: types.Moment, number: int) -> Iterator[Any]:
    yield datetime(2026, 3, 2, 14, 5, tzinfo=UTC)


@samples.register
def _(type_: types.Whole, number: int) -> Iterator[Any]:
    yield type_.least + 1


@samples.register
def _(type_: types.Minutes, number: int) -> Iterator[Any]:
    yield 150


@samples.register
def _(type_: types.Money, number: int) -> Iterator[Any]:
    yield Decimal("12.50")


@samples.register
def _(type_: types.YesNo, number: int) -> Iterator[Any]:
    yield True
    yield False


@samples.register
def _(type_: types.Choice, number: int) -> Iterator[Any]:
    for code in codes(type_.list, date(2026, 3, 2)):
        yield code.code


@samples.register
def _(type_: types.Choices, number: int) -> Iterator[Any]:
    yield tuple(sorted(code.code for code in codes(type_.list)[:2]))
