"""Guarantees 1, 8 and 17 where much is entered differently, decided, undone and done again, in any order.

HUBDESK_HISTORIES=300 tries so many, HUBDESK_SEED=7 begins with that one.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from random import Random

import pytest

from hubdesk.base.errors import Refused
from hubdesk.fields.ward_ids import ward_id
from hubdesk.records.people.person import Person
from hubdesk.records.places.ward import Ward
from hubdesk.store import Store
from hubdesk.sync.resolving import decide, disagreements
from tests.postgres import lead_on
from tests.sync.network import WARDS, Desk, a_network, acquaint, desk
from tests.sync.state import state_hash

FIRST = int(os.environ.get("HUBDESK_SEED", "1"))
HISTORIES = int(os.environ.get("HUBDESK_HISTORIES", "2"))
NAMES = ("North", "South", "Village", "Green")


def changes(chance: Random, hub: Desk, people: list[tuple[type, object]]) -> None:
    """One of a few records that all know, or somebody is removed or comes back."""
    kind, record = chance.choice(people)
    with suppress(Refused), hub.store.operation("Change") as session:
        found = session.get(kind, record)
        if found is None:
            return
        if kind is Ward:
            setattr(found, chance.choice(("name", "council")), chance.choice(NAMES))
        elif chance.random() < 0.15:
            session.delete(found)
        else:
            setattr(found, chance.choice(("known_as", "phone")), chance.choice((None, "07700900001", "07700900002")))


def decides(chance: Random, hub: Desk) -> int:
    """Some of what is open; sometimes it is taken back at once, and done again. How many."""
    done = 0
    for _ in range(chance.randint(1, 3)):
        found, _total = disagreements(hub.store)
        if not found:
            break
        with suppress(Refused):
            decide(hub.store, chance.choice(found).id, take_other=chance.random() < 0.5)
            done += 1
            for turn in (hub.store.undo, hub.store.redo)[: chance.choice((0, 0, 1, 1, 2))]:
                turn()
    return done


def turns(chance: Random, hub: Desk) -> None:
    with suppress(Refused):
        (hub.store.undo if chance.random() < 0.7 else hub.store.redo)()


def sends(hub: Desk, sent: list[Path]) -> None:
    with suppress(Refused):
        sent.append(hub.send())


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(FIRST, FIRST + HISTORIES))
@pytest.mark.parametrize("other", ["sqlite", "postgresql"])
def test_guarantee_08_whoever_hears_of_all_comes_to_the_same(
    request: pytest.FixtureRequest, new_store: Callable[[str], Store], tmp_path: Path, seed: int, other: str
) -> None:
    # Given hubs and a lead that all know the same wards and people
    chance = Random(seed)
    lead, *hubs = desks = a_network(new_store, tmp_path, "One", "Two")
    people: list[tuple[type, object]] = [(Ward, ward_id(code)) for code in WARDS]
    people += [(Person, hubs[0].person(f"Person {n}")) for n in range(2)]
    sent = [hubs[0].send()]
    hubs[1].merge(sent[0])
    for name, hub in zip(NAMES, hubs, strict=False):
        hub.change(Ward, ward_id(next(iter(WARDS))), name=name)
        sends(hub, sent)
    lead.merge(*sent)
    assert decides(chance, lead)
    # When they change, decide, undo and hear of each other as it comes
    for _ in range(40):
        one = chance.choice(desks)
        move = chance.random()
        if move < 0.35:
            changes(chance, one, people)
        elif move < 0.5:
            sends(one, sent)
        elif move < 0.7:
            one.merge(*chance.sample(sent, min(len(sent), 3)))
        elif move < 0.9:
            decides(chance, one)
        else:
            turns(chance, one)
    for one in desks:
        sends(one, sent)
    # Then all who hear of everything, in whatever order, hold the same
    if other == "postgresql":
        with lead_on(request.getfixturevalue("postgres_url")) as store:
            check(chance, sent, [*desks, a_second_lead(store, tmp_path, desks)])
    else:
        check(chance, sent, [*desks, a_second_lead(new_store("second"), tmp_path, desks)])


def a_second_lead(store: Store, tmp_path: Path, desks: list[Desk]) -> Desk:
    """It has keys of its own, and hears from the first as from a hub."""
    second = desk(store, "Lead", tmp_path, letters="LEA", lead=True, keys="Second")
    acquaint(second, *desks)
    return second


def check(chance: Random, sent: list[Path], desks: list[Desk]) -> None:
    for one in desks:
        chance.shuffle(sent)
        for path in (path for path in sent if path not in one.sent):
            assert [file.refused for file in one.merge(path).files if file.refused] == []
        assert one.store.findings() == []
    assert len({state_hash(one.store) for one in desks}) == 1
