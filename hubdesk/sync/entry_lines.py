"""The lines of a package: each change as JSON, word for word where nothing of it is held back."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import Future
from contextlib import ExitStack
from functools import partial
from typing import Any, Final, Protocol, Self

from sqlalchemy import Connection, select

from hubdesk.base.progress import Progress
from hubdesk.store.tables_of_exchange import seen
from hubdesk.store.values import pack
from hubdesk.sync.database_thread import DatabaseThread
from hubdesk.sync.entries_read import EntriesRead, Keeping, Named, Part, with_hyphens
from hubdesk.sync.epochs import last_seq

_AT_ONCE: Final = 1000


class Leaving(Keeping, Protocol):
    """Says what of each change leaves; tells_who: whether it is told who made it."""

    tells_who: bool

    def title(self, operation: str, title: str) -> str:
        """What of an operation's title leaves; its id in 32 digits."""

    def change(
        self, epoch: int, clock: int, kind: str, record: str, action: str, after: str, over: str
    ) -> tuple[str, str] | None:
        """What of a change leaves, as JSON of its values and of the dots they replace; None when nothing does."""


class Lines:
    """The body's lines, made while they are written; ``entries`` counts the changes among them.

    ranges: of each epoch by its local number, the first and the last change. They are made within a ``with``: meanwhile the
    connection reads on in a thread of its own, and whoever else uses it waits until that ends.
    """

    def __init__(
        self, connection: Connection, ranges: Sequence[tuple[int, int, int]], leaves: Leaving, progress: Progress
    ) -> None:
        self._connection, self._ranges, self._leaves, self._progress = connection, ranges, leaves, progress
        self._database, self._working = DatabaseThread(), ExitStack()
        self._entries = EntriesRead(connection, leaves)
        self.entries = 0

    def __enter__(self) -> Self:
        self._working.enter_context(self._database.at_work())
        return self

    def __exit__(self, *_: object) -> None:
        self._working.close()

    def __iter__(self) -> Iterator[str]:
        total, done = sum(last - first + 1 for _, first, last in self._ranges), 0
        for epoch, first, last in self._ranges:
            yield pack({"range": epoch})
            yield from self._seen(epoch, first)
            # Somebody may have said that they went further than any change of theirs that is here.
            here = min(last, last_seq(self._connection, epoch))
            told = ""
            for part in self._parts(epoch, first, here):
                self._progress.step(done, total)
                for made, clock, *entry in part.rows:
                    line = self._line(epoch, clock, *entry)
                    if line is None:
                        continue
                    if made != told:
                        told = made
                        yield self._operation_line(made, clock, part.operations.get(made), silent=made in part.silent)
                    self.entries += 1
                    yield line
                done += part.last - part.first + 1
        self._progress.step(total, total)

    def _seen(self, epoch: int, first: int) -> Iterator[str]:
        marks = select(seen).where(seen.c.epoch == epoch, seen.c.after_seq >= first - 1)
        for mark in self._connection.execute(marks.order_by(seen.c.after_seq, seen.c.other)):
            yield pack({"seen": mark.other, "after": mark.after_seq, "up_to": mark.up_to})

    def _parts(self, epoch: int, first: int, last: int) -> Iterator[Part]:
        """The changes, some at a time, the next ones being read meanwhile."""
        ahead: Future[Part] | None = None
        for start in range(first, last + 1, _AT_ONCE):
            end = min(start + _AT_ONCE - 1, last)
            following = self._database.soon(partial(self._entries.read, epoch, start, end))
            if ahead is not None:
                yield ahead.result()
            ahead = following
        self._database.rest()
        if ahead is not None:
            yield ahead.result()

    def _operation_line(self, made: str, clock: int, named: Named | None, *, silent: bool) -> str:
        line: dict[str, Any] = {"operation": with_hyphens(made), "clock": clock}
        if named is not None:
            if self._leaves.tells_who:
                line["by"] = named.by
            line["title"] = "" if silent else self._leaves.title(made, named.title)
            if named.turn:
                line |= {"root": named.root, "turn": named.turn}
        return pack(line)

    def _line(
        self, epoch: int, clock: int, seq: int, kind: str, record: str, action: str, after: str, over: str
    ) -> str | None:
        """One change as JSON, without what stays at the hub; None when nothing of it leaves."""
        left = self._leaves.change(epoch, clock, kind, record, action, after, over)
        if left is None:
            return None
        after, over = left
        id = with_hyphens(record)
        return f'{{"seq":{seq},"kind":"{kind}","record":"{id}","action":"{action}","after":{after},"over":{over}}}'
