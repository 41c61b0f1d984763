"""The conditions and the order of a list, as parts of one query."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Literal
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, case, false, func, or_, select, true, type_coerce
from sqlalchemy import Text as AsText
from sqlalchemy.orm import Session

from hubdesk.base.errors import FieldError
from hubdesk.fields.codelists import codes
from hubdesk.fields.field import Field
from hubdesk.fields.types import Choice, Choices, Date, Link, Moment, Notes, Postcode, Text
from hubdesk.records import Record, fields_of, kind_named
from hubdesk.store.folding import fold_query
from hubdesk.store.search import matching
from hubdesk.store.search_words import is_found
from hubdesk.store.tables import search_entry


@dataclass(frozen=True)
class Filter:
    """A condition on one field.

    ``field`` may also be "id" or "hub_id", with "any". ``how``: "is" and "not" (the value), "any" (a tuple of values), "has" (text within what is shown, link titles too),
    "from" and "to" (both included), "empty" and "filled" (no value). Values are of the field's own type: a code, a date,
    an id.
    """

    field: str
    how: Literal["is", "not", "any", "has", "from", "to", "empty", "filled"]
    value: Any = None


def conditions(
    session: Session, made: type[Record], filters: Sequence[Filter], words: str
) -> list[ColumnElement[bool]]:
    """What a row of the list must fulfil."""
    by_name = {field.name: field for field in fields_of(made)}
    found = [
        _condition(session, made, by_name[one.field], one)
        if one.field in by_name
        else made.__table__.c[one.field].in_(one.value)
        for one in filters
    ]
    if not words.strip():
        return found
    if is_found(made):
        query = matching(session, words, made.__tablename__)
        return found if query is None else [*found, or_(_id(made).in_(query), *_belongs(session, made, words))]
    return [*found, *(_mentions(session, made, part) for part in fold_query(words))]


def ordered(query: Select[Any], made: type[Record], sort: str | None, *, descending: bool) -> Select[Any]:
    """The query in the list's order: by a field, or by name, or by day with the latest first."""
    name = name_field(made)
    if sort is None and name is None:
        sort = day_field(made)
        descending = sort is not None
    key: Any
    if name is not None and sort in (None, name):
        query = query.join(
            search_entry, (search_entry.c.record == _id(made)) & (search_entry.c.kind == made.__tablename__)
        )
        key = search_entry.c.sort
    elif sort is None:
        return query.order_by(_id(made))
    else:
        query, key = _sorted_by(query, made, next(field for field in fields_of(made) if field.name == sort))
    ranked = key.desc() if descending else key.asc()
    return query.order_by(ranked if key is search_entry.c.sort else ranked.nulls_last(), _id(made))


def sorts(field: Field) -> bool:
    """Whether a list can be sorted and filtered by it: the database cannot look into sealed values."""
    return field.listed and not field.special


def name_field(made: type[Record]) -> str | None:
    """The field by which records of a kind are called, for kinds that have one."""
    named = (field for field in fields_of(made) if field.found and field.listed and type(field.type) is Text)
    first = next(named, None)
    return first.name if first else None


def day_field(made: type[Record]) -> str | None:
    """The first listed field that holds a day."""
    dated = (field for field in fields_of(made) if sorts(field) and isinstance(field.type, Date | Moment))
    first = next(dated, None)
    return first.name if first else None


def _sorted_by(query: Select[Any], made: type[Record], field: Field) -> tuple[Select[Any], Any]:
    column = made.__table__.c[field.name]
    if isinstance(field.type, Link):
        linked = kind_named(field.type.to)
        if is_found(linked):
            names = search_entry.alias(f"{field.name}_name")
            return query.join(names, names.c.record == column, isouter=not field.required), names.c.sort
        other = linked.__table__.alias(f"{field.name}_linked")
        return query.join(other, other.c.id == column, isouter=True), other.c[day_field(linked) or "id"]
    if isinstance(field.type, Choice):
        places = {code.code: place for place, code in enumerate(codes(field.type.list))}
        return query, case(places, value=column)
    if isinstance(field.type, Text | Notes):
        return query, func.lower(column)
    return query, column


def _condition(session: Session, made: type[Record], field: Field, one: Filter) -> ColumnElement[bool]:
    column: Any = made.__table__.c[field.name]
    met: ColumnElement[bool]
    match one.how:
        case "is":
            met = _equals(field, column, one.value)
        case "not":
            met = ~func.coalesce(_equals(field, column, one.value), false())
        case "any":
            met = or_(false(), *(_equals(field, column, value) for value in one.value))
        case "from":
            met = column >= one.value
        case "to":
            met = column <= one.value
        case "empty":
            met = column.is_(None)
        case "filled":
            met = column.is_not(None)
        case "has":
            met = _has(session, field, column, str(one.value))
    return met


def _equals(field: Field, column: Any, value: Any) -> ColumnElement[bool]:
    if isinstance(field.type, Choices):
        among = " " + type_coerce(column, AsText()) + " "
        equal: ColumnElement[bool] = among.contains(f" {value} ", autoescape=True)
    else:
        equal = column == value
    return equal


def _has(session: Session, field: Field, column: Any, text: str) -> ColumnElement[bool]:
    if not text.strip():
        return true()
    if isinstance(field.type, Link):
        return _linked(session, column, field.type.to, text)
    if isinstance(field.type, Choice | Choices):
        key = text.casefold()
        meant = [code.code for code in codes(field.type.list) if key in code.label.casefold()]
        return or_(false(), *(_equals(field, column, code) for code in meant))
    if isinstance(field.type, Text | Notes | Postcode):
        return func.lower(column).contains(text.strip().lower(), autoescape=True)
    try:
        return _equals(field, column, field.type.parse(text))
    except FieldError:
        return false()


def _mentions(session: Session, made: type[Record], part: str) -> ColumnElement[bool]:
    """Whether a record without words of its own has the part in what its list shows."""
    said = (Link, Choice, Choices, Text, Notes)
    shown = [field for field in fields_of(made) if sorts(field) and isinstance(field.type, said)]
    return or_(false(), *(_has(session, field, made.__table__.c[field.name], part) for field in shown))


def _belongs(session: Session, made: type[Record], words: str) -> Iterator[ColumnElement[bool]]:
    """Whether each part is in a record's own words or in the name of what it belongs to, such as its person."""
    parents = [one for one in fields_of(made) if one.listed and one.required and isinstance(one.type, Link)]
    if not parents:
        return
    yield and_(
        *(
            or_(
                _id(made).in_(matching(session, part, made.__tablename__)),
                *(_has(session, one, made.__table__.c[one.name], part) for one in parents),
            )
            for part in fold_query(words)
        )
    )


def _linked(session: Session, column: Any, kind: str, text: str) -> ColumnElement[bool]:
    linked = kind_named(kind)
    if is_found(linked):
        query = matching(session, text, kind)
    else:
        query = select(_id(linked)).where(_mentions(session, linked, text))
    return true() if query is None else _within(column, query)


def _within(column: Any, query: Select[tuple[UUID]]) -> ColumnElement[bool]:
    within: ColumnElement[bool] = column.in_(query)
    return within


def _id(made: type[Record]) -> Any:
    return made.__table__.c.id
