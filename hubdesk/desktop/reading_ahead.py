"""The hub's file, read while a passphrase is typed: all of it is proven before it opens, and a slow disk takes its time."""

from __future__ import annotations

import threading
from contextlib import suppress
from pathlib import Path

from hubdesk.base.pieces import PIECE
from hubdesk.base.progress import Progress


class ReadingAhead:
    """Has the system hold a file in memory, on a worker, until ``end``.

    Nothing of it is open any more after ``end``: whoever closes a file takes away the locks that SQLite has on it in the
    same process, and on Windows a file that is open anywhere cannot be put aside.
    """

    def __init__(self) -> None:
        self._ended = threading.Event()
        self._reading = threading.Lock()

    def read(self, path: Path, progress: Progress) -> None:
        """Read it through; one that is not there, or cannot be read, is told of by whatever opens it."""
        with self._reading, suppress(OSError):
            if not self._ended.is_set():
                with path.open("rb") as opened:
                    while not self._ended.is_set() and opened.read(PIECE):
                        progress.step(0, 1)

    def end(self) -> None:
        """Read no more, and nothing again; returns once the file is closed."""
        self._ended.set()
        with self._reading:
            pass
