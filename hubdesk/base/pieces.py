"""Large files piece by piece: copied, hashed, and known to be on the disk itself."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO, Final

PIECE: Final = 1 << 20
"""Bytes at a time, after each of which a person may stop the work."""

Step = Callable[[int], object]
"""Told how many bytes are done."""


def copied(read: BinaryIO, written: BinaryIO, step: Step = lambda done: None) -> str:
    """Copy what is left of one open file into another; the SHA-256 of it, in hex."""
    digest, done = hashlib.sha256(), 0
    while piece := read.read(PIECE):
        written.write(piece)
        digest.update(piece)
        done += len(piece)
        step(done)
    return digest.hexdigest()


def hash_of(read: BinaryIO, step: Step = lambda done: None) -> str:
    """The SHA-256 of what is left of an open file, in hex."""
    digest, done = hashlib.sha256(), 0
    while piece := read.read(PIECE):
        digest.update(piece)
        done += len(piece)
        step(done)
    return digest.hexdigest()


def flush(written: BinaryIO) -> None:
    """Wait until the disk has what was written."""
    written.flush()
    os.fsync(written.fileno())


def flush_folder(folder: Path) -> None:
    """Wait until the disk has the names in ``folder``; where a system cannot say so, it does it by itself."""
    with suppress(OSError):
        opened = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(opened)
        finally:
            os.close(opened)


def forget(path: Path) -> None:
    """Let the next reading of a flushed file come from the disk and not from memory, where the system can do that."""
    if hasattr(os, "posix_fadvise"):
        with suppress(OSError), path.open("rb") as opened:
            os.posix_fadvise(opened.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
