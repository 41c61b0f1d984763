"""Guarantee 14: older and newer versions of HubDesk understand each other, and packages of every release are taken in."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest

from hubdesk.access.post_keys import PublicKeys
from hubdesk.records.people.person import Person
from hubdesk.store import Store
from hubdesk.sync import correspondents
from hubdesk.sync.after_upgrade import settle_after_upgrade
from hubdesk.sync.correspondents import HUB
from hubdesk.sync.merge import merge_packages
from hubdesk.sync.rows import field_names, known_kinds, values_of
from tests.golden.make import HERE, opened, rows
from tests.postgres import opened_on
from tests.sync.network import Desk, a_lead, a_network
from tests.sync.packages import body, sent_as
from tests.sync.state import state_hash

NewStore = Callable[[str], Store]
GOLDEN = sorted(path for path in HERE.iterdir() if (path / "keys.json").exists())


@contextmanager
def as_an_older_version(monkeypatch: pytest.MonkeyPatch, kind: str, *names: str) -> Iterator[None]:
    """Without these fields of the kind, or without the kind."""
    from hubdesk.sync import applying, at_once, settling
    from hubdesk.sync import rows as rows_module

    def fewer(one: str) -> frozenset[str]:
        return field_names(one) - set(names) if one == kind else field_names(one)

    def kinds() -> frozenset[str]:
        return known_kinds() if names else known_kinds() - {kind}

    def held(one: str, values: dict[str, Any]) -> dict[str, Any] | None:
        return values_of(one, {name: value for name, value in values.items() if name in fewer(one)})

    fakes = {"field_names": fewer, "known_kinds": kinds, "values_of": held}
    with monkeypatch.context() as patched:
        for module in (applying, at_once, settling, rows_module):
            for name, fake in fakes.items():
                if hasattr(module, name) and (module is not rows_module or name == "values_of"):
                    patched.setattr(module, name, fake)
        yield


@pytest.fixture(params=["sqlite", "postgresql"])
def network(request: pytest.FixtureRequest, new_store: NewStore, tmp_path: Path) -> Iterator[list[Desk]]:
    """A lead in a file or on a server, one that always had the newer version, and a hub."""
    newer, hub = a_network(new_store, tmp_path, "Westcroft")
    if request.param == "sqlite":
        yield [a_lead(new_store("older"), tmp_path, hub), newer, hub]
        return
    older = a_lead(opened_on(request.getfixturevalue("postgres_url")), tmp_path, hub)
    yield [older, newer, hub]
    older.store.close()


@pytest.mark.parametrize("missing", [("known_as", "phone"), ()])
def test_guarantee_14_what_only_a_newer_version_knows_is_kept_and_comes_with_the_upgrade(
    network: list[Desk], monkeypatch: pytest.MonkeyPatch, missing: tuple[str, ...]
) -> None:
    # Given a lead that does not know some fields of a person, or people at all
    older, newer, hub = network
    amina = hub.person("Amina", known_as="Mina", phone="07700900123", email="amina@example.org")
    first = hub.send()
    hub.change(Person, amina, phone="07700900456")
    second = hub.send()
    newer.merge(first, second)
    with as_an_older_version(monkeypatch, "person", *missing):
        report = older.merge(first)
        older.merge(second, first)
    assert [one.refused for one in report.files] == [""]
    assert any("newer HubDesk" in sentence for sentence in report.sentences())
    found = older.get(Person, amina)
    assert (found.email, found.known_as) == ("amina@example.org", None) if missing else found is None
    # When it is upgraded, then it holds what one holds that was never older
    assert settle_after_upgrade(older.store)
    assert older.get(Person, amina).known_as == "Mina"
    assert older.get(Person, amina).phone == "07700900456"
    assert state_hash(older.store) == state_hash(newer.store)
    assert not settle_after_upgrade(older.store)
    assert older.store.findings() == []


def test_guarantee_14_fields_and_kinds_that_are_still_to_come_refuse_nothing(
    new_store: NewStore, tmp_path: Path
) -> None:
    # Given a package of a HubDesk that is newer than this one
    lead, hub = a_network(new_store, tmp_path, "Westcroft")
    amina = hub.person("Amina", known_as="Mina")
    header, *lines, _ = body(hub.store, hub.send()).splitlines()
    said: list[dict[str, Any]] = [json.loads(line) for line in lines]
    (person,) = (line for line in said if line.get("kind") == "person")
    person["after"]["favourite_colour"] = "blue"
    last = max(line.get("seq", 0) for line in said)
    badge = {"seq": last + 1, "kind": "badge", "record": str(uuid4()), "action": "add", "after": {"x": [1]}, "over": {}}
    made = json.loads(header) | {"schema": "9999", "hubdesk": "99.0"}
    (one,) = (one for one in made["ranges"] if one["to"] == last)
    one["to"] = last + 1
    lines = [json.dumps(line) for line in [*said, badge]]
    # When it is merged, then what is known is here, and the rest is kept
    report = lead.merge(sent_as(hub.store, tmp_path / "newer.hubsync", made, lines))
    assert [one.refused for one in report.files] == [""]
    assert lead.get(Person, amina).known_as == "Mina"
    assert sum("newer HubDesk" in sentence for sentence in report.sentences()) == 2
    assert lead.store.findings() == []


def test_guarantee_14_an_older_version_empties_no_field_that_it_does_not_know(
    new_store: NewStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Given an older desk that heard of a person without their telephone, and changed something else
    lead, one, two = a_network(new_store, tmp_path, "One", "Two")
    amina = one.person("Amina", phone="07700900123")
    with as_an_older_version(monkeypatch, "person", "phone"):
        two.merge(one.send())
        two.change(Person, amina, known_as="Mina")
    # When both come to where the telephone is known
    lead.merge(two.send(), *one.sent)
    found = lead.get(Person, amina)
    assert (found.known_as, found.phone) == ("Mina", "07700900123")


@pytest.mark.parametrize("golden", GOLDEN, ids=lambda path: path.name)
@pytest.mark.parametrize("turned", [False, True])
def test_guarantee_14_the_packages_of_each_release_are_taken_in(
    new_store: NewStore, golden: Path, *, turned: bool
) -> None:
    own, keys = opened(golden)
    lead = new_store("lead")
    lead.set_setting("post_keys", own.as_text())
    correspondents.keep(lead, HUB, UUID(keys["hub_id"]), "Aston", PublicKeys.from_text(keys["hub"]))
    paths = sorted(golden.glob("*.hubsync"), reverse=turned)
    for path in paths:
        assert [one.refused for one in merge_packages(lead, [path]).files] == [""]
    expected = json.loads((golden / "expected.json").read_text(encoding="utf-8"))
    held = rows(lead)
    for kind, records in expected.items():
        for record, values in records.items():
            # Fields and kinds may have come since; what was said then still stands.
            assert {name: held[kind][record].get(name) for name in values} == values, (kind, record)
    assert held["person"].keys() == expected["person"].keys()
