"""Guarantees 1 and 17: in whatever order packages come, and however often, all who have them hold the same."""

from __future__ import annotations

import os
import random
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hubdesk.fields.ward_ids import ward_id
from hubdesk.records.people.person import Person
from hubdesk.records.places.room import Room
from hubdesk.records.places.venue import Venue
from hubdesk.records.places.ward import Ward
from hubdesk.store import Store
from hubdesk.sync.merge import merge_packages
from tests.postgres import opened_on
from tests.sync.network import WARDS, Desk, a_lead, a_network
from tests.sync.state import state_hash

HISTORIES = int(os.environ.get("HUBDESK_HISTORIES", "6"))
"""HUBDESK_HISTORIES=300 tries so many."""
NewStore = Callable[[str], Store]
_MOVES = (
    *("person", "change", "change", "change", "remove", "venue"),
    *("room", "remove venue", "ward", "undo", "visit", "send"),
)


def _life(hubs: list[Desk], chance: random.Random, moves: int) -> list[Path]:
    """Hubs work, now and then take in each other's packages, and send; every package that was made."""
    made: list[Path] = []
    for _ in range(moves):
        hub, move = chance.choice(hubs), chance.choice(_MOVES)
        with hub.store.reading() as session:
            people, venues, rooms = (sorted(session.query(kind.id).all()) for kind in (Person, Venue, Room))
        if move == "person":
            hub.person(f"Person {chance.random()}")
        elif move == "change" and people:
            field = chance.choice(("phone", "known_as"))
            hub.change(Person, chance.choice(people)[0], **{field: f"0770090000{chance.randrange(3)}"})
        elif move == "remove" and people:
            hub.remove(Person, chance.choice(people)[0])
        elif move == "venue":
            hub.add(Venue(name="Library"))
        elif move == "room" and venues:
            hub.add(Room(name="Upstairs", venue=chance.choice(venues)[0]))
        elif move == "remove venue" and venues and not rooms:
            hub.remove(Venue, chance.choice(venues)[0])
        elif move == "ward":
            hub.change(Ward, ward_id(chance.choice(list(WARDS))), targeted=bool(chance.randrange(2)))
        elif move == "undo" and hub.store.undo_title() not in (None, "Set up"):
            hub.store.undo()
        elif move == "visit" and made:
            merge_packages(hub.store, [chance.choice(made)])
        elif move == "send":
            made.append(hub.send())
    return [*made, *(hub.send() for hub in hubs)]


@pytest.mark.slow
@settings(max_examples=HISTORIES, derandomize=True, suppress_health_check=list(HealthCheck), database=None)
@given(seed=st.integers(0, 2**32))
def test_guarantee_01_any_order_any_number_of_times(new_store: NewStore, tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)
    name = f"{seed}-{chance.random()}"
    folder = tmp_path / name
    folder.mkdir()
    lead, *hubs = a_network(lambda one: new_store(f"{one}-{name}"), folder, "One", "Two", "Three")
    sent = _life(hubs, chance, 30)
    other = a_lead(new_store(f"other-{name}"), folder, *hubs)

    lead.merge(*sent)
    mixed = [*sent, *chance.choices(sent, k=4)]
    chance.shuffle(mixed)
    while mixed:
        n = chance.randint(1, 4)
        other.merge(*mixed[:n])
        mixed = mixed[n:]

    assert state_hash(lead.store) == state_hash(other.store)
    lead.merge(*sent)
    assert state_hash(lead.store) == state_hash(other.store)
    for one in (lead, *hubs):
        one.store.close()
    other.store.close()


def test_guarantee_17_postgresql_holds_the_same(new_store: NewStore, tmp_path: Path, postgres_url: str) -> None:
    lead, *hubs = a_network(new_store, tmp_path, "One", "Two", "Three")
    sent = _life(hubs, random.Random(7), 60)
    server = a_lead(opened_on(postgres_url), tmp_path, *hubs)
    try:
        lead.merge(*sent)
        for path in reversed(sent):
            server.merge(path)
        again = server.merge(*sent)

        assert state_hash(server.store) == state_hash(lead.store)
        assert {(one.new, one.changed, one.refused) for one in again.files} == {(0, 0, "")}
    finally:
        server.store.close()
