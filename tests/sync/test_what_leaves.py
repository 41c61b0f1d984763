"""What is told before sending is what the package then carries, neither more nor less."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from hubdesk.base.errors import Refused
from hubdesk.operations.erase_person import erase_person
from hubdesk.records.network.sharing_agreement import NAMED, PSEUDONYMOUS
from hubdesk.records.people.person import Person
from hubdesk.store import Store
from hubdesk.sync.returning import write_returns
from hubdesk.sync.take_return import take_return
from hubdesk.sync.what_leaves import what_leaves
from tests.sync.network import Desk, a_network
from tests.sync.test_agreement import TODAY, agree, lines

NewStore = Callable[[str], Store]


@pytest.fixture
def network(new_store: NewStore, tmp_path: Path) -> tuple[Desk, Desk]:
    lead, hub = a_network(new_store, tmp_path, "Westcroft")
    return lead, hub


def arrives(lead: Desk, hub: Desk, sent: Path) -> None:
    """The lead takes it in, and its receipt comes back."""
    lead.merge(sent)
    take_return(hub.store, write_returns(lead.store, hub.folder)[0].path)


def told_and_sent(hub: Desk) -> None:
    """Send, and find in the package what was told before: the records, and the people of whom it says who they are."""
    told = what_leaves(hub.store)
    made = [line for line in lines(hub, hub.send()) if "seq" in line]
    assert told.entries == len({(line["kind"], line["record"]) for line in made})
    named = {"full_name", "phone"}
    people = {
        line["record"]
        for line in made
        if line["kind"] == "person" and any(line["after"].get(one) not in (None, "Name withheld") for one in named)
    }
    assert told.people == len(people)


def test_guarantee_11_a_change_of_which_all_stays_is_not_told_as_leaving(network: tuple[Desk, Desk]) -> None:
    lead, hub = network
    amina = hub.person("Amina")
    arrives(lead, hub, hub.send())
    hub.change(Person, amina, notes="Likes tea")

    assert not what_leaves(hub.store).anything
    told_and_sent(hub)


def test_guarantee_11_what_goes_since_more_is_agreed_is_told_before(network: tuple[Desk, Desk]) -> None:
    lead, hub = network
    agree(hub, PSEUDONYMOUS)
    for name in ("Amina", "Bea", "Cyd"):
        hub.person(name, phone="07700900123")
    told_and_sent(hub)
    arrives(lead, hub, hub.sent[-1])

    agree(hub, NAMED)

    assert what_leaves(hub.store).people == 3
    told_and_sent(hub)


@pytest.mark.parametrize(
    ("level", "also", "held"),
    [
        (PSEUDONYMOUS, ("person.full_name",), ()),
        (PSEUDONYMOUS, ("person.phone",), ()),
        (NAMED, (), ("person.full_name",)),
        (NAMED, (), ("person.phone",)),
    ],
)
def test_guarantee_11_whoever_leaves_by_name_is_told_whatever_the_level_is_called(
    network: tuple[Desk, Desk], level: str, also: tuple[str, ...], held: tuple[str, ...]
) -> None:
    _, hub = network
    agree(hub, level, also_sent=also, held_back=held)
    hub.person("Amina", phone="07700900123")

    told = what_leaves(hub.store)

    assert told.people == 1
    assert "with just the fields that are listed here" in told.said
    told_and_sent(hub)


def test_guarantee_10_whoever_was_erased_is_not_told_as_leaving_by_name(network: tuple[Desk, Desk]) -> None:
    lead, hub = network
    agree(hub, PSEUDONYMOUS)
    amina = hub.person("Amina")
    hub.person("Bea")
    arrives(lead, hub, hub.send())
    erase_person(hub.store, amina, "Amina", TODAY)
    agree(hub, NAMED)

    assert what_leaves(hub.store).people == 1


def test_guarantee_10_an_erasure_leaves_though_nothing_else_is_new(network: tuple[Desk, Desk]) -> None:
    # Given that the lead has everything
    lead, hub = network
    amina = hub.person("Amina")
    arrives(lead, hub, hub.send())
    with pytest.raises(Refused, match="nothing to send"):
        hub.send()
    # When somebody is erased, and a package is lost
    erase_person(hub.store, amina, "Amina", TODAY)
    assert any("Somebody was erased" in sentence for sentence in what_leaves(hub.store).beside)
    hub.send()
    report = lead.merge(hub.send())
    # Then they are erased there too, which the lead is told, and once its receipt has come there is nothing to send
    assert lead.get(Person, amina).full_name != "Amina"
    assert "Somebody was erased elsewhere, and is erased here too." in report.sentences()
    assert not lead.merge(hub.sent[-1]).erased
    arrives(lead, hub, hub.sent[-1])
    assert not what_leaves(hub.store).anything
    with pytest.raises(Refused, match="nothing to send"):
        hub.send()
