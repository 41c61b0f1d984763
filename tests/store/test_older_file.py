"""An older file, put in the newer one's place with all that belongs to it: the backups beside it know better."""

from __future__ import annotations

import json
import shutil
import zipfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from hubdesk.access.key_file import slots_path
from hubdesk.access.key_slots import Keys
from hubdesk.access.signing_in import open_slots
from hubdesk.store import Store, restoring
from hubdesk.store.anchor import anchor_path
from hubdesk.store.backup_list import backups_in
from hubdesk.store.small_facts import FOLDER
from tests.conftest import PASSPHRASE
from tests.hub_life import a_person


def key_of(part: Path) -> Keys:
    return open_slots(part, PASSPHRASE)


def lived(store: Store, old: Path) -> Path:
    """A closed file with a backup of its last day; ``old`` holds the set of an earlier day."""
    assert store.held
    path = store.held.path
    a_person(store, "Nasrin Ahmadi")
    store.close()
    old.mkdir()
    for one in (path, slots_path(path), anchor_path(path)):
        shutil.copy(one, old / one.name)
    again = Store.open(path, PASSPHRASE)
    again.back_up("asked", always=True)
    a_person(again, "Chen Wei")
    again.back_up("close", always=True)
    again.close()
    return path


def test_s15_an_older_set_of_files_is_told_by_what_the_backups_know(store: Store, tmp_path: Path) -> None:
    # Given an older set of the file, its keys and its anchor, put in the place of the newer one
    path = lived(store, tmp_path / "old")
    for one in (tmp_path / "old").iterdir():
        shutil.copy(one, path.with_name(one.name))

    # When somebody signs in, then the alarm is raised, the log tells of it, and numbers given out before are not given again
    opened = Store.open(path, PASSPHRASE)
    assert opened.alarm == "older"
    assert any("older file" in one for one in opened.findings())
    epoch = opened.epoch
    assert epoch != 1
    opened.close()

    # And it is told once, not at every sign-in
    again = Store.open(path, PASSPHRASE)
    assert (again.alarm, again.epoch) == ("", epoch)
    again.close()


def test_s15_an_older_set_is_told_by_the_backups_in_a_folder_of_one_s_own(store: Store, tmp_path: Path) -> None:
    # Given backups that go onto a stick, and an older set of the file that came with no backup beside it
    stick = tmp_path / "stick"
    stick.mkdir()
    store.set_setting(FOLDER, str(stick))
    path = lived(store, tmp_path / "old")
    assert backups_in(stick).whole
    assert not backups_in(path.parent / "backups").whole
    for one in (tmp_path / "old").iterdir():
        shutil.copy(one, path.with_name(one.name))

    # When somebody signs in while the stick is away, then nothing is known of it; and with it, the alarm is raised
    stick.rename(tmp_path / "away")
    opened = Store.open(path, PASSPHRASE)
    assert opened.alarm == ""
    opened.close()
    (tmp_path / "away").rename(stick)
    opened = Store.open(path, PASSPHRASE)
    assert opened.alarm == "older"
    opened.close()


def test_s15_what_is_brought_back_through_hubdesk_is_no_older_file(store: Store, tmp_path: Path) -> None:
    # Given two backups, of which the earlier one is brought back
    path = lived(store, tmp_path / "old")
    earlier = backups_in(path.parent / "backups").whole[-1]
    restoring.restore(earlier.path, path, key_of, now=datetime.now(UTC))

    # Then nobody is alarmed, today or later
    for _ in range(2):
        opened = Store.open(path, PASSPHRASE)
        assert opened.alarm == ""
        opened.close()


def test_s15_a_file_that_goes_on_is_no_older_file(store: Store, tmp_path: Path) -> None:
    path = lived(store, tmp_path / "old")
    opened = Store.open(path, PASSPHRASE)
    assert opened.alarm == ""
    a_person(opened, "Amina Yusuf")
    opened.close()
    assert opened.alarm == ""


@pytest.mark.parametrize(
    ("part", "said"),
    [("epoch", 7), ("epoch", None), ("chain", {"seq": "nine", "hash": ""}), ("chain", {"seq": 1 << 70, "hash": ""})],
    ids=["a number for an epoch", "no epoch", "no number of a line", "a number too large"],
)
def test_a_backup_that_says_nonsense_keeps_nobody_from_the_file(
    store: Store, tmp_path: Path, part: str, said: Any
) -> None:
    path = lived(store, tmp_path / "old")

    def nonsense(content: bytes) -> str:
        manifest = json.loads(content)
        manifest["journal"][part] = said
        return json.dumps(manifest)

    for backup in backups_in(path.parent / "backups").whole:
        with zipfile.ZipFile(backup.path) as held:
            parts = {info: held.read(info) for info in held.infolist()}
        with zipfile.ZipFile(backup.path, "w") as out:
            for info, content in parts.items():
                out.writestr(info.filename, nonsense(content) if info.filename == "manifest.json" else content)
    opened = Store.open(path, PASSPHRASE)
    assert opened.alarm == ""
    opened.close()
