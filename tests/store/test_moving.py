from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from hubdesk.access.key_file import slots_path
from hubdesk.base.errors import Refused
from hubdesk.store import Store
from hubdesk.store.moving import move_file
from tests.conftest import PASSPHRASE


def test_r09_a_file_moves_with_its_keys_and_never_onto_another(empty_file: Path, tmp_path: Path) -> None:
    path = tmp_path / "Dropbox" / "hub.hubdesk"
    path.parent.mkdir()
    shutil.copy(empty_file, path)
    shutil.copy(slots_path(empty_file), slots_path(path))
    store = Store.open(path, PASSPHRASE)
    with pytest.raises(Refused, match="open already"):
        move_file(path, tmp_path / "own")
    store.close()
    moved = move_file(path, tmp_path / "own")
    Store.open(moved, PASSPHRASE).close()
    assert not [one for one in path.parent.iterdir() if one.suffix != ".lock"]
    shutil.copy(moved, path)
    with pytest.raises(Refused, match="already"):
        move_file(path, moved.parent)
    assert path.exists()
