"""Moving a closed hub's file to another folder: copied, read back, and only then removed."""

from __future__ import annotations

import os
import shutil
from contextlib import suppress
from hashlib import file_digest
from pathlib import Path

from hubdesk.access.key_file import slots_path
from hubdesk.access.tries import tries_path
from hubdesk.base.errors import Refused
from hubdesk.base.words import tr
from hubdesk.store import file, tombstone_file
from hubdesk.store.anchor import anchor_path
from hubdesk.store.trouble import refused_by_system


def move_file(path: Path, folder: Path) -> Path:
    """Move the file with its keys, its anchor, the list of whom was erased and its log into ``folder``; where it lies then.

    Raises Refused while it is open, when a file of its name is there, or when the copy does not read back the same; then
    nothing is removed.
    """
    target = folder / path.name
    beside = (slots_path(path), tries_path(path), anchor_path(path), tombstone_file.beside(path))
    belonging = (*beside, file.side_files(path)[0], path)
    pairs = [(one, target.with_name(one.name)) for one in belonging if one.exists()]
    if any(other.exists() for _, other in pairs):
        raise Refused(tr("There is a file {name} already. Open it, or pick another name.", name=target.name))
    held = file.lock(path)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for one, other in pairs:
            shutil.copyfile(one, other)
            with other.open("rb+") as written:
                os.fsync(written.fileno())
        if any(_digest(one) != _digest(other) for one, other in pairs):
            raise OSError
    except OSError as error:
        for _, other in pairs:
            with suppress(OSError):
                other.unlink(missing_ok=True)
        raise refused_by_system(error, target) from None
    finally:
        held.release()
    for one, _ in reversed(pairs):
        with suppress(OSError):  # what cannot be removed is only left over
            one.unlink()
    return target


def _digest(path: Path) -> bytes:
    with path.open("rb") as opened:
        return file_digest(opened, "sha256").digest()
