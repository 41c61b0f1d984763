"""Before sending: one person exactly as the package carries them, and afterwards the list of what was sent."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from typing import Any

import pytest

from hubdesk.fields.field import fields_of
from hubdesk.fields.types import Link
from hubdesk.fields.ward_ids import ward_id
from hubdesk.records.network.sharing_agreement import NAMED, PSEUDONYMOUS, TOTALS
from hubdesk.records.people.consent_event import SHARE_BY_NAME, ConsentEvent
from hubdesk.records.people.person import Person
from hubdesk.records.places.ward import Ward
from hubdesk.store import Store
from hubdesk.sync.example import example
from hubdesk.sync.returning import write_returns
from hubdesk.sync.sent_files import sent_files
from hubdesk.sync.take_return import take_return
from tests.sync.network import BORN, Desk, a_network
from tests.sync.test_agreement import agree, lines

NewStore = Callable[[str], Store]
AMINA: dict[str, Any] = {
    "date_of_birth": BORN,
    "phone": "07700900123",
    "postcode": "M22 5RX",
    "notes": "Likes tea",
    "first_language": "cy",
}


def refuses(hub: Desk, person: Any) -> None:
    said = {
        "purpose": SHARE_BY_NAME,
        "decision": "withdrawn",
        "wording": "share_by_name-2026-1",
        "channel": "in_person",
    }
    hub.add(ConsentEvent(person=person, **said, at=datetime(2026, 11, 25, tzinfo=UTC), recorded_by="Rosa"))


@pytest.mark.parametrize("level", [NAMED, PSEUDONYMOUS])
@pytest.mark.parametrize("refused", [False, True])
def test_guarantee_11_the_example_says_just_what_the_package_does(
    new_store: NewStore, tmp_path: Path, level: str, refused: bool
) -> None:
    # given somebody of whom there is much to say
    _, hub = a_network(new_store, tmp_path, "Westcroft")
    agree(hub, level)
    amina = hub.person("Amina Yusuf", ward=ward_id("E05011366"), **AMINA)
    if refused:
        refuses(hub, amina)
    # when
    shown = example(hub.store, Random(1))
    after: dict[str, Any] = {}
    for line in lines(hub, hub.send()):
        if line.get("record") == str(amina):
            after |= line["after"]
    # then
    assert shown
    assert shown.title == "Amina Yusuf"
    said = {line.label: line.leaves for line in shown.lines}
    for one in fields_of(Person):
        if after.get(one.name) is None:
            assert said.get(str(one.label), "") == "", one.name
        else:
            value = one.unplain(after[one.name])
            called = hub.get(Ward, value).title if isinstance(one.type, Link) else one.type.show(value)
            assert said[str(one.label)] == called, one.name
    notes = next(line for line in shown.lines if line.label == "Notes")
    assert (notes.here, notes.leaves) == ("Likes tea", "")


def test_another_example_is_somebody_else_while_there_is_anybody(new_store: NewStore, tmp_path: Path) -> None:
    _, hub = a_network(new_store, tmp_path, "Westcroft")
    assert example(hub.store, Random(1)) is None
    people = {hub.person("Amina"), hub.person("Bea")}
    first = example(hub.store, Random(1))
    assert first
    assert example(hub.store, Random(2), first.person) == first
    other = example(hub.store, Random(2), first.person, another=True)
    assert other
    assert {first.person, other.person} == people
    hub.remove(Person, other.person)
    assert example(hub.store, Random(3), first.person, another=True) == first
    agree(hub, TOTALS)
    assert example(hub.store, Random(3)) is None


def test_the_list_of_what_was_sent_tells_which_the_lead_has(new_store: NewStore, tmp_path: Path) -> None:
    # given three packages: records, totals, and records again
    lead, hub = a_network(new_store, tmp_path, "Westcroft")
    hub.person("Amina")
    first = hub.send()
    agree(hub, TOTALS)
    second = hub.send()
    agree(hub, NAMED)
    third = hub.send()
    assert [(one.name, one.arrived) for one in sent_files(hub.store)] == [
        (third.name, False),
        (second.name, False),
        (first.name, False),
    ]
    newest, middle, oldest = sent_files(hub.store)
    assert (middle.totals, middle.size) == (True, "totals, and 2 changes")
    assert (newest.totals, oldest.totals) == (False, False)
    assert oldest.changes == sum("seq" in line for line in lines(hub, first))
    # when receipts come, one after another
    for sent, arrived in ((first, [False, False, True]), (second, [False, True, True]), (third, [True, True, True])):
        lead.merge(sent)
        take_return(hub.store, write_returns(lead.store, tmp_path)[0].path)
        assert [one.arrived for one in sent_files(hub.store)] == arrived
    assert len(sent_files(hub.store, limit=2)) == 2
