"""One range of changes taken from a package into the journal; records that only one epoch ever changed are written at once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Connection, Table, insert, select

from hubdesk.base.progress import Progress
from hubdesk.store.blanking import nameless_title
from hubdesk.store.bulk import insert_all, select_among, stored_id
from hubdesk.store.digests import Covered, sealed
from hubdesk.store.tables import conflict, journal, operation, waiting
from hubdesk.store.values import pack
from hubdesk.store.writing import HeldClock, clock_row, clocks_of, write_clocks
from hubdesk.sync.erasures import Sieve
from hubdesk.sync.rows import batches, field_names, known_kinds, plain_rows, row_of, write_rows
from hubdesk.sync.sent import sent_fields

CHUNK: Final = 2000
_MOST_HELD: Final = 8 << 20
"""So many characters of changes are applied at once at most: a file's lines may be long."""

_ACTIONS: Final = ("add", "change", "remove")


class ClockAheadError(Exception):
    """A change was made by a clock that runs too far ahead."""

    def __init__(self, clock: int) -> None:
        super().__init__()
        self.clock = clock


@dataclass
class Touched:
    """What files have brought. slow: records whose standing follows from all of their journal; removed: so far not deleted.

    early: records counted as changed whose beginning has not come; begun: those of which it has come in this merge.
    """

    new: int = 0
    changed: int = 0
    unchanged: int = 0
    clock: int = 0
    records: dict[UUID, str] = field(default_factory=dict)
    slow: dict[UUID, str] = field(default_factory=dict)
    removed: dict[UUID, str] = field(default_factory=dict)
    twins: dict[UUID, tuple[str, UUID]] = field(default_factory=dict)
    early: set[UUID] = field(default_factory=set)
    begun: set[UUID] = field(default_factory=set)

    def add(self, other: Touched) -> None:
        """Take in what another file has brought."""
        self.clock = max(self.clock, other.clock)
        for name in ("records", "slow", "removed", "twins"):
            getattr(self, name).update(getattr(other, name))


@dataclass
class _Now:
    """A record while its changes are applied one after another. changed: its fields that are; whole: not only those."""

    clock: HeldClock | None
    values: dict[str, Any] | None
    slow: bool = False
    counted: bool = False
    whole: bool = False
    changed: set[str] = field(default_factory=set)


class Applying:
    """Takes the changes of one file. numbers: this file's own epoch number for each of the package's; touched: to add to.

    line, covered: the line of the log that covers what is taken; latest: the furthest reading of a clock that is taken in;
    everything: also what never leaves the hub, as between two machines of one.
    """

    def __init__(
        self,
        connection: Connection,
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
        self._everything, self._one_by_one = everything, False
        self._sieve = Sieve(connection)
        self.touched = touched

    def take(self, epoch: int, lines: Iterable[dict[str, Any]], *, one_by_one: bool = False) -> None:
        """Apply the changes of one epoch, in the order of their numbers; operation lines stand before their changes.

        one_by_one: there may be changes here already that come after them, so how a record stands follows from all of
        its journal.
        """
        self._one_by_one = one_by_one
        chunk: list[dict[str, Any]] = []
        operations: list[dict[str, Any]] = []
        named: dict[str, Any] = {}
        held = 0
        for line in lines:
            if "operation" in line:
                named = line | {"id": UUID(line["operation"]), "clock": int(line["clock"])}
                if operations and operations[-1]["first_seq"] == 0:
                    operations.pop()
                self.touched.clock = max(self.touched.clock, int(line["clock"]))
                operations.append(_operation(line, epoch))
                continue
            if operations and operations[-1]["first_seq"] == 0:
                operations[-1]["first_seq"] = line["seq"]
            entry = self._entry(epoch, named, line)
            if operations and self._sieve.held_back:
                operations[-1]["title"] = nameless_title()
            if entry is not None:
                chunk.append(entry)
                held += sum(map(len, entry["packed"])) + len(operations[-1]["title"] if operations else "")
            if len(chunk) >= CHUNK or held >= _MOST_HELD:
                self._flush(epoch, operations, chunk)
                operations, chunk, held = [], [], 0
        self._flush(epoch, operations, chunk)

    def _entry(self, epoch: int, named: dict[str, Any], line: dict[str, Any]) -> dict[str, Any] | None:
        kind, action, after = line["kind"], line["action"], line["after"]
        if action not in _ACTIONS or not isinstance(after, dict) or not isinstance(kind, str):
            raise ValueError
        if int(named["clock"]) > self._latest:
            raise ClockAheadError(int(named["clock"]))
        if kind in known_kinds() and not self._everything:
            sent = sent_fields().get(kind)
            if sent is None:
                return None
            kept_here = field_names(kind) - sent
            if kept_here:
                after = {name: value for name, value in after.items() if name not in kept_here}
        record = UUID(line["record"])
        left = self._sieve.left_of(kind, record, after)
        if left is None:
            return None
        after = left
        said = line["over"]
        over = {name: (self._numbers[dot[0]], int(dot[1])) for name, dot in said.items()} if said != {} else said
        return {
            "epoch": epoch,
            "seq": int(line["seq"]),
            "operation": named["id"],
            "kind": kind,
            "record": record,
            "action": action,
            "clock": named["clock"],
            "after": after,
            "over": over,
            "packed": (pack(after), pack(over) if over else "{}"),
        }

    def _flush(self, epoch: int, operations: list[dict[str, Any]], chunk: list[dict[str, Any]]) -> None:
        if not chunk:
            return
        connection = self._connection
        self._name(operations)
        records = list({entry["record"]: None for entry in chunk})
        clocks = clocks_of(connection, records)
        now = {record: _Now(clocks.get(record), None) for record in records}
        for kind, stored in _by_kind(chunk, clocks):
            for record, values in plain_rows(connection, kind, stored).items():
                now[record].values = values
        aside = {record for record, held in clocks.items() if held.gone or now[record].values is None}
        slow = self._slow(epoch, records, chunk, set(clocks), aside)
        for record in slow:
            now[record].slow = True
        lines = []
        for entry in chunk:
            state = now[entry["record"]]
            lines.append(sealed(journal, _line(entry, state), self._log_line))
            self._covered.change(lines[-1])
            if not state.counted:
                state.counted = True
                self._count(entry, clocks, state.values)
            if not state.slow:
                _apply(entry, state)
        insert_all(connection, journal, lines)
        self._write({entry["record"]: entry["kind"] for entry in chunk}, now)
        self._done += len(chunk)
        self._progress.step(min(self._done, self._total), self._total)

    def _count(self, entry: dict[str, Any], clocks: dict[UUID, HeldClock], values: dict[str, Any] | None) -> None:
        record = entry["record"]
        begins = entry["action"] == "add" and record not in clocks and record not in self.touched.begun
        if begins:
            self.touched.begun.add(record)
        if begins and record in self.touched.early:
            self.touched.early.remove(record)
            self.touched.changed -= 1
            self.touched.new += 1
        if record in self.touched.records:
            return
        if begins:
            self.touched.new += 1
        elif entry["action"] == "add" and entry["after"] == values:
            self.touched.unchanged += 1
            return
        else:
            self.touched.changed += 1
            if record not in clocks and record not in self.touched.begun:
                self.touched.early.add(record)
        self.touched.records[record] = entry["kind"]

    def _name(self, operations: list[dict[str, Any]]) -> None:
        """Keep the operations' own lines, those that are not here yet."""
        rows = {row["id"]: row for row in operations if row["first_seq"]}
        for some in batches(list(rows)):
            for held in self._connection.scalars(select(operation.c.id).where(operation.c.id.in_(some))):
                del rows[held]
        fresh = [sealed(operation, row, self._log_line) for row in rows.values()]
        for row in fresh:
            self._covered.operation(row)
        if fresh:
            self._connection.execute(insert(operation), fresh)

    def _slow(
        self, epoch: int, records: list[UUID], chunk: list[dict[str, Any]], begun: set[UUID], aside: set[UUID]
    ) -> set[UUID]:
        """The records that more than this epoch changed, or of which something is awaited or undecided."""
        slow = set(records) if self._one_by_one else set(aside)
        ids = {stored_id(self._connection, record): record for record in records}
        for stored, number in self._rows_of(journal, records, "record", "epoch"):
            if number != epoch:
                slow.add(ids[stored])
        for table in (waiting, conflict):
            slow.update(ids[row[0]] for row in self._rows_of(table, records, "record"))
        for entry in chunk:
            record, kind = entry["record"], entry["kind"]
            late = record not in begun and (entry["action"] != "add" or entry["over"])
            if late or kind not in known_kinds() or not entry["after"].keys() <= field_names(kind):
                slow.add(record)
            begun.add(record)
        slow.update(record for record in records if record in self.touched.slow or record in self.touched.removed)
        for entry in chunk:
            if entry["record"] in slow:
                self.touched.slow[entry["record"]] = entry["kind"]
        return slow

    def _rows_of(self, table: Table, records: list[UUID], *names: str) -> Any:
        return select_among(self._connection, tuple(table.c[name] for name in names), table.c.record, records)

    def _write(self, kinds: dict[UUID, str], now: dict[UUID, _Now]) -> None:
        rows: dict[tuple[str, frozenset[str] | None], list[dict[str, Any]]] = {}
        fresh = []
        for record, kind in kinds.items():
            state = now[record]
            if state.slow or state.clock is None:
                continue
            fresh.append(state.clock._asdict())
            if state.values is None:
                self.touched.removed[record] = kind
                continue
            row = row_of(kind, record, state.values)
            if row is None:
                self.touched.slow[record] = kind
            else:
                changed = None if state.whole else frozenset(state.changed)
                rows.setdefault((kind, changed), []).append(row)
        write_clocks(self._connection, fresh)
        for (kind, changed), some in rows.items():
            for aside, stands in write_rows(self._connection, kind, some, changed).items():
                self.touched.twins[aside] = (kind, stands)


def _line(entry: dict[str, Any], now: _Now) -> dict[str, Any]:
    """The change as a row of the journal."""
    before = "{}"
    if entry["action"] == "remove":
        before = pack(now.values or {})
    elif entry["action"] == "change":
        held = now.values or {}
        before = pack({name: held.get(name) for name in entry["after"]})
    line = entry.copy()
    line["after"], line["over"] = line.pop("packed")
    line["before"] = before
    return line


def _apply(entry: dict[str, Any], now: _Now) -> None:
    dot, action = (entry["epoch"], entry["seq"]), entry["action"]
    made = clock_row(entry["record"], entry["kind"], now.clock, dot, entry["clock"], action, entry["after"])
    now.clock = HeldClock(**made)
    if action == "change" and now.values is not None:
        now.values = now.values | entry["after"]
        now.changed |= entry["after"].keys()
        return
    now.whole = True
    now.values = None if action == "remove" else dict(entry["after"])


def _operation(line: dict[str, Any], epoch: int) -> dict[str, Any]:
    made = UUID(line["operation"])
    return {
        "id": made,
        "epoch": epoch,
        "first_seq": 0,
        "title": str(line.get("title", "")),
        "by": str(line.get("by", "")),
        "clock": int(line["clock"]),
        "root": UUID(line.get("root", line["operation"])),
        "turn": int(line.get("turn", 0)),
    }


def _by_kind(chunk: list[dict[str, Any]], clocks: dict[UUID, Any]) -> Iterator[tuple[str, list[UUID]]]:
    """The records of each known kind that are here already."""
    kinds: dict[str, dict[UUID, None]] = {}
    for entry in chunk:
        if entry["record"] in clocks and entry["kind"] in known_kinds():
            kinds.setdefault(entry["kind"], {})[entry["record"]] = None
    for kind, records in kinds.items():
        yield kind, list(records)
