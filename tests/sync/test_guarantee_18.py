"""A merge stays fast and small because of how much it asks, holds and sends for each record; tests/bench/sync.py times it."""

from __future__ import annotations

import tracemalloc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import Engine, event

from hubdesk.records.people.person import Person
from hubdesk.store import Store
from hubdesk.sync.epochs import numbers_of
from tests.bench.sync import a_person
from tests.sync.network import Desk, a_network

NewStore = Callable[[str], Store]


def _add(hub: Desk, people: int) -> None:
    for start in range(0, people, 2500):
        with hub.store.operation("Add") as session:
            session.add_all([a_person(n) for n in range(start, min(start + 2500, people))])


def _change(hub: Desk) -> None:
    with hub.store.operation("Change") as session:
        for person in session.query(Person):
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


def _statements(lead: Desk, hub: Desk) -> int:
    sent = hub.send()
    with _counted() as count:
        lead.merge(sent)
    return count[0]


@pytest.mark.slow
def test_guarantee_18_a_thousand_rows_take_a_bounded_number_of_statements(new_store: NewStore, tmp_path: Path) -> None:
    lead, small, large = a_network(new_store, tmp_path, "Small", "Large")
    _add(small, 1000)
    _add(large, 3000)
    few, many = _statements(lead, small), _statements(lead, large)
    assert (many - few) / 2 <= 50

    _change(small)
    _change(large)
    few, many = _statements(lead, small), _statements(lead, large)
    assert (many - few) / 2 <= 50


def test_guarantee_18_a_merge_asks_no_more_where_very_many_machines_are_known(
    new_store: NewStore, tmp_path: Path
) -> None:
    lead, *hubs = a_network(new_store, tmp_path, "First", "Few", "Many")
    _, few = [_statements(lead, hub) for hub in hubs[:2]]
    with lead.store.writing_plainly() as connection:
        numbers_of(connection, {uuid4(): None for _ in range(500)})

    assert _statements(lead, hubs[2]) == few


@pytest.mark.slow
def test_guarantee_18_what_every_hub_begins_with_costs_the_same_however_many_hubs_there_are(
    new_store: NewStore, tmp_path: Path
) -> None:
    lead, *hubs = a_network(new_store, tmp_path, *(f"Hub {n}" for n in range(7)))

    _, second, *_, last = [_statements(lead, hub) for hub in hubs]

    assert second == last


@pytest.mark.slow
def test_guarantee_18_a_row_takes_at_most_100_bytes_of_a_package(new_store: NewStore, tmp_path: Path) -> None:
    _, hub = a_network(new_store, tmp_path, "Westcroft")
    _add(hub, 3000)

    assert hub.send().stat().st_size / 3000 <= 100


@pytest.mark.slow
def test_guarantee_18_a_package_four_times_as_large_takes_no_more_memory(new_store: NewStore, tmp_path: Path) -> None:
    lead, first, small, large = a_network(new_store, tmp_path, "First", "Small", "Large")
    _add(first, 100)
    _add(small, 2500)
    _add(large, 10_000)
    # What is made once and kept is not counted.
    lead.merge(first.send())

    def held(sent: Path) -> int:
        tracemalloc.start()
        lead.merge(sent)
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return peak

    few, many = held(small.send()), held(large.send())

    assert many < 1.5 * few, (few, many)
