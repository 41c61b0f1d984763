"""One range of changes taken from a package into the journal, a bounded number of them at once."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache, partial
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Connection

from hubdesk.base.progress import Progress
from hubdesk.fields.sealed import sealer_of
from hubdesk.store.blanking import nameless_title
from hubdesk.store.bulk import insert_all, select_among, stored_id
from hubdesk.store.digests import Covered, seal_all
from hubdesk.store.tables import operation
from hubdesk.store.values import pack
from hubdesk.sync.at_once import AtOnce
from hubdesk.sync.database_thread import DatabaseThread
from hubdesk.sync.erasures import Sieve
from hubdesk.sync.record_now import Change
from hubdesk.sync.rows import field_names, known_kinds, sealed_for_journal
from hubdesk.sync.sent import HUB, sent_fields
from hubdesk.sync.touched import Touched
from hubdesk.sync.weight import HEAVIEST, weight

CHUNK: Final = 2000
_LONGEST_BY: Final = 120
_MOST_TURNS: Final = 1 << 31

_ACTIONS: Final = ("add", "change", "remove")
_KIND: Final = re.compile("[a-z][a-z_0-9]{0,59}")
"""The name of a kind, also of one that only a newer version has; it stands in the log."""
_ID: Final = re.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}").fullmatch


class ClockAheadError(Exception):
    """A change was made by a clock that runs too far ahead."""

    def __init__(self, clock: int) -> None:
        super().__init__()
        self.clock = clock


class Applying:
    """Takes the changes of one file. numbers: this file's own epoch number for each of the package's; touched: to add to.

    database: where the connection is used while the lines are read, one for all that shares the connection; whatever makes
    the lines waits with its `rest` before it uses the connection itself.
    line, covered: the line of the log that covers what is taken; latest: the furthest reading of a clock that is taken in;
    everything: also what never leaves the hub, as between two machines of one.
    """

    def __init__(
        self,
        connection: Connection,
        database: DatabaseThread,
        numbers: dict[int, int],
        progress: Progress,
        total: int,
        touched: Touched,
        line: int,
        covered: Covered,
        latest: int,
        *,
        everything: bool = False,
    ) -> None:
        self._log_line, self._covered, self._latest = line, covered, latest
        self._connection, self._numbers, self._progress, self._total = connection, numbers, progress, total
        self._done = 0
        self._everything = everything
        self._database = database
        self._sieve, self._sealer = Sieve(connection, database.rest), sealer_of(connection.dialect)
        self._at_once = AtOnce(connection, self._database, touched, line, covered)
        self.touched = touched

    @property
    def keeps_all(self) -> bool:
        """Whether nobody was ever erased, so that no change is left out."""
        return self._sieve.lets_all_through

    def take(self, epoch: int, lines: Iterable[dict[str, Any]], *, one_by_one: bool = False) -> None:
        """Apply the changes of one epoch, in the order of their numbers; operation lines stand before their changes.

        one_by_one: there may be changes here already that come after them, so how a record stands follows from all of
        its journal.
        """
        with self._database.at_work():
            self._take(epoch, lines, one_by_one=one_by_one)
            self._at_once.finish()

    def _take(self, epoch: int, lines: Iterable[dict[str, Any]], *, one_by_one: bool) -> None:
        chunk: list[Change] = []
        operations: list[dict[str, Any]] = []
        named: dict[str, Any] = {}
        held = 0
        for line in lines:
            if "operation" in line:
                named = _operation(line, epoch)
                if operations and operations[-1]["first_seq"] == 0:
                    operations.pop()
                self.touched.clock = max(self.touched.clock, named["clock"])
                operations.append(named)
                continue
            if operations and operations[-1]["first_seq"] == 0:
                operations[-1]["first_seq"] = line["seq"]
            change = self._change(epoch, named, line)
            if operations and self._sieve.held_back:
                operations[-1]["title"] = nameless_title()
            if change is not None:
                chunk.append(change)
                held += weight(change.row["after"]) + len(change.row["over"])
                held += len(operations[-1]["title"]) if operations else 0
            if len(chunk) >= CHUNK or held >= HEAVIEST:
                # The last one may go on, and with somebody who was erased: then it keeps no name.
                self._flush(epoch, operations[:-1], chunk, one_by_one=one_by_one)
                operations, chunk, held = operations[-1:], [], 0
        self._flush(epoch, operations, chunk, one_by_one=one_by_one)

    def _change(self, epoch: int, named: dict[str, Any], line: dict[str, Any]) -> Change | None:
        kind, action, after = line["kind"], line["action"], line["after"]
        known = kind in known_kinds()
        if action not in _ACTIONS or not isinstance(after, dict) or not (known or _KIND.fullmatch(kind)):
            raise ValueError
        if named["clock"] > self._latest:
            raise ClockAheadError(named["clock"])
        if known and not self._everything:
            kept_here = _kept_here(kind)
            if kept_here is None:
                # The sieve is not asked about it, and still holds its answer about the change before.
                self._sieve.held_back = False
                return None
            if not kept_here.isdisjoint(after):
                after = {name: value for name, value in after.items() if name not in kept_here}
        record, home = line["record"], after.get(HUB)
        if not _ID(record):
            record = str(UUID(record))
        if home is not None and not _ID(home):
            # What goes back to any hub asks of every change at which one it was made.
            UUID(home)
        if not self._sieve.lets_all_through:
            left = self._sieve.left_of(kind, UUID(record), after)
            if left is None:
                return None
            after = left
        if self._everything:
            after = sealed_for_journal(kind, after, self._sealer)
        said = line["over"]
        over = {name: (self._numbers[dot[0]], int(dot[1])) for name, dot in said.items()} if said != {} else said
        row = {
            "epoch": epoch,
            "seq": int(line["seq"]),
            "operation": named["id"],
            "kind": kind,
            "record": record,
            "action": action,
            "clock": named["clock"],
            "after": pack(after),
            "over": pack(over) if over else "{}",
        }
        return Change(row, after, bool(over))

    def _flush(self, epoch: int, operations: list[dict[str, Any]], chunk: list[Change], *, one_by_one: bool) -> None:
        if named := [row for row in operations if row["first_seq"]]:
            self._database.soon(partial(self._name, named))
        if not chunk:
            return
        self._at_once.take(epoch, chunk, one_by_one=one_by_one)
        self._done += len(chunk)
        self._progress.step(min(self._done, self._total), self._total)

    def _name(self, operations: list[dict[str, Any]]) -> None:
        """Keep the operations' own lines, those that are not here yet."""
        rows = {stored_id(self._connection, row["id"]): row for row in operations}
        for (held,) in select_among(self._connection, (operation.c.id,), operation.c.id, rows):
            del rows[held]
        fresh = list(rows.values())
        seal_all(operation, fresh, self._log_line)
        for row in fresh:
            self._covered.operation(row)
        insert_all(self._connection, operation, fresh)


@cache
def _kept_here(kind: str) -> frozenset[str] | None:
    """The fields of a kind that no hub sends; None where none of its records is sent."""
    sent = sent_fields().get(kind)
    return None if sent is None else field_names(kind) - sent


def _operation(line: dict[str, Any], epoch: int) -> dict[str, Any]:
    made = str(UUID(line["operation"]))
    by, turn = str(line.get("by", "")), int(line.get("turn", 0))
    if len(by) > _LONGEST_BY or not 0 <= turn < _MOST_TURNS:
        # SQLite would take what PostgreSQL refuses.
        raise ValueError
    return {
        "id": made,
        "epoch": epoch,
        "first_seq": 0,
        "title": str(line.get("title", "")),
        "by": by,
        "clock": int(line["clock"]),
        "root": str(UUID(line["root"])) if "root" in line else made,
        "turn": turn,
    }
