"""A hub's package for the lead: everything since the last receipt, and what of it leaves, in words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime
from itertools import chain
from pathlib import Path
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Connection, Row, func, select, update

import hubdesk
from hubdesk.access.rights import Deed
from hubdesk.base.errors import Refused
from hubdesk.base.progress import Progress
from hubdesk.base.words import tr, tr_many, within
from hubdesk.records import KINDS, fields_of, kind_named
from hubdesk.store import Store
from hubdesk.store.chain import head
from hubdesk.store.departures import PACKAGE, note_departure
from hubdesk.store.restoring import refuse_unconfirmed
from hubdesk.store.tables import device_epoch, journal, operation, seen
from hubdesk.store.values import pack, unpack
from hubdesk.store.versions import NEWEST
from hubdesk.sync import package
from hubdesk.sync.epochs import Epoch, epochs
from hubdesk.sync.erasures import erasure_lines
from hubdesk.sync.sent import sent_fields, whole_kinds
from hubdesk.sync.withheld import Withheld

SUFFIX: Final = ".hubsync"
_CHUNK: Final = 2000


@dataclass(frozen=True)
class Sent:
    """The file that was written. entries: changes of records in it; from_seq, to_seq: of this file's own epoch."""

    path: Path
    entries: int
    from_seq: int
    to_seq: int


@dataclass(frozen=True)
class Range:
    epoch: Epoch
    first: int
    last: int


def export_package(store: Store, folder: Path, progress: Progress | None = None, *, whole: bool = False) -> Sent:
    """Write everything since the lead's last receipt, or with ``whole`` everything there is, into one file in ``folder``.

    Raises Refused when there is nothing to send, or the disk does not take it; then no file is left behind.
    """
    store.require(Deed.SEND)
    steps = progress or Progress()
    if store.hub_id is None:
        raise Refused(tr("This file does not belong to a hub yet. Set up the hub first."))
    refuse_unconfirmed(store)
    with store.reading_plainly() as connection:
        connection.execution_options(stream_results=True)
        ranges = ranges_to_send(connection, store.hub_id, whole=whole)
        if not ranges:
            raise Refused(tr("The lead organisation has everything already. There is nothing to send."))
        number, name = int(store.setting("packages_sent") or 0) + 1, _hub_field(connection, store.hub_id, "name")
        network = _hub_field(connection, store.hub_id, "network")
        path = _free_path(folder, name or tr("hub"), number)
        header = _header(connection, store.hub_id, ranges)
        lines = _Lines(connection, ranges, steps)
        erasures = erasure_lines(connection)
        seal = package.write(path, package.CHANGES, header, chain(erasures, lines))
    own = next((one for one in ranges if one.epoch.mine), ranges[-1])
    went = [(one.epoch.number, one.first, one.last) for one in ranges]
    with store.writing_plainly() as writing:
        writing.execute(update(device_epoch).where(device_epoch.c.mine).values(package_hash=seal))
        note_departure(writing, PACKAGE, path.name, str(folder), by=store.by, whom=network or "", ranges=went)
    store.note("sent", entries=lines.entries, package=number, seal=seal)
    store.set_setting("packages_sent", str(number))
    store.set_setting("last_sent", datetime.now(UTC).isoformat(timespec="seconds"))
    store.set_setting("last_sent_file", path.name)
    return Sent(path, lines.entries, own.first, own.last)


def ranges_to_send(connection: Connection, hub: UUID | None, *, whole: bool) -> list[Range]:
    """Of every epoch that this hub's machines have had, what the lead has not said that it holds."""
    ours = [one for one in epochs(connection).values() if one.mine or one.hub in (None, hub)]
    ranges = [Range(one, 1 if whole else one.acknowledged + 1, one.highest) for one in ours]
    return [one for one in ranges if one.first <= one.last]


def _header(connection: Connection, hub: UUID, ranges: list[Range]) -> dict[str, Any]:
    known = epochs(connection)
    return {
        "hub": str(hub),
        "hub_name": _hub_field(connection, hub, "name"),
        "network": _hub_field(connection, hub, "network"),
        "recipient": "lead",
        "made_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "hubdesk": hubdesk.__version__,
        "schema": NEWEST,
        "epochs": {str(number): str(one.epoch) for number, one in known.items()},
        "seen": {str(number): one.highest for number, one in known.items()},
        "log": asdict(head(connection)),
        "ranges": [
            {"epoch": one.epoch.number, "from": one.first, "to": one.last, "previous": one.epoch.package_hash}
            for one in ranges
        ],
    }


class _Lines:
    """The body's lines, made while they are written; ``entries`` counts the changes among them."""

    def __init__(self, connection: Connection, ranges: list[Range], agreed: Agreed, progress: Progress) -> None:
        self._connection, self._ranges, self._progress = connection, ranges, progress
        self.entries = 0
        own = frozenset(one.epoch.number for one in ranges if one.epoch.mine)
        self._leaves = Leaves(connection, agreed, own)

    def __iter__(self) -> Iterator[str]:
        total, done = sum(one.last - one.first + 1 for one in self._ranges), 0
        for one in self._ranges:
            yield pack({"range": one.epoch.number})
            yield from self._seen(one)
            for start in range(one.first, one.last + 1, _CHUNK):
                self._progress.step(done, total)
                last = min(start + _CHUNK - 1, one.last)
                yield from self._entries(one.epoch.number, start, last)
                done += last - start + 1
        self._progress.step(total, total)

    def _seen(self, one: Range) -> Iterator[str]:
        marks = select(seen).where(seen.c.epoch == one.epoch.number, seen.c.after_seq >= one.first - 1)
        for mark in self._connection.execute(marks.order_by(seen.c.after_seq, seen.c.other)):
            yield pack({"seen": mark.other, "after": mark.after_seq, "up_to": mark.up_to})

    def _entries(self, epoch: int, first: int, last: int) -> Iterator[str]:
        ranged = (journal.c.epoch == epoch) & journal.c.seq.between(first, last)
        named = select(operation).where(operation.c.id.in_(select(journal.c.operation).where(ranged)))
        operations = {row.id: row for row in self._connection.execute(named)}
        told: UUID | None = None
        for entry in self._connection.execute(select(journal).where(ranged).order_by(journal.c.seq)):
            line = _entry_line(entry, self._leaves)
            if line is None:
                continue
            if entry.operation != told:
                told = entry.operation
                yield _operation_line(entry, operations.get(told), self._leaves)
            self.entries += 1
            yield line


def _operation_line(entry: Row[Any], named: Row[Any] | None, leaves: Leaves) -> str:
    line: dict[str, Any] = {"operation": str(entry.operation), "clock": entry.clock}
    if named is not None:
        line["title"] = leaves.title(named.id, named.title)
        if named.turn:
            line |= {"root": str(named.root), "turn": named.turn}
    return pack(line)


def _entry_line(entry: Row[Any], leaves: Leaves) -> str | None:
    """One change as JSON, without what stays at the hub; None when nothing of it leaves."""
    left = leaves.change(entry)
    if left is None:
        return None
    after, over = left
    return (
        f'{{"seq":{entry.seq},"kind":"{entry.kind}","record":"{entry.record}","action":"{entry.action}",'
        f'"after":{after},"over":{over}}}'
    )


def _hub_field(connection: Connection, hub: UUID, name: str) -> str | None:
    table = kind_named("hub").__table__
    value: str | None = connection.scalar(select(table.c[name]).where(table.c.id == hub))
    return value


def _free_path(folder: Path, name: str, number: int) -> Path:
    while True:
        path = folder / f"{package.beginning(name)}-{date.today().isoformat()}-{number:04}{SUFFIX}"
        if not path.exists():
            return path
        number += 1


def sentence_of(sent: Sent) -> str:
    """What was written, for the person who carries it."""
    return tr_many("{n} change is in {name}.", "{n} changes are in {name}.", sent.entries, name=sent.path.name)
