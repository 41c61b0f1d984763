"""The hub's file, read while a passphrase is typed: all of it is looked at before it opens, and a slow disk takes its time."""

from __future__ import annotations

import threading
from contextlib import suppress
from pathlib import Path

from hubdesk.base.errors import Cancelled
from hubdesk.base.progress import Progress
from hubdesk.base.read_through import ReadThrough, read_through


class ReadingAhead:
    """Reads a file through on a worker, so that the system holds it in memory and its digest is known.

    Nothing of it is open any more after ``end`` or ``take``: whoever closes a file takes away the locks that SQLite has on
    it in the same process, and on Windows a file that is open anywhere cannot be put aside.
    """

    def __init__(self) -> None:
        self._stopped, self._over = threading.Event(), threading.Event()
        self._reading = threading.Lock()
        self._found: ReadThrough | None = None

    def read(self, path: Path, progress: Progress) -> None:
        """Read it through; one that is not there, or cannot be read, is told of by whatever opens it."""

        def stopping(done: int, of: int) -> None:
            progress.step(done, of)
            if self._stopped.is_set():
                raise Cancelled

        with self._reading, suppress(OSError, Cancelled):
            if not self._over.is_set():
                self._found = read_through(path, Progress(stopping))

    def take(self) -> ReadThrough | None:
        """What is known of the file, once it is read; whoever opens it would wait for that anyway. Nothing is read after."""
        self._over.set()
        with self._reading:
            return self._found

    def end(self) -> None:
        """Read no more, and nothing again; returns once the file is closed."""
        self._stopped.set()
        self.take()
