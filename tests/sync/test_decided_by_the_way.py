"""Whoever enters something, puts it back or sends it again with a disagreement open decides it in every file, or in none."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from uuid import UUID

import pytest

from hubdesk.base.errors import Refused
from hubdesk.records.network.sharing_agreement import NAMED, PSEUDONYMOUS
from hubdesk.records.people.person import Person
from hubdesk.records.places.venue import Venue
from hubdesk.store import Store
from hubdesk.store.checks.altered import check_altered
from hubdesk.store.removals import removed
from hubdesk.sync.machines import copy_to, take_work, write_work
from hubdesk.sync.resolving import decide, disagreements
from tests.conftest import PASSPHRASE
from tests.sync.network import Desk, a_network, a_stick
from tests.sync.state import state_hash
from tests.sync.test_agreement import agree
from tests.sync.test_decisions_by_chance import a_second_lead

NewStore = Callable[[str], Store]


@pytest.fixture
def open_about_ann(new_store: NewStore, tmp_path: Path) -> tuple[Desk, Desk, Desk, UUID]:
    """Two hubs with a lead, and somebody whose telephone number the first hub and the lead entered differently."""
    lead, hub, other = a_network(new_store, tmp_path, "One", "Two")
    ann = hub.person("Ann Example", phone="07700900001")
    lead.merge(hub.send())
    lead.change(Person, ann, phone="07700900002")
    hub.change(Person, ann, phone="07700900003")
    lead.merge(hub.send())
    assert lead.conflicts == 1
    return lead, hub, other, ann


def same_elsewhere(lead: Desk, new_store: NewStore, tmp_path: Path, *hubs: Desk) -> None:
    """Another lead, that hears of the same, holds the same."""
    second = a_second_lead(new_store("second"), tmp_path, [lead, *hubs])
    second.merge(lead.send(whole=True), *(one.send(whole=True) for one in hubs))
    assert second.conflicts == lead.conflicts
    assert state_hash(second.store) == state_hash(lead.store)
    with lead.store.reading_plainly() as connection:
        assert [one.sentence for one in check_altered(connection) if one] == []


def put_back(desk: Desk) -> None:
    with desk.store.reading() as session:
        (one,) = removed(session)
    desk.store.put_back("Put back", one.operation)


def test_guarantee_08_who_enters_a_third_value_has_decided_and_by_undoing_it_opens_it_again(
    open_about_ann: tuple[Desk, Desk, Desk, UUID], new_store: NewStore, tmp_path: Path
) -> None:
    lead, hub, _, ann = open_about_ann
    before = state_hash(lead.store)
    lead.change(Person, ann, phone="07700900004")
    assert disagreements(lead.store) == ([], 0)
    lead.store.undo()
    assert (lead.conflicts, state_hash(lead.store)) == (1, before)
    lead.store.redo()
    assert lead.get(Person, ann).phone == "07700900004"
    same_elsewhere(lead, new_store, tmp_path, hub)


def test_guarantee_08_what_is_removed_is_not_left_open(
    open_about_ann: tuple[Desk, Desk, Desk, UUID], new_store: NewStore, tmp_path: Path
) -> None:
    lead, hub, _, ann = open_about_ann
    lead.remove(Person, ann)
    assert disagreements(lead.store) == ([], 0)
    same_elsewhere(lead, new_store, tmp_path, hub)


@pytest.mark.parametrize("how", ["bin", "undo"])
def test_guarantee_08_what_was_open_about_whom_somebody_removed_is_open_again_when_they_come_back(
    open_about_ann: tuple[Desk, Desk, Desk, UUID], new_store: NewStore, tmp_path: Path, how: str
) -> None:
    # Given two numbers of somebody, who is removed before anybody has chosen
    lead, hub, _, ann = open_about_ann
    ([found], _), phone = disagreements(lead.store), lead.get(Person, ann).phone
    before = state_hash(lead.store)
    lead.remove(Person, ann)
    # When they come back
    if how == "bin":
        put_back(lead)
    else:
        lead.store.undo()
    # Then somebody still has to choose, here and at whoever hears of it, and a check finds nothing
    assert (disagreements(lead.store), state_hash(lead.store)) == (([found], 1), before)
    assert lead.get(Person, ann).phone == phone
    assert lead.store.findings() == []
    same_elsewhere(lead, new_store, tmp_path, hub)
    # And what is done again, and undone again, is the same
    if how == "undo":
        lead.store.redo()
        assert (lead.get(Person, ann), lead.conflicts) == (None, 0)
        lead.store.undo()
        assert (disagreements(lead.store), state_hash(lead.store)) == (([found], 1), before)
    # And once it is chosen, nothing is open any more
    decide(lead.store, found.id, take_other=True)
    assert (lead.get(Person, ann).phone != phone, lead.conflicts) == (True, 0)


def test_guarantee_08_what_another_entered_meanwhile_is_not_undone_unseen(new_store: NewStore, tmp_path: Path) -> None:
    # Given a number that the lead entered last, which stands beside that of a hub
    lead, hub = a_network(new_store, tmp_path, "One")
    ann = hub.person("Ann Example", phone="07700900001")
    lead.merge(hub.send())
    hub.change(Person, ann, phone="07700900003")
    lead.change(Person, ann, phone="07700900002")
    lead.merge(hub.send())
    assert (lead.get(Person, ann).phone, lead.conflicts) == ("07700900002", 1)
    # Then the lead's own does not go, and the hub's with it, by Ctrl+Z
    with pytest.raises(Refused, match="Decide that instead"):
        lead.store.undo()
    assert (lead.get(Person, ann).phone, lead.conflicts) == ("07700900002", 1)


@pytest.mark.parametrize("how", ["bin", "undo"])
def test_guarantee_09_who_comes_back_has_what_others_changed_meanwhile(
    new_store: NewStore, tmp_path: Path, how: str
) -> None:
    # Given somebody whom the lead removed while the hub wrote down two things
    lead, hub = a_network(new_store, tmp_path, "One")
    ann = hub.person("Ann Example", phone="07700900001")
    lead.merge(hub.send())
    hub.change(Person, ann, phone="07700900003")
    hub.change(Person, ann, known_as="Annie")
    lead.remove(Person, ann)
    lead.merge(hub.send())
    assert lead.conflicts == 2
    before = state_hash(lead.store)
    # When the lead brings them back
    if how == "bin":
        put_back(lead)
    else:
        lead.store.undo()
    # Then both are there, and nothing is open any more
    back = lead.get(Person, ann)
    assert (back.phone, back.known_as, lead.conflicts) == ("07700900003", "Annie", 0)
    # And taken back it is as it was
    if how == "bin":
        lead.store.undo()
        assert (lead.conflicts, state_hash(lead.store)) == (2, before)
        lead.store.redo()
        assert lead.get(Person, ann).phone == "07700900003"
    same_elsewhere(lead, new_store, tmp_path, hub)


def test_guarantee_09_another_hubs_venue_that_comes_back_has_what_a_third_changed(
    new_store: NewStore, tmp_path: Path
) -> None:
    # Given a venue of one hub that it removed while another entered where to park, and a third that heard of both
    lead, one, two, three = a_network(new_store, tmp_path, "One", "Two", "Three")
    venue = one.add(Venue(name="Library"))
    two.merge(one.send())
    two.change(Venue, venue, parking="Behind the house")
    one.remove(Venue, venue)
    three.merge(one.send(), two.send())
    assert (three.get(Venue, venue), three.conflicts) == (None, 1)
    # When the third puts it back
    put_back(three)
    # Then it is as every other file will have it
    assert (three.get(Venue, venue).parking, three.conflicts) == ("Behind the house", 0)
    with three.store.reading_plainly() as connection:
        assert [one.sentence for one in check_altered(connection) if one] == []
    lead.merge(three.send(), two.send(), one.send())
    assert (lead.get(Venue, venue).parking, lead.conflicts) == ("Behind the house", 0)


def test_guarantee_08_what_is_open_is_not_decided_by_being_sent_again(new_store: NewStore, tmp_path: Path) -> None:
    # Given a name that the hub's two computers entered differently, under an agreement by which no names leave
    lead, desk = a_network(new_store, tmp_path, "One")
    agree(desk, PSEUDONYMOUS)
    ann = desk.person("Ann Example")
    laptop = Desk(Store.open(copy_to(desk.store, a_stick(tmp_path)), PASSPHRASE), tmp_path / "stick")
    desk.change(Person, ann, full_name="Anne Example")
    laptop.change(Person, ann, full_name="Anna Example")
    lead.merge(desk.send())
    take_work(desk.store, write_work(laptop.store, laptop.folder).path)
    assert desk.conflicts == 1
    # When names are agreed on, and sent
    agree(desk, NAMED)
    desk.send()
    # Then somebody still has to choose, on either computer
    take_work(laptop.store, write_work(desk.store, desk.folder).path)
    take_work(desk.store, write_work(laptop.store, laptop.folder).path)
    assert (desk.conflicts, laptop.conflicts) == (1, 1)
    laptop.store.close()
