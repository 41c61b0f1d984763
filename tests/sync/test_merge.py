"""Merging by fields: what is different goes together, and what was decided with both at hand is no disagreement."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from hubdesk.records.people.person import Person
from hubdesk.store import Store
from tests.sync.network import a_network
from tests.sync.state import state_hash

NewStore = Callable[[str], Store]


def test_guarantee_02_a_file_merging_its_own_package_changes_nothing(new_store: NewStore, tmp_path: Path) -> None:
    # given
    _, hub = a_network(new_store, tmp_path, "Aston")
    hub.person("Ann Example")
    before = state_hash(hub.store)
    # when
    report = hub.merge(hub.send())
    # then
    assert (report.files[0].new, report.files[0].changed) == (0, 0)
    assert "is here already" in report.sentences()[0]
    assert state_hash(hub.store) == before


def test_guarantee_08_different_fields_of_one_person_merge(new_store: NewStore, tmp_path: Path) -> None:
    # given
    lead, hub = a_network(new_store, tmp_path, "Aston")
    ann = hub.person("Ann Example")
    lead.merge(hub.send())
    # when
    hub.change(Person, ann, phone="07700900123")
    lead.change(Person, ann, email="ann@example.org")
    lead.merge(hub.send())
    hub.merge(lead.send())
    # then
    for desk in (lead, hub):
        found = desk.get(Person, ann)
        assert (found.phone, found.email) == ("07700900123", "ann@example.org")
        assert desk.conflicts == 0


def test_guarantee_07_a_value_entered_with_both_at_hand_ends_the_disagreement(
    new_store: NewStore, tmp_path: Path
) -> None:
    # given
    lead, hub = a_network(new_store, tmp_path, "Aston")
    ann = hub.person("Ann Example")
    lead.merge(hub.send())
    hub.change(Person, ann, email="hub@example.org")
    lead.change(Person, ann, email="lead@example.org")
    lead.merge(hub.send())
    hub.merge(lead.send())
    assert (lead.conflicts, hub.conflicts) == (1, 1)
    # when
    hub.change(Person, ann, email="hers@example.org")
    lead.merge(hub.send())
    # then
    assert lead.conflicts == 0
    assert lead.get(Person, ann).email == "hers@example.org"
