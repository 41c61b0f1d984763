"""Guarantee 15: files of those who are known, well signed, in which nothing makes sense."""

from __future__ import annotations

import io
import json
import random
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import uuid4

import pytest

from hubdesk.base.errors import FieldError, Refused
from hubdesk.records.people.person import Person
from hubdesk.store import Store
from hubdesk.store.clock import reading_at
from hubdesk.store.history import changes_of
from hubdesk.sync import package
from hubdesk.sync.aside import quarantined
from hubdesk.sync.correspondents import post_of
from hubdesk.sync.machines import take_work, write_work
from hubdesk.sync.merge import merge_packages
from hubdesk.sync.resolving import choose, disagreements
from hubdesk.sync.returning import write_returns
from hubdesk.sync.take_return import take_return
from tests.sync.network import BORN, Desk, a_network, ahead, said, sealed_for
from tests.sync.packages import body, raw, sent_as
from tests.sync.test_sealed import LONG, SEED, _senseless, refusal

NewStore = Callable[[str], Store]
SENSELESS = 10_000 if LONG else 100


def test_a_clock_that_runs_ahead_in_a_senseless_package_is_refused(new_store: NewStore, tmp_path: Path) -> None:
    lead, hub = a_network(new_store, tmp_path, "One")
    ahead(hub)
    hub.person("Amina")
    header, lines = said(hub, hub.send())
    header["epochs"]["77"] = "4c3e6f4e-2f1c-4c3e-9f35-9d5f7f9b8a01"
    header["ranges"].append({"epoch": 77, "from": "x", "to": 1})
    assert "damaged" in refusal(lead, sent_as(hub.store, tmp_path / "bad.hubsync", header, lines))


def test_a_package_held_for_its_clock_ends_when_another_brings_its_numbers(new_store: NewStore, tmp_path: Path) -> None:
    # Given two packages that wait for the first, and say different things of the same numbers, one by a clock far ahead
    lead, hub = a_network(new_store, tmp_path, "One")
    hub.person("Amina")
    first = hub.send()
    header, lines = said(hub, first)
    (told,) = header["ranges"]
    last = told["to"]

    def later(name: str, start: int, end: int, days: int) -> Path:
        clock = reading_at(datetime.now(UTC) + timedelta(days=days))
        one = json.loads(lines[-1]) | {"record": str(uuid4()), "seq": end}
        content = [{"range": told["epoch"]}, {"operation": str(uuid4()), "clock": clock, "title": ""}, one]
        ranged = header | {"ranges": [told | {"from": start, "to": end}]}
        return sent_as(hub.store, tmp_path / name, ranged, map(json.dumps, content))

    waiting = [later("ahead.hubsync", last, last + 1, 3), later("right.hubsync", last + 1, last + 2, 0)]
    merge_packages(lead.store, waiting)
    # When the first comes, then the merge ends, and nothing waits any more
    assert not merge_packages(lead.store, [first]).files[0].refused
    assert quarantined(lead.store) == []
    lead.check_whole()


@pytest.mark.parametrize("depth", [100, 300, 500, 900, 3000, 100_000])
def test_values_in_values_without_end_are_refused_or_kept(new_store: NewStore, tmp_path: Path, depth: int) -> None:
    lead, hub = a_network(new_store, tmp_path, "One")
    hub.person("Amina", known_as="Mina")
    content = body(hub.store, hub.send()).replace('"Mina"', "[" * depth + "]" * depth)
    refused = refusal(lead, raw(hub.store, tmp_path / "deep.hubsync", [content.encode()]))
    assert not refused or "damaged" in refused
    lead.check_whole()


def test_senseless_returns_and_files_of_work_are_refused_or_taken(new_store: NewStore, tmp_path: Path) -> None:
    lead, hub = a_network(new_store, tmp_path, "One")
    amina = hub.person("Amina")
    lead.merge(hub.send())
    lead.change(Person, amina, known_as="Mina")
    (returned,) = write_returns(lead.store, tmp_path)
    work = write_work(hub.store, tmp_path).path
    bad, chance = tmp_path / "bad", random.Random(SEED)
    refused = 0
    for path, by, holds, take in (
        (returned.path, lead.store, package.RETURN, take_return),
        (work, hub.store, package.SIBLING, take_work),
    ):
        content = body(hub.store, path).splitlines()
        for _ in range(SENSELESS):
            place = chance.randrange(len(content))
            lines = [_senseless(line, chance) if n == place else line for n, line in enumerate(content)]
            try:
                take(hub.store, sealed_for(hub, by, bad, holds, lines))
            except Refused:
                refused += 1
    assert refused > SENSELESS // 3
    hub.check_whole()


def test_a_file_that_is_taken_away_or_exchanged_once_checked_is_refused(new_store: NewStore, tmp_path: Path) -> None:
    lead, hub = a_network(new_store, tmp_path, "One")
    hub.person("Amina")
    path = hub.send()
    checked = package.check(package.opener(path), package.CHANGES, post_of(lead.store))
    assert _copied(checked) == path.read_bytes()
    hub.person("Bola")
    path.write_bytes(hub.send().read_bytes())
    for read in (lambda: list(package.lines(checked)), lambda: _copied(checked)):
        with pytest.raises(Refused, match="damaged"):
            read()
    path.unlink()
    for read in (lambda: list(package.lines(checked)), lambda: _copied(checked)):
        with pytest.raises(Refused, match="cannot be read"):
            read()


def _copied(checked: package.Checked) -> bytes:
    out = io.BytesIO()
    package.copy(checked, out)
    return out.getvalue()


def test_kinds_without_end_are_counted_as_one(new_store: NewStore, tmp_path: Path) -> None:
    lead, hub = a_network(new_store, tmp_path, "One")
    hub.person("Amina")
    header, lines = said(hub, hub.send())
    last = json.loads(lines[-1])
    more = [last | {"seq": last["seq"] + n, "kind": f"kind_{n}", "record": str(uuid4())} for n in range(1, 500)]
    header["ranges"][0]["to"] += len(more)
    report = lead.merge(sent_as(hub.store, tmp_path / "many.hubsync", header, [*lines, *map(json.dumps, more)]))
    assert [(one.kind, one.reason, one.n) for one in report.waiting] == [("", "newer", 499)]


def _with_one_more(hub: Desk, tmp_path: Path, kind: str, record: object, **after: object) -> Path:
    """The hub's next package, in which it also changes a record to what no HubDesk writes."""
    header, lines = said(hub, hub.send())
    (told,) = header["ranges"]
    last, clock = told["to"] + 1, header["clock"] + 1
    more = {"seq": last, "kind": kind, "record": str(record), "action": "change", "after": after, "over": {}}
    added = [{"operation": str(uuid4()), "clock": clock, "title": ""}, more]
    ranged = header | {"ranges": [told | {"to": last}], "seen": {str(told["epoch"]): last}}
    return sent_as(hub.store, tmp_path / f"{uuid4()}.hubsync", ranged, [*lines, *map(json.dumps, added)])


@pytest.mark.parametrize("home", ["not-an-id", 2147483648, ["a"], {"a": 1}])
def test_what_says_no_hub_as_its_own_is_refused_and_what_goes_back_is_still_written(
    new_store: NewStore, tmp_path: Path, home: object
) -> None:
    lead, hub, other = a_network(new_store, tmp_path, "One", "Two")
    amina = hub.person("Amina")
    other.person("Bilal")
    lead.merge(other.send())
    assert "damaged" in refusal(lead, _with_one_more(hub, tmp_path, "person", amina, hub_id=home))
    assert [one.name for one in write_returns(lead.store, tmp_path)] == ["Two"]


def test_an_id_that_is_spelt_in_another_way_is_no_proof_of_a_copy(new_store: NewStore, tmp_path: Path) -> None:
    lead, hub = a_network(new_store, tmp_path, "One")
    amina = hub.person("Amina")
    sent = _with_one_more(hub, tmp_path, "person", f"{{{str(amina).upper()}}}", known_as="Mina")
    assert not refusal(lead, sent)
    assert lead.get(Person, amina).known_as == "Mina"
    assert not refusal(lead, sent)


def test_a_value_that_cannot_be_read_holds_back_its_record_and_nothing_else(
    new_store: NewStore, tmp_path: Path
) -> None:
    lead, hub = a_network(new_store, tmp_path, "One")
    amina, bilal = hub.person("Amina"), hub.person("Bilal")
    # A link says in words what is wrong with it, where a date does not; neither is anything to a lead
    assert not refusal(lead, _with_one_more(hub, tmp_path, "person", amina, ward="Unix"))
    assert lead.get(Person, amina) is None
    assert lead.get(Person, bilal) is not None


def test_what_only_a_newer_version_can_read_is_told_beside_what_it_disagrees_with(
    new_store: NewStore, tmp_path: Path
) -> None:
    # Given a date that no HubDesk reads, beside one that another hub had entered
    lead, hub, other = a_network(new_store, tmp_path, "One", "Two")
    amina = hub.person("Amina", date_of_birth=BORN)
    lead.merge(hub.send())
    other.person("Bilal")
    lead.merge(_with_one_more(other, tmp_path, "person", amina, date_of_birth="Unix"))
    # Then the merge desk and the record's history say so
    (open_one,), _ = disagreements(lead.store)
    assert open_one.kept.value == "something that only a newer HubDesk knows"
    assert open_one.other.value == "17 May 1980"
    with lead.store.reading() as session:
        assert open_one.kept.value in [one.after for one in changes_of(session, amina, {})]
    # And where it is the other's, it cannot be chosen
    with hub.store.operation("Choose") as session, pytest.raises(FieldError, match="newer HubDesk"):
        choose(session, session.get_one(Person, amina), "date_of_birth", '"Unix"')
