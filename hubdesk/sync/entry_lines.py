"""The lines of a package: each change as JSON, word for word where nothing of it is held back."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any, Final
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, Row, String, cast, func, select, type_coerce

from hubdesk.base.progress import Progress
from hubdesk.records import fields_of, kind_named
from hubdesk.store.tables import journal, operation, seen
from hubdesk.store.values import pack, unpack
from hubdesk.sync.sent import sent_fields, whole_kinds
from hubdesk.sync.withheld import Withheld

_CHUNK: Final = 4000
_AT_ONCE: Final = 500
_EMPTY: Final = "{}"


class Lines:
    """The body's lines, made while they are written; ``entries`` counts the changes among them.

    ranges: of each epoch by its local number, the first and the last change.
    """

    def __init__(self, connection: Connection, ranges: Sequence[tuple[int, int, int]], progress: Progress) -> None:
        self._connection, self._ranges, self._progress = connection, ranges, progress
        self.entries = 0
        self._withheld = Withheld(connection)

    def __iter__(self) -> Iterator[str]:
        total, done = sum(last - first + 1 for _, first, last in self._ranges), 0
        for epoch, first, last in self._ranges:
            yield pack({"range": epoch})
            yield from self._seen(epoch, first)
            for start in range(first, last + 1, _CHUNK):
                self._progress.step(done, total)
                end = min(start + _CHUNK - 1, last)
                yield from self._entries(epoch, start, end)
                done += end - start + 1
        self._progress.step(total, total)

    def _seen(self, epoch: int, first: int) -> Iterator[str]:
        marks = select(seen).where(seen.c.epoch == epoch, seen.c.after_seq >= first - 1)
        for mark in self._connection.execute(marks.order_by(seen.c.after_seq, seen.c.other)):
            yield pack({"seen": mark.other, "after": mark.after_seq, "up_to": mark.up_to})

    def _entries(self, epoch: int, first: int, last: int) -> Iterator[str]:
        ranged = (journal.c.epoch == epoch) & journal.c.seq.between(first, last)
        columns = [_hex(self._connection, column) if column.name in _IDS else column for column in _COLUMNS]
        told = ""
        rows = self._connection.execute(select(*columns).where(ranged).order_by(journal.c.seq))
        for some in rows.partitions(_AT_ONCE):
            operations = self._operations({row[0] for row in some})
            for made, clock, *entry in some:
                line = self._line(*entry)
                if line is None:
                    continue
                if made != told:
                    told = made
                    yield self._operation_line(UUID(made), clock, operations.get(made))
                self.entries += 1
                yield line

    def _operations(self, made: set[str]) -> dict[str, Row[Any]]:
        wanted = operation.c.id.in_([UUID(one) for one in made])
        rows = self._connection.execute(select(operation).where(wanted))
        return {row.id.hex: row for row in rows}

    def _operation_line(self, made: UUID, clock: int, named: Row[Any] | None) -> str:
        line: dict[str, Any] = {"operation": str(made), "clock": clock}
        if named is not None:
            line["title"] = "" if self._withheld.names(made) else named.title
            if named.turn:
                line |= {"root": str(named.root), "turn": named.turn}
        return pack(line)

    def _line(self, seq: int, kind: str, record: str, action: str, after: str, over: str) -> str | None:
        """One change as JSON, without what stays at the hub; None when nothing of it leaves."""
        fields = sent_fields().get(kind)
        if fields is None:
            return None
        if self._withheld.people and self._withheld.covers(UUID(record)):
            after = pack(self._withheld.without_names(kind, unpack(after)))
        if kind not in whole_kinds():
            said = unpack(after)
            if not said.keys() <= fields:
                said = {name: value for name, value in said.items() if name in fields}
                after = pack(said)
            if action == "change" and not said:
                return None
            over = over if over == _EMPTY else pack(_sent_dots(kind, unpack(over)))
        id = f"{record[:8]}-{record[8:12]}-{record[12:16]}-{record[16:20]}-{record[20:]}"
        return f'{{"seq":{seq},"kind":"{kind}","record":"{id}","action":"{action}","after":{after},"over":{over}}}'


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
_IDS: Final = frozenset(("operation", "record"))


def _hex(connection: Connection, column: ColumnElement[Any]) -> ColumnElement[str]:
    """An id as 32 digits, as it lies in SQLite: to make an object of each would take half the time of an export."""
    if connection.dialect.name == "sqlite":
        return type_coerce(column, String)
    return func.replace(cast(column, String), "-", "")


def _sent_dots(kind: str, over: dict[str, Any]) -> dict[str, Any]:
    fields = sent_fields()[kind]
    return {name: dot for name, dot in over.items() if name in fields or name not in _all_of(kind)}


@cache
def _all_of(kind: str) -> frozenset[str]:
    return frozenset(field.name for field in fields_of(kind_named(kind)))
