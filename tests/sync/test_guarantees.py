"""Packages and what a merge makes of them: whole, again, lost, in any order, with gaps, stopped, brought back."""

from __future__ import annotations

from collections.abc import Callable
from itertools import permutations
from pathlib import Path

import pytest
from sqlalchemy import func, select

from hubdesk.base.errors import Cancelled, Refused
from hubdesk.base.progress import Progress
from hubdesk.fields.ward_ids import ward_id
from hubdesk.records.people.person import Person
from hubdesk.records.places.ward import Ward
from hubdesk.store import Store
from hubdesk.store.tables import journal
from hubdesk.store.tables_of_exchange import parked
from hubdesk.sync.merge import merge_packages
from hubdesk.sync.returning import write_returns
from hubdesk.sync.take_return import take_return
from tests.sync.network import BORN, Desk, a_lead, a_network
from tests.sync.state import state_hash

NewStore = Callable[[str], Store]


def test_guarantee_01_a_package_brings_everything_to_the_lead(new_store: NewStore, tmp_path: Path) -> None:
    lead, hub = a_network(new_store, tmp_path, "Westcroft")
    sian = hub.person("Siân Ó Brien", date_of_birth=BORN, phone="07700900123")

    report = lead.merge(hub.send())

    assert lead.get(Person, sian).phone == "07700900123"
    assert lead.get(Person, sian).hub_id == hub.store.hub_id
    assert [hit.id for hit in lead.store.search("sian brien")] == [sian]
    assert report.files[0].hub == "Westcroft"
    assert report.files[0].new == 3
    assert report.sentences()
    assert [change.title for change in lead.store.history(sian)] == ["Add"] * 3


def test_guarantee_02_the_same_package_again_changes_nothing(new_store: NewStore, tmp_path: Path) -> None:
    lead, hub = a_network(new_store, tmp_path, "Westcroft")
    hub.person("Amina")
    sent = hub.send()
    lead.merge(sent)
    before = state_hash(lead.store)

    again = lead.merge(sent, hub.send(), hub.send(whole=True))

    assert state_hash(lead.store) == before
    assert {(one.new, one.changed, one.conflicts) for one in again.files} == {(0, 0, 0)}


def test_guarantee_01_any_order_gives_the_same(new_store: NewStore, tmp_path: Path) -> None:
    first, one, two, three = a_network(new_store, tmp_path, "One", "Two", "Three")
    amina = one.person("Amina", phone="07700900001")
    sent = [one.send()]
    for hub in (two, three):
        hub.merge(sent[0])
    two.change(Person, amina, phone="07700900002")
    three.change(Person, amina, phone="07700900003", email="amina@example.org")
    one.change(Person, amina, known_as="Mina")
    sent += [hub.send() for hub in (one, two, three)]

    hashes = set()
    for number, order in enumerate(permutations(sent)):
        if number % 5 == 0:
            lead = a_lead(new_store(f"lead{number}"), tmp_path, one, two, three)
            for path in order:
                lead.merge(path)
            hashes.add(without_own(lead))
            assert lead.conflicts == 1
    lead.merge(*sent, *sent)
    first.merge(*sent)
    hashes |= {without_own(lead), without_own(first)}

    assert len(hashes) == 1
    found = first.get(Person, amina)
    assert (found.phone, found.email, found.known_as) == ("07700900003", "amina@example.org", "Mina")


def without_own(lead: Desk) -> str:
    """Every lead here is the same hub that began at another time, so its own records are the same too."""
    return state_hash(lead.store)


def test_guarantee_03_lost_packages_heal_with_the_next(new_store: NewStore, tmp_path: Path) -> None:
    lead, hub = a_network(new_store, tmp_path, "Westcroft")
    people = [hub.person(f"Person {n}") for n in range(3)]
    hub.send().unlink()
    people.append(hub.person("Another"))
    hub.send().unlink()
    hub.change(Person, people[0], known_as="First")

    lead.merge(hub.send())

    assert lead.get(Person, people[0]).known_as == "First"
    assert all(lead.get(Person, person) for person in people)


def test_guarantee_04_a_gap_is_parked_shown_and_filled(new_store: NewStore, tmp_path: Path) -> None:
    lead, hub = a_network(new_store, tmp_path, "Westcroft")
    other = a_lead(new_store("other"), tmp_path, hub)
    early = hub.person("Early")
    first = hub.send()
    other.merge(first)
    receipts = [one.path for one in write_returns(other.store, tmp_path)]
    take_return(hub.store, receipts[0])
    late = hub.person("Late")
    second = hub.send()

    early_report = lead.merge(second)

    assert early_report.files[0].missing == ((1, 5),)
    assert "1 to 5" in " ".join(early_report.sentences())
    assert lead.get(Person, late) is None
    lead.merge(first)
    assert lead.get(Person, early)
    assert lead.get(Person, late)
    with lead.store.reading_plainly() as connection:
        assert connection.scalar(select(func.count()).select_from(parked)) == 0


def test_guarantee_03_a_receipt_moves_forward_only(new_store: NewStore, tmp_path: Path) -> None:
    lead, hub = a_network(new_store, tmp_path, "Westcroft")
    hub.person("One")
    lead.merge(hub.send())
    old = write_returns(lead.store, tmp_path)[0].path
    hub.person("Two")
    lead.merge(hub.send())
    new = write_returns(lead.store, tmp_path)[0].path

    take_return(hub.store, new)
    take_return(hub.store, old)

    with pytest.raises(Refused):
        hub.send()
    assert hub.send(whole=True).exists()


def test_guarantee_15_a_receipt_of_another_hub_is_refused(new_store: NewStore, tmp_path: Path) -> None:
    lead, one, two = a_network(new_store, tmp_path, "One", "Two")
    one.person("Amina")
    lead.merge(one.send())
    receipt = write_returns(lead.store, tmp_path)[0].path

    with pytest.raises(Refused):
        take_return(two.store, receipt)


def test_guarantee_01_wards_that_every_hub_begins_with_are_one(new_store: NewStore, tmp_path: Path) -> None:
    lead, one, two = a_network(new_store, tmp_path, "One", "Two")
    two.change(Ward, ward_id("E05011366"), targeted=True)

    lead.merge(two.send(), one.send())

    with lead.store.reading() as session:
        assert session.scalar(select(func.count()).select_from(Ward)) == 2
    assert lead.conflicts == 0
    assert lead.get(Ward, ward_id("E05011366")).targeted


def test_guarantee_13_stopping_leaves_all_as_it_was(new_store: NewStore, tmp_path: Path) -> None:
    lead, hub = a_network(new_store, tmp_path, "Westcroft")
    hub.person("Amina")
    before = state_hash(lead.store)

    with pytest.raises(Cancelled):
        merge_packages(lead.store, [hub.send()], Progress(stopped=lambda: True))

    assert state_hash(lead.store) == before


def test_guarantee_05_a_file_brought_back_from_a_backup_numbers_anew(new_store: NewStore, tmp_path: Path) -> None:
    """Given a hub whose later work reached another machine, when its file is an old one again, then nothing is lost."""
    _, old, laptop = a_network(new_store, tmp_path, "Westcroft", "Laptop")
    amina = old.person("Amina")
    laptop.merge(old.send())
    before = old.store.epoch
    with old.store.writing_plainly() as connection:
        connection.execute(journal.delete().where(journal.c.record == amina))

    laptop_sends = _as_the_same_hub(laptop, old)
    old.merge(laptop_sends)

    assert old.store.epoch != before


def _as_the_same_hub(laptop: Desk, hub: Desk) -> Path:
    assert hub.store.hub_id
    laptop.store.belongs_to(hub.store.hub_id)
    return laptop.send()
