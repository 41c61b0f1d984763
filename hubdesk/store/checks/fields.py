"""Answers that no form would have taken: too long, out of bounds, no such code, no such day."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import date
from functools import partial, singledispatch
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, Integer, String, Table, func, or_, select, type_coerce, update
from sqlalchemy.orm import Session

from hubdesk.base.errors import FieldError
from hubdesk.base.words import tr, within
from hubdesk.fields import types
from hubdesk.fields.codelists import codes
from hubdesk.fields.field import Field
from hubdesk.fields.sealed import Sealed, opened_plain, sealer_of
from hubdesk.records import Record, fields_of
from hubdesk.store.checks.fault import Fault
from hubdesk.store.checks.reading import kinds_there
from hubdesk.store.mending import as_journalled, index_anew, table_of

_UNREADABLE = (types.Date, types.Time, types.Moment, types.Link)
"""Types whose wrong values cannot even be read, so that they are put right before the record is opened."""


def check_fields(connection: Connection) -> Iterator[Fault]:
    """Every field of every kind, asked of the database in one question each."""
    for kind in kinds_there(connection):
        table = table_of(kind)
        for field in fields_of(kind):
            raw = type_coerce(table.c[field.name], String)
            missing = raw.is_(None) if field.required else None
            # What is sealed says nothing to the database; Python looks at it, where it can be opened.
            impossible = None if field.special else wrong(field.type, raw)
            conditions = [one for one in (impossible, missing) if one is not None]
            for id in connection.scalars(select(table.c.id).where(or_(*conditions))) if conditions else ():
                yield _fault(connection, kind, field, id)
            yield from _misread(connection, kind, table, field)


def _misread(connection: Connection, kind: type[Record], table: Table, field: Field) -> Iterator[Fault]:
    """Values of which only Python knows whether they are right, each looked at once."""
    column = table.c[field.name]
    if field.special:
        for id, value in connection.execute(select(table.c.id, column).where(column.is_not(None))).all():
            if not _sealed_well(field, value, opens=opens_sealed(connection)):
                yield _fault(connection, kind, field, id)
        return
    reads = _reads(field.type)
    if reads is None:
        return
    for value in connection.scalars(select(column).distinct().where(column.is_not(None))):
        if not reads(value):
            for id in connection.scalars(select(table.c.id).where(column == value)):
                yield _fault(connection, kind, field, id)


def _sealed_well(field: Field, value: Any, *, opens: bool) -> bool:
    """Whether what is sealed can be opened and is a possible answer; without the second key nobody can tell."""
    if isinstance(value, Sealed):
        return not opens
    try:
        field.type.check(value)
    except (FieldError, ValueError, TypeError):
        return False
    reads = _reads(field.type)
    return reads is None or reads(value)


def _fault(connection: Connection, kind: type[Record], field: Field, id: UUID) -> Fault:
    known, value = _journalled(connection, kind, field, id)
    name = kind.__tablename__
    label = {"kind": kind.kind.one, "field": within(field.label)}
    if known:
        said = tr("{kind}: what stands under {field} is not possible; the journal has the right answer.", **label)
        return Fault(said, name, id, put_right=partial(_write, kind, field.name, id, value))
    if field.required:
        return Fault(
            tr("{kind}: what stands under {field} is not possible. Open it and write it anew.", **label), name, id
        )
    said = tr("{kind}: what stands under {field} is not possible, and is emptied.", **label)
    if isinstance(field.type, _UNREADABLE):
        return Fault(said, name, id, put_right=partial(_write, kind, field.name, id, None))
    return Fault(
        said, name, id, change=partial(_set, field.name, () if isinstance(field.type, types.Choices) else None)
    )


def _journalled(connection: Connection, kind: type[Record], field: Field, id: UUID) -> tuple[bool, Any]:
    values = as_journalled(connection, [id]).get(id)
    stored = values.get(field.name) if values else None
    if stored is None:
        return False, None
    try:
        value = field.unplain(opened_plain(stored, sealer_of(connection.dialect)))
        if isinstance(value, Sealed):
            return not opens_sealed(connection), value
        if value is None or (isinstance(value, str) and not value.strip()):
            return False, None
        field.type.check(value)
    except (FieldError, ValueError, TypeError):
        return False, None
    reads = _reads(field.type)
    return (True, value) if reads is None or reads(value) else (False, None)


def opens_sealed(connection: Connection) -> bool:
    """Whether whoever works here has the second key."""
    return getattr(sealer_of(connection.dialect), "opens", False)


def _write(kind: type[Record], name: str, id: UUID, value: Any, connection: Connection) -> None:
    table = table_of(kind)
    connection.execute(update(table).where(table.c.id == id).values({name: value}))
    # Where another answer of it cannot be read either, that one is put right in its turn, and then it is entered.
    with suppress(ValueError, TypeError, ArithmeticError):
        index_anew(connection, kind, [id])


def _set(name: str, value: Any, session: Session, record: Any) -> None:
    setattr(record, name, value)


def _reads(type_: object) -> Callable[[Any], bool] | None:
    if isinstance(type_, types.Phone):
        return lambda value: _reads_as_itself(type_.digits, value)
    if isinstance(type_, types.Email | types.Postcode):
        return lambda value: _reads_as_itself(type_.parse, value)
    if isinstance(type_, types.Choices):
        known = {code.code for code in codes(type_.list)}
        return known.issuperset
    return None


def _reads_as_itself(read: Callable[[str], str | None], value: Any) -> bool:
    try:
        return isinstance(value, str) and read(value) == value
    except FieldError:
        return False


@singledispatch
def wrong(type_: object, raw: ColumnElement[Any]) -> ColumnElement[bool] | None:
    """The condition under which a stored value of this type is impossible; None where only Python can tell."""
    return None


@wrong.register
def _(type_: types.Text, raw: ColumnElement[Any]) -> ColumnElement[bool]:
    return or_(func.length(raw) > type_.longest, func.trim(raw) == "")


@wrong.register
def _(type_: types.Notes, raw: ColumnElement[Any]) -> ColumnElement[bool]:
    return func.length(raw) > type_.longest


@wrong.register
def _(type_: types.Date, raw: ColumnElement[Any]) -> ColumnElement[bool]:
    impossible = or_(func.date(raw).is_distinct_from(raw), raw < "0001")
    return or_(impossible, raw > date.today().isoformat()) if type_.past else impossible


@wrong.register
def _(type_: types.Time, raw: ColumnElement[Any]) -> ColumnElement[bool]:
    return raw.is_not(None) & func.time(func.substr(raw, 1, 8)).is_(None)


@wrong.register
def _(type_: types.Moment, raw: ColumnElement[Any]) -> ColumnElement[bool]:
    return raw.is_not(None) & func.date(func.substr(raw, 1, 10)).is_distinct_from(func.substr(raw, 1, 10))


@wrong.register
def _(type_: types.Whole, raw: ColumnElement[Any]) -> ColumnElement[bool]:
    return _not_between(raw, type_.least, type_.most)


@wrong.register
def _(type_: types.Minutes, raw: ColumnElement[Any]) -> ColumnElement[bool]:
    return _not_between(raw, 0, 999 * 60)


@wrong.register
def _(type_: types.Money, raw: ColumnElement[Any]) -> ColumnElement[bool]:
    return _not_between(raw, 0, 10**10)


@wrong.register
def _(type_: types.YesNo, raw: ColumnElement[Any]) -> ColumnElement[bool]:
    return _not_between(raw, 0, 1)


@wrong.register
def _(type_: types.Choice, raw: ColumnElement[Any]) -> ColumnElement[bool]:
    return raw.not_in([code.code for code in codes(type_.list)])


@wrong.register
def _(type_: types.Link, raw: ColumnElement[Any]) -> ColumnElement[bool]:
    return raw.is_not(None) & or_(func.length(raw) != 32, raw.op("GLOB")("*[^0-9a-f]*"))


def _not_between(raw: ColumnElement[Any], least: int, most: int) -> ColumnElement[bool]:
    figure = type_coerce(raw, Integer)
    return raw.is_not(None) & or_(func.typeof(raw) != "integer", figure < least, figure > most)
