"""One merge, inside its transaction: every file, then what waited for them, then how all that was touched stands."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Connection, Row
from sqlalchemy.exc import OperationalError

from hubdesk.base.errors import FileTrouble, Refused
from hubdesk.base.progress import Progress
from hubdesk.base.spelt import spelt
from hubdesk.store import Store
from hubdesk.store.chain import append, next_line
from hubdesk.store.digests import Covered
from hubdesk.store.erasing import erase, tombstones
from hubdesk.store.server_engines import count_anew
from hubdesk.store.what_stays import Tombstone
from hubdesk.sync import aside, package, totals
from hubdesk.sync.apart import Apart, ApartError, forked
from hubdesk.sync.applying import Applying, ClockAheadError
from hubdesk.sync.beside import take_beside
from hubdesk.sync.correspondents import post_of
from hubdesk.sync.database_thread import DatabaseThread
from hubdesk.sync.epochs import epochs, moved, note_seen
from hubdesk.sync.erasures import take_erasures
from hubdesk.sync.forks import ForkedError, compared
from hubdesk.sync.heads import keep_head
from hubdesk.sync.merge_report import FileReport, MergeReport
from hubdesk.sync.merged import keep_counts, keep_merged, keep_refusal
from hubdesk.sync.package_body import UNREADABLE, damaged
from hubdesk.sync.proofs import PROOFS, proven
from hubdesk.sync.ranges import Range, by_range, fresh, most_known, whole_to
from hubdesk.sync.rule_check import broken_rules
from hubdesk.sync.settling import Settling
from hubdesk.sync.taken import Taken
from hubdesk.sync.taking_in import Missing
from hubdesk.sync.told import keep_brought
from hubdesk.sync.touched import Touched
from hubdesk.sync.unsettled import waiting_now
from hubdesk.sync.whose import hub_name_of, hub_of, named
from hubdesk.sync.wrong_clock import latest_allowed

_MUCH: Final = 2000
"""Records from which on a merge changes what a server has to know of its own tables."""

_ANY: Final = 2**62
"""No clock reads more: that of a package which a person has let in."""


class Merging:
    """Runs once; ``apart`` holds the files that an earlier run found it cannot apply, ``checked`` some that are known whole."""

    def __init__(
        self,
        store: Store,
        progress: Progress,
        apart: dict[Path | UUID, Apart],
        checked: Mapping[Path, package.Checked],
    ) -> None:
        self._store, self._progress, self._apart, self._known = store, progress, apart, checked
        self._steps, self._post = progress, post_of(store)
        self._database, self._latest = DatabaseThread(), latest_allowed()
        self._let_in: set[Path | UUID] = set()
        self._line, self._covered = 0, Covered()
        self._singly: set[int] = set()
        self.touched = Touched()
        self.erased: frozenset[str] = frozenset()
        self._files: list[FileReport] = []
        self._taken: list[Taken] = []

    def run(self, connection: Connection, paths: Sequence[Path], approved: Collection[str]) -> MergeReport:
        """Take in these files, and those in quarantine with the seals ``approved``."""
        self._end_line(connection)
        self.touched.since = self._line
        aside.approve(connection, approved)
        for number, path in enumerate(paths):
            if len(paths) > 1:
                self._steps = self._progress.share(100 * number // len(paths), 100 * (number + 1) // len(paths))
                self._steps.step(0, 1)
            self._file(connection, path)
        self._steps = self._progress
        self._fill_gaps(connection)
        settling = Settling(connection)
        settling.settle()
        note_seen(connection, self._store.epoch)
        totals.drop_ended(connection, date.today())
        self._count_conflicts(settling.disagreements)
        self._write_down(connection)
        for number, taken in enumerate(self._taken):
            if taken.kept is not None:
                said = self._files[number]
                keep_counts(connection, taken.kept, said.new, said.changed, said.conflicts)
        if sum(said.new + said.changed for said in self._files) > _MUCH:
            count_anew(connection)
        problems = broken_rules(connection, self.touched)
        return MergeReport(tuple(self._files), waiting_now(connection), problems, bool(self.erased))

    def _erase(self, connection: Connection, stones: list[Tombstone]) -> frozenset[str]:
        """Erase under a line of the log of its own; what is taken in after it stands under the next one."""
        known = tombstones(connection, [one.record for one in stones])
        if len(known) == len(stones):
            return frozenset()
        self._end_line(connection)
        changed = erase(connection, stones, self._store.by, "elsewhere")
        self._line = next_line(connection)
        return changed

    def _end_line(self, connection: Connection) -> None:
        if self._covered.changes or self._covered.operations:
            append(connection, "merged", self._store.by, self._covered.counts(), self._covered.hash(), self._line)
        self._line, self._covered, self._singly = next_line(connection), Covered(), set()

    def _write_down(self, connection: Connection) -> None:
        about = {"files": len(self._files), "refused": sum(1 for one in self._files if one.refused)}
        covered = self._covered
        append(connection, "merged", self._store.by, about | covered.counts(), covered.hash(), self._line)

    def _file(self, connection: Connection, path: Path) -> None:
        try:
            checked = self._known.get(path) or package.check(
                package.opener(path), package.CHANGES, self._post, self._progress
            )
        except FileTrouble:
            raise
        except Refused as refused:
            self._refuse(connection, FileReport(spelt(path.name), "", refused=refused.sentence))
        except OSError:
            self._refuse(connection, FileReport(spelt(path.name), "", refused=damaged().sentence))
        else:
            self._checked(connection, checked, path, spelt(path.name))

    def _checked(self, connection: Connection, checked: package.Checked, file: Path | UUID, name: str) -> None:
        """Take in a file that is whole, or say why not."""
        hub = hub_name_of(checked)
        try:
            taken = self._take(connection, checked, file, name)
        except FileTrouble:
            raise
        except Refused as refused:
            forked = self._apart[file].forked if file in self._apart else 0
            self._refuse(connection, FileReport(name, hub, refused=refused.sentence, forked=forked), hub_of(checked))
            return
        if not taken.ahead and (taken.ranges or not taken.missing):
            taken.kept = keep_merged(connection, checked, name, hub, self._store.by, taken.ranges)
        self._files.append(taken.report(name, hub))
        self._taken.append(taken)

    def _refuse(self, connection: Connection, said: FileReport, hub: UUID | None = None) -> None:
        keep_refusal(connection, said.name, said.refused, hub)
        self._files.append(said)
        self._taken.append(Taken())

    def _take(self, connection: Connection, checked: package.Checked, file: Path | UUID, name: str) -> Taken:
        """Apply what is new in a file. Raises Refused when it is known that it cannot be."""
        apart = self._apart.get(file)
        try:
            if apart is not None:
                return self._set_apart(connection, checked, apart, name)
            taken = self._apply(connection, checked, file)
            for one in taken.parked:
                aside.put_aside(connection, one, checked, self._post.own, name, hub_name_of(checked))
        except (FileTrouble, OperationalError):
            raise  # the disk or the server, not the file
        except ClockAheadError as ahead:
            raise ApartError(file, Apart(clock=ahead.clock)) from None
        except ForkedError as fork:
            raise ApartError(file, Apart(forked=fork.seq)) from None
        except (Refused, *UNREADABLE) as reason:
            if apart is not None and (apart.forked or apart.refused):
                raise
            said = reason if isinstance(reason, Refused) else damaged()
            raise ApartError(file, Apart(refused=said.sentence)) from None
        self.touched.add(taken.touched)
        return taken

    def _set_apart(self, connection: Connection, checked: package.Checked, apart: Apart, name: str) -> Taken:
        if apart.forked:
            raise forked(hub_name_of(checked), apart.forked)
        if apart.refused:
            raise Refused(apart.refused)
        header = checked.header
        for one in header["ranges"]:
            said = int(one["epoch"])
            # Single changes follow nothing that they would have to wait for.
            first = int(one["from"]) if whole_to(one) == int(one["to"]) else 0
            whole = Range(said, UUID(header["epochs"][str(said)]), 0, first, int(one["to"]))
            aside.put_aside(connection, whole, checked, self._post.own, name, hub_name_of(checked), clock=apart.clock)
        return Taken(ahead=apart.clock)

    def _apply(self, connection: Connection, checked: package.Checked, file: Path | UUID) -> Taken:
        header, taken = checked.header, Taken()
        hub, back, names, numbers = named(connection, header, self._store)
        known = epochs(connection)
        held = {number: one.highest for number, one in known.items()}
        own_work = proven(self._post.own.public, header.get(PROOFS))
        most = most_known(header, numbers, next(one for one in known.values() if one.mine))
        touched = Touched(since=self.touched.since)
        ranges = {int(one["epoch"]): one for one in header["ranges"]}
        erased, rest = take_erasures(package.lines(checked, self._progress), partial(self._erase, connection))
        self.erased |= erased
        beside, rest = take_beside(rest, totals.NAME)
        if self._singly.intersection(numbers[said] for said in ranges):
            # A line of the log covers the changes of an epoch in the order of their numbers.
            self._end_line(connection)
        steps, latest, total = self._steps, self._latest, int(checked.end["lines"])
        if file in self._let_in:
            latest = _ANY
        applying = Applying(
            connection, self._database, numbers, steps, total, touched, self._line, self._covered, latest
        )
        for said, lines in by_range(rest):
            one = Range(said, names[said], numbers[said], int(ranges[said]["from"]), int(ranges[said]["to"]))
            if said in back and one.last > own_work.get(one.epoch, 0):
                taken.unproven = True
                continue
            taken.numbers.add(one.number)
            highest = held[one.number]
            if said in back or whole_to(ranges[said]) < one.last:
                # What this file made itself and lost, or what leaves though no record does: only a part of that epoch, so
                # nothing is said of how far it goes.
                missing = Missing(connection, one, numbers, lambda line: line, highest if said in back else 0)
                applying.take(one.number, missing.of(lines), one_by_one=True)
                taken.ranges += [(one.number, seq, seq) for seq in missing.found]
                self._singly.add(one.number)
                if said in back:
                    keep_brought(connection, str(hub), {one.epoch: one.last})
                continue
            if one.first > highest + 1:
                taken.missing.append((highest + 1, one.first - 1))
                taken.parked.append(one)
                taken.behind = taken.behind or aside.in_quarantine(connection, one.epoch)
                continue
            same = compared(connection, one.epoch, one.number, highest, lines, self._database.rest)
            new = fresh(connection, one, highest, same, numbers, taken.touched, most, self._database.rest)
            applying.take(one.number, new)
            if one.last > highest:
                moved(connection, one.number, one.last, checked.seal)
                held[one.number] = one.last
                taken.ranges.append((one.number, highest + 1, one.last))
        keep_head(connection, hub, header)
        taken.totals = self._tell(connection, checked, beside, file)
        unchanged = taken.touched.unchanged
        taken.touched = applying.touched
        taken.touched.unchanged = unchanged
        return taken

    def _fill_gaps(self, connection: Connection) -> None:
        """Apply packages put aside whose turn it is, as long as there are any; those that are here by now are dropped."""
        while (row := aside.ready(connection)) is not None:
            apart, here = self._apart.get(row.id), aside.is_here(connection, row)
            if apart is not None and apart.clock and not here:
                aside.hold_back(connection, row, apart.clock)
                continue
            if row.reason == aside.APPROVED:
                self._let_in.add(row.id)
            with aside.taken_out(connection, row, self._database.rest) as source:
                self._waited(connection, row, source, here=here)

    def _waited(self, connection: Connection, row: Row[Any], source: package.Source, *, here: bool) -> None:
        """Take in a package that was put aside; of one whose changes are here by now, only what else it tells."""
        try:
            checked = package.check(source, package.CHANGES, replace(self._post, from_itself=True), self._progress)
        except FileTrouble:
            raise
        except Refused as refused:
            if not here:
                said = FileReport(row.file or row.hub, row.hub, refused=refused.sentence)
                self._refuse(connection, said, row.hub_id)
            return
        if not here:
            self._checked(connection, checked, row.id, row.file or row.hub)
            return
        with suppress(Refused, *UNREADABLE):
            _, rest = take_erasures(package.lines(checked), lambda _: frozenset())
            self._tell(connection, checked, take_beside(rest, totals.NAME)[0], row.id)

    def _tell(
        self, connection: Connection, checked: package.Checked, beside: dict[str, Any] | None, file: Path | UUID
    ) -> date | None:
        """Keep what a package says besides changes, as `totals.take_in`; no hub's own counts for itself."""
        own, let_in = self._store.hub_id, file in self._let_in
        return totals.take_in(connection, checked, beside, own, date.today(), let_in=let_in)

    def _count_conflicts(self, disagreements: Mapping[frozenset[int], int]) -> None:
        """Tell new conflicts, counted by the epochs of their values, with the last file that brought one of the two."""
        for epochs_of, count in disagreements.items():
            for number, one in reversed(list(enumerate(self._files))):
                if epochs_of & self._taken[number].numbers:
                    self._files[number] = replace(one, conflicts=one.conflicts + count)
                    break
