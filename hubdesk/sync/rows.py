"""Records' rows written in bulk: values read from JSON, unique twins told apart, search kept right."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from typing import Any, Final, TypeVar
from uuid import UUID

from sqlalchemy import Connection, Table, delete, insert, select
from sqlalchemy.dialects import postgresql, sqlite

from hubdesk.fields.types import Notes, Text
from hubdesk.records import KINDS, Record, fields_of, kind_named, unique_keys
from hubdesk.store.search import entry_of, forget, is_found
from hubdesk.store.tables import search_entry
from hubdesk.store.values import row_values

BATCH: Final = 500
T = TypeVar("T")


def batches(of: Sequence[T]) -> Iterator[Sequence[T]]:
    """Pieces small enough for one statement."""
    for start in range(0, len(of), BATCH):
        yield of[start : start + BATCH]


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
    made: type[Record] = kind_named(kind)
    try:
        read = row_values(made, values)
    except (ValueError, TypeError, KeyError, ArithmeticError, AttributeError):
        return None
    row: dict[str, Any] = {"id": record, "hub_id": read.get("hub_id")}
    for name, default, needed, longest in _shape(made):
        value = read.get(name)
        if value is None:
            value = default
        if (value is None and needed) or (longest and value is not None and len(value) > longest):
            return None
        row[name] = value
    return row


def plain_rows(connection: Connection, kind: str, records: Sequence[UUID]) -> dict[UUID, dict[str, Any]]:
    """What stands now, as JSON values without those that are empty."""
    table, types = table_of(kind), {field.name: field.type for field in fields_of(kind_named(kind))}
    found: dict[UUID, dict[str, Any]] = {}
    for some in batches(records):
        for row in connection.execute(select(table).where(table.c.id.in_(some))).mappings():
            plain: dict[str, Any] = {} if row["hub_id"] is None else {"hub_id": str(row["hub_id"])}
            for name, type_ in types.items():
                if row[name] is not None:
                    plain[name] = type_.plain(row[name])
            found[row["id"]] = plain
    return found


def write_rows(connection: Connection, kind: str, rows: Sequence[dict[str, Any]]) -> dict[UUID, UUID]:
    """Insert or replace whole rows. Answers with twins: by the id of the one set aside, the id of the one that stands."""
    aside: dict[UUID, UUID] = {}
    keys = _unique_keys(kind)
    table = table_of(kind)
    for some in batches(rows):
        left = list(some)
        if keys:
            _delete(connection, table, [row["id"] for row in left])
            left = _without_twins(connection, table, keys, left, aside)
        if not left:
            continue
        if keys:
            connection.execute(insert(table), left)
        else:
            connection.execute(_upsert(connection.dialect.name, table), left)
        if is_found(kind_named(kind)):
            _index(connection, kind, left)
    forgotten = list(aside)
    for gone in batches(forgotten):
        forget(connection, gone)
    return aside


def delete_rows(connection: Connection, kind: str, records: Sequence[UUID]) -> None:
    """Take records out of their table and out of the search."""
    for some in batches(records):
        _delete(connection, table_of(kind), some)
        forget(connection, some)


@cache
def _shape(kind: type[Record]) -> tuple[tuple[str, Any, bool, int], ...]:
    """By field: its name, default, whether it is needed, and its greatest length in characters, 0 for any."""
    shape = []
    for field in fields_of(kind):
        default = kind.__table__.c[field.name].default
        given = default.arg if default is not None and default.is_scalar and field.required else None
        longest = field.type.longest if isinstance(field.type, Text | Notes) else 0
        shape.append((field.name, given, field.required, longest))
    return tuple(shape)


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
        connection.execute(delete(table).where(table.c.id.in_(records)))


def _upsert(dialect: str, table: Table) -> Any:
    made: Any = (postgresql if dialect == "postgresql" else sqlite).insert(table)
    changed = {column.name: made.excluded[column.name] for column in table.columns if column.name != "id"}
    return made.on_conflict_do_update(index_elements=["id"], set_=changed)


def _index(connection: Connection, kind: str, rows: Sequence[dict[str, Any]]) -> None:
    forget(connection, [row["id"] for row in rows])
    entries = []
    for row in rows:
        values = {name: value for name, value in row.items() if name != "id"}
        entry = entry_of(kind, row["id"], values)
        if entry is not None:
            entries.append(entry)
    if entries:
        connection.execute(insert(search_entry), entries)
