"""Files for people: what was there before stays until the new one is whole, and trouble is said in words."""

from __future__ import annotations

import errno
from pathlib import Path

import pytest

from hubdesk.base.errors import Refused
from hubdesk.base.whole_file import replacing


def test_a_file_takes_the_place_of_the_one_before(tmp_path: Path) -> None:
    target = tmp_path / "register.pdf"
    target.write_bytes(b"old")

    with replacing(target) as part:
        part.write_bytes(b"new")
        assert target.read_bytes() == b"old"

    assert target.read_bytes() == b"new"
    assert [path.name for path in tmp_path.iterdir()] == ["register.pdf"]


def test_a_full_disk_is_said_and_leaves_the_old_file(tmp_path: Path) -> None:
    target = tmp_path / "register.pdf"
    target.write_bytes(b"old")

    def onto_a_full_disk(part: Path) -> None:
        part.write_bytes(b"ne")
        raise OSError(errno.ENOSPC, "No space left on device")

    with pytest.raises(Refused, match=r"register\.pdf could not be written"), replacing(target) as part:
        onto_a_full_disk(part)

    assert target.read_bytes() == b"old"
    assert [path.name for path in tmp_path.iterdir()] == ["register.pdf"]


def test_a_folder_that_is_gone_or_a_name_that_is_a_folder_is_said(tmp_path: Path) -> None:
    (tmp_path / "taken").mkdir()
    (tmp_path / "taken" / "inside").touch()

    for target in (tmp_path / "gone" / "register.pdf", tmp_path / "taken"):
        with pytest.raises(Refused, match="could not be written"), replacing(target) as part:
            part.write_bytes(b"new")

    assert [path.name for path in tmp_path.iterdir()] == ["taken"]
