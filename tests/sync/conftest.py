"""The lead that several tests begin with, in a file and on a server."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from hubdesk.store import Store
from tests.postgres import lead_on
from tests.sync.network import Desk, a_lead


@pytest.fixture(params=["sqlite", "postgresql"])
def lead(request: pytest.FixtureRequest, new_store: Callable[[str], Store], tmp_path: Path) -> Iterator[Desk]:
    """A lead, in a file and on a server."""
    if request.param == "sqlite":
        yield a_lead(new_store("lead"), tmp_path)
        return
    with lead_on(request.getfixturevalue("postgres_url")) as store:
        yield a_lead(store, tmp_path)
