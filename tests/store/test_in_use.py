"""The marks that tell which log belongs to a file, where its key is changed while it is open."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import func, select

from hubdesk.access.key_file import slots_path
from hubdesk.access.roles import Role
from hubdesk.base.errors import Refused
from hubdesk.records.people.person import Person
from hubdesk.store import Store, file
from hubdesk.store.anchor import anchor_path
from hubdesk.store.damage import Damaged
from tests.conftest import PASSPHRASE


def left_as_by_a_power_cut(path: Path, to: Path) -> Path:
    to.mkdir()
    for one in (path, slots_path(path), anchor_path(path), *file.side_files(path)):
        shutil.copy(one, to / one.name)
    return to / path.name


def people_in(path: Path) -> int:
    store = Store.open(path, PASSPHRASE, "Manager")
    with store.reading() as session:
        count = session.scalar(select(func.count()).select_from(Person)) or 0
    assert store.alarm == ""
    store.close()
    return count


def add(store: Store) -> None:
    with store.operation("Add") as session:
        session.add(Person(full_name="Amina Yusuf"))


def test_r04_after_a_change_of_keys_the_log_is_still_known_for_its_file(store: Store, tmp_path: Path) -> None:
    # Given a hub with work in its log, whose key then changes, and work after that
    path = tmp_path / "hub.hubdesk"
    store.accounts.add("Rosa", Role.RECEPTION)
    add(store)
    before = left_as_by_a_power_cut(path, tmp_path / "before")
    [rosa] = [one for one in store.accounts.all() if one.name == "Rosa"]
    store.accounts.remove(rosa.id)
    add(store)

    # When the computer stops, then nothing is lost of either
    assert people_in(left_as_by_a_power_cut(path, tmp_path / "after")) == 2

    # And the log of before, under the old key, is known for another's
    mixed = left_as_by_a_power_cut(path, tmp_path / "mixed")
    shutil.copy(file.side_files(before)[0], file.side_files(mixed)[0])
    with pytest.raises(Damaged, match="-wal"):
        Store.open(mixed, PASSPHRASE, "Manager")


@pytest.mark.skipif(sys.platform == "win32", reason="limits the size of files as the system does")
def test_r02_r03_a_change_of_keys_that_the_disk_does_not_take_leaves_the_file_in_use(
    store: Store, tmp_path: Path
) -> None:
    # Given a disk on which the file cannot be written anew
    path = tmp_path / "hub.hubdesk"
    store.accounts.add("Rosa", Role.RECEPTION)
    add(store)
    [rosa] = [one for one in store.accounts.all() if one.name == "Rosa"]
    with files_of_at_most(path.stat().st_size // 2), pytest.raises(Refused):
        store.accounts.remove(rosa.id)

    # When work goes on and the computer stops, then all of it is there
    add(store)
    assert people_in(left_as_by_a_power_cut(path, tmp_path / "after")) == 2


@contextmanager
def files_of_at_most(size: int) -> Iterator[None]:
    import resource

    usual = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, usual[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, usual)
