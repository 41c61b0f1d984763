"""Of which kinds there is anything, and all rows of one, quickly, also where single answers cannot be read."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    Row,
    Select,
    String,
    Uuid,
    literal,
    select,
    type_coerce,
    union_all,
)

from hubdesk.records import KINDS, Record
from hubdesk.store.mending import table_of

_UNREADABLE = (ValueError, TypeError, ArithmeticError)


def kinds_there(connection: Connection) -> list[type[Record]]:
    """The kinds of which there is a record, asked in one question; with a table that is empty nothing is wrong."""
    asked = union_all(
        *(select(literal(kind.__tablename__)).where(select(table_of(kind).c.id).exists()) for kind in KINDS)
    )
    there = set(connection.scalars(asked))
    return [kind for kind in KINDS if kind.__tablename__ in there]


def as_text(column: Column[Any]) -> ColumnElement[Any]:
    """The column, ids as the text that lies in the file: to make 300,000 of them anew takes a second."""
    return type_coerce(column, String).label(column.name) if isinstance(column.type, Uuid) else column


def rows_that_read(connection: Connection, query: Select[Any]) -> Iterable[Row[Any]]:
    """All rows but those with an answer that cannot be read, which the check of answers tells of."""
    try:
        return connection.execute(query).all()
    except _UNREADABLE:
        return _one_by_one(connection, query)


def _one_by_one(connection: Connection, query: Select[Any]) -> Iterable[Row[Any]]:
    # To go on in a loop over the rows would end it at the first that cannot be read.
    rows = connection.execute(query)
    while True:
        try:
            row = rows.fetchone()
        except _UNREADABLE:
            continue
        if row is None:
            return
        yield row
