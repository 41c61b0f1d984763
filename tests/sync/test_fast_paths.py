"""What a merge writes at once, record by record, is what the whole of the journal says."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import Connection, select

from hubdesk.fields.ward_ids import ward_id
from hubdesk.records import KINDS, kind_named
from hubdesk.records.people.person import Person
from hubdesk.records.places.ward import Ward
from hubdesk.store import Store
from hubdesk.store.search import forget, put
from hubdesk.store.search_words import entry_of
from hubdesk.store.tables import journal, row_clock, search_entry
from hubdesk.store.tables_of_exchange import conflict, waiting
from hubdesk.store.values import unpack
from hubdesk.sync import applying, merging
from hubdesk.sync.rows import known_kinds
from hubdesk.sync.settling import Settling
from hubdesk.sync.unsettled import UNSETTLED, set_aside
from tests.postgres import opened_on
from tests.sync.network import WARDS, Desk, a_lead, a_network
from tests.sync.state import state_hash
from tests.sync.test_any_order import _life

NewStore = Callable[[str], Store]
_LOCAL = frozenset(("number", "line", "nonce", "digest", "epoch"))
"""Columns that are each file's own."""
_NUMBER = frozenset(("number",))


def _rows(connection: Connection, table: Any, without: frozenset[str] = _NUMBER) -> list[str]:
    names = [column.name for column in table.columns if column.name not in without]
    found = connection.execute(select(*(table.c[name] for name in names)))
    return sorted(str([_said(name, value) for name, value in zip(names, row, strict=True)]) for row in found)


def _said(name: str, value: Any) -> str:
    """A clock's fields may stand in any order."""
    return str(sorted(unpack(value).items())) if name == "fields" and value else str(value)


def _all(store: Store, *more: Any) -> dict[str, list[str]]:
    tables = [kind.__table__ for kind in KINDS]
    with store.reading_plainly() as connection:
        return {table.name: _rows(connection, table) for table in (*tables, search_entry, *more)}


def _from_hubs(store: Store) -> list[list[str]]:
    """The journal and the clocks of what others did."""
    with store.reading_plainly() as connection:
        others = [
            select(table).where(table.c.epoch != store.epoch, table.c.kind.not_in(("ward", "hub"))).subquery()
            for table in (journal, row_clock)
        ]
        return [_rows(connection, table, _LOCAL) for table in others]


def _settled_again(store: Store) -> None:
    """Every record as the slow path puts it, which reads all of its journal."""
    with store.writing_plainly() as connection:
        known = connection.execute(select(journal.c.record, journal.c.kind)).all()
        slow = {row[0]: row[1] for row in known if row[1] in known_kinds()}
        set_aside(connection, slow, UNSETTLED)
        Settling(connection).settle()


@pytest.mark.parametrize("seed", range(2))
def test_however_few_changes_are_taken_at_a_time_the_lead_ends_alike(
    new_store: NewStore, tmp_path: Path, postgres_url: str, seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    chance = random.Random(70 + seed)
    lead, *hubs = a_network(new_store, tmp_path, "One", "Two")
    sent = _life(hubs, chance, 60)
    server = a_lead(opened_on(postgres_url), tmp_path, *hubs)
    try:
        lead.merge(*sent)
        for some in (1, 3):
            monkeypatch.setattr(applying, "CHUNK", some)
            server.merge(*sent[:: 1 if some == 3 else 2])

        assert state_hash(server.store) == state_hash(lead.store)
        assert server.store.findings() == []
    finally:
        server.store.close()


def _is_found_as_it_is(store: Store) -> None:
    with store.reading_plainly() as connection:
        for held in connection.execute(select(search_entry)).mappings():
            table = kind_named(held["kind"]).__table__
            row = connection.execute(select(table).where(table.c.id == held["record"])).mappings().one()
            assert entry_of(held["kind"], held["record"], dict(row)) == {
                name: value for name, value in held.items() if name != "number"
            }


def _lead_of(sent: list[Path], lead: Desk, chance: random.Random) -> None:
    left = list(sent)
    while left:
        n = chance.randint(1, 5)
        lead.merge(*left[:n])
        left = left[n:]


@pytest.mark.parametrize(("seed", "chunk"), [(0, 2000), (1, 2000), (2, 1), (3, 2), (4, 5)])
def test_writing_at_once_is_as_good_as_weighing_everything(
    new_store: NewStore, tmp_path: Path, seed: int, chunk: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(applying, "CHUNK", chunk)
    chance = random.Random(seed)
    lead, *hubs = a_network(new_store, tmp_path, "One", "Two", "Three")
    _lead_of(_life(hubs, chance, 60), lead, chance)
    before, said = _all(lead.store, row_clock, conflict, waiting), state_hash(lead.store)

    _settled_again(lead.store)

    assert _all(lead.store, row_clock, conflict, waiting) == before
    assert state_hash(lead.store) == said
    assert lead.store.findings() == []
    _is_found_as_it_is(lead.store)


def test_whoever_has_no_words_or_those_of_a_hubdesk_before_is_found_after_a_change(
    new_store: NewStore, tmp_path: Path
) -> None:
    # Given a lead where search has old words for one person, none for another, and those of now for a third
    lead, hub = a_network(new_store, tmp_path, "One")
    old, lost, now = (hub.person(name, known_as="Mina", email="a@b.org") for name in ("Amina Khan", "Mina", "Mina Li"))
    lead.merge(hub.send())
    with lead.store.writing_plainly() as connection:
        put(connection, [{**_entry(connection, old), "text": " amina khan mina a b org "}])
        forget(connection, [lost])

    # When they are changed where their titles stay
    for one in (old, lost, now):
        hub.change(Person, one, known_as="Minnie", phone="07700900123")
    lead.merge(hub.send())

    # Then all are found by what they have now, and by nothing else
    assert [len(lead.store.search(words)) for words in ("minnie", "07700900123", "khan", "mina")] == [3, 3, 1, 3]
    assert lead.store.findings() == []
    _is_found_as_it_is(lead.store)


def _entry(connection: Connection, record: UUID) -> dict[str, Any]:
    held = connection.execute(select(search_entry).where(search_entry.c.record == record)).mappings().one()
    return {name: value for name, value in held.items() if name != "number"}


@pytest.mark.parametrize("seed", range(3))
def test_a_ward_that_hubs_begin_with_stands_as_all_who_said_it_say_together(
    new_store: NewStore, tmp_path: Path, seed: int
) -> None:
    chance = random.Random(seed)
    lead, *hubs = a_network(new_store, tmp_path, "One", "Two", "Three", "Four", "Five")
    same, other = sorted(map(ward_id, WARDS), key=str)
    first = [hub.send() for hub in chance.sample(hubs, 3)]
    hubs[0].change(Ward, other, targeted=True)
    hubs[0].merge(hubs[1].send())
    hubs[0].change(Ward, other, council="Stockport")
    sent = [*first, *(hub.send(whole=True) for hub in hubs)]
    chance.shuffle(sent)

    _lead_of(sent, lead, chance)

    before = _all(lead.store, row_clock, conflict, waiting)
    _settled_again(lead.store)
    assert _all(lead.store, row_clock, conflict, waiting) == before
    assert (lead.get(Ward, other).council, lead.get(Ward, same).council) == ("Stockport", "Manchester")
    assert lead.conflicts == 0


def test_after_a_large_merge_a_server_knows_how_much_there_is(
    new_store: NewStore, tmp_path: Path, postgres_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(merging, "_MUCH", 10)
    _, hub = a_network(new_store, tmp_path, "One")
    for number in range(20):
        hub.person(f"Person {number}")
    server = a_lead(opened_on(postgres_url), tmp_path, hub)
    known = "SELECT count(*) FROM pg_stats WHERE tablename = 'person'"
    try:
        with server.store.reading_plainly() as connection:
            assert connection.exec_driver_sql(known).scalar() == 0
        server.merge(hub.send())
        with server.store.reading_plainly() as connection:
            assert connection.exec_driver_sql(known).scalar()
    finally:
        server.store.close()


def test_guarantee_17_each_row_is_the_same_on_postgresql(
    new_store: NewStore, tmp_path: Path, postgres_url: str
) -> None:
    lead, *hubs = a_network(new_store, tmp_path, "One", "Two")
    hubs[0].person("Zoë Müller-Łukasz", email="zoe@example.org", address='Flat "3"\\, 100%', notes="stays")
    sent = _life(hubs, random.Random(11), 60)
    server = a_lead(opened_on(postgres_url), tmp_path, *hubs)
    try:
        lead.merge(*sent)
        server.merge(*sent)
        before = _all(server.store, row_clock, conflict, waiting)
        _settled_again(server.store)

        assert _all(server.store, row_clock, conflict, waiting) == before
        assert _from_hubs(server.store) == _from_hubs(lead.store)
        assert server.store.findings() == []
    finally:
        server.store.close()


def test_a_change_of_many_is_found_right_after_the_merge(new_store: NewStore, tmp_path: Path) -> None:
    lead, hub = a_network(new_store, tmp_path, "Westcroft")
    with hub.store.operation("Many") as session:
        people = [Person(full_name=f"Amina Number{n}", address="Long Lane") for n in range(300)]
        session.add_all(people)
    lead.merge(hub.send())
    with hub.store.operation("Change") as session:
        for one in people:
            session.get_one(Person, one.id).full_name = f"{one.full_name} Okafor"
    hub.change(Person, people[0].id, address="Short Lane")

    lead.merge(hub.send())

    assert [hit.id for hit in lead.store.search("number77 okafor", 5)] == [people[77].id]
    assert len(lead.store.search("okafor", 400)) == 200
    assert lead.get(Person, people[0].id).address == "Short Lane"
    _is_found_as_it_is(lead.store)


def test_changes_of_more_sorts_than_are_written_apart_stand_as_they_were_made(
    new_store: NewStore, tmp_path: Path
) -> None:
    lead, hub = a_network(new_store, tmp_path, "Westcroft")
    with hub.store.operation("Many") as session:
        people = [Person(full_name=f"Amina Number{n}", address="Long Lane", known_as="Mina") for n in range(40)]
        session.add_all(people)
    lead.merge(hub.send())
    fields = ("full_name", "family_name", "known_as", "address", "email")
    with hub.store.operation("Change") as session:
        for n, one in enumerate(people[:32]):
            found = session.get_one(Person, one.id)
            for bit, name in enumerate(fields):
                if n >> bit & 1:
                    setattr(found, name, None if name == "known_as" else f"n{n}@{name.replace('_', '')}.org")
            found.contact_by = "email"

    lead.merge(hub.send())

    for one in people:
        theirs, ours = hub.get(Person, one.id), lead.get(Person, one.id)
        assert [getattr(ours, name) for name in fields] == [getattr(theirs, name) for name in fields]
    _is_found_as_it_is(lead.store)
    before = _all(lead.store, row_clock, conflict, waiting)
    _settled_again(lead.store)
    assert _all(lead.store, row_clock, conflict, waiting) == before
