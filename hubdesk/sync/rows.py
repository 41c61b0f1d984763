"""Records' rows written in bulk: values read from JSON, unique twins told apart, search kept right."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from functools import cache, lru_cache
from typing import Any, Final, TypeVar
from uuid import UUID

from sqlalchemy import Column, Connection, Table, Uuid, select

from hubdesk.fields.field import Field
from hubdesk.fields.sealed import Sealed, Sealer
from hubdesk.fields.types import Choice, Link, Notes, Postcode, Text
from hubdesk.records import KINDS, fields_of, kind_named, unique_keys
from hubdesk.store.bulk import (
    AnyId,
    Id,
    among,
    by_stored_id,
    delete_among,
    insert_all,
    reader_of,
    select_among,
    update_all,
)
from hubdesk.store.search import forget, put, put_texts
from hubdesk.store.search_words import entry_of, is_found, text_of, titled_by, worded_by
from hubdesk.store.values import sealed_values

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


@cache
def _sealed_fields(kind: str) -> frozenset[str]:
    return frozenset(field.name for field in fields_of(kind_named(kind)) if field.special)


def sealed_for_journal(kind: str, values: dict[str, Any], sealer: Sealer | None) -> dict[str, Any]:
    """The JSON values as the journal keeps them. A HubDesk of before may have sent open what is sealed by now."""
    if kind not in known_kinds() or _sealed_fields(kind).isdisjoint(values):
        return values
    return sealed_values(kind_named(kind), values, sealer)


def row_of(kind: str, record: Id, values: dict[str, Any]) -> dict[str, Any] | None:
    """A whole row of the kind's table, or None when this version cannot hold these values."""
    read = values_of(kind, values)
    if read is None:
        return None
    empty, needed, _ = _shape(kind)
    row = {"id": record, **empty, **read}
    for name in needed:
        if row[name] is None:
            return None
    return row


def values_of(kind: str, values: dict[str, Any]) -> dict[str, Any] | None:
    """These JSON values as they stand in a row of the kind's table, or None when this version cannot hold them."""
    empty, needed, shape = _shape(kind)
    read: dict[str, Any] = {}
    try:
        for name, stored in values.items():
            if name not in shape:
                if name == "hub_id":
                    read[name] = None if stored is None else _known_id(stored)
                continue
            field, worded, longest = shape[name]
            value = stored
            if stored is not None and (not worded or type(stored) is not str):
                value = field.unplain(stored) if isinstance(stored, dict) else field.type.unplain(stored)
            if value is None:
                value = empty[name]
                if value is None and name in needed:
                    return None
            elif longest and not isinstance(value, Sealed) and len(value) > longest:
                return None
            read[name] = value
    except (ValueError, TypeError, KeyError, ArithmeticError, AttributeError):
        return None
    return read


def rows_now(
    connection: Connection, kind: str, records: Sequence[AnyId], only: Collection[str] = ()
) -> dict[AnyId, dict[str, Any]]:
    """What stands now, as rows of the kind's table, by the ids as they were given. only: of these fields alone."""
    table = table_of(kind)
    names = [name for name in _plain_of(kind) if not only or name in only]
    columns: list[Column[Any]] = [table.c[name] for name in names]
    readers = {column.name: read for column in columns if (read := _reader(column, connection))}
    ids = by_stored_id(connection, records)
    found: dict[AnyId, dict[str, Any]] = {}
    for stored in select_among(connection, (*columns, table.c.id), table.c.id, among(connection, ids)):
        row = dict(zip(names, stored, strict=False))
        for name, read in readers.items():
            if row[name] is not None:
                row[name] = read(row[name])
        row["id"] = id = ids[stored[-1]]
        found[id] = row
    return found


def needed_to_change(kind: str, changed: Collection[str]) -> frozenset[str]:
    """The fields of rows that it takes to change these ones with `write_rows`; none where it takes whole rows."""
    if "hub_id" in changed or any(name in key for key in _unique_keys(kind) for name in changed):
        return frozenset()
    worded = worded_by(kind)
    linked = {name for name, _ in links_of(kind)}
    return frozenset({"hub_id", *changed, *linked, *(() if worded.isdisjoint(changed) else worded)})


@cache
def links_of(kind: str) -> tuple[tuple[str, str], ...]:
    """The kind's links, each with the name of the kind it leads to."""
    return tuple((field.name, field.type.to) for field in fields_of(kind_named(kind)) if isinstance(field.type, Link))


def plain_values(kind: str, row: dict[str, Any], names: Iterable[str]) -> dict[str, Any]:
    """These fields of a row as JSON values; None also for one that this version does not know."""
    plain = _plain_of(kind) if row else {}
    return {name: None if (value := row.get(name)) is None else plain[name](value) for name in names}


def plain_row(kind: str, row: dict[str, Any]) -> dict[str, Any]:
    """A row as JSON values without those that are empty."""
    return {name: plain(row[name]) for name, plain in _plain_of(kind).items() if row[name] is not None}


def write_rows(
    connection: Connection, kind: str, rows: Sequence[dict[str, Any]], changed: Collection[str] = ()
) -> dict[str, str]:
    """Insert or replace whole rows. Answers with twins: by the id of the one set aside, the id of the one that stands.

    changed: the only fields in which they differ from rows that are all there.
    """
    aside: dict[str, str] = {}
    keys = _unique_keys(kind)
    table = table_of(kind)
    only = () if any(name in key for key in keys for name in changed) else tuple(changed)
    for some in batches(rows, _ROWS):
        left = list(some)
        if only:
            update_all(connection, table, left, by="id", only=only)
        elif keys:
            _delete(connection, table, [row["id"] for row in left])
            left = _without_twins(connection, table, keys, left, aside)
            insert_all(connection, table, left)
        else:
            insert_all(connection, table, left, replaced_by="id")
        if left and is_found(kind_named(kind)):
            _index(connection, kind, left, only)
    forget(connection, list(aside))
    return aside


def delete_rows(connection: Connection, kind: str, records: Sequence[Id]) -> None:
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


def _reader(column: Column[Any], connection: Connection) -> Callable[[Any], Any] | None:
    """What reads a stored value; ids, which are those of a few hubs and wards over and over, are made once."""
    read = reader_of(column, connection.dialect)
    return _known_id if read is not None and isinstance(column.type, Uuid) else read


@lru_cache(maxsize=1024)
def _known_id(said: str) -> UUID:
    return UUID(said)


@cache
def _plain_of(kind: str) -> dict[str, Callable[[Any], Any]]:
    """By field, what makes a JSON value of its value in a row."""
    return {"hub_id": str, **{field.name: _plain(field) for field in fields_of(kind_named(kind))}}


def _plain(field: Field) -> Callable[[Any], Any]:
    """Words stand in JSON as they are, and a merge asks for very many."""
    made = type(field.type)
    alike = made.plain is Text.plain and made.show is Text.show and issubclass(made, Text) and not field.special
    return str if alike else field.plain


@cache
def _unique_keys(kind: str) -> tuple[tuple[str, ...], ...]:
    return tuple(sorted(unique_keys(kind_named(kind))))


def _without_twins(
    connection: Connection,
    table: Table,
    keys: Iterable[tuple[str, ...]],
    rows: list[dict[str, Any]],
    aside: dict[str, str],
) -> list[dict[str, Any]]:
    """Of records that are the same thing the one with the lowest id stands, so that any order gives the same."""
    left = sorted(rows, key=lambda row: str(row["id"]))
    for key in keys:
        first = table.c[key[0]]
        wanted = {_key(row, key): str(row["id"]) for row in reversed(left)}
        columns = [table.c[name] for name in key]
        held: dict[tuple[Any, ...], str] = {}
        alike = select(table.c.id, *columns).where(first.in_({row[key[0]] for row in left}))
        for found in connection.execute(alike).mappings():
            held[_key(found, key)] = str(found["id"])
        losers = []
        for said, mine in wanted.items():
            theirs = held.get(said)
            if theirs is not None and None not in said and theirs > mine:
                losers.append(theirs)
                aside[theirs] = mine
                del held[said]
        _delete(connection, table, losers)
        kept = []
        for row in left:
            said = _key(row, key)
            best = held.get(said, wanted[said])
            if best == str(row["id"]) or None in said:
                kept.append(row)
            else:
                aside[str(row["id"])] = best
        left = kept
    return left


def _key(row: Any, key: tuple[str, ...]) -> tuple[Any, ...]:
    return tuple(row[name] for name in key)


def _delete(connection: Connection, table: Table, records: Sequence[Id]) -> None:
    if records:
        delete_among(connection, table.c.id, records)


def _index(connection: Connection, kind: str, rows: Sequence[dict[str, Any]], changed: Collection[str]) -> None:
    """Make the rows findable. changed: the only fields in which they differ from what they were found by, if any."""
    if changed and worded_by(kind).isdisjoint(changed):
        return
    if changed and titled_by(kind).isdisjoint(changed):
        by_id = {str(row["id"]): row for row in rows}
        unknown = put_texts(connection, {id: text_of(kind, id, row) for id, row in by_id.items()})
        rows = [by_id[id] for id in unknown]
    made = (entry_of(kind, row["id"], row) for row in rows)
    put(connection, [entry for entry in made if entry is not None])
