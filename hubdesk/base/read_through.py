"""A file read from end to end, once, with what is known of it afterwards."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from hubdesk.base.progress import Progress

_PIECE: Final = 8 << 20
"""Bytes at a time. While they are read and hashed other threads work; between two pieces this one waits for them."""


@dataclass(frozen=True)
class ReadThrough:
    """Its BLAKE2b in hex, and how it lay there while it was read: size, nanoseconds of its last change, and which file."""

    digest: str
    lay: tuple[int, int, int]

    def still_lies(self, path: Path) -> bool:
        """Whether the file at ``path`` is the one that was read, and unchanged. OSError when it is gone."""
        return self.lay == _lies(path)


def read_through(path: Path, progress: Progress) -> ReadThrough:
    """Read it; ``progress`` hears of bytes. OSError when it cannot be read, Cancelled when a person stops it."""
    lay = _lies(path)
    digest, piece, done = hashlib.blake2b(), bytearray(_PIECE), 0
    with path.open("rb", buffering=0) as opened:
        while read := opened.readinto(piece):
            digest.update(memoryview(piece)[:read])
            done += read
            progress.step(done, lay[0])
    return ReadThrough(digest.hexdigest(), lay)


def _lies(path: Path) -> tuple[int, int, int]:
    found = path.stat()
    return found.st_size, found.st_mtime_ns, found.st_ino
