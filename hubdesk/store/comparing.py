"""Every record's row beside what the journal says of it, field by field, some of them at a time.

Most records were changed by one machine alone, which its lines in their order tell; of the others, and of whatever looks
different, `standing.py` says how they stand.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from functools import cache
from typing import Any, Final
from uuid import UUID

import msgspec
from sqlalchemy import Connection, exists, select

from hubdesk.records import Record, kind_named
from hubdesk.store.by_journal import ByJournal
from hubdesk.store.mending import table_of
from hubdesk.store.row_shape import UNREADABLE, RowShape
from hubdesk.store.standing import Entry, Standing
from hubdesk.store.tables import erased, journal, row_clock
from hubdesk.store.tables_of_exchange import waiting
from hubdesk.store.values import unpack

_ROWS: Final = 1000
_SHARED_ROWS: Final = 50
"""Of what every hub tells of, each record has as many lines of the journal as there are hubs."""

_USED: Final = "used"
"""Why `waiting` keeps a record that was removed elsewhere and stands as long as others need it."""


class Why(Enum):
    """altered: fields say something else; never: no line made it; removed, erased: and yet it is there; missing: it is not."""

    ALTERED = "altered"
    NEVER = "never"
    REMOVED = "removed"
    ERASED = "erased"
    MISSING = "missing"


@dataclass(frozen=True)
class Differing:
    """A record that is not as the journal says. fields: which of an altered one; said: what the journal says of those.

    lost: lines of the journal that its clock names are not there any more.
    """

    kind: str
    record: UUID
    why: Why
    fields: tuple[str, ...] = ()
    said: tuple[Any, ...] = ()
    lost: bool = False


def compare(connection: Connection, kind: type[Record]) -> Iterator[list[Differing]]:
    """All records of a kind, a list for each few of them: of those that are not as the journal says."""
    comparing = Comparing(connection, kind)
    last, size = -(2**63), _SHARED_ROWS if kind.kind.shared else _ROWS
    while rows := comparing.page(last, size):
        last = rows[-1][0]
        yield comparing.differing(rows)


def missing(connection: Connection) -> Iterator[list[Differing]]:
    """Records that the journal began and never removed, and that neither their tables nor the clocks know any more."""
    live = exists().where(row_clock.c.record == journal.c.record, ~row_clock.c.gone)
    waits = exists().where(waiting.c.record == journal.c.record)
    gone = exists().where(erased.c.record == journal.c.record)
    begun = select(journal.c.record, journal.c.kind).where(journal.c.action == "add", ~live, ~waits, ~gone)
    rows = connection.execute(begun.distinct()).all()
    by = ByJournal(connection)
    for start in range(0, len(rows), _ROWS):
        yield list(_missing(connection, by, {row.record: row.kind for row in rows[start : start + _ROWS]}))


class Comparing:
    """Compares the records of one kind."""

    def __init__(self, connection: Connection, kind: type[Record]) -> None:
        self._connection, self._kind = connection, kind
        self._name = kind.__tablename__
        self._by = ByJournal(connection)
        self._shape = RowShape(connection, kind)
        names = ", ".join(f'"{name}"' for name in self._shape.names)
        self._select = f"SELECT rowid, id, {names} FROM {self._name}"  # noqa: S608 - its own names
        stones = select(erased.c.record, erased.c.gone).where(erased.c.kind == self._name)
        self._erased = {row.record.hex: bool(row.gone) for row in connection.execute(stones)}

    def page(self, after: int, size: int) -> list[tuple[Any, ...]]:
        """The next rows as they lie in the file: their number there, their id, and their values."""
        rows = self._connection.exec_driver_sql(f"{self._select} WHERE rowid > ? ORDER BY rowid LIMIT ?", (after, size))
        return [tuple(row) for row in rows]

    def these(self, records: Sequence[UUID]) -> list[Differing]:
        """Of these records, those that are there and not as the journal says."""
        wanted = msgspec.json.encode([one.hex for one in records]).decode()
        these = self._select + " WHERE id IN (SELECT value FROM json_each(?))"  # noqa: S608 - its own names
        rows = self._connection.exec_driver_sql(these, (wanted,))
        return self.differing([tuple(row) for row in rows])

    def differing(self, rows: Sequence[tuple[Any, ...]]) -> list[Differing]:
        """Of these rows, those that are not as the journal says."""
        ids = msgspec.json.encode([row[1] for row in rows if isinstance(row[1], str)]).decode()
        told: dict[str, list[tuple[Any, ...]]] = {}
        for record, *line in self._connection.exec_driver_sql(_LINES, (self._name, ids)):
            told.setdefault(record, []).append(tuple(line))
        suspects = {row[1]: row[2:] for row in rows if not self._is_as_told(row, told.get(row[1], []))}
        return list(self._looked_at(suspects)) if suspects else []

    def _is_as_told(self, row: tuple[Any, ...], lines: list[tuple[Any, ...]]) -> bool:
        """Whether the row is for certain what one machine's lines, in their order, come to."""
        if row[1] in self._erased or not lines:
            return False
        if len(lines) > 1:
            lines.sort()
            if not self._kind.kind.shared and lines[0][1] != lines[-1][1]:
                return False
        said: dict[str, Any] | None = None
        for _, _, _, action, after in lines:
            try:
                values = unpack(after)
            except (ValueError, RecursionError):
                return False
            if action == "add":
                said = values
            elif action == "change" and said is not None:
                said.update(values)
            else:
                return False
        return said is not None and self._shape.is_like(row, said)

    def _looked_at(self, suspects: dict[str, tuple[Any, ...]]) -> Iterator[Differing]:
        known = {id: UUID(id) for id in suspects if _is_id(id)}
        try:
            entries = self._by.entries(known.values())
        except (ValueError, RecursionError):
            entries = {}  # the check of the journal tells of a line that nobody can read
            known = {}
        used = self._used(list(known.values()))
        for id, record in known.items():
            if self._erased.get(id):
                yield Differing(self._name, record, Why.ERASED)
                continue
            of = entries.get(record, [])
            standing = self._by.standing(record, self._name, of) if of else None
            lost = self._has_lost(record, of)
            if standing is None or not standing.begun:
                yield Differing(self._name, record, Why.NEVER, lost=lost)
            elif standing.gone and record not in used:
                yield Differing(self._name, record, Why.REMOVED)
            else:
                wrong = self._shape.wrong(suspects[id], standing.values)
                if wrong:
                    said = tuple(standing.values.get(name) for name in wrong)
                    yield Differing(self._name, record, Why.ALTERED, tuple(wrong), said, lost)

    def _used(self, records: list[UUID]) -> set[UUID]:
        wanted = select(waiting.c.record).where(waiting.c.record.in_(records), waiting.c.reason == _USED)
        return set(self._connection.scalars(wanted))

    def _has_lost(self, record: UUID, entries: Sequence[Entry]) -> bool:
        held = self._connection.execute(select(row_clock).where(row_clock.c.record == record)).one_or_none()
        if held is None:
            return False
        there = {one.dot for one in entries}
        fields = unpack(held.fields) if held.fields else {}
        return any(dot not in there for dot in [(held.epoch, held.seq), *((one[0], one[1]) for one in fields.values())])


_LINES: Final = (
    "SELECT record, clock, epoch, seq, action, after FROM journal"
    " WHERE kind = ? AND record IN (SELECT value FROM json_each(?))"
)


def _missing(connection: Connection, by: ByJournal, kinds: dict[UUID, str]) -> Iterator[Differing]:
    try:
        entries = by.entries(kinds)
    except (ValueError, RecursionError):
        return
    for record, kind in kinds.items():
        if kind not in _tables():
            continue
        standing: Standing = by.standing(record, kind, entries[record])
        there = table_of(kind_named(kind))
        if not standing.gone and not connection.scalar(select(exists().where(there.c.id == record))):
            yield Differing(kind, record, Why.MISSING)


@cache
def _tables() -> frozenset[str]:
    return frozenset(Record.metadata.tables)


def _is_id(said: Any) -> bool:
    try:
        return bool(UUID(said).hex == said)
    except UNREADABLE:
        return False
