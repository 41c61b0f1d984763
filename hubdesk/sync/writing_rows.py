"""Records' rows written in bulk: unique twins told apart, search kept right."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import Any, Final

from sqlalchemy import Connection, Dialect, Table, select

from hubdesk.records import kind_named
from hubdesk.store.bulk import Id, Statement, delete_among, insert_all, insertions, run, updates
from hubdesk.store.search import HeldText, PartsChanged, forget, put
from hubdesk.store.search_words import is_found, titled_by, worded_by
from hubdesk.store.search_words_of_many import entries_of, parts_of
from hubdesk.sync.rows import batches, rows_now, table_of, unique_keys_of

_ROWS: Final = 2000

_Row = dict[str, Any]


def write_rows(connection: Connection, kind: str, rows: Sequence[_Row]) -> dict[str, str]:
    """Insert or replace whole rows. Answers with twins: by the id of the one set aside, the id of the one that stands."""
    return RowsToWrite(connection.dialect, kind, rows).write(connection)


def delete_rows(connection: Connection, kind: str, records: Sequence[Id]) -> None:
    """Take records out of their table and out of the search."""
    _delete(connection, table_of(kind), records)
    forget(connection, records)


class RowsToWrite:
    """Rows of a kind, with all that can be made of them before the database is needed.

    changed: the only fields in which they differ from rows that are all there; none where they are whole and may be new.
    texts: the words that search finds them by until now; those that are not known are made anew of the whole row.
    """

    def __init__(
        self,
        dialect: Dialect,
        kind: str,
        rows: Sequence[_Row],
        changed: Collection[str] = (),
        texts: Mapping[str, HeldText] = MappingProxyType({}),
    ) -> None:
        self._table, self._keys = table_of(kind), unique_keys_of(kind)
        self._only = () if any(name in key for key in self._keys for name in changed) else tuple(changed)
        self._parts = [
            (some, self._statements(dialect, some), _Words(dialect, kind, some, self._only, texts))
            for some in batches(rows, _ROWS)
        ]

    def write(self, connection: Connection) -> dict[str, str]:
        """Write them, and answer as `write_rows` does."""
        aside: dict[str, str] = {}
        for rows, statements, words in self._parts:
            left = rows
            if self._keys and not self._only:
                _delete(connection, self._table, [row["id"] for row in rows])
                left = _without_twins(connection, self._table, self._keys, list(rows), aside)
                insert_all(connection, self._table, left)
            run(connection, statements)
            words.keep(connection, left)
        forget(connection, list(aside))
        return aside

    def _statements(self, dialect: Dialect, rows: Sequence[_Row]) -> list[Statement]:
        if self._only:
            return updates(dialect, self._table, rows, by="id", only=self._only)
        # Which of the rows stand where no two may be alike, the database has to say.
        return [] if self._keys else insertions(dialect, self._table, rows, replaced_by="id")


class _Words:
    """What search finds rows by, as `RowsToWrite` has them: all of it, the parts that have changed, or nothing."""

    def __init__(
        self,
        dialect: Dialect,
        kind: str,
        rows: Sequence[_Row],
        changed: Collection[str],
        texts: Mapping[str, HeldText],
    ) -> None:
        self._kind = kind
        self._parts: PartsChanged | None = None
        self._entries: dict[str, _Row] = {}
        if not is_found(kind_named(kind)) or (changed and worded_by(kind).isdisjoint(changed)):
            return
        ids = [str(row["id"]) for row in rows]
        if changed and titled_by(kind).isdisjoint(changed):
            places, parts = parts_of(kind, rows, changed)
            self._parts = PartsChanged(dialect, kind, places, dict(zip(ids, parts, strict=True)), texts)
        else:
            self._entries = dict(zip(ids, entries_of(kind, rows), strict=True))

    def keep(self, connection: Connection, rows: Iterable[_Row]) -> None:
        """Make these of the rows findable, which are written by now."""
        if self._parts is not None:
            self._parts.write(connection)
            if self._parts.unknown:
                put(
                    connection,
                    entries_of(self._kind, list(rows_now(connection, self._kind, self._parts.unknown).values())),
                )
        elif self._entries:
            put(connection, [self._entries[str(row["id"])] for row in rows])


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
