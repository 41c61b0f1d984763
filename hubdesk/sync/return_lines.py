"""The lines of a return package: of each epoch what is new to the hub, and earlier changes of what it hears of for the first time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, Row, select

from hubdesk.base.progress import Progress
from hubdesk.store.decisions import field_in
from hubdesk.store.dots import ALL
from hubdesk.store.tables import journal, operation
from hubdesk.store.tables_of_exchange import seen
from hubdesk.store.values import pack, unpack
from hubdesk.sync.epochs import last_seq
from hubdesk.sync.going_back import GoingBack, network_kinds
from hubdesk.sync.rows import batches

_CHUNK: Final = 2000


@dataclass(frozen=True)
class Told:
    """Of one epoch, the first and the last change that the return tells of. own: it is one of the hub's, or the lead's.

    whole: up to where the lead holds all of it, or can tell of all; after that only single changes.
    """

    number: int
    first: int
    last: int
    own: bool
    whole: int


class ReturnLines:
    """Made while they are written; ``entries`` counts the changes among them."""

    def __init__(self, connection: Connection, told: Sequence[Told], going: GoingBack, progress: Progress) -> None:
        self._connection, self._told, self._going, self._progress = connection, told, going, progress
        self.entries = 0

    def __iter__(self) -> Iterator[str]:
        total, done = sum(one.last - one.first + 1 for one in self._told), 0
        for one in self._told:
            yield pack({"range": one.number})
            yield from self._marks(one)
            yield from self._lines(one, self._earlier(one))
            # A hub may have said that it went further than any change of its that is here.
            end = min(one.last, last_seq(self._connection, one.number))
            for start in range(one.first, end + 1, _CHUNK):
                self._progress.step(done, total)
                last = min(start + _CHUNK - 1, end)
                yield from self._lines(one, self._rows(one, journal.c.seq.between(start, last)))
                done += last - start + 1
        self._progress.step(total, total)

    def _marks(self, one: Told) -> Iterator[str]:
        marks = select(seen).where(seen.c.epoch == one.number)
        if not self._going.whole:
            marks = marks.where(seen.c.after_seq >= one.first - 1)
        for mark in self._connection.execute(marks.order_by(seen.c.after_seq, seen.c.other)):
            yield pack({"seen": mark.other, "after": mark.after_seq, "up_to": mark.up_to})

    def _earlier(self, one: Told) -> list[Row[Any]]:
        rows: list[Row[Any]] = []
        for some in batches(list(self._going.whole)):
            before = journal.c.record.in_(some) & (journal.c.seq < one.first)
            rows += self._connection.execute(select(journal).where(journal.c.epoch == one.number, before))
        return sorted(rows, key=lambda row: int(row.seq))

    def _rows(self, one: Told, which: ColumnElement[bool]) -> Sequence[Row[Any]]:
        query = select(journal).where(journal.c.epoch == one.number, which)
        if not one.own:
            query = query.where(journal.c.kind.in_(network_kinds()))
        return self._connection.execute(query.order_by(journal.c.seq)).all()

    def _lines(self, one: Told, rows: Sequence[Row[Any]]) -> Iterator[str]:
        self._going.look_ahead(rows)
        titles = self._titles({row.operation for row in rows})
        told: UUID | None = None
        for row in rows:
            line = self._line(row) if one.own or not self._going.begins_everywhere(row.kind, row.record) else None
            if line is None:
                continue
            if row.operation != told:
                told = row.operation
                yield self._operation(row, titles.get(told))
            self.entries += 1
            yield line

    def _operation(self, row: Row[Any], named: Row[Any] | None) -> str:
        line: dict[str, Any] = {"operation": str(row.operation), "clock": row.clock}
        if named is not None:
            line["title"] = named.title if self._all_goes(row.operation) else ""
            if named.turn:
                line |= {"root": str(named.root), "turn": named.turn}
        return pack(line)

    def _titles(self, operations: set[UUID]) -> dict[UUID, Row[Any]]:
        found: dict[UUID, Row[Any]] = {}
        for some in batches(list(operations)):
            found |= {
                row.id: row for row in self._connection.execute(select(operation).where(operation.c.id.in_(some)))
            }
        return found

    def _all_goes(self, made: UUID) -> bool:
        """Whether everything that the operation changed goes to this hub: else its title might name somebody else's."""
        rows = self._connection.execute(
            select(journal.c.kind, journal.c.record).where(journal.c.operation == made).limit(_CHUNK)
        ).all()
        self._going.look_ahead(rows)
        return len(rows) < _CHUNK and all(self._going.fields_of(row.kind, row.record) is not None for row in rows)

    def _line(self, row: Row[Any]) -> str | None:
        """One change as JSON; None when nothing of it goes."""
        fields = self._going.fields_of(row.kind, row.record)
        if fields is None:
            return None
        after = {name: value for name, value in unpack(row.after).items() if name in fields}
        if row.action == "change" and not after:
            return None
        over = {
            name: dot for name, dot in unpack(row.over).items() if field_in(name) in fields or field_in(name) == ALL
        }
        line = {"seq": row.seq, "kind": row.kind, "record": str(row.record), "action": row.action}
        return pack(line | {"after": after, "over": over})
