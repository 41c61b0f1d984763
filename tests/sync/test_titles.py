"""What the title of an operation says leaves only where all that it could name leaves too."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, time
from pathlib import Path

import pytest

from hubdesk.records.people.visit import Visit
from hubdesk.store import Store
from hubdesk.sync import entry_lines
from tests.sync.network import a_network
from tests.sync.test_agreement import body


def test_a_visitor_s_name_stays_though_the_title_of_what_was_done_says_it(
    new_store: Callable[[str], Store], tmp_path: Path
) -> None:
    _, hub = a_network(new_store, tmp_path, "Westcroft")
    with hub.store.operation("Check Zebedee Quill in") as session:
        session.add(Visit(day=date(2026, 11, 23), came=time(9), visitor="Zebedee Quill", what_for="meeting"))
    with hub.store.operation("Count one") as session:
        session.add(Visit(day=date(2026, 11, 23), came=time(9), what_for="drop_in"))
    sent = body(hub, hub.send())
    assert "Zebedee" not in sent
    assert "Count one" in sent


@pytest.mark.parametrize("named", [0, 3, 8])
def test_the_title_of_a_long_operation_stays_wherever_in_it_the_name_stands(
    new_store: Callable[[str], Store], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, named: int
) -> None:
    # Given one operation that is read in several parts, between others; one of its visits is a named visitor's
    monkeypatch.setattr(entry_lines, "_AT_ONCE", 3)
    _, hub = a_network(new_store, tmp_path, "Westcroft")
    visits = [Visit(day=date(2026, 11, 23), came=time(9), what_for="drop_in") for _ in range(9)]
    visits[named].visitor = "Zebedee Quill"
    with hub.store.operation("Count one") as session:
        session.add(Visit(day=date(2026, 11, 23), came=time(9), what_for="drop_in"))
    with hub.store.operation("Check nine in, Zebedee Quill too") as session:
        session.add_all(visits)
        session.flush()
    with hub.store.operation("Count another") as session:
        session.add_all(Visit(day=date(2026, 11, 23), came=time(9), what_for="drop_in") for _ in range(7))

    sent = body(hub, hub.send())

    assert "Zebedee" not in sent
    assert "Count one" in sent
    assert sent.count("Count another") == 1
    assert sent.count("'kind': 'visit'") == 17
