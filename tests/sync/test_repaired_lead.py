"""Guarantees 3 and 6 where the lead's file was damaged: what repair could not save is at the hubs, and comes again from there."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from sqlalchemy import func, select, text

from hubdesk.base.progress import Progress
from hubdesk.records.people.person import Person
from hubdesk.store import Store
from hubdesk.store.damage import Damaged
from hubdesk.store.pages import PAGE
from hubdesk.store.repair import Repaired
from tests.conftest import PASSPHRASE
from tests.sync.network import Desk, a_network
from tests.sync.state import state_hash
from tests.sync.test_returns import back

NewStore = Callable[[str], Store]


def repaired(desk: Desk, *tables: str) -> Repaired:
    """The desk goes on with a file that lost the pages these tables begin with, and was repaired."""
    assert desk.store.held
    path = desk.store.held.path
    with desk.store.reading_plainly() as connection:
        asked = text("SELECT rootpage FROM sqlite_master WHERE name = :name")
        pages = [connection.scalar(asked, {"name": name}) for name in tables]
    desk.store.close()
    return after_damage(desk, path, pages)


def after_damage(desk: Desk, path: Path, pages: Sequence[int]) -> Repaired:
    """The closed file loses these pages and is repaired, and the desk goes on with it."""
    held = bytearray(path.read_bytes())
    for page in pages:
        held[(page - 1) * PAGE : page * PAGE] = bytes(PAGE)
    path.write_bytes(held)
    with pytest.raises(Damaged) as found:
        Store.open(path, PASSPHRASE)
    assert found.value.repair
    made = found.value.repair(Progress())
    assert isinstance(made, Repaired)
    desk.store = Store.open(path, PASSPHRASE)
    return made


def test_guarantee_06_what_a_repaired_lead_lost_comes_again_from_the_hubs(new_store: NewStore, tmp_path: Path) -> None:
    # Given a lead that holds everything and has said so, and whose file then loses people and what the journal told of them
    lead, hub = a_network(new_store, tmp_path, "Aston")
    people = [hub.person(f"Person {n}") for n in range(5)]
    lead.merge(hub.send())
    hub.change(Person, people[0], known_as="Mina")
    lead.merge(hub.send())
    back(lead, hub, tmp_path)
    before = state_hash(lead.store)
    assert repaired(lead, "person", "journal").lost["person"] == 5

    # When its next return goes to the hub, and the hub's next package comes
    back(lead, hub, tmp_path)
    lead.merge(hub.send())

    # Then everything is there again, and nobody has to choose between anything
    with lead.store.reading() as session:
        assert session.scalar(select(func.count()).select_from(Person)) == 5
    assert lead.get(Person, people[0]).known_as == "Mina"
    assert (state_hash(lead.store), lead.conflicts) == (before, 0)


def test_guarantee_03_a_package_after_the_repair_waits_for_what_was_lost(new_store: NewStore, tmp_path: Path) -> None:
    # Given a lead that lost what its hub had sent, and a hub that has not heard of it
    lead, hub = a_network(new_store, tmp_path, "Aston")
    amina = hub.person("Amina")
    lead.merge(hub.send())
    back(lead, hub, tmp_path)
    repaired(lead, "person", "journal")
    hub.change(Person, amina, known_as="Mina")

    # When its package comes, then it waits and says so, and the one after the receipt brings all
    (said,) = lead.merge(hub.send()).files
    assert said.missing
    back(lead, hub, tmp_path)
    lead.merge(hub.send())
    assert lead.get(Person, amina).known_as == "Mina"
    assert lead.conflicts == 0


def test_a_lead_whose_journal_is_whole_after_a_repair_asks_for_nothing_again(
    new_store: NewStore, tmp_path: Path
) -> None:
    # Given a lead that lost people of whom its journal tells
    lead, hub = a_network(new_store, tmp_path, "Aston")
    amina = hub.person("Amina")
    lead.merge(hub.send())
    back(lead, hub, tmp_path)
    before = state_hash(lead.store)
    assert repaired(lead, "person").rebuilt["person"] == 1
    assert state_hash(lead.store) == before

    # When the hub goes on, then its next package is taken in at once
    hub.change(Person, amina, known_as="Mina")
    (said,) = lead.merge(hub.send()).files
    assert (said.missing, lead.get(Person, amina).known_as) == ((), "Mina")
