"""One HubDesk for each file: a second start brings the first window to the front and ends.

Who is first is settled by a lock of the system, which ends with the process however it ends; the socket, named after the
file and open to this person alone, only carries the wish. So nothing stale is left that could keep HubDesk from starting.
"""

from __future__ import annotations

import importlib
import os
import sys
import tempfile
from hashlib import sha256
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout
from PySide6.QtCore import QObject, Signal


class OnlyOne(QObject):
    """Held as long as HubDesk runs. ``asked`` is sent when it is started once more for a file claimed here."""

    asked = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._lock: FileLock | None = None
        self._ear: Any = None
        self._name = ""
        self._listens = False

    def claim(self, path: Path) -> bool:
        """Whether to go on here with the file at ``path``; else the only HubDesk for it was asked to come to the front.

        Where that one does not answer, its window may hang: then the door here says in words that the file is open already.
        """
        name = _name(path)
        if name == self._name:
            return True
        lock = FileLock(Path(tempfile.gettempdir()) / f"{name}.lock", thread_local=False, mode=0o600)
        try:
            lock.acquire(timeout=0)
        except Timeout:
            return not _wishes().ask(name)
        except OSError:
            # Without a folder for such files the store's own lock still keeps a second writer out.
            return True
        if self._lock is not None:
            self._lock.release()
        self._lock, self._name = lock, name
        if self._listens:
            self.listen()
        return True

    def listen(self) -> None:
        """Hear of later starts from now on: once the window is painted, for it takes a moment to load what listens."""
        self._listens = True
        if self._ear is not None:
            self._ear.close()
        self._ear = _wishes().Ear(self._name, self.asked.emit, self) if self._name else None


def _wishes() -> Any:
    return importlib.import_module("hubdesk.desktop.wishes")


def _name(path: Path) -> str:
    """The same for every way of writing the path, another for every person; tells nothing of either."""
    where = os.path.normcase(path.absolute().resolve())
    person = os.environ.get("USERNAME", "") if sys.platform == "win32" else str(os.getuid())
    said = f"{person}\n{where}".encode("utf-8", "surrogatepass")
    return f"hubdesk-{sha256(said).hexdigest()[:24]}"
