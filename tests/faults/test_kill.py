"""Killed at any moment: whatever was said to be saved is there, and the file is sound."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from random import Random
from uuid import UUID

import pytest
from sqlalchemy import func, select

from hubdesk.records.people.person import Person
from hubdesk.store import Store
from hubdesk.store.tables import journal, operation, search_entry
from tests.conftest import PASSPHRASE

KILLS = int(os.environ.get("HUBDESK_KILLS", "40"))
"""HUBDESK_KILLS=1000 is what a release asks for."""
WRITER = """
import sys
from pathlib import Path
from hubdesk.records.people.person import Person
from hubdesk.store import Store

for path in sys.stdin:
    store = Store.open(Path(path.strip()), sys.argv[1])
    while True:
        with store.operation("Add three") as session:
            three = [Person(full_name="Nasrin Ahmadi", notes="x" * 3000) for _ in range(3)]
            session.add_all(three)
        print(*(one.id for one in three), flush=True)
"""


@pytest.mark.slow
def test_r01_what_was_said_to_be_saved_is_there_after_a_kill(new_store: Callable[[str], Store], tmp_path: Path) -> None:
    # Given a hub file, and writers that say what they have saved
    new_store("hub").close()
    path, saved, rng = tmp_path / "hub.hubdesk", set[UUID](), Random(7)
    coming = _writer()
    for _ in range(KILLS):
        # When one is killed at some moment (the next warms up meanwhile)
        writer, coming = coming, _writer()
        told = _killed_after(writer, path, rng.uniform(0.0, 0.06))
        saved.update(
            UUID(word) for line in told.splitlines(keepends=True) if line.endswith("\n") for word in line.split()
        )

        # Then the file opens at once, is sound, and has it all, whole operations only
        store = Store.open(path, PASSPHRASE)
        assert (store.alarm, store.findings()) == ("", [])
        with store.reading_plainly() as connection:
            assert connection.exec_driver_sql("PRAGMA integrity_check").scalar() == "ok"
            there = set(connection.scalars(select(Person.id)))
            assert saved <= there
            assert len(there) % 3 == 0
            lines, operations, entries = (
                connection.scalar(select(func.count()).select_from(table)) or 0
                for table in (journal, operation, search_entry)
            )
            assert (lines, entries, 3 * operations) == (len(there),) * 3
        store.close()
    coming.kill()
    coming.communicate()
    assert len(saved) >= 3 * KILLS


def _writer() -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", WRITER, PASSPHRASE], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )


def _killed_after(writer: subprocess.Popen[str], path: Path, seconds: float) -> str:
    """What it had said by then; the time runs from its first line."""
    assert writer.stdin
    assert writer.stdout
    writer.stdin.write(f"{path}\n")
    writer.stdin.flush()
    first = writer.stdout.readline()
    time.sleep(seconds)
    writer.kill()
    rest, _ = writer.communicate(timeout=20)
    return first + rest
