"""Undoing merged packages: what they brought leaves the journal, and every record stands as what is left of it says."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import chain
from typing import Final
from uuid import UUID

from sqlalchemy import Connection, Table, delete, func, or_, select, update

from hubdesk.access.rights import Deed
from hubdesk.base.errors import Refused
from hubdesk.base.progress import Progress
from hubdesk.base.words import tr
from hubdesk.store import Store
from hubdesk.store.bulk import delete_among
from hubdesk.store.own_epochs import stored_hub
from hubdesk.store.server_engines import LONG_PATIENCE
from hubdesk.store.tables import audit, device_epoch, erased, journal, row_clock
from hubdesk.store.tables_of_exchange import conflict, merged_package, seen, waiting
from hubdesk.store.taking_out import Ran, records_within, take_out
from hubdesk.sync.epochs import epochs, note_seen
from hubdesk.sync.merged import MergedPackage, read
from hubdesk.sync.rows import batches, known_kinds
from hubdesk.sync.settling import Settling
from hubdesk.sync.told import returned_here
from hubdesk.sync.totals import forget_told
from hubdesk.sync.unmerge_report import UnmergeReport
from hubdesk.sync.unsettled import UNSETTLED, set_aside
from hubdesk.sync.writing_rows import delete_rows

_LEFT: Final = ("sent", "returned", "copied")
"""Lines of the log that tell that others may know by now what this file knew."""


class _RehearsedError(Exception):
    """Takes a dry run out of its transaction."""

    def __init__(self, report: UnmergeReport) -> None:
        super().__init__()
        self.report = report


def package_named(store: Store, name: str) -> MergedPackage:
    """The package merged last from the file of this name, or with this id. Raises Refused when there is none."""
    with store.reading_plainly() as connection:
        rows = connection.execute(select(merged_package).order_by(merged_package.c.at.desc()))
        found = [one for one in map(read, rows) if name in (one.file, str(one.id))]
    if not found:
        raise Refused(tr("{name} was not merged here. “hubdesk packages” tells what was.", name=name))
    return next((one for one in found if one.ranges), found[0])


def undone_with(store: Store, package: UUID) -> list[MergedPackage]:
    """The package and those that go with it, because they follow on it; the one merged last first.

    Raises Refused when it is not among the merged ones any more, or brought nothing.
    """
    with store.reading_plainly() as connection:
        return _undone_with(connection, package)


def unmerge(
    store: Store, packages: Sequence[MergedPackage], progress: Progress | None = None, *, dry_run: bool = False
) -> UnmergeReport:
    """Undo what `undone_with` named. With ``dry_run`` the report is the same and nothing is changed.

    What was erased stays erased, and what was entered here since stays in the journal. Raises Refused when others would
    have to go with them by now, and Cancelled when asked to stop; then nothing is changed.
    """
    store.require(Deed.MERGE)
    steps = progress or Progress()
    with store.reading_plainly() as connection:
        anew = _known_elsewhere(connection, store.epoch, packages)
    if anew and not dry_run:
        # What is entered from now on is entered without these changes at hand, which nobody must think it had.
        store.begin_epoch()
    try:
        with store.writing_plainly(LONG_PATIENCE) as connection:
            run = _Unmerging(store, connection, packages)
            if not anew and _known_elsewhere(connection, store.epoch, packages):
                raise _meanwhile()
            report = run.run(steps)
            if dry_run:
                raise _RehearsedError(report)
    except _RehearsedError as rehearsed:
        return rehearsed.report
    store.tell(frozenset(run.touched.values()) & known_kinds())
    return report


class _Unmerging:
    """Runs once, inside its transaction."""

    def __init__(self, store: Store, connection: Connection, packages: Sequence[MergedPackage]) -> None:
        self._store, self._connection, self._packages = store, connection, packages
        self.touched: dict[UUID, str] = {}

    def run(self, progress: Progress) -> UnmergeReport:
        """Undo them, and tell what came of it."""
        connection, packages = self._connection, self._packages
        if {one.id for one in _undone_with(connection, packages[-1].id)} != {one.id for one in packages}:
            raise _meanwhile()
        of = _Theirs(connection)
        whole = of.from_there_on(packages)
        ranges = [*whole, *of.alone(packages)]
        self._refuse_told(ranges)
        self.touched = dict(records_within(connection, ranges))
        for gone in batches(list(self.touched)):
            for record in connection.scalars(select(erased.c.record).where(erased.c.record.in_(gone), erased.c.gone)):
                del self.touched[record]
        conflicts, waited = self._count(conflict), self._count(waiting)
        seals = sorted({one.seal for one in packages})
        take_out(connection, ranges, self._store.by, {"packages": seals}, progress)
        self._lower(whole)
        forget_told(connection, seals)
        connection.execute(delete(merged_package).where(merged_package.c.id.in_([one.id for one in packages])))
        left = self._clear()
        # Also those that are gone: what belonged to them waits from now on.
        set_aside(connection, self.touched, UNSETTLED)
        Settling(connection).settle()
        note_seen(connection, self._store.epoch)
        progress.step(1, 1)
        return UnmergeReport(
            tuple(one.file for one in packages),
            gone=len(self.touched) - len(left),
            changed=len(left),
            conflicts=max(0, conflicts - self._count(conflict)),
            waiting=max(0, self._count(waiting) - waited),
        )

    def _refuse_told(self, ranges: Sequence[Ran]) -> None:
        """What also came another way cannot be told apart from what these packages brought."""
        known, told = epochs(self._connection), returned_here(self._connection)
        if any(told.get(known[epoch].epoch, 0) >= first for epoch, first, _ in ranges):
            raise Refused(
                tr("The lead organisation or another computer brought some of this too, so it cannot be undone here.")
            )

    def _count(self, table: Table) -> int:
        return self._connection.scalar(select(func.count()).select_from(table)) or 0

    def _lower(self, ranges: Sequence[Ran]) -> None:
        """These epochs end before what was taken out, and nobody here knows what came after."""
        connection = self._connection
        gone = {one.id for one in self._packages}
        others = [one for one in map(read, connection.execute(select(merged_package))) if one.id not in gone]
        for number, first, _ in ranges:
            seals = [one.seal for one in others if any(n == number and last == first - 1 for n, _, last in one.ranges)]
            lowered = update(device_epoch).where(device_epoch.c.number == number)
            connection.execute(lowered.values(highest_seq=first - 1, package_hash=seals[0] if seals else None))
            own = (seen.c.epoch == self._store.epoch) & (seen.c.other == number) & (seen.c.up_to >= first)
            connection.execute(delete(seen).where(or_(own, (seen.c.epoch == number) & (seen.c.after_seq >= first))))

    def _clear(self) -> set[UUID]:
        """Take the records away with all that follows from their journal; those of which some of it is left."""
        connection, left = self._connection, set[UUID]()
        by_kind: dict[str, list[UUID]] = {}
        for record, kind in self.touched.items():
            by_kind.setdefault(kind, []).append(record)
        for kind, records in by_kind.items():
            for some in batches(records):
                left.update(connection.scalars(select(journal.c.record).where(journal.c.record.in_(some)).distinct()))
                for table in (row_clock, waiting, conflict):
                    delete_among(connection, table.c.record, some)
                if kind in known_kinds():
                    delete_rows(connection, kind, some)
        return left


def _meanwhile() -> Refused:
    return Refused(tr("Something was merged, undone or entered meanwhile, so nothing was undone. Open the page again."))


def _undone_with(connection: Connection, package: UUID) -> list[MergedPackage]:
    rows = connection.execute(select(merged_package).order_by(merged_package.c.at.desc(), merged_package.c.id))
    merged, of = [read(row) for row in rows], _Theirs(connection)
    asked = next((one for one in merged if one.id == package), None)
    if asked is None:
        raise Refused(tr("This package was undone already. Open the page again."))
    if not of.ranges(asked):
        raise Refused(tr("{file} brought nothing new, so there is nothing to undo.", file=asked.file))
    taken = {asked.id: asked}
    while True:
        lowest = of.lowest(taken.values())
        more = [
            one
            for one in merged
            if one.id not in taken and any(lowest.get(epoch, last + 1) <= last for epoch, _, last in of.whole(one))
        ]
        if not more:
            # The one that was asked for last: every other follows on it.
            return [one for one in merged if one.id in taken and one is not asked] + [asked]
        taken |= {one.id: one for one in more}


class _Theirs:
    """What packages brought of other hubs; what they brought back of this file's own stays."""

    def __init__(self, connection: Connection) -> None:
        hub = stored_hub(connection)
        self._highest = {n: one.highest for n, one in epochs(connection).items() if not (one.mine or one.hub == hub)}

    def ranges(self, package: MergedPackage) -> list[Ran]:
        """All of it."""
        return [one for one in package.ranges if one[0] in self._highest]

    def whole(self, package: MergedPackage) -> list[Ran]:
        """What does not stand alone: nothing before it, up to the first change of its epoch, is missing."""
        return [one for one in self.ranges(package) if one[1] <= self._highest[one[0]]]

    def lowest(self, packages: Iterable[MergedPackage]) -> dict[int, int]:
        """Of each epoch, where the first of what does not stand alone begins."""
        lowest: dict[int, int] = {}
        for epoch, first, _ in chain.from_iterable(map(self.whole, packages)):
            lowest[epoch] = min(first, lowest.get(epoch, first))
        return lowest

    def alone(self, packages: Iterable[MergedPackage]) -> list[Ran]:
        """What came singly, ahead of what its epoch holds whole: runs of neighbours."""
        runs: list[Ran] = []
        single = [one for package in packages for one in self.ranges(package) if one[1] > self._highest[one[0]]]
        for epoch, first, last in sorted(single):
            if runs and runs[-1][0] == epoch and runs[-1][2] + 1 >= first:
                runs[-1] = (epoch, runs[-1][1], max(last, runs[-1][2]))
            else:
                runs.append((epoch, first, last))
        return runs

    def from_there_on(self, packages: Iterable[MergedPackage]) -> list[Ran]:
        """Of each epoch that they brought some of, all from there on up to where it is whole."""
        return [(epoch, first, self._highest[epoch]) for epoch, first in sorted(self.lowest(packages).items())]


def _known_elsewhere(connection: Connection, own: int, packages: Sequence[MergedPackage]) -> bool:
    """Whether something was entered here with what they brought at hand, or left, so that others know of it."""
    held, of = epochs(connection)[own].highest, _Theirs(connection)
    for epoch, first, _ in [*of.from_there_on(packages), *of.alone(packages)]:
        mine = (seen.c.epoch == own) & (seen.c.other == epoch) & (seen.c.up_to >= first)
        if connection.scalar(select(func.count()).select_from(seen).where(mine, seen.c.after_seq < held)):
            return True
        line = select(journal.c.line).where(journal.c.epoch == epoch, journal.c.seq >= first)
        came = connection.scalar(line.order_by(journal.c.seq).limit(1)) or 0
        if connection.scalar(select(audit.c.seq).where(audit.c.seq > came, audit.c.what.in_(_LEFT)).limit(1)):
            return True
    return False
