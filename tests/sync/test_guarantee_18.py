"""A merge stays fast and small because of how much it asks, holds and sends for each record; tests/bench/sync.py times it."""

from __future__ import annotations

import tracemalloc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import Engine, event

from hubdesk.records.people.person import Person
from hubdesk.store import Store
from hubdesk.sync import applying
from hubdesk.sync.epochs import numbers_of
from tests.bench.sync import a_person
from tests.conftest import stores_from
from tests.sync.network import Desk, a_lead, a_network

NewStore = Callable[[str], Store]


def _add(hub: Desk, people: int) -> None:
    for start in range(0, people, 2500):
        with hub.store.operation("Add") as session:
            session.add_all([a_person(n) for n in range(start, min(start + 2500, people))])


def _change(hub: Desk, people: int) -> None:
    with hub.store.operation("Change") as session:
        for person in session.query(Person).limit(people):
            person.known_as, person.phone = f"{person.known_as}x", "07700900999"


@contextmanager
def _counted() -> Iterator[list[int]]:
    """How many statements go to a database meanwhile; of one that is repeated for many rows each time counts."""
    count = [0]

    def one_more(_c: object, _cursor: object, _said: str, values: list[object], _context: object, many: bool) -> None:
        count[0] += len(values) if many else 1

    event.listen(Engine, "before_cursor_execute", one_more)
    try:
        yield count
    finally:
        event.remove(Engine, "before_cursor_execute", one_more)


def _statements(lead: Desk, sent: Path) -> int:
    with _counted() as count:
        lead.merge(sent)
    return count[0]


@dataclass(frozen=True)
class _Cost:
    """What the first package of a hub cost. memory: of Python's own, the most at once while it was merged, in bytes."""

    size: int
    statements: int
    memory: int


@dataclass(frozen=True)
class _Network:
    lead: Desk
    small: Desk
    large: Desk
    first: dict[str, _Cost]


_SMALL, _LARGE = 2100, 6300
"""People: both are more than a merge takes at once."""

_LOT = 300
"""Changes that a merge takes at once where its memory is measured."""


@pytest.fixture(scope="module")
def network(empty_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[_Network]:
    """A lead that has merged a small hub and one three times as large."""
    folder = tmp_path_factory.mktemp("network")
    with stores_from(empty_file, folder) as new_store:
        lead, first, small, large = a_network(new_store, folder, "First", "Small", "Large")
        for hub, people in ((first, 100), (small, _SMALL), (large, _LARGE)):
            _add(hub, people)
        # What is made once and kept is not counted.
        lead.merge(first.send())
        other = a_lead(new_store("other"), folder, first, small, large)
        yield _Network(lead, small, large, {"small": _cost(lead, other, small), "large": _cost(lead, other, large)})


def _cost(lead: Desk, other: Desk, hub: Desk) -> _Cost:
    sent = hub.send()
    statements = _statements(lead, sent)
    with pytest.MonkeyPatch.context() as patch:
        # Some lots of changes are under way at a time: of both packages there are more than that.
        patch.setattr(applying, "CHUNK", _LOT)
        tracemalloc.start()
        other.merge(sent)
        memory = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
    return _Cost(sent.stat().st_size, statements, memory)


@pytest.mark.slow
def test_guarantee_18_a_thousand_rows_take_a_bounded_number_of_statements(network: _Network) -> None:
    few, many = network.first["small"].statements, network.first["large"].statements
    assert 1000 * (many - few) / (_LARGE - _SMALL) <= 50

    _change(network.small, 1000)
    _change(network.large, 3000)
    few, many = (_statements(network.lead, hub.send()) for hub in (network.small, network.large))
    assert (many - few) / 2 <= 50


def test_guarantee_18_a_merge_asks_no_more_where_very_many_machines_are_known(
    new_store: NewStore, tmp_path: Path
) -> None:
    lead, *hubs = a_network(new_store, tmp_path, "First", "Few", "Many")
    _, few = [_statements(lead, hub.send()) for hub in hubs[:2]]
    with lead.store.writing_plainly() as connection:
        numbers_of(connection, {uuid4(): None for _ in range(500)})

    assert _statements(lead, hubs[2].send()) == few


@pytest.mark.slow
def test_guarantee_18_what_every_hub_begins_with_costs_the_same_however_many_hubs_there_are(
    new_store: NewStore, tmp_path: Path
) -> None:
    lead, *hubs = a_network(new_store, tmp_path, *(f"Hub {n}" for n in range(7)))

    _, second, *_, last = [_statements(lead, hub.send()) for hub in hubs]

    assert second == last


@pytest.mark.slow
def test_guarantee_18_a_row_takes_at_most_100_bytes_of_a_package(network: _Network) -> None:
    assert network.first["small"].size / _SMALL <= 100


@pytest.mark.slow
def test_guarantee_18_a_package_three_times_as_large_takes_no_more_memory(network: _Network) -> None:
    few, many = network.first["small"].memory, network.first["large"].memory

    assert many < 1.5 * few, (few, many)
