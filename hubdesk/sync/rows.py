"""Records' rows in bulk: read as they stand, and made of JSON values and back."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from functools import cache, lru_cache
from typing import Any, Final, TypeVar
from uuid import UUID

from sqlalchemy import Column, Connection, Table, Uuid

from hubdesk.fields.field import Field
from hubdesk.fields.sealed import Sealed, Sealer
from hubdesk.fields.types import Choice, Link, Notes, Phone, Postcode, Text
from hubdesk.records import KINDS, fields_of, kind_named, unique_keys
from hubdesk.store.bulk import (
    AnyId,
    Id,
    among,
    by_stored_id,
    reader_of,
    select_among,
)
from hubdesk.store.row_shape import UNREADABLE
from hubdesk.store.search_words import titled_by, worded_by
from hubdesk.store.values import sealed_values

BATCH: Final = 500
_ANY: Final = 1 << 62
"""No text is so long."""

_IDS: Final = 1024
"""Ids that are kept as they were made."""

_Unplain = Callable[[Any], Any]

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
            unplain, worded, longest = shape[name]
            if worded and type(stored) is str:
                if len(stored) > longest:
                    return None
                read[name] = stored
                continue
            value = None if stored is None else unplain(stored)
            if value is None:
                value = empty[name]
                if value is None and name in needed:
                    return None
            elif worded and not isinstance(value, Sealed) and len(value) > longest:
                return None
            read[name] = value
    except UNREADABLE:
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
    """The fields of rows that it takes to change these ones with `RowsToWrite`; none where it takes whole rows."""
    if "hub_id" in changed or any(name in key for key in unique_keys_of(kind) for name in changed):
        return frozenset()
    linked = {name for name, _ in links_of(kind)}
    # Search keeps what each field gives it apart from the others', but its titles can follow from several.
    return frozenset({"hub_id", *changed, *linked, *(() if titled_by(kind).isdisjoint(changed) else worded_by(kind))})


def in_part_found(kind: str, needed: Collection[str]) -> bool:
    """Whether, where these fields of its rows are needed, only parts of the words change that search finds them by.

    Not where another record may take the place of one, and its words with it, before they are written.
    """
    return (
        bool(needed)
        and titled_by(kind).isdisjoint(needed)
        and not (worded_by(kind).isdisjoint(needed) or unique_keys_of(kind))
    )


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


@cache
def _shape(kind: str) -> tuple[dict[str, Any], tuple[str, ...], dict[str, tuple[_Unplain, bool, int]]]:
    """A row with nothing but defaults, the fields that are needed, and by field what its value is read with.

    That is what makes a value of one in JSON, whether it is words, which stand in JSON as they are, and then its greatest
    length in characters.
    """
    empty: dict[str, Any] = {"hub_id": None}
    needed: list[str] = []
    shape: dict[str, tuple[_Unplain, bool, int]] = {}
    for field in fields_of(kind_named(kind)):
        default: Any = table_of(kind).c[field.name].default
        empty[field.name] = default.arg if default is not None and default.is_scalar and field.required else None
        longest = field.type.longest if isinstance(field.type, Text | Notes) else _ANY
        # Links lead to a few wards and venues over and over: their ids are made once.
        unplain = lru_cache(_IDS)(field.unplain) if isinstance(field.type, Link) else field.unplain
        shape[field.name] = (unplain, isinstance(field.type, Text | Notes | Choice | Postcode), longest)
        if field.required:
            needed.append(field.name)
    return empty, tuple(needed), shape


def _reader(column: Column[Any], connection: Connection) -> Callable[[Any], Any] | None:
    """What reads a stored value; ids, which are those of a few hubs and wards over and over, are made once."""
    read = reader_of(column, connection.dialect)
    return _known_id if read is not None and isinstance(column.type, Uuid) else read


@lru_cache(_IDS)
def _known_id(said: str) -> UUID:
    return UUID(said)


@cache
def _plain_of(kind: str) -> dict[str, Callable[[Any], Any]]:
    """By field, what makes a JSON value of its value in a row."""
    return {"hub_id": str, **{field.name: _plain(field) for field in fields_of(kind_named(kind))}}


def _plain(field: Field) -> Callable[[Any], Any]:
    """Words stand in JSON as they are, and a merge asks for very many."""
    made = type(field.type)
    worded = made.plain is Text.plain and made.show is Text.show and issubclass(made, Text)
    return str if (worded or issubclass(made, Choice | Phone)) and not field.special else field.plain


@cache
def unique_keys_of(kind: str) -> tuple[tuple[str, ...], ...]:
    """The fields that no two of the kind's records may share all of, by key."""
    return tuple(sorted(unique_keys(kind_named(kind))))
