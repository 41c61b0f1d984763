"""What the file keeps twice, put right from the other: records and their clocks from the journal, search from records.

Every change of a record stands in the journal too. So a record that is missing, or whose clock or search entry is, can
be made anew from there. All of it is for a file that is damaged or was changed from outside; nothing here is journalled
but what the journal itself has lost.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from types import SimpleNamespace
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Connection, Table, delete, exists, insert, select
from sqlalchemy.exc import IntegrityError

from hubdesk.fields.types import Link
from hubdesk.records import KINDS, Record, fields_of, kind_named
from hubdesk.store.dots import clock_row
from hubdesk.store.search import forget
from hubdesk.store.search_words import entry_of, is_found
from hubdesk.store.tables import journal, row_clock, search_entry
from hubdesk.store.values import row_values, unpack

_AT_ONCE: Final = 400

_NAMES: Final = frozenset(kind.__tablename__ for kind in KINDS)


def in_batches(ids: Sequence[UUID]) -> Iterator[Sequence[UUID]]:
    for start in range(0, len(ids), _AT_ONCE):
        yield ids[start : start + _AT_ONCE]


def as_journalled(connection: Connection, records: Sequence[UUID]) -> dict[UUID, dict[str, Any]]:
    """The JSON values that these records should have; those that the journal does not know or that are gone left out."""
    values: dict[UUID, dict[str, Any]] = {}
    for entry in _entries(connection, records):
        try:
            after = unpack(entry.after)
        except ValueError:
            continue
        if entry.action == "add":
            values[entry.record] = after
        elif entry.action == "remove":
            values.pop(entry.record, None)
        elif entry.record in values:
            values[entry.record] = values[entry.record] | after
    return values


def put_back(
    connection: Connection, kind: type[Record], records: Sequence[UUID], *, standing: bool = False
) -> list[UUID]:
    """Make missing records of a kind anew from the journal; those that could be.

    ``standing``: only those whose owners are there, without links that lead nowhere.
    """
    needed = {field.name for field in fields_of(kind) if field.required}
    back: list[UUID] = []
    table = table_of(kind)
    for some in in_batches(records):
        there = set(connection.scalars(select(table.c.id).where(table.c.id.in_(some))))
        for id, values in as_journalled(connection, [id for id in some if id not in there]).items():
            try:
                row = row_values(kind, values)
            except (ValueError, TypeError, KeyError):
                continue
            if standing:
                row |= dict.fromkeys(_leading_nowhere(connection, kind, row))
            if all(row.get(name) is not None for name in needed):
                # Another may have by now what no two may have: then it stays away, and the check tells of it.
                with suppress(IntegrityError):
                    connection.execute(insert(table).values(id=id, **row))
                    back.append(id)
    return back


def has_owners(connection: Connection, kind: type[Record], values: dict[str, Any]) -> bool:
    """Whether all that a record with these JSON values must belong to is there, or known to the journal."""
    for field in fields_of(kind):
        if field.required and isinstance(field.type, Link) and values.get(field.name):
            to = UUID(values[field.name])
            target = table_of(kind_named(field.type.to))
            if not connection.scalar(select(exists().where(target.c.id == to))) and not as_journalled(connection, [to]):
                return False
    return True


def _leading_nowhere(connection: Connection, kind: type[Record], row: dict[str, Any]) -> Iterator[str]:
    for field in fields_of(kind):
        if isinstance(field.type, Link) and row.get(field.name) is not None:
            target = table_of(kind_named(field.type.to))
            if not connection.scalar(select(exists().where(target.c.id == row[field.name]))):
                yield field.name


def clocks_anew(connection: Connection, records: Sequence[UUID]) -> list[UUID]:
    """Make the clock rows of these records anew from the journal; those that it knows."""
    made: list[UUID] = []
    for some in in_batches(records):
        held: dict[UUID, Any] = {}
        for one in _entries(connection, some):
            before = held.get(one.record)
            stands = SimpleNamespace(**before) if before and not before["gone"] else None
            try:
                after = unpack(one.after)
            except ValueError:
                after = {}
            held[one.record] = clock_row(
                one.record, one.kind, stands, (one.epoch, one.seq), one.clock, one.action, after
            )
        if held:
            connection.execute(delete(row_clock).where(row_clock.c.record.in_(list(held))))
            connection.execute(insert(row_clock), list(held.values()))
            made += held
    return made


def index_anew(connection: Connection, kind: type[Record], records: Sequence[UUID]) -> None:
    """Make the search entries of these records of a kind anew."""
    if not is_found(kind):
        return
    table = table_of(kind)
    for some in in_batches(records):
        forget(connection, some)
        rows = connection.execute(select(table).where(table.c.id.in_(some)))
        found = (entry_of(kind.__tablename__, row["id"], dict(row)) for row in rows.mappings())
        entries = [entry for entry in found if entry is not None]
        if entries:
            connection.execute(insert(search_entry), entries)


def search_anew(connection: Connection) -> None:
    """Make the trigram index anew from the search entries."""
    connection.exec_driver_sql("INSERT INTO search_trigram (search_trigram) VALUES ('rebuild')")


def table_of(kind: type[Record]) -> Table:
    return Record.metadata.tables[kind.__tablename__]


def known_kind(name: str) -> type[Record] | None:
    """The kind of that name, or None: a damaged name, or a newer HubDesk's."""
    return kind_named(name) if name in _NAMES else None


def _entries(connection: Connection, records: Iterable[UUID]) -> Any:
    order = journal.c.clock, journal.c.epoch, journal.c.seq
    return connection.execute(select(journal).where(journal.c.record.in_(list(records))).order_by(*order))
