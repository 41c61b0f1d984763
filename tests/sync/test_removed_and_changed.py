"""Removed in one place and changed in another: nothing that was entered goes before somebody has chosen."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

import pytest

from hubdesk.records.people.person import Person
from hubdesk.records.places.room import Room
from hubdesk.records.places.venue import Venue
from hubdesk.store import Store
from hubdesk.store.clock import Clock, reading_at
from hubdesk.sync.merged import merged_packages
from hubdesk.sync.resolving import decide, disagreements
from hubdesk.sync.unmerging import undone_with, unmerge
from tests.sync.network import Desk, a_network
from tests.sync.state import state_hash

NewStore = Callable[[str], Store]


class _Earlier(Clock):
    """A clock that stood so many days ago."""

    def __init__(self, days: int) -> None:
        super().__init__(reading_at(datetime.now(UTC) - timedelta(days=days)))

    def tick(self) -> int:
        self._last += 1
        return self._last


def _removed_long_ago(new_store: NewStore, tmp_path: Path) -> tuple[Desk, Desk, UUID]:
    """Somebody whom a hub removed 40 days before its package came, while the lead wrote down a new number."""
    lead, hub = a_network(new_store, tmp_path, "One")
    now, hub.store.clock = hub.store.clock, _Earlier(40)
    ann = hub.person("Ann Example", notes="Kanari")
    lead.merge(hub.send())
    hub.remove(Person, ann)
    hub.store.clock = now
    lead.change(Person, ann, phone="07700900111")
    lead.merge(hub.send())
    return lead, hub, ann


def test_guarantee_09_a_change_against_an_old_removal_waits_until_somebody_chooses(
    new_store: NewStore, tmp_path: Path
) -> None:
    lead, hub, ann = _removed_long_ago(new_store, tmp_path)
    [found], _ = disagreements(lead.store)

    # When the bin is emptied, as at each start, then what is to be decided still is
    assert lead.store.empty_bin() == 0
    lead.merge(hub.send(whole=True))
    assert disagreements(lead.store) == ([found], 1)

    # And whoever chooses what the lead entered has it, and the person
    decide(lead.store, found.id, take_other=True)
    back = lead.get(Person, ann)
    assert (back.full_name, back.phone) == ("Ann Example", "07700900111")
    assert lead.store.findings() == []


def test_guarantee_09_once_it_is_chosen_that_somebody_stays_removed_the_journal_forgets(
    new_store: NewStore, tmp_path: Path
) -> None:
    lead, _, ann = _removed_long_ago(new_store, tmp_path)
    [found], _ = disagreements(lead.store)
    now, lead.store.clock = lead.store.clock, _Earlier(35)
    decide(lead.store, found.id, take_other=False)
    lead.store.clock = now
    assert lead.store.empty_bin() > 0
    assert (lead.get(Person, ann), disagreements(lead.store)) == (None, ([], 0))
    assert lead.store.findings() == []


def test_guarantee_09_bringing_somebody_back_loses_nothing_else_that_was_changed(
    new_store: NewStore, tmp_path: Path
) -> None:
    # Given somebody whom the lead removed while the hub wrote down two things
    lead, hub = a_network(new_store, tmp_path, "One")
    ann = hub.person("Ann Example")
    lead.merge(hub.send())
    hub.change(Person, ann, phone="07700900111", known_as="Annie")
    lead.remove(Person, ann)
    lead.merge(hub.send())
    [first, _], total = disagreements(lead.store)
    assert total == 2
    before = state_hash(lead.store)

    # When one of them is chosen, then both are there, also after the package has come again
    decide(lead.store, first.id, take_other=True)
    lead.merge(hub.send(whole=True))
    back = lead.get(Person, ann)
    assert (back.phone, back.known_as) == ("07700900111", "Annie")
    assert disagreements(lead.store) == ([], 0)

    # And undone, both are open again
    lead.store.undo()
    lead.merge(hub.send(whole=True))
    assert (disagreements(lead.store)[1], state_hash(lead.store)) == (2, before)


def test_guarantee_16_what_was_decided_and_opened_again_keeps_no_package_from_being_undone(
    new_store: NewStore, tmp_path: Path
) -> None:
    # Given somebody whom one hub removed and another changed, and a decision of the lead that it took back
    lead, one, two = a_network(new_store, tmp_path, "One", "Two")
    ann = one.person("Ann Example")
    two.merge(one.send())
    one.remove(Person, ann)
    two.change(Person, ann, phone="07700900111")
    lead.merge(one.send(), two.send())
    [found], _ = disagreements(lead.store)
    before = state_hash(lead.store)
    decide(lead.store, found.id, take_other=False)
    lead.store.undo()

    # When the packages of both are undone, then it is as if nothing had come, and they come again as before
    while merged := [package for package in merged_packages(lead.store) if package.ranges]:
        unmerge(lead.store, undone_with(lead.store, merged[0].id))
    assert (lead.get(Person, ann), disagreements(lead.store)) == (None, ([], 0))
    lead.merge(one.sent[-1], two.sent[-1])
    assert (disagreements(lead.store), state_hash(lead.store)) == (([found], 1), before)
    assert lead.store.findings() == []


def _removed_and_used(new_store: NewStore, tmp_path: Path) -> tuple[Desk, Desk, UUID]:
    """A venue that the lead removed while the hub gave it another name and a room."""
    lead, hub = a_network(new_store, tmp_path, "One")
    hall = hub.add(Venue(name="Hall"))
    lead.merge(hub.send())
    hub.change(Venue, hall, name="Great Hall")
    hub.add(Room(name="Upstairs", venue=hall))
    lead.remove(Venue, hall)
    lead.merge(hub.send())
    return lead, hub, hall


@pytest.mark.parametrize("bring_back", [False, True])
def test_guarantee_09_what_is_still_used_can_be_chosen_either_way(
    new_store: NewStore, tmp_path: Path, *, bring_back: bool
) -> None:
    lead, hub, hall = _removed_and_used(new_store, tmp_path)
    [found], _ = disagreements(lead.store)
    before = state_hash(lead.store)
    decide(lead.store, found.id, take_other=bring_back)
    report = lead.merge(hub.send(whole=True))
    assert disagreements(lead.store) == ([], 0)
    assert lead.get(Venue, hall).name == "Great Hall"
    assert [one.reason for one in report.waiting] == ([] if bring_back else ["used"])
    assert lead.store.findings() == []

    # And undone it is open again, here and at the hub
    lead.store.undo()
    lead.merge(hub.send(whole=True))
    hub.merge(lead.send())
    assert state_hash(lead.store) == state_hash(hub.store) == before


def test_guarantee_07_whoever_changes_what_is_still_used_brings_it_back(new_store: NewStore, tmp_path: Path) -> None:
    # Given what the lead removed, and somebody there changes as it still stands
    lead, hub, hall = _removed_and_used(new_store, tmp_path)
    lead.change(Venue, hall, postcode="M22 5RX")

    # Then nothing is to be decided, here or where its room was never heard of
    report = lead.merge(hub.send(whole=True))
    assert (disagreements(lead.store), report.waiting) == (([], 0), ())
    hub.merge(lead.send())
    for desk in (lead, hub):
        stands = desk.get(Venue, hall)
        assert (stands.name, stands.postcode) == ("Great Hall", "M22 5RX")
        assert desk.store.findings() == []
    assert state_hash(lead.store) == state_hash(hub.store)
