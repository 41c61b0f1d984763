"""Hubs, their machines and a lead, with everything that happens to files on their way: chosen by chance, checked as it goes."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from random import Random
from typing import Final
from uuid import UUID

from sqlalchemy import select

from hubdesk.access.key_file import slots_path
from hubdesk.base.errors import Refused
from hubdesk.records.network.sharing_agreement import TOTALS, SharingAgreement
from hubdesk.store import Store, restoring
from hubdesk.store.checks.altered import check_altered
from hubdesk.store.tables import device_epoch
from hubdesk.store.tables_of_exchange import refusal
from hubdesk.sync.aside import quarantined
from hubdesk.sync.machines import take_work, write_work
from hubdesk.sync.merge import merge_packages
from hubdesk.sync.merge_report import MergeReport
from hubdesk.sync.merged import merged_packages
from hubdesk.sync.returning import write_returns
from hubdesk.sync.take_return import take_return
from hubdesk.sync.unmerging import undone_with, unmerge
from tests.conftest import PASSPHRASE
from tests.postgres import opened_on
from tests.rights.pages import all_bytes
from tests.sync.edits import Dot, Edits
from tests.sync.network import Desk, acquaint, desk
from tests.sync.state import state_hash
from tests.sync.works import WORKS, Hand, TestClock

_START: Final = 1_795_600_000_000
"""Milliseconds: the wall on which the clocks hang, in November 2026."""

_YEARS: Final = 365 * 24 * 3600 * 1000
_LEAD: Final = "Lead"


@dataclass
class Machine(Desk):
    """A file of the network on a machine of its own. hub: which one's, by name; off: by how far its clock is."""

    hub: str = ""
    name: str = ""
    off: int = 0
    backups: list[Path] = field(default_factory=list)

    @property
    def path(self) -> Path:
        assert self.store.held
        return self.store.held.path


@dataclass(frozen=True)
class Carried:
    """A package on its way. holds: the edits that it, and what was acknowledged before it, brings."""

    path: Path
    hub: str
    holds: frozenset[Dot]


class World:
    """The whole network. Every move is named, and follows from the number that it is given."""

    def __init__(self, empty_file: Path, folder: Path, hubs: int) -> None:
        self._empty, self._folder = empty_file, folder
        self._moves, self._opened = 0, list[Store]()
        self.machines: list[Machine] = []
        self.edits, self.packages = Edits(), list[Carried]()
        self.receipts: list[Path] = []
        self._hub_of: dict[UUID, str] = {}
        self.lead = self.begun(_LEAD, _LEAD)
        self.machines = [
            self.begun(name, name) for name in ("Aston", "Byker", "Clifton", "Dukinfield", "Everton")[:hubs]
        ]

    def begun(self, hub: str, name: str, url: str | None = None) -> Machine:
        """A new file of the hub."""
        if url is None:
            path = self._folder / f"{name}.hubdesk"
            shutil.copy(self._empty, path)
            shutil.copy(slots_path(self._empty), slots_path(path))
            store = Store.open(path, PASSPHRASE)
        else:
            store = opened_on(url)
        return self._known(store, hub, name, self._set_up)

    def _set_up(self, store: Store, hub: str) -> Desk:
        # A second lead has keys of its own: it hears from the first as from a hub.
        keys = f"{_LEAD} {len(self._opened)}" if hub == _LEAD and self.machines else hub
        made = desk(store, hub, self._folder, letters=hub[:3].upper(), lead=hub == _LEAD, keys=keys)
        if hub == _LEAD:
            acquaint(made, *self.machines)
        else:
            acquaint(self.lead, made)
        return made

    def _known(self, store: Store, hub: str, name: str, as_desk: Callable[[Store, str], Desk]) -> Machine:
        self._opened.append(store)
        store.clock = TestClock(store.clock._last if as_desk is not self._set_up else 0, self._wall, 0)
        made = as_desk(store, hub)
        machine = Machine(made.store, made.folder, hub=hub, name=name)
        self._note(machine)
        return machine

    def close(self) -> None:
        for store in self._opened:
            with suppress(Exception):
                store.close()
        shutil.rmtree(self._folder, ignore_errors=True)

    def _wall(self) -> int:
        return _START + 60_000 * self._moves

    def do(self, move: str, number: int) -> None:
        """Make a move; everything about it follows from the number."""
        self._moves += 1
        chance = Random(number)
        if move in WORKS:
            machine = chance.choice([*self.machines, *self.machines, *([self.lead] if move in AT_THE_LEAD else [])])
            WORKS[move](Hand(machine.store, chance, self._moves))
            self._note(machine)
        else:
            MOVES[move](self, chance)

    def _note(self, machine: Machine) -> None:
        self.edits.note(machine)
        with machine.store.reading_plainly() as connection:
            for epoch in connection.scalars(select(device_epoch.c.epoch).where(device_epoch.c.mine)):
                self._hub_of[epoch] = machine.hub

    # What files may meet.

    def sends(self, chance: Random) -> None:
        self.send(chance.choice([*self.machines, *self.machines, self.lead]), whole=chance.random() < 0.1)

    def send(self, machine: Machine, *, whole: bool = False) -> None:
        own = [epoch for epoch, hub in self._hub_of.items() if hub == machine.hub]
        with suppress(Refused):
            path = machine.send(whole=whole)
            holds = self.edits.at(machine, own, agreements=not _lets_records_leave(machine))
            self.packages.append(Carried(path, machine.hub, frozenset(holds)))

    def loses_a_package(self, chance: Random) -> None:
        """One that is made and never arrives."""
        kept = len(self.packages)
        self.sends(chance)
        del self.packages[kept:]

    def lead_takes_some(self, chance: Random) -> None:
        theirs = [one for one in self.packages if one.hub != _LEAD]
        self.merge(self.lead, chance.choices(theirs, k=chance.randint(1, 4)) if theirs else [])

    def lead_undoes_a_package(self, chance: Random) -> None:
        """Any that was merged, with what follows on it."""
        if merged := [one for one in merged_packages(self.lead.store) if one.ranges]:
            with suppress(Refused):
                packages = undone_with(self.lead.store, chance.choice(merged).id)
                tried = unmerge(self.lead.store, packages, dry_run=True)
                assert unmerge(self.lead.store, packages) == tried
            self.lead.check_whole()
            self._note(self.lead)

    def hub_takes_one(self, chance: Random) -> None:
        """A hub hears of what another, or its own other machine, or the lead did."""
        if self.packages:
            recent = self.packages if chance.random() < 0.3 else self.packages[-2 * len(self.machines) :]
            machine, one = chance.choice(self.machines), chance.choice(recent)
            if one.hub == machine.hub:
                self._hears_of_its_other_machines(machine)
            else:
                self.merge(machine, [one])

    def _hears_of_its_other_machines(self, machine: Machine) -> None:
        for other in self.machines:
            if other.hub == machine.hub and other is not machine:
                # One that was brought back from a backup writes nothing until somebody has said that it is right.
                with suppress(Refused):
                    take_work(machine.store, write_work(other.store, other.folder).path)
        self._note(machine)

    def merge(self, machine: Machine, packages: list[Carried]) -> MergeReport:
        own = _LEAD if machine is self.lead else ""
        report = machine.merge(*(one.path for one in packages if one.hub != own))
        assert [one.refused for one in report.files if one.refused] == []
        # Whoever sits there looks at what came from a clock far ahead, and lets it in.
        if seals := [one.seal for one in quarantined(machine.store)]:
            let_in = merge_packages(machine.store, [], approved=seals)
            assert [one.refused for one in let_in.files if one.refused] == []
        self._note(machine)
        return report

    def damaged_package_arrives(self, chance: Random) -> None:
        if not self.packages:
            return
        whole = bytearray(chance.choice(self.packages).path.read_bytes())
        whole[chance.randrange(len(whole))] ^= 1 << chance.randrange(8)
        bad = self._folder / "bad.hubsync"
        bad.write_bytes(whole)
        before = state_hash(self.lead.store)
        assert merge_packages(self.lead.store, [bad]).files[0].refused
        assert state_hash(self.lead.store) == before

    def lead_answers(self, chance: Random) -> None:
        folder = self._folder / f"receipts-{self._moves}"
        folder.mkdir()
        self.receipts += [one.path for one in write_returns(self.lead.store, folder)]

    def hub_takes_an_answer(self, chance: Random) -> None:
        """Any of any day; those of other hubs are refused."""
        if self.receipts:
            machine = chance.choice(self.machines)
            with suppress(Refused):
                take_return(machine.store, chance.choice(self.receipts))
            self._note(machine)

    def backs_up(self, chance: Random) -> None:
        machine = chance.choice([*self.machines, self.lead])
        made = machine.store.back_up("asked", always=True)
        assert made
        machine.backups.append(made.path)

    def brings_a_backup_back(self, chance: Random) -> None:
        """In the file's own place: what was not sent since is gone."""
        having = [one for one in (*self.machines, self.lead) if one.backups]
        if having:
            machine = chance.choice(having)
            path = machine.path
            machine.store.close()
            machine.store = self._restored(chance.choice(machine.backups), path)
            self._put_clock(machine)
            self._note(machine)

    def brings_a_backup_to_another_machine(self, chance: Random) -> None:
        """The hub goes on at two machines."""
        having = [one for one in self.machines if one.backups]
        if having and len(self.machines) < 7:
            machine = chance.choice(having)
            name = f"{machine.hub}-{self._moves}"
            store = self._restored(chance.choice(machine.backups), self._folder / f"{name}.hubdesk")
            self.machines.append(
                self._known(store, machine.hub, name, lambda store, hub: Desk(store, self._folder / f"from-{name}"))
            )
            self.machines[-1].folder.mkdir()

    def _restored(self, backup: Path, path: Path) -> Store:
        now = datetime.fromtimestamp(self._wall() / 1000, UTC)
        restoring.restore(backup, path, lambda part: restoring.keys_of(part, PASSPHRASE), now=now)
        store = Store.open(path, PASSPHRASE)
        self._opened.append(store)
        restoring.confirm(store)
        return store

    def clock_is_set(self, chance: Random) -> None:
        machine = chance.choice([*self.machines, self.lead])
        machine.off = chance.choice((-5 * _YEARS, -_YEARS, 0, 0, 3_600_000, _YEARS, 5 * _YEARS))
        self._put_clock(machine)

    def _put_clock(self, machine: Machine) -> None:
        machine.store.clock = TestClock(machine.store.clock._last, self._wall, machine.off)

    def closes_and_opens(self, chance: Random) -> None:
        machine = chance.choice([*self.machines, self.lead])
        path = machine.path
        machine.store.close()
        machine.store = Store.open(path, PASSPHRASE)
        self._opened.append(machine.store)
        self._put_clock(machine)
        self._note(machine)

    # What must hold in the end.

    def check_all(self, chance: Random, *servers: str) -> None:
        """Everybody sends once more, and leads that are told in other orders come to the same, also in these databases."""
        for machine in (*self.machines, self.lead):
            self.send(machine)
        # Only now, for from a second lead's beginning on hubs seal what they send to that one.
        leads = [self.lead, self.begun(_LEAD, "Other"), *(self.begun(_LEAD, "Server", url) for url in servers)]
        for lead in leads:
            left = [*self.packages, *chance.choices(self.packages, k=3)]
            chance.shuffle(left)
            while left:
                n = chance.randint(1, 6)
                self.merge(lead, left[:n])
                left = left[n:]
            # What waited at a lead is dropped there when somebody is erased, and comes again with what hubs send next.
            if dropped := _dropped_at(lead):
                self.merge(lead, [one for one in self.packages if one.path.name in dropped])
        states = {state_hash(lead.store) for lead in leads}
        assert len(states) == 1, "leads that were told in other orders hold something else"
        for lead in leads:
            again = self.merge(lead, self.packages)
            changed = {(one.new, one.changed, one.conflicts, one.missing) for one in again.files}
            assert changed == {(0, 0, 0, ())}, f"the same packages again changed {changed}"
            assert state_hash(lead.store) in states, "the same packages again changed the state"
        told = set[Dot]().union(*(one.holds for one in self.packages))
        for lead in leads:
            _nothing("lost", self.edits.lost_at(lead, told))
            _nothing("no conflict", self.edits.causes_at(lead))
        for machine in (*leads, *self.machines):
            _nothing("findings", machine.store.findings())
            if machine.store.held:
                with machine.store.reading_plainly() as connection:
                    found = [one.sentence for one in check_altered(connection) if one]
                _nothing("not as the journal says", found)
            self._check_nothing_of_the_erased(machine)
            machine.check_whole()

    def _check_nothing_of_the_erased(self, machine: Machine) -> None:
        if machine.store.held:
            gone = self.edits.canaries_erased_at(machine)
            held = all_bytes(machine.path) if gone else b""
            _nothing("still there", [one for one in sorted(gone) if one.encode() in held])


def _lets_records_leave(machine: Machine) -> bool:
    with machine.store.reading() as session:
        held = session.scalars(select(SharingAgreement).where(SharingAgreement.hub_id == machine.store.hub_id))
        return any(one.in_force(date.today()) and one.level != TOTALS for one in held)


def _dropped_at(machine: Machine) -> set[str]:
    """The names of the files that waited there when somebody was erased."""
    said = select(refusal.c.file).where(refusal.c.why.startswith("Somebody was erased"))
    with machine.store.reading_plainly() as connection:
        return set(connection.scalars(said))


def _nothing(what: str, found: list[str]) -> None:
    assert not found, f"{what}: {found}"


AT_THE_LEAD: Final = {
    "plans_a_course",
    "adds_a_place",
    "targets_a_ward",
    "moves_something",
    "enrols_or_ends",
    "decides_something",
    "undoes",
}
"""What the lead does of its own: not about people, of whom it tells other files no name that was withheld from it."""

MOVES: Final[dict[str, Callable[[World, Random], None]]] = {
    move.__name__: move
    for move in (
        World.sends,
        World.loses_a_package,
        World.lead_takes_some,
        World.lead_undoes_a_package,
        World.hub_takes_one,
        World.damaged_package_arrives,
        World.lead_answers,
        World.hub_takes_an_answer,
        World.backs_up,
        World.brings_a_backup_back,
        World.brings_a_backup_to_another_machine,
        World.clock_is_set,
        World.closes_and_opens,
    )
}
OFTEN: Final = {
    **dict.fromkeys(WORKS, 4),
    "sends": 28,
    "lead_takes_some": 10,
    "lead_undoes_a_package": 3,
    "hub_takes_one": 28,
    "changes_a_person": 16,
    "changes_anything": 10,
    "agrees_on_something_else": 8,
    "removes_something": 12,
    "undoes": 8,
    "backs_up": 3,
}
"""How many times as often as others these happen."""


def moves_by_chance(chance: Random, n: int) -> list[tuple[str, int]]:
    """A history."""
    names = [name for name in (*WORKS, *MOVES) for _ in range(OFTEN.get(name, 1))]
    return [(chance.choice(names), chance.randrange(2**32)) for _ in range(n)]


@contextmanager
def the_same_ids(seed: int) -> Iterator[None]:
    """The system's random bytes follow from the seed, so that a history that failed can be had again."""
    real, chance = os.urandom, Random(seed)
    os.urandom = chance.randbytes
    try:
        yield
    finally:
        os.urandom = real
