"""What a package tells of, read from the journal some at a time, with the operations that the changes were part of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final, NamedTuple, Protocol
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, String, bindparam, cast, exists, func, select, type_coerce

from hubdesk.store.bulk import asker, by_stored_id, select_among
from hubdesk.store.tables import journal, operation


class Keeping(Protocol):
    """Says of which kinds changes leave at all (None: of every kind), and of what something stays."""

    kinds: frozenset[str] | None

    def keeps(self, kind: str, action: str, after: str) -> bool:
        """Whether a change says something of somebody that stays, so that its operation's title stays too."""

    def kept(self) -> ColumnElement[bool]:
        """The same of a row of the journal, asked of the database."""


class Named(NamedTuple):
    """An operation. root: the one that it undoes or redoes, with hyphens."""

    title: str
    by: str
    turn: int
    root: str


@dataclass(frozen=True)
class Part:
    """Changes with the numbers from ``first`` to ``last``.

    rows: operation, clock, seq, kind, record, action, after and over of each; ids in 32 digits. silent: the operations
    whose titles stay, as something that they say of somebody does.
    """

    first: int
    last: int
    rows: list[Any]
    operations: dict[str, Named]
    silent: frozenset[str]


class EntriesRead:
    """Reads one part of an epoch after another."""

    def __init__(self, connection: Connection, keeping: Keeping) -> None:
        self._connection, self._keeps = connection, keeping.keeps
        wanted = (journal.c.epoch == bindparam("epoch")) & journal.c.seq.between(bindparam("first"), bindparam("last"))
        if keeping.kinds is not None:
            wanted &= journal.c.kind.in_(keeping.kinds)
        columns = [hex_of(connection, column) if column.name in _IDS else column for column in _COLUMNS]
        self._rows = asker(connection.dialect, select(*columns).where(wanted).order_by(journal.c.seq))
        self._keeps_anything = select(exists().where(journal.c.operation == bindparam("made"), keeping.kept()))
        self._going_on: dict[str, bool] = {}
        """The operation that the last part ended in, and whether it is silent: it may be very long."""

    def read(self, epoch: int, first: int, last: int) -> Part:
        """The changes of an epoch with these numbers, as far as there are any."""
        rows = self._rows(self._connection, {"epoch": epoch, "first": first, "last": last})
        if not rows:
            return Part(first, last, [], {}, frozenset())
        return Part(first, last, rows, self._operations({row[0] for row in rows}), self._silent(rows))

    def _operations(self, made: set[str]) -> dict[str, Named]:
        ids = by_stored_id(self._connection, made)
        rows = select_among(self._connection, _NAMED, operation.c.id, ids)
        return {ids[id]: Named(title, by, turn, str(UUID(str(root)))) for id, title, by, turn, root in rows}

    def _silent(self, rows: list[Any]) -> frozenset[str]:
        known, keeps = self._going_on, self._keeps
        silent = {row[0] for row in rows if row[0] not in known and keeps(row[3], row[5], row[6])}
        for made in {rows[0][0], rows[-1][0]} - silent:
            # It may have begun before these rows, or go on behind them.
            if known[made] if made in known else self._connection.scalar(self._keeps_anything, {"made": UUID(made)}):
                silent.add(made)
        self._going_on = {rows[-1][0]: rows[-1][0] in silent}
        return frozenset(silent)


_COLUMNS: Final = (
    journal.c.operation,
    journal.c.clock,
    journal.c.seq,
    journal.c.kind,
    journal.c.record,
    journal.c.action,
    journal.c.after,
    journal.c.over,
)
_NAMED: Final = (operation.c.id, operation.c.title, operation.c.by, operation.c.turn, operation.c.root)
_IDS: Final = frozenset(("operation", "record"))


def hex_of(connection: Connection, column: ColumnElement[Any]) -> ColumnElement[str]:
    """An id as 32 digits, as it lies in SQLite: to make an object of each would take half the time of an export."""
    if connection.dialect.name == "sqlite":
        return type_coerce(column, String)
    return func.replace(cast(column, String), "-", "")


def with_hyphens(id: str) -> str:
    """An id of 32 digits as its 36 letters."""
    return f"{id[:8]}-{id[8:12]}-{id[12:16]}-{id[16:20]}-{id[20:]}"
