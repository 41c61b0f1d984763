"""What was entered differently in two places is decided by a person, once, for every file that hears of it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from hubdesk.base.errors import Refused
from hubdesk.fields.ward_ids import ward_id
from hubdesk.records.people.person import Person
from hubdesk.records.places.ward import Ward
from hubdesk.store import Store
from hubdesk.store.removals import removed
from hubdesk.sync.resolving import decide, disagreements
from tests.sync.network import WARDS, Desk, a_network
from tests.sync.state import state_hash

NewStore = Callable[[str], Store]
WARD = ward_id(next(iter(WARDS)))


@pytest.fixture
def network(new_store: NewStore, tmp_path: Path) -> list[Desk]:
    """A lead that two hubs have told different names of one ward."""
    lead, one, two = a_network(new_store, tmp_path, "One", "Two")
    one.change(Ward, WARD, name="Baguley North")
    two.change(Ward, WARD, name="Baguley South")
    lead.merge(one.send(), two.send())
    return [lead, one, two]


def test_guarantee_08_who_said_what_where_and_when_is_told(network: list[Desk]) -> None:
    [found], total = disagreements(network[0].store)
    assert total == 1
    assert {found.kept.value: found.kept.where, found.other.value: found.other.where} == {
        "Baguley North": "One",
        "Baguley South": "Two",
    }
    assert found.kept.when
    assert found.field == "Name"


@pytest.mark.parametrize("take_other", [False, True], ids=["keep", "take the other"])
def test_guarantee_08_a_decision_ends_it_here_and_wherever_it_is_heard_of(
    network: list[Desk], tmp_path: Path, *, take_other: bool
) -> None:
    # Given a decision at the lead
    lead, one, two = network
    [found], _ = disagreements(lead.store)
    chosen = found.other.value if take_other else found.kept.value
    decide(lead.store, found.id, take_other=take_other)

    # Then it is ended, also after the hubs' packages have come again
    assert disagreements(lead.store) == ([], 0)
    lead.merge(*one.sent, *two.sent, one.send(whole=True))
    assert disagreements(lead.store) == ([], 0)
    assert lead.get(Ward, WARD).name == chosen
    assert lead.store.findings() == []

    # And a hub that hears of both, and of the decision, has nothing to decide
    one.merge(two.sent[-1], lead.send())
    assert disagreements(one.store) == ([], 0)
    assert one.get(Ward, WARD).name == chosen


@pytest.mark.parametrize("take_other", [False, True], ids=["keep", "take the other"])
def test_a_decision_that_is_undone_is_open_again_wherever_it_is_heard_of(
    network: list[Desk], new_store: NewStore, tmp_path: Path, *, take_other: bool
) -> None:
    # Given a decision at the lead
    lead, one, two = network
    [found], _ = disagreements(lead.store)
    before = state_hash(lead.store)
    decide(lead.store, found.id, take_other=take_other)
    decided = state_hash(lead.store)

    # When it is undone, then all stands as before it, also after the packages have come again
    lead.store.undo()
    assert disagreements(lead.store) == ([found], 1)
    lead.merge(*one.sent, *two.sent, one.send(whole=True))
    assert disagreements(lead.store) == ([found], 1)
    assert state_hash(lead.store) == before
    assert lead.store.findings() == []

    # And a hub that hears of the decision and its undoing has the same to decide
    one.merge(two.sent[-1], lead.send())
    assert state_hash(one.store) == before

    # When it is done again, and undone again, then it is over, and open once more
    lead.store.redo()
    assert (disagreements(lead.store), state_hash(lead.store)) == (([], 0), decided)
    one.merge(lead.send())
    assert state_hash(one.store) == decided
    lead.store.undo()
    one.merge(lead.send())
    assert state_hash(one.store) == state_hash(lead.store) == before

    # And it can be decided otherwise
    decide(lead.store, found.id, take_other=not take_other)
    one.merge(lead.send())
    assert disagreements(one.store) == disagreements(lead.store) == ([], 0)
    assert one.get(Ward, WARD).name == (found.kept.value if take_other else found.other.value)


def test_a_decision_is_not_undone_over_what_was_entered_since(network: list[Desk]) -> None:
    # Given a decision, and a third name that a hub gave without knowing of it
    lead, one, _ = network
    [found], _ = disagreements(lead.store)
    decide(lead.store, found.id, take_other=False)
    one.change(Ward, WARD, name="Baguley Village")
    lead.merge(one.send())
    assert lead.conflicts == 1
    before = state_hash(lead.store)
    # When it is to be undone, then that is refused: there is something newer to decide
    with pytest.raises(Refused, match="cannot be undone any more"):
        lead.store.undo()
    assert state_hash(lead.store) == before


@pytest.mark.parametrize("bring_back", [False, True])
def test_guarantee_09_a_removal_against_a_change_is_decided(
    new_store: NewStore, tmp_path: Path, *, bring_back: bool
) -> None:
    # Given somebody whom the lead removed while the hub wrote down a new number
    lead, hub = a_network(new_store, tmp_path, "One")
    ann = hub.person("Ann Example")
    lead.merge(hub.send())
    hub.change(Person, ann, phone="07700900111")
    lead.remove(Person, ann)
    lead.merge(hub.send())
    [found], _ = disagreements(lead.store)
    assert found.removed
    assert found.other.value.replace(" ", "") == "07700900111"

    # When it is decided, then it is ended, also after the package has come again
    decide(lead.store, found.id, take_other=bring_back)
    lead.merge(*hub.sent, hub.send(whole=True))
    assert disagreements(lead.store) == ([], 0)
    assert (lead.get(Person, ann) is not None) == bring_back
    if bring_back:
        assert lead.get(Person, ann).phone.replace(" ", "") == "07700900111"

    # And the hub that hears of it agrees
    hub.merge(lead.send())
    assert disagreements(hub.store) == ([], 0)
    assert (hub.get(Person, ann) is not None) == bring_back


@pytest.mark.parametrize("bring_back", [False, True])
def test_guarantee_09_undoing_a_decision_about_a_removal_opens_it_again(
    new_store: NewStore, tmp_path: Path, *, bring_back: bool
) -> None:
    # Given somebody whom the lead removed while the hub wrote down a new number, and what was decided of it
    lead, hub = a_network(new_store, tmp_path, "One")
    ann = hub.person("Ann Example")
    lead.merge(hub.send())
    hub.change(Person, ann, phone="07700900111")
    lead.remove(Person, ann)
    lead.merge(hub.send())
    before, [found] = state_hash(lead.store), disagreements(lead.store)[0]
    decide(lead.store, found.id, take_other=bring_back)
    decided = state_hash(lead.store)

    # When it is undone, then it is open again here and at the hub
    lead.store.undo()
    assert disagreements(lead.store) == ([found], 1)
    assert lead.get(Person, ann) is None
    lead.merge(*hub.sent, hub.send(whole=True))
    assert state_hash(lead.store) == before
    hub.merge(lead.send())
    assert state_hash(hub.store) == before

    # And what is done again is over again, for both
    lead.store.redo()
    assert (disagreements(lead.store)[1], state_hash(lead.store)) == (0, decided)
    hub.merge(lead.send())
    assert state_hash(hub.store) == decided
    assert lead.store.findings() == hub.store.findings() == []

    # And undone once more it is open once more
    lead.store.undo()
    hub.merge(lead.send())
    assert state_hash(hub.store) == state_hash(lead.store) == before


def test_somebody_who_stays_removed_can_be_put_back_from_the_bin(new_store: NewStore, tmp_path: Path) -> None:
    lead, hub = a_network(new_store, tmp_path, "One")
    ann = hub.person("Ann Example")
    lead.merge(hub.send())
    hub.change(Person, ann, phone="07700900111")
    lead.remove(Person, ann)
    lead.merge(hub.send())
    decide(lead.store, disagreements(lead.store)[0][0].id, take_other=False)
    with lead.store.reading() as session:
        [gone] = removed(session)
    assert gone.records == (("person", "Ann Example"),)
    lead.store.put_back("Put back", gone.operation)
    assert lead.get(Person, ann).full_name == "Ann Example"
