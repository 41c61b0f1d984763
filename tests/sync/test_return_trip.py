"""Guarantee 1 there and back: whatever hubs and lead do in between, they come to hold the same."""

from __future__ import annotations

import random
from contextlib import suppress
from pathlib import Path

import pytest
from sqlalchemy import select

from hubdesk.base.errors import Refused
from hubdesk.fields.ward_ids import ward_id
from hubdesk.records.learning.course import Course
from hubdesk.records.network.organisation import Organisation
from hubdesk.records.people.person import Person
from hubdesk.records.places.venue import Venue
from hubdesk.records.places.ward import Ward
from hubdesk.sync.take_return import take_return
from tests.sync.network import Desk, a_network
from tests.sync.state import state_hash
from tests.sync.test_returns import NewStore, back, returns


def _work(hub: Desk, chance: random.Random, *, at_lead: bool) -> None:
    """One thing that somebody does."""
    with hub.store.reading() as session:
        people, venues, courses = (sorted(session.scalars(select(kind.id))) for kind in (Person, Venue, Course))
    move = chance.choice(("add", "change", "change", "make", "open", "remove", "ward", "rename"))
    if move == "add" and not at_lead:
        hub.person(f"Person {chance.random()}")
    elif move == "change" and people:
        hub.change(
            Person, chance.choice(people), **{chance.choice(("phone", "known_as")): f"0770090000{chance.randrange(4)}"}
        )
    elif move == "make":
        hub.add(chance.choice((Venue(name="Library"), Organisation(name="Club"), Course(name="Bread"))))
    elif move == "open" and courses:
        hub.change(Course, chance.choice(courses), open_to_others=bool(chance.randrange(2)))
    elif move == "remove" and people:
        hub.remove(Person, chance.choice(people))
    elif move == "ward":
        hub.change(Ward, ward_id("E05011366"), targeted=bool(chance.randrange(2)))
    elif move == "rename" and venues and not at_lead:
        hub.change(Venue, chance.choice(venues), name=f"Hall {chance.random()}")


def _carry(lead: Desk, hub: Desk, chance: random.Random, folder: Path) -> None:
    """A package to the lead and one back, either of which may get lost."""
    with suppress(Refused):
        sent = hub.send()
        if chance.random() < 0.8:
            lead.merge(sent)
        if chance.random() < 0.6 and hub.store.hub_id in (found := returns(lead, folder)):
            take_return(hub.store, found[hub.store.hub_id])


@pytest.mark.parametrize("seed", range(8))
def test_guarantee_01_the_return_trip_comes_to_rest(new_store: NewStore, tmp_path: Path, seed: int) -> None:
    # given some work everywhere, with packages lost either way
    chance = random.Random(seed)
    lead, *hubs = a_network(new_store, tmp_path, "One", "Two", "Three")
    for _ in range(60):
        hub = chance.choice([*hubs, lead])
        if chance.random() < 0.2 and hub is not lead:
            _carry(lead, hub, chance, tmp_path)
        else:
            _work(hub, chance, at_lead=hub is lead)
    # when nothing new is done
    states = []
    for _ in range(5):
        silent = 0
        for hub in hubs:
            try:
                lead.merge(hub.send())
            except Refused:
                silent += 1
        for hub in hubs:
            back(lead, hub, tmp_path)
        states.append([state_hash(desk.store) for desk in (lead, *hubs)])
    # then
    assert silent == len(hubs)
    assert states[-1] == states[-2]
    for hub in hubs:
        assert hub.store.hub_id
        _same(lead, hub)
        assert hub.store.findings() == []


def _same(lead: Desk, hub: Desk) -> None:
    """What the hub made stands alike in both files."""
    with lead.store.reading() as there, hub.store.reading() as here:
        for kind in (Person, Venue, Course, Organisation):
            mine = [
                {
                    row.id: (row.title, row.detail)
                    for row in session.scalars(select(kind))
                    if row.hub_id == hub.store.hub_id
                }
                for session in (there, here)
            ]
            assert mine[0] == mine[1], kind
        assert [row.targeted for row in there.scalars(select(Ward).order_by(Ward.id))] == [
            row.targeted for row in here.scalars(select(Ward).order_by(Ward.id))
        ]
