"""A closed file was proven page by page, and its digest kept: opening it then only has to read it."""

from __future__ import annotations

import os
from hashlib import blake2b
from pathlib import Path

import pytest

from hubdesk.access.signing_in import open_slots
from hubdesk.base.progress import Progress
from hubdesk.base.read_through import ReadThrough, read_through
from hubdesk.records.people.person import Person
from hubdesk.store import Store, file
from hubdesk.store.anchor import AnchorFile, Kept
from hubdesk.store.damage import Damaged
from hubdesk.store.pages import PAGE
from tests.conftest import PASSPHRASE


def worked_in(store: Store, folder: Path) -> Path:
    """A file with some pages of people, closed."""
    for turn in range(5):
        with store.operation(f"Add {turn}") as session:
            session.add_all([Person(full_name=f"Ayşe Yılmaz {turn} {n}", notes="tea " * 90) for n in range(20)])
    store.close()
    return folder / "hub.hubdesk"


def kept(path: Path) -> Kept:
    found = AnchorFile(path, key_of(path)).read()
    assert found is not None
    return found


def key_of(path: Path) -> bytes:
    return open_slots(path, PASSPHRASE, None).data


def flip(path: Path, page: int) -> None:
    with path.open("r+b") as opened:
        opened.seek((page - 1) * PAGE + 1000)
        byte = opened.read(1)
        opened.seek(-1, os.SEEK_CUR)
        opened.write(bytes([byte[0] ^ 4]))


def steps_of(path: Path) -> set[int]:
    """Of how many parts the steps of opening it are: bytes that are read, or pages that are proven."""
    seen: set[int] = set()
    Store.open(path, PASSPHRASE, progress=Progress(lambda done, of: seen.add(of))).close()
    return seen


def test_a_file_that_was_closed_is_read_and_its_pages_are_not_proven_again(store: Store, tmp_path: Path) -> None:
    path = worked_in(store, tmp_path)
    assert kept(path).digest == blake2b(path.read_bytes()).hexdigest()
    size = path.stat().st_size
    assert steps_of(path) == {size}


def test_after_a_kill_each_page_is_proven(store: Store, tmp_path: Path) -> None:
    path = worked_in(store, tmp_path)
    AnchorFile(path, key_of(path)).write(kept(path).head)
    assert steps_of(path) == {path.stat().st_size // PAGE}


def test_a_place_that_goes_bad_while_the_file_is_open_is_never_taken_for_whole(store: Store, tmp_path: Path) -> None:
    path = worked_in(store, tmp_path)
    again = Store.open(path, PASSPHRASE)
    last = path.stat().st_size // PAGE
    flip(path, last)
    again.close()
    assert not kept(path).digest
    with pytest.raises(Damaged):
        Store.open(path, PASSPHRASE)


def test_what_was_read_a_moment_ago_counts_only_while_the_file_lies_there_unchanged(
    store: Store, tmp_path: Path
) -> None:
    path = worked_in(store, tmp_path)
    read = read_through(path, Progress())
    assert read.still_lies(path)
    flip(path, 5)
    assert not read.still_lies(path)
    with pytest.raises(Damaged):
        Store.open(path, PASSPHRASE, read=read)


def test_a_digest_of_another_file_proves_nothing(store: Store, tmp_path: Path) -> None:
    path = worked_in(store, tmp_path)
    right = read_through(path, Progress())
    flip(path, 5)
    there = path.stat()
    forged = ReadThrough("0" * 128, (there.st_size, there.st_mtime_ns, there.st_ino))
    for read in (None, forged, right):
        with pytest.raises(Damaged):
            Store.open(path, PASSPHRASE, read=read)


def test_a_file_without_a_digest_has_its_pages_proven(store: Store, tmp_path: Path) -> None:
    path = worked_in(store, tmp_path)
    held = AnchorFile(path, key_of(path))
    held.write(kept(path).head, closed=True)
    flip(path, 5)
    with pytest.raises(Damaged):
        Store.open(path, PASSPHRASE)


def test_the_digest_cannot_be_written_without_the_key(store: Store, tmp_path: Path) -> None:
    path = worked_in(store, tmp_path)
    forger = AnchorFile(path, bytes(32))
    forger.write(kept(path).head, closed=True, digest="f" * 128)
    with pytest.raises(ValueError, match="anchor"):
        kept(path)
    Store.open(path, PASSPHRASE).close()
    assert file.is_open(path) is False
