"""Packages taken in: each file checked whole, then everything in one transaction, then told in plain words."""

from __future__ import annotations

import io
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import Final
from uuid import UUID, uuid5

from sqlalchemy import Connection, delete, insert, select
from sqlalchemy.exc import DBAPIError, OperationalError

from hubdesk.access.rights import Deed
from hubdesk.base.errors import FileTrouble, Refused
from hubdesk.base.progress import Progress
from hubdesk.fields.text_types import tidy
from hubdesk.store import Store
from hubdesk.store.chain import append, next_line
from hubdesk.store.digests import Covered
from hubdesk.store.erasing import erase, tombstones
from hubdesk.store.server_engines import LONG_PATIENCE
from hubdesk.store.tables import conflict, parked, waiting
from hubdesk.store.what_stays import Tombstone
from hubdesk.sync import package
from hubdesk.sync.applying import Applying, Touched
from hubdesk.sync.epochs import epochs, moved, note_seen, number_of
from hubdesk.sync.erasures import Sieve, take_erasures
from hubdesk.sync.heads import keep_head
from hubdesk.sync.merge_report import FileReport, MergeReport, Waiting
from hubdesk.sync.ranges import Range, by_range, fresh
from hubdesk.sync.rows import known_kinds
from hubdesk.sync.rule_check import broken_rules
from hubdesk.sync.settling import Settling

_UNREADABLE: Final = (KeyError, TypeError, ValueError, OverflowError, AttributeError, IndexError, DBAPIError)
"""What a file with a right seal and senseless content can cause."""

_LONGEST_NAME: Final = 200


class _SenselessError(Exception):
    """A whole file that cannot be applied: the merge begins again without it.

    A savepoint for each file would do, but within one SQLite's text index writes itself out at every statement.
    """

    def __init__(self, file: Path | UUID) -> None:
        super().__init__()
        self.file = file


@dataclass
class _Taken:
    touched: Touched = field(default_factory=Touched)
    missing: list[tuple[int, int]] = field(default_factory=list)
    parked: list[Range] = field(default_factory=list)
    numbers: set[int] = field(default_factory=set)


def merge_packages(store: Store, paths: Sequence[Path], progress: Progress | None = None) -> MergeReport:
    """Take in packages of any hubs in any order; a file that is refused is listed with the reason and leaves no trace.

    Raises Cancelled when asked to stop; then nothing of any file is kept.
    """
    store.require(Deed.MERGE)
    _begin_anew_after_restoring(store, paths)
    senseless: set[Path | UUID] = set()
    while True:
        merge = _Merge(store, progress or Progress(), senseless)
        try:
            with store.writing_plainly(LONG_PATIENCE) as connection:
                report = merge.run(connection, paths)
        except _SenselessError as found:
            senseless.add(found.file)
        else:
            break
    store.clock.fold(merge.touched.clock)
    report = replace(report, problems=broken_rules(store, merge.touched))
    if merge.erased:
        store.note_erasures()
    if merge.touched.records or merge.erased:
        store.tell((frozenset(merge.touched.records.values()) | merge.erased) & known_kinds())
    return report


def network_of(paths: Sequence[Path]) -> str:
    """The network that the hubs' packages say they belong to, by the first that says it; empty when none does."""
    for path in paths:
        with suppress(Refused, OSError):
            named = package.check(_opener(path), package.CHANGES).header.get("network")
            if named:
                return str(named)
    return ""


def _opener(path: Path) -> package.Source:
    return lambda: path.open("rb")


def _begin_anew_after_restoring(store: Store, paths: Sequence[Path]) -> None:
    """Others know changes of this file's own epoch that it does not know: it was brought back from a backup."""
    with store.reading_plainly() as connection:
        mine = next(one for one in epochs(connection).values() if one.mine)
    for path in paths:
        try:
            header = package.check(_opener(path), package.CHANGES).header
            own = [said for said, epoch in header["epochs"].items() if epoch == str(mine.epoch)]
            lasts = [int(one["to"]) for one in header["ranges"] if str(one["epoch"]) in own]
        except (Refused, *_UNREADABLE):
            continue
        if any(last > mine.highest for last in lasts):
            store.begin_epoch()
            return


class _Merge:
    def __init__(self, store: Store, progress: Progress, senseless: set[Path | UUID]) -> None:
        self._store, self._progress, self._senseless = store, progress, senseless
        self.touched = Touched()
        self.erased: frozenset[str] = frozenset()
        self._files: list[FileReport] = []
        self._taken: list[_Taken] = []

    def run(self, connection: Connection, paths: Sequence[Path]) -> MergeReport:
        before = set(connection.scalars(select(conflict.c.id)))
        self._line, self._covered = next_line(connection), Covered()
        for path in paths:
            self._file(connection, path)
        filled = self._fill_gaps(connection)
        Settling(connection, self.touched).settle()
        note_seen(connection, self._store.epoch)
        self._write_down(connection)
        self._count_conflicts(connection, before)
        left = tuple(Waiting(row.kind, row.record, row.reason) for row in connection.execute(select(waiting)))
        return MergeReport((*self._files, *filled), left)

    def _erase(self, connection: Connection, stones: list[Tombstone]) -> frozenset[str]:
        """Erase under a line of the log of its own; what is taken in after it stands under the next one."""
        known = tombstones(connection, [one.record for one in stones])
        if len(known) == len(stones):
            return frozenset()
        if self._covered.changes or self._covered.operations:
            append(connection, "merged", self._store.by, self._covered.counts(), self._covered.hash(), self._line)
        changed = erase(connection, stones, self._store.by, "elsewhere")
        self._line, self._covered = next_line(connection), Covered()
        return changed

    def _write_down(self, connection: Connection) -> None:
        about = {"files": len(self._files), "refused": sum(1 for one in self._files if one.refused)}
        covered = self._covered
        append(connection, "merged", self._store.by, about | covered.counts(), covered.hash(), self._line)

    def _file(self, connection: Connection, path: Path) -> None:
        try:
            checked = package.check(_opener(path), package.CHANGES)
            taken = self._take(connection, checked, path)
        except FileTrouble:
            raise
        except Refused as refused:
            self._files.append(FileReport(path.name, "", refused=refused.sentence))
            self._taken.append(_Taken())
        except OSError:
            self._files.append(FileReport(path.name, "", refused=package.damaged().sentence))
            self._taken.append(_Taken())
        else:
            self._files.append(_report(path.name, checked, taken))
            self._taken.append(taken)

    def _take(self, connection: Connection, checked: package.Checked, file: Path | UUID) -> _Taken:
        """Apply what is new in a file. Raises Refused when its content is known to make no sense."""
        if file in self._senseless:
            raise package.damaged()
        try:
            taken = self._apply(connection, checked)
            for one in taken.parked:
                _park(connection, one, checked)
        except (FileTrouble, OperationalError):
            raise  # the disk or the server, not the file
        except (Refused, *_UNREADABLE):
            raise _SenselessError(file) from None
        self.touched.add(taken.touched)
        return taken

    def _apply(self, connection: Connection, checked: package.Checked) -> _Taken:
        header, taken = checked.header, _Taken()
        hub = UUID(header["hub"])
        sending = {one["epoch"] for one in header["ranges"]}
        names = {int(said): UUID(epoch) for said, epoch in header["epochs"].items()}
        numbers = {
            said: number_of(connection, epoch, hub if said in sending else None) for said, epoch in names.items()
        }
        held = {number: one.highest for number, one in epochs(connection).items()}
        touched = Touched(begun=self.touched.begun)
        ranges = {one["epoch"]: one for one in header["ranges"]}
        erased, rest = take_erasures(package.lines(checked), partial(self._erase, connection))
        self.erased |= erased
        applying = Applying(
            connection, numbers, self._progress, int(checked.end["lines"]), touched, self._line, self._covered
        )
        for said, lines in by_range(rest):
            one = Range(said, names[said], numbers[said], int(ranges[said]["from"]), int(ranges[said]["to"]))
            taken.numbers.add(one.number)
            highest = held[one.number]
            if one.first > highest + 1:
                taken.missing.append((highest + 1, one.first - 1))
                taken.parked.append(one)
                continue
            applying.take(one.number, fresh(connection, one, highest, lines, numbers, taken.touched))
            if one.last > highest:
                moved(connection, one.number, one.last, checked.seal)
                held[one.number] = one.last
        keep_head(connection, hub, header)
        unchanged = taken.touched.unchanged
        taken.touched = applying.touched
        taken.touched.unchanged = unchanged
        return taken

    def _fill_gaps(self, connection: Connection) -> list[FileReport]:
        """Apply parked files whose gap is filled, as long as there are any; those that are here by now are dropped."""
        reports: list[FileReport] = []
        while True:
            held = {one.epoch: one.highest for one in epochs(connection).values()}
            waits = connection.execute(
                select(parked.c.id, parked.c.epoch, parked.c.hub, parked.c.from_seq, parked.c.to_seq).order_by(
                    parked.c.epoch, parked.c.from_seq
                )
            ).all()
            ready = next((row for row in waits if row.from_seq <= held.get(row.epoch, 0) + 1), None)
            if ready is None:
                return reports
            whole = connection.scalar(select(parked.c.package).where(parked.c.id == ready.id)) or b""
            connection.execute(delete(parked).where(parked.c.id == ready.id))
            if ready.to_seq > held.get(ready.epoch, 0):
                try:
                    checked = package.check(partial(io.BytesIO, whole), package.CHANGES)
                    reports.append(_report(ready.hub, checked, self._take(connection, checked, ready.id)))
                except FileTrouble:
                    raise
                except Refused as refused:
                    reports.append(FileReport(ready.hub, ready.hub, refused=refused.sentence))

    def _count_conflicts(self, connection: Connection, before: set[UUID]) -> None:
        """Tell new conflicts with the last file that brought one of the two values."""
        for row in connection.execute(select(conflict)):
            if row.id in before:
                continue
            dots = {row.kept_epoch, row.other_epoch}
            for number, one in reversed(list(enumerate(self._files))):
                if dots & self._taken[number].numbers:
                    self._files[number] = replace(one, conflicts=one.conflicts + 1)
                    break


def _park(connection: Connection, one: Range, checked: package.Checked) -> None:
    same = (parked.c.epoch == one.epoch) & (parked.c.from_seq == one.first) & (parked.c.to_seq == one.last)
    if connection.scalar(select(parked.c.id).where(same)) is None:
        row = {
            "id": uuid5(one.epoch, f"{one.first} {one.last}"),
            "epoch": one.epoch,
            "hub": _hub_name(checked),
            "from_seq": one.first,
            "to_seq": one.last,
        }
        sieve = Sieve(connection)
        with checked.source() as opened:
            held = opened.read() if sieve.lets_all_through else b""
        held = held or package.written_anew(checked, sieve.lines(package.lines(checked)))
        connection.execute(insert(parked).values(**row, package=held))


def _hub_name(checked: package.Checked) -> str:
    return tidy(str(checked.header.get("hub_name") or ""))[:_LONGEST_NAME]


def _report(name: str, checked: package.Checked, taken: _Taken) -> FileReport:
    got = taken.touched
    return FileReport(name, _hub_name(checked), got.new, got.changed, got.unchanged, missing=tuple(taken.missing))
