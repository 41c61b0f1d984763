"""What the title of an operation says leaves only where all that it could name leaves too."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, time
from pathlib import Path

from hubdesk.records.people.visit import Visit
from hubdesk.store import Store
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
