"""A backup is whole, is of one moment, and says so only after it has been opened."""

from __future__ import annotations

import json
import shutil
import threading
import zipfile
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from types import SimpleNamespace
from uuid import uuid4

import pytest
from filelock import FileLock
from sqlalchemy import text

from hubdesk.access.key_file import slots_path
from hubdesk.base.errors import Cancelled, FileTrouble, Refused
from hubdesk.base.progress import Progress
from hubdesk.records.people.person import Person
from hubdesk.store import Store, backup, backup_file
from hubdesk.store.backup_list import Backup, backups_in
from hubdesk.store.in_use import OpenFile
from hubdesk.store.small_facts import FOLDER
from tests.conftest import PASSPHRASE
from tests.hub_life import a_person


@pytest.fixture
def held(store: Store) -> OpenFile:
    """A hub's open file with somebody in it."""
    a_person(store, "Nasrin Ahmadi")
    assert store.held
    return store.held


def test_r13_a_backup_is_one_file_that_any_unzip_opens(held: OpenFile, tmp_path: Path) -> None:
    made = backup.make(held, "asked")
    assert _names(made.path.parent) == [made.path.name]
    assert made.path.parent == held.path.parent / "backups"

    # When it is unpacked by hand, then it opens with the passphrase
    with zipfile.ZipFile(made.path) as opened:
        opened.extractall(tmp_path / "by hand")
    store = Store.open(tmp_path / "by hand" / "hub.hubdesk", PASSPHRASE)
    assert [hit.title for hit in store.search("nasrin")] == ["Nasrin Ahmadi"]
    store.close()

    # And the manifest tells how much there is and nothing of whom
    said = (tmp_path / "by hand" / "manifest.json").read_text()
    assert json.loads(said)["counts"]["person"] == 1
    assert json.loads(said)["journal"]["seq"] == 1
    assert "Nasrin" not in said
    assert "Nasrin" not in made.path.read_bytes().decode("latin-1")


def test_r13_it_is_of_one_moment_while_others_write(store: Store, held: OpenFile) -> None:
    # Given somebody who adds three people at a time, all the while
    done, added = threading.Event(), threading.Event()

    def work() -> None:
        while not done.is_set():
            with store.operation("Add three") as session:
                session.add_all([Person(full_name="Chen Wei", notes="x" * 3000) for _ in range(3)])
            added.set()

    def back_up() -> Backup:
        # The first may have been saved before the last backup, and told after it.
        for _ in range(2):
            added.clear()
            assert added.wait(60)
        return backup.make(held, "asked")

    worker = threading.Thread(target=work)
    worker.start()
    try:
        made = [back_up() for _ in range(6)]
    finally:
        done.set()
        worker.join()

    # Then each backup holds whole operations only, each more than the one before
    counts = [one.manifest.counts for one in made]
    assert all((one["person"] - 1) % 3 == 0 for one in counts)
    assert all(one["journal"] == one["person"] == one["row_clock"] for one in counts)
    assert [one["person"] for one in counts] == sorted({one["person"] for one in counts})
    assert all(backup.verify(one.path, held.key_of()) == one.manifest for one in made)


def test_r13_nothing_new_needs_no_backup(store: Store, held: OpenFile, new_store: Callable[[str], Store]) -> None:
    assert backup.make_if_changed(held, "close")
    assert backup.make_if_changed(held, "close") is None
    a_person(store)
    assert backup.make_if_changed(held, "half_hour")
    store.undo()
    assert backup.make_if_changed(held, "half_hour")
    empty = new_store("empty").held
    assert empty
    assert backup.make_if_changed(empty, "close") is None


def test_r13_a_damaged_file_makes_no_backup_and_the_earlier_ones_stay(store: Store, held: OpenFile) -> None:
    # Given a backup, and a page gone bad since
    good = backup.make(held, "asked")
    with store.operation("Much") as session:
        session.add_all([Person(full_name=f"Chen Wei {n}", notes="x" * 2000) for n in range(200)])
    store.close()
    whole = held.path.read_bytes()
    for at in range(6000, len(whole), len(whole) // 12):
        held.path.write_bytes(whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :])
        with pytest.raises(Refused):
            backup.make(held, "asked")
    assert [one.path for one in backups_in(good.path.parent).whole] == [good.path]
    assert _names(good.path.parent) == [good.path.name]
    held.path.unlink()
    with pytest.raises(FileTrouble):
        backup.make(held, "asked")
    assert not held.path.exists()


def test_r13_stopped_at_any_step_it_leaves_nothing(held: OpenFile) -> None:
    steps: list[int] = []
    first = backup.make(held, "asked", Progress(lambda done, of: steps.append(done)))
    assert steps == sorted(steps)
    assert steps[-1] == 100
    for stop_at in range(len(steps)):
        heard: list[int] = []
        progress = Progress(lambda done, of, heard=heard: heard.append(done), lambda h=heard, n=stop_at: len(h) >= n)  # type: ignore[misc]
        with pytest.raises(Cancelled):
            backup.make(held, "asked", progress)
        assert _names(first.path.parent) == [first.path.name]


def test_r13_two_at_once_wait_for_each_other(held: OpenFile) -> None:
    folder = held.path.parent / "backups"
    folder.mkdir()
    other = FileLock(folder / ".backups.lock", thread_local=False)
    other.acquire()
    threading.Timer(0.5, other.release).start()
    assert backup.make(held, "asked").path.exists()


def test_r13_the_same_minute_twice_makes_two(held: OpenFile) -> None:
    made = {backup.make(held, "asked").path.name for _ in range(3)}
    assert len(made) == 3


def test_r13_older_ones_go_but_none_of_another_hub(
    store: Store, held: OpenFile, new_store: Callable[[str], Store]
) -> None:
    # Given a year of backups of a hub, and one of another in the same folder
    store.belongs_to(uuid4())
    made = backup.make(held, "close")
    folder, other = made.path.parent, new_store("other")
    a_person(other)
    assert other.held
    theirs = backup.make(other.held, "close", folder=folder)
    for days in range(1, 400):
        _dated(made.path, folder / f"hub {days}.hubbackup", datetime.now(UTC) - timedelta(days=days))
    precaution = folder / "hub just now.hubbackup"
    _dated(made.path, precaution, datetime.now(UTC) - timedelta(minutes=2), why="merge")
    torn = folder / "hub torn.hubbackup"
    torn.write_bytes(made.path.read_bytes()[:9000])

    # When the next is made
    latest = backup.make(held, "close")

    # Then a year of ever fewer stays, the one before a merge for a day, and what is not understood is left alone
    there = backups_in(folder)
    assert 30 <= len(there.whole) <= 60
    assert {theirs.path, latest.path, precaution} <= {one.path for one in there.whole}
    assert there.broken == (torn,)


def test_r13_a_folder_of_ones_own_and_when_it_is_not_there(store: Store, held: OpenFile, tmp_path: Path) -> None:
    store.set_setting(FOLDER, str(tmp_path / "stick"))
    assert backup.make(held, "asked").path.parent == held.path.parent / "backups"
    (tmp_path / "stick").mkdir()
    assert backup.make(held, "asked").path.parent == tmp_path / "stick"


def test_r03_nothing_large_is_begun_on_a_disk_that_is_nearly_full(
    store: Store, held: OpenFile, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Given a backup of all there is, and a disk with 99 MB left
    assert store.back_up("asked")
    monkeypatch.setattr(shutil, "disk_usage", lambda path: SimpleNamespace(free=99_000_000))

    # Then what writes much is refused before it begins, and single changes are saved and backed up
    for why in ("import", "merge", "unmerge", "restore"):
        with pytest.raises(FileTrouble, match=r"needs 100 MB and its disk has 99 MB.*Nothing was changed"):
            store.back_up(why)
    a_person(store, "Chen Wei")
    assert store.back_up("half_hour")


def test_r04_a_backup_that_was_changed_or_cut_is_never_taken_for_whole(held: OpenFile, tmp_path: Path) -> None:
    made, rng = backup.make(held, "asked"), Random(13)
    whole, torn = made.path.read_bytes(), tmp_path / "torn.hubbackup"
    for n in range(200):
        torn.write_bytes(whole[: n * len(whole) // 200])
        with pytest.raises(Refused):
            backup_file.check(torn)
    for _ in range(500):
        at = rng.randrange(len(whole))
        torn.write_bytes(whole[:at] + bytes([whole[at] ^ 1 << rng.randrange(8)]) + whole[at + 1 :])
        try:
            backup.verify(torn, held.key_of())
        except Refused:
            continue
        # What is not found out changes no part: such as the time that a zip notes beside each.
        with zipfile.ZipFile(torn) as opened, zipfile.ZipFile(made.path) as before:
            assert all(opened.read(name) == before.read(name) for name in (backup_file.DATABASE, backup_file.KEYS))


def test_a_hostile_backup_is_refused_in_a_sentence(held: OpenFile, tmp_path: Path) -> None:
    made = backup.make(held, "asked")
    with zipfile.ZipFile(made.path) as opened:
        parts = {name: opened.read(name) for name in opened.namelist()}
    manifest = json.loads(parts["manifest.json"])
    hostile = tmp_path / "hostile.hubbackup"
    changes: list[dict[str, object]] = [
        {"format": 99}, {"format": "x"}, {"moment": "2026-11-25"}, {"moment": 7}, {"counts": None}, {"parts": {}},
        {"counts": {**manifest["counts"], "person": 2}}, {"schema": None}, {"journal": []},
    ]  # fmt: skip
    for change in changes:
        with zipfile.ZipFile(hostile, "w") as out:
            for name, content in parts.items():
                out.writestr(name, json.dumps(manifest | change) if name == "manifest.json" else content)
        with pytest.raises(Refused):
            backup.verify(hostile, held.key_of())
    for names in (["../../x", *parts], ["hub.hubdesk"], []):
        with zipfile.ZipFile(hostile, "w") as out:
            for name in names:
                out.writestr(name, parts.get(name, b""))
        with pytest.raises(Refused):
            backup.verify(hostile, held.key_of())
    with zipfile.ZipFile(hostile, "w", zipfile.ZIP_DEFLATED) as out:
        for name, content in parts.items():
            out.writestr(name, content)
    with pytest.raises(Refused):
        backup.verify(hostile, held.key_of())


def test_r07_a_file_of_a_newer_hubdesk_is_neither_backed_up_nor_touched(held: OpenFile, store: Store) -> None:
    with store.writing_plainly() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    store.close()
    before = held.path.read_bytes()
    with pytest.raises(Refused, match="newer"):
        Store.open(held.path, PASSPHRASE)
    assert held.path.read_bytes() == before
    assert not (held.path.parent / "backups").exists()


def _names(folder: Path) -> list[str]:
    """What lies there but the lock of the folder."""
    return sorted(one.name for one in folder.iterdir() if one.suffix != ".lock")


def _dated(source: Path, target: Path, moment: datetime, why: str = "close") -> None:
    """The same backup as if it had been made at another moment."""
    with zipfile.ZipFile(source) as read, zipfile.ZipFile(target, "w") as out:
        for name in read.namelist():
            content = read.read(name)
            if name == backup_file.MANIFEST:
                content = json.dumps(json.loads(content) | {"moment": moment.isoformat(), "why": why}).encode()
            out.writestr(name, content)


def test_keys_that_are_gone_are_said(held: OpenFile) -> None:
    shutil.move(slots_path(held.path), held.path.with_name("elsewhere"))
    with pytest.raises(FileTrouble):
        backup.make(held, "asked")
