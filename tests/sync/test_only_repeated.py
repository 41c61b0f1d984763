"""Guarantee 8 where nobody entered a value anew: what consent or an agreement made a hub say again gives way to an edit."""

from __future__ import annotations

from pathlib import Path

import pytest

from hubdesk.records.network.sharing_agreement import NAMED, PSEUDONYMOUS
from hubdesk.records.people.consent_event import GIVEN
from hubdesk.records.people.person import Person
from hubdesk.records.stand_ins import WITHHELD
from hubdesk.store import Store
from hubdesk.sync.machines import copy_to, take_work, write_work
from hubdesk.sync.take_return import take_return
from tests.conftest import PASSPHRASE
from tests.sync.network import Desk, a_network, a_stick
from tests.sync.test_agreement import agree
from tests.sync.test_in_part import by_name, carry, restored, the_return
from tests.sync.test_returns import NewStore

OLD, NEW = "07700900001", "07700900002"


def with_a_laptop(desk: Desk, tmp_path: Path) -> Desk:
    return Desk(Store.open(copy_to(desk.store, a_stick(tmp_path)), PASSPHRASE), tmp_path / "stick")


def test_guarantee_05_consent_taken_back_after_a_restore_says_no_old_number_again(
    new_store: NewStore, tmp_path: Path
) -> None:
    # Given a hub brought back from before a number was changed, which the lead knows
    lead, hub = a_network(new_store, tmp_path, "Aston")
    ann = hub.person("Ann Example", phone=OLD)
    made = hub.store.back_up("asked", always=True)
    assert made
    hub.change(Person, ann, phone=NEW)
    lead.merge(hub.send())
    hub = restored(hub, made.path)

    # When she says no to being shared by name before the hub has the change back
    hub.add(by_name(ann, "withdrawn", 2))
    lead.merge(hub.send())
    report = take_return(hub.store, the_return(lead, hub, tmp_path))
    lead.merge(hub.send())

    # Then the newer number is the hub's, nobody has to choose, and the lead has none of it, beside another value neither
    assert hub.get(Person, ann).phone == NEW
    assert (report.conflicts, hub.conflicts, lead.conflicts) == (0, 0, 0)
    there = lead.get(Person, ann)
    assert (there.full_name, there.phone) == (WITHHELD, None)
    assert hub.store.findings() == []
    hub.store.close()


@pytest.mark.parametrize("level", [NAMED, PSEUDONYMOUS])
def test_guarantee_05_what_the_other_computer_knows_stands_before_what_a_restored_one_said_again(
    new_store: NewStore, tmp_path: Path, level: str
) -> None:
    # Given a hub's computer brought back from before a number was changed, which only its other one knows
    lead, desk = a_network(new_store, tmp_path, "Aston")
    agree(desk, level)
    ann = desk.person("Ann Example", phone=OLD)
    if level == NAMED:
        desk.add(by_name(ann, "withdrawn", 1))
    laptop = with_a_laptop(desk, tmp_path)
    made = desk.store.back_up("asked", always=True)
    assert made
    desk.change(Person, ann, phone=NEW)
    take_work(laptop.store, write_work(desk.store, desk.folder).path)
    lead.merge(desk.send())
    desk = restored(desk, made.path)

    # When names may leave before it has heard of that
    if level == NAMED:
        desk.add(by_name(ann, GIVEN, 2))
    else:
        agree(desk, NAMED)
    lead.merge(desk.send())
    take_return(desk.store, the_return(lead, desk, tmp_path))
    carry(desk, laptop)
    carry(desk, laptop)
    lead.merge(desk.send())

    # Then the newer number is everywhere, and nobody has to choose
    for one in (desk, laptop, lead):
        assert (one.get(Person, ann).phone, one.conflicts) == (NEW, 0)
    for one in (desk, laptop):
        assert one.store.findings() == []
        one.store.close()


def test_what_was_changed_at_one_computer_while_the_other_sent_all_again_is_nothing_to_choose(
    new_store: NewStore, tmp_path: Path
) -> None:
    # Given a laptop at a venue, and a wider agreement at reception meanwhile
    lead, desk = a_network(new_store, tmp_path, "Aston")
    agree(desk, PSEUDONYMOUS)
    ann, bob = desk.person("Ann Example", phone=OLD), desk.person("Bob Example", phone=OLD)
    laptop = with_a_laptop(desk, tmp_path)
    laptop.change(Person, ann, phone=NEW)
    laptop.change(Person, bob, phone=NEW)
    desk.change(Person, bob, phone="07700900003")
    agree(desk, NAMED)
    lead.merge(desk.send())

    # When each hears of the other's work
    out, _ = take_work(laptop.store, write_work(desk.store, desk.folder).path), lead.merge(desk.send(whole=True))
    take_work(desk.store, write_work(laptop.store, laptop.folder).path)
    lead.merge(desk.send())

    # Then what the laptop changed stands, and only where both changed it somebody chooses
    for one in (desk, laptop, lead):
        assert (one.get(Person, ann).phone, one.conflicts) == (NEW, 1)
    assert out.conflicts == 1
    for one in (desk, laptop):
        one.store.close()
