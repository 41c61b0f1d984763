"""Restore drills: whatever happened to the file, a backup brings back exactly what was there."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from uuid import uuid4

import pytest

from hubdesk.access.key_file import slots_path
from hubdesk.access.key_slots import Keys
from hubdesk.access.signing_in import open_slots
from hubdesk.base.errors import Cancelled, Refused
from hubdesk.base.progress import Progress
from hubdesk.operations.set_up_hub import set_up_hub
from hubdesk.records.people.person import Person
from hubdesk.store import Store, backup, restoring
from hubdesk.store.backup_list import Backup
from hubdesk.store.file import side_files
from hubdesk.sync.export import export_package
from tests.conftest import PASSPHRASE
from tests.hub_life import a_class, a_person, a_run
from tests.sync.network import acquaint_stores
from tests.sync.state import state_hash

DRILLS = int(os.environ.get("HUBDESK_DRILLS", "20"))
"""50 in the long version."""

NOW = datetime(2026, 11, 25, 10, 30, tzinfo=UTC)


def key_of(part: Path) -> Keys:
    return restoring.keys_of(part, PASSPHRASE)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(DRILLS))
def test_r13_restore_drill(seed: int, new_store: Callable[[str], Store]) -> None:
    # Given a hub at work, and backups of different moments
    rng, store = Random(seed), new_store("hub")
    set_up_hub(store, "Westcroft", "WES")
    held = store.held
    assert held
    kept: list[tuple[Backup, str]] = []
    for _ in range(rng.randint(1, 3)):
        for _ in range(rng.randint(1, 5)):
            _work(store, rng)
        kept.append((backup.make(held, "asked"), state_hash(store)))
    for _ in range(rng.randint(0, 3)):
        _work(store, rng)
    epoch = _epoch(store)

    # When the file comes to harm, in any way, and one of them is brought back
    store.close()
    _harm(held.path, rng)
    chosen, state = rng.choice(kept)
    restored = restoring.restore(chosen.path, held.path, key_of, now=NOW)

    # Then it is as it was then, in an epoch of its own
    store = Store.open(held.path, PASSPHRASE)
    try:
        assert state_hash(store) == state
        with store.reading_plainly() as connection:
            assert connection.exec_driver_sql("PRAGMA integrity_check").scalar() == "ok"
        assert _epoch(store) != epoch
        assert restored.manifest == chosen.manifest

        # And nothing is sent until somebody has said that it is right; work goes on meanwhile
        with pytest.raises(Refused, match="right one"):
            export_package(store, held.path.parent)
        a_person(store, "Somebody new")
        assert backup.make(held, "asked").manifest.journal["seq"] == 1
        restoring.confirm(store)
        acquaint_stores(store, store)
        assert export_package(store, held.path.parent, whole=True).path.exists()
    finally:
        store.close()


def _work(store: Store, rng: Random) -> None:
    match rng.randrange(5):
        case 0:
            a_class(store, a_run(store, name=f"Sewing {uuid4()}"), NOW.date())
        case 1:
            store.drafts.save(uuid4(), "enrolment", "Nasrin", "who", {"full_name": "Nasrin"})
        case 2 if store.undo_title():
            store.undo()
        case _:
            a_person(store, f"Nasrin {rng.random()}", notes="x" * rng.randrange(3900))


def _harm(path: Path, rng: Random) -> None:
    wal, _ = side_files(path)
    match rng.randrange(7):
        case 0:
            path.unlink()
        case 1:
            path.write_bytes(path.read_bytes()[: rng.randrange(path.stat().st_size)])
        case 2:
            path.write_bytes(rng.randbytes(20_000))
        case 3:
            slots_path(path).unlink()
        case 4:
            slots_path(path).write_bytes(b"{}")
        case 5:
            wal.write_bytes(rng.randbytes(70_000))
        case 6:
            path.unlink()
            slots_path(path).unlink()


def _epoch(store: Store) -> str:
    assert store.held
    return backup.standing_of(store.held).epoch


def test_r13_the_file_that_was_there_is_moved_aside_whole(store: Store) -> None:
    a_person(store, "Nasrin Ahmadi")
    assert store.held
    made = backup.make(store.held, "asked")
    a_person(store, "Chen Wei")
    path = store.held.path
    with pytest.raises(Refused, match="open already"):
        restoring.restore(made.path, path, key_of, now=NOW)
    store.close()

    # When a backup is brought back twice in a minute
    first = restoring.restore(made.path, path, key_of, now=NOW)
    second = restoring.restore(made.path, path, key_of, now=NOW)

    # Then both that were there lie beside it and open
    assert first.aside
    assert second.aside
    assert first.aside != second.aside
    opened = Store.open(first.aside, PASSPHRASE)
    assert [hit.title for hit in opened.search("chen")] == ["Chen Wei"]
    opened.close()
    restoring.drop_aside(first)
    assert not first.aside.exists()
    assert second.aside.exists()


def test_r13_it_says_what_would_be_lost(store: Store) -> None:
    a_person(store, "Nasrin Ahmadi")
    assert store.held
    made = backup.make(store.held, "asked")
    assert restoring.what_is_lost(store, made.manifest) == ("Nothing was done since. Nothing would be lost.",)
    for name in ("one", "two"):
        with store.operation(f"Add {name}") as session:
            session.add(Person(full_name=name))
    assert restoring.what_is_lost(store, made.manifest) == (
        "2 things were done since and would be gone:", "“Add two”", "“Add one”",
    )  # fmt: skip


def test_r13_a_backup_that_does_not_prove_whole_changes_nothing(store: Store, tmp_path: Path) -> None:
    # Given a backup, and a file that lives on
    a_person(store)
    assert store.held
    made, path = backup.make(store.held, "asked"), store.held.path
    store.close()
    before = {one: one.read_bytes() for one in path.parent.iterdir() if one.is_file()}
    torn = tmp_path / "elsewhere" / "torn.hubbackup"
    torn.parent.mkdir()
    torn.write_bytes(made.path.read_bytes()[:-5000])

    # When it is torn, the passphrase is another one, or somebody stops it
    steps: list[int] = []
    restoring.prove(made.path, tmp_path / "try" / "hub.hubdesk", key_of, Progress(lambda done, of: steps.append(done)))

    def stop_at(n: int) -> Progress:
        heard: list[int] = []
        return Progress(lambda done, of: heard.append(done), lambda: len(heard) >= n)

    assert steps == sorted(steps)
    with pytest.raises(Refused, match="damaged"):
        restoring.restore(torn, path, key_of, now=NOW)
    with pytest.raises(Refused, match="passphrase"):
        restoring.restore(made.path, path, lambda part: open_slots(part, "another passphrase"), now=NOW)
    with pytest.raises(Refused, match="damaged"):
        restoring.restore(made.path, path, lambda part: replace(key_of(part), data=bytes(32)), now=NOW)
    for n in range(len(steps)):
        with pytest.raises(Cancelled):
            restoring.restore(made.path, path, key_of, stop_at(n), now=NOW)

    # Then all is as it was
    assert {one: one.read_bytes() for one in path.parent.iterdir() if one.is_file()} == before


def test_r13_brought_back_on_another_computer(store: Store, tmp_path: Path) -> None:
    a_person(store, "Nasrin Ahmadi")
    assert store.held
    made = backup.make(store.held, "asked")
    target = tmp_path / "new" / "computer" / "westcroft.hubdesk"
    assert restoring.restore(made.path, target, key_of, now=NOW).aside is None
    opened = Store.open(target, PASSPHRASE)
    assert [hit.title for hit in opened.search("nasrin")] == ["Nasrin Ahmadi"]
    opened.close()
