"""One file of the lead, or of another machine of this hub, taken in within a transaction: what is not here yet, and how it stands then."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Connection, update

from hubdesk.base.errors import Refused
from hubdesk.base.progress import Progress
from hubdesk.base.words import tr
from hubdesk.store import Store
from hubdesk.store.chain import append, next_line
from hubdesk.store.clock import PULLED, reading_at
from hubdesk.store.digests import Covered
from hubdesk.store.erasing import erase
from hubdesk.store.tables import device_epoch
from hubdesk.store.what_stays import Tombstone
from hubdesk.sync import package
from hubdesk.sync.applying import Applying
from hubdesk.sync.beside import take_beside
from hubdesk.sync.database_thread import DatabaseThread
from hubdesk.sync.epochs import Epoch, epochs, keep_seen, moved, note_seen, numbers_of
from hubdesk.sync.erasures import take_erasures
from hubdesk.sync.forks import ForkedError, differs, held_under
from hubdesk.sync.in_part import make_room, note_in_part
from hubdesk.sync.merge_report import RuleProblem, Waiting
from hubdesk.sync.ranges import AT_ONCE, Range, by_range, mark_of, whole_to
from hubdesk.sync.rows import known_kinds
from hubdesk.sync.rule_check import broken_rules
from hubdesk.sync.settling import Settling
from hubdesk.sync.told import keep_returned, returned_here
from hubdesk.sync.touched import Touched
from hubdesk.sync.unsettled import waiting_now
from hubdesk.sync.weight import HEAVIEST, weight_of

_LATEST: Final = 2**62

Change = Callable[[dict[str, Any]], dict[str, Any]]


@dataclass
class TakenIn:
    """What came. line: the log's line that covers it; erased: kinds of which somebody was erased; gaps: by epoch number, what is missing before it."""

    touched: Touched
    line: int = 0
    conflicts: int = 0
    erased: frozenset[str] = frozenset()
    gaps: dict[int, tuple[int, int]] = field(default_factory=dict)
    own_again: int = 0
    """Changes of this hub's own that this file had lost."""
    tombstones: int = 0
    """Of how many records it told that they are erased, new here or not."""
    waiting: tuple[Waiting, ...] = ()
    problems: tuple[RuleProblem, ...] = ()
    """What breaks a rule here now, though it broke none where it was entered."""


def take_in(
    store: Store,
    connection: Connection,
    checked: package.Checked,
    progress: Progress,
    *,
    everything: bool,
    as_kept: Change = lambda line: line,
) -> TakenIn:
    """Take in what is not here yet. everything: also what never leaves the hub; ``as_kept`` may change a change's line.

    A range that begins after a gap is taken in as far as it goes and counts as missing, so that it comes again. Changes of a
    clock that ran far ahead come in with the others: a person at the other end has let them in.
    """
    header = checked.header
    hubs = {int(said): UUID(home) for said, home in header["homes"].items() if home}
    names = {int(said): UUID(epoch) for said, epoch in header["epochs"].items()}
    unknown: dict[UUID, UUID | None] = dict.fromkeys(names.values())
    given = numbers_of(connection, unknown | {names[said]: hub for said, hub in hubs.items() if said in names})
    numbers = {said: given[epoch] for said, epoch in names.items()}
    told = 0

    def also_erase(stones: list[Tombstone]) -> frozenset[str]:
        nonlocal told
        told += len({one.record for one in stones})
        return erase(connection, stones, store.by, "elsewhere")

    erased, rest = take_erasures(package.lines(checked, progress), also_erase)
    _, rest = take_beside(rest)
    theirs = make_room(connection, checked, numbers, store.by, progress.silent()) if everything else {}
    line = next_line(connection)
    taken = TakenIn(Touched(since=line), line, erased=erased, tombstones=told)
    covered, total = Covered(), int(checked.end["lines"])
    applying = Applying(
        connection,
        DatabaseThread(),
        numbers,
        progress,
        total,
        taken.touched,
        taken.line,
        covered,
        _LATEST,
        everything=everything,
    )
    ranges = {int(one["epoch"]): one for one in header["ranges"]}
    parts: dict[UUID, list[int]] = {}
    held, returned = epochs(connection), returned_here(connection)
    for said, lines in by_range(rest):
        one = Range(said, names[said], numbers[said], int(ranges[said]["from"]), int(ranges[said]["to"]))
        known = held[one.number]
        ours = known.mine or known.hub == store.hub_id
        missing = Missing(connection, one, numbers, as_kept, own=ours)
        applying.take(one.number, missing.of(lines), one_by_one=True)
        if ours:
            taken.own_again += len(missing.found)
            if not everything or one.epoch in theirs:
                parts[one.epoch] = [*missing.found, *_passed_over(known, one, whole_to(ranges[said]))]
            if missing.found and not (everything and applying.keeps_all):
                # What never leaves the hub does not come back either, nor who was erased: this epoch is not whole any more.
                not_whole = update(device_epoch).where(device_epoch.c.number == one.number)
                connection.execute(not_whole.values(machine=""))
            if one.first > known.highest + 1:
                taken.gaps[one.number] = (known.highest + 1, one.first - 1)
            elif whole_to(ranges[said]) > known.highest:
                moved(connection, one.number, whole_to(ranges[said]), checked.seal)
        elif one.first <= max(known.highest, returned.get(one.epoch, 0)) + 1:
            returned[one.epoch] = max(whole_to(ranges[said]), returned.get(one.epoch, 0))
        else:
            taken.gaps[one.number] = (returned.get(one.epoch, 0) + 1, one.first - 1)
    note_in_part(connection, parts)
    keep_returned(connection, returned)
    settling = Settling(connection)
    settling.settle()
    note_seen(connection, store.epoch, {held[n].number: returned.get(held[n].epoch, 0) for n in held})
    taken.conflicts = settling.disagreements.total()
    taken.waiting, taken.problems = waiting_now(connection), broken_rules(connection, taken.touched)
    append(connection, "received", store.by, covered.counts(), covered.hash(), taken.line)
    return taken


def _passed_over(known: Epoch, one: Range, whole: int) -> Iterator[int]:
    """The first and the last number by which a range goes further than what is here.

    Of what was held back where it comes from, nothing tells that there ever was anything under its number.
    """
    if one.first <= known.highest + 1 <= whole:
        yield from (known.highest + 1, whole)


def begin_anew_where_others_know_more(store: Store, header: dict[str, Any]) -> bool:
    """Others know changes of this file's own epoch that it does not know: it was brought back from a backup, by hand."""
    with store.reading_plainly() as connection:
        mine = next(one for one in epochs(connection).values() if one.mine)
    known = [int(seq) for epoch, seq in (header.get("holds") or {}).items() if UUID(epoch) == mine.epoch]
    said = {int(number) for number, epoch in header["epochs"].items() if UUID(epoch) == mine.epoch}
    known += [int(one["to"]) for one in header["ranges"] if int(one["epoch"]) in said]
    known += [int(seq) for number, seq in (header.get("seen") or {}).items() if int(number) in said]
    if any(seq > mine.highest for seq in known):
        store.begin_epoch()
        return True
    return False


def copied(fork: ForkedError) -> Refused:
    """What is said where the lead, or the other computer, has another change under a number of this hub's own."""
    return Refused(
        tr(
            "This hub’s file was copied, and both copies went on: number {seq} stands for two different changes, so nothing was taken in. Go on in the copy whose packages the lead organisation has, and enter there what only this one has.",
            seq=fork.seq,
        )
    )


def note_taken(store: Store, touched: Touched, erased: frozenset[str]) -> None:
    """What follows once it is committed: the clock, the traces of whom it erased, and who shows what has changed."""
    # A clock that runs far ahead was let in by a person; what is done here from now on need not run ahead with it.
    store.clock.fold(min(touched.clock, reading_at(datetime.now(UTC) + PULLED)))
    if erased:
        store.note_erasures()
    # Also where no record has changed: totals, values that lost and packages put aside are shown too.
    store.tell(known_kinds() & (touched.kinds | erased))


class Missing:
    """Of a range's lines those that are not here; what the machine knew is kept on the way.

    known: up to where this file made the changes itself, and needs nobody to tell what it knew. own: they are of its own
    hub, so what is here under the same number must be the same: `of` raises ForkedError where it is not.
    """

    def __init__(
        self,
        connection: Connection,
        one: Range,
        numbers: dict[int, int],
        as_kept: Change,
        known: int = 0,
        *,
        own: bool = False,
    ) -> None:
        self._connection, self._one, self._numbers, self._as_kept = connection, one, numbers, as_kept
        self._known, self._own = known, own
        self._named: dict[str, Any] = {}
        self.found: list[int] = []

    def of(self, lines: Iterator[dict[str, Any]]) -> Iterator[dict[str, Any]]:
        waiting: list[dict[str, Any]] = []
        marks: list[dict[str, int]] = []
        held = 0
        for line in lines:
            if marks and ("seen" not in line or len(marks) >= AT_ONCE):
                keep_seen(self._connection, marks)
                marks = []
            if "seen" in line:
                mark = mark_of(line, self._one, self._numbers)
                if mark["after_seq"] >= self._known:
                    marks.append(mark)
                continue
            waiting.append(line)
            held += weight_of(line)
            if len(waiting) >= AT_ONCE or held >= HEAVIEST:
                yield from self._absent(waiting)
                waiting, held = [], 0
        keep_seen(self._connection, marks)
        yield from self._absent(waiting)

    def _absent(self, lines: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
        seqs = [int(line["seq"]) for line in lines if "seq" in line]
        here = held_under(self._connection, self._one.number, seqs) if seqs else {}
        last = 0
        for line in lines:
            if "operation" in line:
                self._named = line
                if not 0 < int(line["clock"]) < _LATEST:
                    raise ValueError
                yield line
                continue
            if not last < line["seq"] <= self._one.last:
                raise ValueError
            last = line["seq"]
            if last not in here:
                self.found.append(last)
                # Without what stands in the place of a name a record of its own that was lost could not stand here at all.
                yield line if self._own and line["action"] == "add" else self._as_kept(line)
            elif self._own and differs(here[last], self._named, line):
                raise ForkedError(self._one.epoch, last)
