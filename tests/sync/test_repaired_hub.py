"""Guarantee 5 where a hub's file was damaged: what repair could not save of its own and of the lead's changes comes back."""

from __future__ import annotations

from pathlib import Path
from uuid import UUID

import pytest

from hubdesk.access.signing_in import sign_in
from hubdesk.base.errors import Refused
from hubdesk.records.people.person import Person
from hubdesk.store import Store
from hubdesk.store.pages import PAGE, Pages
from hubdesk.sync.machines import copy_to, take_work, write_work
from tests.conftest import PASSPHRASE
from tests.sync.network import Desk, a_network, a_stick
from tests.sync.state import state_hash
from tests.sync.test_repaired_lead import after_damage
from tests.sync.test_returns import NewStore, back

MANY = 120


def lost_wherever(desk: Desk, says: str) -> None:
    """The desk goes on with a file that lost every page that says this, of its journal and of its records, and was repaired."""
    assert desk.store.held
    path = desk.store.held.path
    desk.store.close()
    held = path.read_bytes()
    pages = Pages(sign_in(path, PASSPHRASE).data, held[:16])
    numbers = range(2, len(held) // PAGE + 1)
    lost = [n for n in numbers if says.encode() in pages.opened(held[(n - 1) * PAGE : n * PAGE])]
    after_damage(desk, path, lost)


def of_everybody(desk: Desk, people: list[UUID]) -> list[tuple[str, str | None, str | None]]:
    found = [desk.get(Person, one) for one in people]
    return [(one.full_name, one.known_as, one.phone) for one in found]


def a_hub_with_a_long_journal(new_store: NewStore, tmp_path: Path) -> tuple[Desk, Desk, list[UUID]]:
    """A lead that has corrected somebody, its hub that has heard of that, and the people."""
    lead, hub = a_network(new_store, tmp_path, "Aston")
    people = [hub.person(f"Person {n}") for n in range(MANY)]
    lead.merge(hub.send())
    lead.change(Person, people[1], known_as="Leewardine")
    hub.change(Person, people[60], phone="07700900060")
    lead.merge(hub.send())
    back(lead, hub, tmp_path)
    return lead, hub, people


@pytest.mark.parametrize("says", ["Person 60", "Leewardine"])
def test_guarantee_05_what_a_repaired_hub_lost_comes_back_from_the_lead(
    new_store: NewStore, tmp_path: Path, says: str
) -> None:
    # Given a hub whose file lost pages with changes of its own, or the lead's, and was repaired
    lead, hub, people = a_hub_with_a_long_journal(new_store, tmp_path)
    lost_wherever(hub, says)

    # When it goes on, and the lead answers
    people.append(hub.person("Entered since"))
    lead.merge(hub.send())
    back(lead, hub, tmp_path)

    # Then it has all that the lead has, and asks for nothing more
    assert of_everybody(hub, people) == of_everybody(lead, people)
    assert (hub.conflicts, lead.conflicts) == (0, 0)
    with pytest.raises(Refused, match="nothing to send"):
        hub.send()
    before = state_hash(lead.store)
    lead.merge(hub.send(whole=True))
    assert state_hash(lead.store) == before


def test_guarantee_05_what_never_leaves_and_a_repaired_hub_lost_comes_back_from_the_other_computer(
    new_store: NewStore, tmp_path: Path
) -> None:
    # Given a hub whose laptop knows all, and whose file lost what never leaves, and was repaired
    lead, hub, people = a_hub_with_a_long_journal(new_store, tmp_path)
    hub.change(Person, people[2], notes="Rings first")
    laptop = Desk(Store.open(copy_to(hub.store, a_stick(tmp_path)), PASSPHRASE), tmp_path / "stick")
    laptop.change(Person, people[3], notes="At the venue")
    for n in range(MANY):
        hub.person(f"Entered later {n}")
    take_work(laptop.store, write_work(hub.store, hub.folder).path)
    lost_wherever(hub, "Rings first")

    # When the lead answers first, and then both hear of each other's work
    lead.merge(hub.send())
    back(lead, hub, tmp_path)
    take_work(laptop.store, write_work(hub.store, hub.folder).path)
    take_work(hub.store, write_work(laptop.store, laptop.folder).path)

    # Then it has both notes, and neither asks for more
    for one in (hub, laptop):
        assert [one.get(Person, people[n]).notes for n in (2, 3)] == ["Rings first", "At the venue"]
    assert (hub.conflicts, laptop.conflicts, lead.conflicts) == (0, 0, 0)
    take_work(laptop.store, write_work(hub.store, hub.folder).path)
    assert write_work(laptop.store, laptop.folder).entries == 0
    laptop.store.close()
