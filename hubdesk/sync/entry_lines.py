"""The lines of a package: each change as JSON, word for word where nothing of it is held back."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain, dropwhile
from typing import Any, Final, Protocol
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, Row, String, cast, func, select, type_coerce

from hubdesk.base.progress import Progress
from hubdesk.store.tables import journal, operation
from hubdesk.store.tables_of_exchange import seen
from hubdesk.store.values import pack
from hubdesk.sync.epochs import last_seq

_CHUNK: Final = 4000
_AT_ONCE: Final = 500


class Leaving(Protocol):
    """Says what of each change leaves; tells_who: whether it is told who made it; kinds: of no other anything does."""

    tells_who: bool
    kinds: frozenset[str] | None

    def title(self, operation: UUID, title: str) -> str:
        """What of an operation's title leaves."""

    def keeps(self, kind: str, action: str, after: str) -> bool:
        """Whether a change says something of somebody that stays, so that its operation's title stays too."""

    def change(
        self, epoch: int, clock: int, kind: str, record: str, action: str, after: str, over: str
    ) -> tuple[str, str] | None:
        """What of a change leaves, as JSON of its values and of the dots they replace; None when nothing does."""


class Lines:
    """The body's lines, made while they are written; ``entries`` counts the changes among them.

    ranges: of each epoch by its local number, the first and the last change.
    """

    def __init__(
        self, connection: Connection, ranges: Sequence[tuple[int, int, int]], leaves: Leaving, progress: Progress
    ) -> None:
        self._connection, self._ranges, self._leaves, self._progress = connection, ranges, leaves, progress
        self.entries = 0

    def __iter__(self) -> Iterator[str]:
        total, done = sum(last - first + 1 for _, first, last in self._ranges), 0
        for epoch, first, last in self._ranges:
            yield pack({"range": epoch})
            yield from self._seen(epoch, first)
            # Somebody may have said that they went further than any change of theirs that is here.
            here = min(last, last_seq(self._connection, epoch))
            for start in range(first, here + 1, _CHUNK):
                self._progress.step(done, total)
                end = min(start + _CHUNK - 1, here)
                yield from self._entries(epoch, start, end)
                done += end - start + 1
        self._progress.step(total, total)

    def _seen(self, epoch: int, first: int) -> Iterator[str]:
        marks = select(seen).where(seen.c.epoch == epoch, seen.c.after_seq >= first - 1)
        for mark in self._connection.execute(marks.order_by(seen.c.after_seq, seen.c.other)):
            yield pack({"seen": mark.other, "after": mark.after_seq, "up_to": mark.up_to})

    def _entries(self, epoch: int, first: int, last: int) -> Iterator[str]:
        ranged = (journal.c.epoch == epoch) & journal.c.seq.between(first, last)
        if self._leaves.kinds is not None:
            ranged &= journal.c.kind.in_(self._leaves.kinds)
        columns = [hex_of(self._connection, column) if column.name in _IDS else column for column in _COLUMNS]
        told = ""
        rows = self._connection.execute(select(*columns).where(ranged).order_by(journal.c.seq))
        for some in rows.partitions(_AT_ONCE):
            operations = self._operations({row[0] for row in some})
            begun = dropwhile(lambda row: row[0] == told, some)  # noqa: B023 - read at once
            silent = {row[0] for row in begun if self._leaves.keeps(row[3], row[5], row[6])}
            if some[-1][0] != told and some[-1][0] not in silent and self._goes_on_silent(some[-1][0]):
                silent.add(some[-1][0])
            for made, clock, *entry in some:
                line = self._line(epoch, clock, *entry)
                if line is None:
                    continue
                if made != told:
                    told = made
                    yield self._operation_line(UUID(made), clock, operations.get(made), silent=made in silent)
                self.entries += 1
                yield line

    def _operations(self, made: set[str]) -> dict[str, Row[Any]]:
        wanted = operation.c.id.in_([UUID(one) for one in made])
        rows = self._connection.execute(select(operation).where(wanted))
        return {row.id.hex: row for row in rows}

    def _goes_on_silent(self, made: str) -> bool:
        """The same of the operation that the rows at hand may end in the middle of."""
        rest = select(journal.c.kind, journal.c.action, journal.c.after).where(journal.c.operation == UUID(made))
        some_at_once = self._connection.execute(rest).partitions(_AT_ONCE)
        return any(self._leaves.keeps(*row) for row in chain.from_iterable(some_at_once))

    def _operation_line(self, made: UUID, clock: int, named: Row[Any] | None, *, silent: bool) -> str:
        line: dict[str, Any] = {"operation": str(made), "clock": clock}
        if named is not None:
            if self._leaves.tells_who:
                line["by"] = named.by
            line["title"] = "" if silent else self._leaves.title(made, named.title)
            if named.turn:
                line |= {"root": str(named.root), "turn": named.turn}
        return pack(line)

    def _line(
        self, epoch: int, clock: int, seq: int, kind: str, record: str, action: str, after: str, over: str
    ) -> str | None:
        """One change as JSON, without what stays at the hub; None when nothing of it leaves."""
        left = self._leaves.change(epoch, clock, kind, record, action, after, over)
        if left is None:
            return None
        after, over = left
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


def hex_of(connection: Connection, column: ColumnElement[Any]) -> ColumnElement[str]:
    """An id as 32 digits, as it lies in SQLite: to make an object of each would take half the time of an export."""
    if connection.dialect.name == "sqlite":
        return type_coerce(column, String)
    return func.replace(cast(column, String), "-", "")
