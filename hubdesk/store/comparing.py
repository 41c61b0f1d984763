"""Every record's row beside what the journal says of it, field by field, some of them at a time.

Most records were changed by one machine alone, which its lines in their order tell; of the others, and of whatever looks
different, `standing.py` says how they stand.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from functools import cache
from typing import Any, Final
from uuid import UUID

import msgspec
from sqlalchemy import Column, Connection, exists, select

from hubdesk.base.errors import FieldError
from hubdesk.fields import types
from hubdesk.fields.field import Field
from hubdesk.fields.sealed import Sealer, is_sealed, opened_plain, sealer_of
from hubdesk.records import Record, fields_of, kind_named
from hubdesk.store.bulk import reader_of
from hubdesk.store.by_journal import ByJournal
from hubdesk.store.mending import table_of
from hubdesk.store.standing import Entry, Standing
from hubdesk.store.tables import erased, journal, row_clock, waiting
from hubdesk.store.values import unpack

_ROWS: Final = 1000
_SHARED_ROWS: Final = 50
"""Of what every hub tells of, each record has as many lines of the journal as there are hubs."""

_AS_IT_IS: Final = (
    types.Text,
    types.Notes,
    types.Choice,
    types.Postcode,
    types.Date,
    types.Whole,
    types.Minutes,
    types.YesNo,
)
_HUB: Final = "hub_id"
_USED: Final = "used"
"""Why `waiting` keeps a record that was removed elsewhere and stands as long as others need it."""

UNREADABLE: Final = (FieldError, ValueError, TypeError, ArithmeticError, AttributeError, LookupError)
"""What reading a value may raise that this version cannot hold."""


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
        self._shape = _Shape(connection, kind)
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


class _Shape:
    """What the columns of a kind hold, and how their values compare with those of the journal."""

    def __init__(self, connection: Connection, kind: type[Record]) -> None:
        table = table_of(kind)
        self._connection = connection
        self._sealer = sealer_of(connection.dialect)
        self._fields = {field.name: field for field in fields_of(kind)}
        self.names = (_HUB, *self._fields)
        # Behind a row's number in the file and its id.
        self._at = {name: place for place, name in enumerate(self.names, 2)}
        self._easy = {name: _easily(field) for name, field in self._fields.items() if _easily(field) is not None} | {
            _HUB: _digits
        }
        self._readers = {name: reader_of(table.c[name], connection.dialect) for name in self._fields}
        self._begin = {name: default(table.c[name]) for name in self._fields}
        self._begin = {name: value for name, value in self._begin.items() if value is not None}

    def is_like(self, row: tuple[Any, ...], said: dict[str, Any]) -> bool:
        """Whether the row says just what the journal does; what takes longer to tell is looked at as well."""
        if self._begin:
            said = self._begin | said
        empty = 0
        for name, value in said.items():
            place = self._at.get(name)
            if value is None or place is None:
                empty += 1
                continue
            easy = self._easy.get(name)
            if easy is None:
                if not self._is_said(name, row[place], value):
                    return False
            elif row[place] != easy(value):
                return False
        return len(said) - empty == len(row) - 2 - row.count(None)

    def wrong(self, row: tuple[Any, ...], said: dict[str, Any]) -> list[str]:
        """The fields that are not as the journal says. row: without its number and id."""
        known = self._begin | {name: value for name, value in said.items() if value is not None}
        return [
            name
            for name, raw in zip(self.names, row, strict=True)
            if not self._is_said(name, raw, known.get(name)) and not self._may_be_empty(name, raw, known.get(name))
        ]

    def _is_said(self, name: str, raw: Any, said: Any) -> bool:
        if name == _HUB:
            return bool(raw == (None if said is None else _digits(said)))
        field = self._fields[name]
        try:
            read = self._readers[name]
            stands = field.plain(raw if raw is None or read is None else read(raw))
            if stands == said or (stands in _EMPTY and said in _EMPTY):
                return True
            if field.special:
                return _alike_under_seal(stands, said, self._sealer)
            return bool(stands == field.plain(field.unplain(said)))
        except UNREADABLE:
            return False

    def _may_be_empty(self, name: str, raw: Any, said: Any) -> bool:
        """Whether an answer was emptied because nobody can hold it, or what it links to is not there, as when it is mended."""
        if raw is not None or name not in self._fields:
            return False
        field = self._fields[name]
        try:
            value = field.unplain(said)
            if not isinstance(field.type, types.Link):
                field.plain(value)
                return False
            target = table_of(kind_named(field.type.to))
            return not self._connection.scalar(select(exists().where(target.c.id == value)))
        except UNREADABLE:
            return True


_EMPTY: Final[tuple[Any, ...]] = (None, "", [])

_LINES: Final = (
    "SELECT record, clock, epoch, seq, action, after FROM journal"
    " WHERE kind = ? AND record IN (SELECT value FROM json_each(?))"
)


def default(column: Column[Any]) -> Any:
    """What a needed field holds that nobody gave a value, as JSON; None where there is no such value."""
    if column.nullable or column.default is None or not column.default.is_scalar:
        return None
    return column.default.arg  # type: ignore[attr-defined]


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


def _easily(field: Field) -> Callable[[Any], Any] | None:
    """What makes of a value in the journal the one that lies in the file, where that is quickly done."""
    if field.special:
        return None
    if isinstance(field.type, types.Link):
        return _digits
    return _same if isinstance(field.type, _AS_IT_IS) else None


def _same(value: Any) -> Any:
    return value


def _digits(value: Any) -> Any:
    return value.replace("-", "") if isinstance(value, str) else value


def _is_id(said: Any) -> bool:
    try:
        return bool(UUID(said).hex == said)
    except UNREADABLE:
        return False


def _alike_under_seal(stands: Any, said: Any, sealer: Sealer | None) -> bool:
    """Whether both say the same; without the second key nobody can tell, and where only one is empty they do not."""
    if stands in _EMPTY or said in _EMPTY:
        return False
    opened = opened_plain(said, sealer)
    if is_sealed(opened):
        # The journal's own cannot be opened: it is no better than the record's, or whoever works here has no key.
        return True
    return bool(stands == opened)
