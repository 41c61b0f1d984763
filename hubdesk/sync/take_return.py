"""A return package taken in at the hub: what the lead holds, what it decided, whom it erased, and what it asks for again."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Connection, update
from sqlalchemy.exc import OperationalError

from hubdesk.access.rights import Deed
from hubdesk.base.errors import FileTrouble, Refused
from hubdesk.base.progress import Progress
from hubdesk.base.spelt import spelt
from hubdesk.base.words import tr, tr_many
from hubdesk.records.stand_ins import WITHHELD, stands_in
from hubdesk.store import Store
from hubdesk.store.small_facts import ASKS_LEAD, fact, keep_fact
from hubdesk.store.tables import device_epoch
from hubdesk.store.values import pack
from hubdesk.sync import package
from hubdesk.sync.agreement import agreed_on
from hubdesk.sync.came_back import CameBack, came_back
from hubdesk.sync.correspondents import post_of
from hubdesk.sync.epochs import Epoch, epochs
from hubdesk.sync.erasures import keep_told_erasures
from hubdesk.sync.forks import ForkedError
from hubdesk.sync.heads import compare, note_received, unfit
from hubdesk.sync.merge_report import RuleProblem, Waiting, of_problems, of_waiting
from hubdesk.sync.only_repeated import give_way
from hubdesk.sync.package_body import UNREADABLE, damaged
from hubdesk.sync.proofs import PROOFS, keep_proofs
from hubdesk.sync.rows import known_kinds
from hubdesk.sync.taking_in import TakenIn, begin_anew_where_others_know_more, copied, note_taken, take_in
from hubdesk.sync.told import LACKS, LOST, RETURNED, note_all_told, returned_here
from hubdesk.sync.withheld import naming_fields
from hubdesk.sync.wrong_clock import clock_told

_LAST_LINE: Final = "return_line"


@dataclass(frozen=True)
class ReturnReport:
    """One return package. new, changed: records; asked: changes to send again; restored: changes this file had lost.

    missing: how much the lead holds that is still missing here; again: the file numbers its changes anew from now on.
    """

    name: str
    new: int
    changed: int
    conflicts: int
    unsent: int
    asked: int
    restored: int
    missing: int
    erased: bool
    again: bool
    alarm: str
    changes: tuple[CameBack, ...]
    line: int
    waiting: tuple[Waiting, ...] = ()
    problems: tuple[RuleProblem, ...] = ()

    def sentences(self) -> list[str]:
        """All of it for a person."""
        return [*self.of_the_package(), *(one.sentence for one in self.changes)]

    def of_the_package(self) -> list[str]:
        """All but what was changed field by field."""
        return [*self._receipt(), *self._brought()]

    def _receipt(self) -> Iterator[str]:
        if self.alarm:
            yield self.alarm
        if self.unsent:
            yield tr("The receipt is taken in. Some changes are still to be sent.")
        else:
            yield tr("The receipt is taken in. The lead organisation holds all that was sent.")
        if self.asked:
            yield tr_many(
                "The lead organisation asks for {n} change again. It goes with the next package.",
                "The lead organisation asks for {n} changes again. They go with the next package.",
                self.asked,
            )
        if self.again:
            yield tr(
                "This file is older than what the lead organisation knows of it. It goes on in numbers of its own."
            )
        if self.missing:
            yield tr(
                "The lead organisation holds changes that this file does not have. Send a package: what comes back then "
                "brings them."
            )

    def _brought(self) -> Iterator[str]:
        if self.restored:
            yield tr_many(
                "{n} change of this hub came that this file did not have.",
                "{n} changes of this hub came that this file did not have.",
                self.restored,
            )
        if self.new or self.changed:
            yield tr("{new} new, {changed} changed.", new=self.new, changed=self.changed)
        if self.erased:
            yield tr("Somebody was erased elsewhere, and is erased here too.")
        if self.conflicts:
            yield tr_many(
                "One value was entered differently here and there. Both are kept until you choose.",
                "{n} values were entered differently here and there. Both are kept until you choose.",
                self.conflicts,
            )
        yield from of_waiting(self.waiting)
        yield from of_problems(self.problems)


def take_return(store: Store, path: Path, progress: Progress | None = None) -> ReturnReport:
    """Take in what the lead sends back. Raises Refused when it is another hub's, or damaged; then nothing is changed."""
    store.require(Deed.SEND)
    checked = package.check(package.opener(path), package.RETURN, post_of(store), progress)
    header = checked.header
    if header.get("hub") != str(store.hub_id):
        raise Refused(tr("This file is for another hub. Pick the one with your hub’s name."))
    try:
        holds = {UUID(epoch): int(seq) for epoch, seq in header["holds"].items()}
        clock = clock_told(header)
        apart = unfit(store, header)
        again = begin_anew_where_others_know_more(store, header)
        with store.writing_plainly() as connection:
            taken = take_in(
                store, connection, checked, progress or Progress(), everything=False, as_kept=_without_stand_ins
            )
            acknowledged = _acknowledge(connection, store, header, holds, apart, taken.tombstones, clock)
            keep_fact(connection, _LAST_LINE, str(taken.line))
            note_received(connection, header)
            note_all_told(connection, header, holds, ASKS_LEAD)
            keep_proofs(connection, header.get(PROOFS))
    except (FileTrouble, OperationalError):
        raise
    except ForkedError as fork:
        raise copied(fork) from None
    except UNREADABLE:
        raise damaged() from None
    note_taken(store, taken.touched, taken.erased)
    taken.conflicts = max(0, taken.conflicts - give_way(store))
    alarm = "" if again else compare(store, header)
    return _report(store, spelt(path.name), taken, acknowledged, again=again, alarm=alarm)


def last_return(store: Store) -> list[CameBack]:
    """What the return taken in last changed of this hub's own records."""
    line = store.setting(_LAST_LINE)
    return came_back(store, int(line)) if line else []


@dataclass(frozen=True)
class _Acknowledged:
    unsent: int
    asked: int
    missing: int


def _acknowledge(
    connection: Connection,
    store: Store,
    header: dict[str, Any],
    holds: dict[UUID, int],
    apart: UUID | None,
    tombstones: int,
    clock: int,
) -> _Acknowledged:
    """Note up to where the lead holds this hub's epochs, and what it has lost; nothing of ``apart``, so that it goes again.

    An older return that comes late lowers nothing, unless it asks; a later one does, for the lead then went back to a backup.
    """
    later = clock > int(fact(connection, RETURNED) or 0)
    asks = {UUID(epoch): int(first) for epoch, first in header["asks"].items()}
    unsent = asked = missing = 0
    lost, returned = {}, returned_here(connection)
    for one in epochs(connection).values():
        if one.epoch not in holds:
            continue
        told = min(holds[one.epoch], one.highest)
        if not _ours(one, store.hub_id):
            # Of what others made than this lead, it is not for it to have lost anything.
            its = one.hub is None or str(one.hub) == header.get("from")
            if its and holds[one.epoch] < max(one.highest, returned.get(one.epoch, 0)):
                lost[str(one.epoch)] = holds[one.epoch] + 1
            continue
        if one.epoch == apart:
            unsent += one.highest - one.acknowledged
            continue
        reached = max(told, one.acknowledged)
        if told < one.acknowledged and (later or one.epoch in asks):
            asked += one.acknowledged - told
            reached = told
        connection.execute(
            update(device_epoch).where(device_epoch.c.number == one.number).values(acknowledged_seq=reached)
        )
        unsent += one.highest - reached
        missing += max(0, holds[one.epoch] - one.highest)
    if not agreed_on(connection, store.hub_id, date.today()).sends_records:
        # Records stay here, so none of them waits to be sent.
        unsent = 0
    if later:
        keep_fact(connection, RETURNED, str(clock))
        keep_fact(connection, LOST, pack(lost))
        keep_told_erasures(connection, tombstones)
    keep_fact(connection, LACKS, "yes" if missing else "")
    return _Acknowledged(unsent, asked, missing)


def _ours(one: Epoch, hub: UUID | None) -> bool:
    return one.mine or one.hub in (None, hub)


def _without_stand_ins(line: dict[str, Any]) -> dict[str, Any]:
    """The lead may know a word that stands in place of a name: it must not take the name's place at the hub."""
    after = line["after"]
    stands = {name for name, value in after.items() if stands_in(value)}
    if not stands or line["kind"] not in known_kinds():
        return line
    if any(after[name] == WITHHELD for name in stands):
        stands |= {name for name, stand in naming_fields(line["kind"]).items() if after.get(name) == stand}
    return line | {"after": {name: value for name, value in after.items() if name not in stands}}


def _report(
    store: Store, name: str, taken: TakenIn, acknowledged: _Acknowledged, *, again: bool, alarm: str
) -> ReturnReport:
    return ReturnReport(
        name,
        taken.touched.new,
        taken.touched.changed,
        taken.conflicts,
        acknowledged.unsent,
        acknowledged.asked,
        taken.own_again,
        acknowledged.missing,
        bool(taken.erased),
        again,
        alarm,
        tuple(came_back(store, taken.line)),
        taken.line,
        taken.waiting,
        taken.problems,
    )
