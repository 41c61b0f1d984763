"""Records' rows written in bulk: values read from JSON, unique twins told apart, search kept right."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cache, lru_cache
from typing import Any, Final, TypeVar
from uuid import UUID

from sqlalchemy import Connection, Table, select

from hubdesk.fields.field import Field
from hubdesk.fields.types import Choice, Notes, Postcode, Text
from hubdesk.records import KINDS, fields_of, kind_named, unique_keys
from hubdesk.store.bulk import delete_among, insert_all, reader_of, select_among, stored_id
from hubdesk.store.search import entry_of, forget, is_found, put

BATCH: Final = 500
_ROWS: Final = 2000
T = TypeVar("T")


def batches(of: Sequence[T], size: int = BATCH) -> Iterator[Sequence[T]]:
    """Pieces small enough for one statement."""
    for start in range(0, len(of), size):
        yield of[start : start + size]


@cache
def known_kinds() -> frozenset[str]:
    """The kinds that this version has."""
    return frozenset(kind.__tablename__ for kind in KINDS)


@cache
def field_names(kind: str) -> frozenset[str]:
    """The names of a kind's fields, and of the hub it was made at."""
    return frozenset(field.name for field in fields_of(kind_named(kind))) | {"hub_id"}


def table_of(kind: str) -> Table:
    """The table that the kind's records are in."""
    table: Table = kind_named(kind).__table__
    return table


def row_of(kind: str, record: UUID, values: dict[str, Any]) -> dict[str, Any] | None:
    """A whole row of the kind's table, or None when this version cannot hold these values."""
    empty, needed, shape = _shape(kind)
    row = {"id": record, **empty}
    try:
        for name, stored in values.items():
            if stored is None or name not in shape:
                continue
            field, worded, longest = shape[name]
            value = stored
            if not worded or type(stored) is not str:
                value = field.unplain(stored) if isinstance(stored, dict) else field.type.unplain(stored)
            if value is not None:
                if longest and len(value) > longest:
                    return None
                row[name] = value
        hub = values.get("hub_id")
        row["hub_id"] = None if hub is None else _known_id(hub)
    except (ValueError, TypeError, KeyError, ArithmeticError, AttributeError):
        return None
    return None if any(row[name] is None for name in needed) else row


def plain_rows(connection: Connection, kind: str, records: Sequence[UUID]) -> dict[UUID, dict[str, Any]]:
    """What stands now, as JSON values without those that are empty."""
    table, fields = table_of(kind), fields_of(kind_named(kind))
    columns = (table.c.id, table.c.hub_id, *(table.c[field.name] for field in fields))
    readers = [reader_of(column, connection.dialect) for column in columns[2:]]
    ids = {stored_id(connection, record): record for record in records}
    found: dict[UUID, dict[str, Any]] = {}
    for stored, hub, *values in select_among(connection, columns, table.c.id, records):
        plain: dict[str, Any] = {} if hub is None else {"hub_id": str(UUID(hub) if isinstance(hub, str) else hub)}
        for field, read, value in zip(fields, readers, values, strict=True):
            if value is not None:
                plain[field.name] = field.plain(read(value) if read else value)
        found[ids[stored]] = plain
    return found


def write_rows(
    connection: Connection, kind: str, rows: Sequence[dict[str, Any]], changed: frozenset[str] | None = None
) -> dict[UUID, UUID]:
    """Insert or replace whole rows. Answers with twins: by the id of the one set aside, the id of the one that stands.

    changed: the only fields in which they may differ from rows that are there.
    """
    aside: dict[UUID, UUID] = {}
    keys = _unique_keys(kind)
    table = table_of(kind)
    for some in batches(rows, _ROWS):
        left = list(some)
        if keys:
            _delete(connection, table, [row["id"] for row in left])
            left = _without_twins(connection, table, keys, left, aside)
        if not left:
            continue
        if keys:
            insert_all(connection, table, left)
        else:
            insert_all(connection, table, left, replaced_by="id", changed=changed)
        if is_found(kind_named(kind)):
            _index(connection, kind, left)
    forget(connection, list(aside))
    return aside


def delete_rows(connection: Connection, kind: str, records: Sequence[UUID]) -> None:
    """Take records out of their table and out of the search."""
    _delete(connection, table_of(kind), records)
    forget(connection, records)


@cache
def _shape(kind: str) -> tuple[dict[str, Any], tuple[str, ...], dict[str, tuple[Field, bool, int]]]:
    """A row with nothing but defaults, the fields that are needed, and by field what its value is read with.

    That is the field, whether it stands in JSON as it is, and its greatest length in characters, 0 for any.
    """
    empty: dict[str, Any] = {"hub_id": None}
    shape = {}
    for field in fields_of(kind_named(kind)):
        default: Any = table_of(kind).c[field.name].default
        empty[field.name] = default.arg if default is not None and default.is_scalar and field.required else None
        longest = field.type.longest if isinstance(field.type, Text | Notes) else 0
        shape[field.name] = (field, isinstance(field.type, Text | Notes | Choice | Postcode), longest)
    return empty, tuple(name for name, (field, *_) in shape.items() if field.required), shape


@lru_cache(maxsize=1024)
def _known_id(said: str) -> UUID:
    return UUID(said)


@cache
def _unique_keys(kind: str) -> tuple[tuple[str, ...], ...]:
    return tuple(sorted(unique_keys(kind_named(kind))))


def _without_twins(
    connection: Connection,
    table: Table,
    keys: Iterable[tuple[str, ...]],
    rows: list[dict[str, Any]],
    aside: dict[UUID, UUID],
) -> list[dict[str, Any]]:
    """Of records that are the same thing the one with the lowest id stands, so that any order gives the same."""
    left = sorted(rows, key=lambda row: str(row["id"]))
    for key in keys:
        first = table.c[key[0]]
        wanted = {_key(row, key): row["id"] for row in reversed(left)}
        columns = [table.c[name] for name in key]
        held: dict[tuple[Any, ...], UUID] = {}
        alike = select(table.c.id, *columns).where(first.in_({row[key[0]] for row in left}))
        for found in connection.execute(alike).mappings():
            held[_key(found, key)] = found["id"]
        losers = []
        for said, mine in wanted.items():
            theirs = held.get(said)
            if theirs is not None and None not in said and str(theirs) > str(mine):
                losers.append(theirs)
                aside[theirs] = mine
                del held[said]
        _delete(connection, table, losers)
        kept = []
        for row in left:
            said = _key(row, key)
            best = held.get(said, wanted[said])
            if best == row["id"] or None in said:
                kept.append(row)
            else:
                aside[row["id"]] = best
        left = kept
    return left


def _key(row: Any, key: tuple[str, ...]) -> tuple[Any, ...]:
    return tuple(row[name] for name in key)


def _delete(connection: Connection, table: Table, records: Sequence[UUID]) -> None:
    if records:
        delete_among(connection, table.c.id, records)


def _index(connection: Connection, kind: str, rows: Sequence[dict[str, Any]]) -> None:
    made = (entry_of(kind, row["id"], row) for row in rows)
    put(connection, [entry for entry in made if entry is not None])
