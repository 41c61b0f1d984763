"""One HubDesk for each file: a second start brings the first window to the front and ends.

Who is first is settled by a lock of the system, which ends with the process however it ends; the socket, named after the
file and open to this person alone, only carries the wish. So nothing stale is left that could keep HubDesk from starting.
"""

from __future__ import annotations

import os
import sys
import tempfile
from hashlib import sha256
from pathlib import Path
from typing import Final

from filelock import FileLock, Timeout
from PySide6.QtCore import QDeadlineTimer, QObject, QThread, Signal
from PySide6.QtNetwork import QLocalServer, QLocalSocket

_PATIENCE: Final = 3000
"""Milliseconds for a first HubDesk that has only just begun to listen."""

_WISH: Final = b"front\n"


class OnlyOne(QObject):
    """Held as long as HubDesk runs. ``asked`` is sent when it is started once more for a file claimed here."""

    asked = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._lock: FileLock | None = None
        self._server: QLocalServer | None = None
        self._name = ""

    def claim(self, path: Path) -> bool:
        """Whether this is the only HubDesk for the file at ``path``; else the other one was asked to come to the front."""
        name = _name(path)
        if name == self._name:
            return True
        lock = FileLock(Path(tempfile.gettempdir()) / f"{name}.lock", thread_local=False, mode=0o600)
        try:
            lock.acquire(timeout=0)
        except Timeout:
            _ask(name)
            return False
        except OSError:
            # Without a folder for such files the store's own lock still keeps a second writer out.
            return True
        if self._lock is not None:
            self._lock.release()
        if self._server is not None:
            self._server.close()
            self._server.deleteLater()
        self._lock, self._name, self._server = lock, name, self._listening(name)
        return True

    def _listening(self, name: str) -> QLocalServer:
        # What a killed HubDesk left: nobody else can be listening, for the lock is ours.
        QLocalServer.removeServer(name)
        server = QLocalServer(self)
        server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        server.newConnection.connect(self._heard)
        server.listen(name)
        return server

    def _heard(self) -> None:
        while self._server is not None and (socket := self._server.nextPendingConnection()) is not None:
            socket.disconnected.connect(socket.deleteLater)
            self.asked.emit()
            socket.write(_WISH)
            socket.flush()


def _ask(name: str) -> None:
    _let_it_come()
    deadline = QDeadlineTimer(_PATIENCE)
    while not deadline.hasExpired():
        socket = QLocalSocket()
        socket.connectToServer(name)
        if socket.waitForConnected(200) and socket.waitForReadyRead(max(1, deadline.remainingTime())):
            socket.disconnectFromServer()
            return
        QThread.msleep(20)


def _let_it_come() -> None:
    if sys.platform == "win32":
        # Windows lets a window come to the front only when the process that was started last allows it.
        import ctypes

        ctypes.windll.user32.AllowSetForegroundWindow(-1)


def _name(path: Path) -> str:
    """The same for every way of writing the path, another for every person; tells nothing of either."""
    where = os.path.normcase(path.absolute().resolve())
    person = os.environ.get("USERNAME", "") if sys.platform == "win32" else str(os.getuid())
    said = f"{person}\n{where}".encode("utf-8", "surrogatepass")
    return f"hubdesk-{sha256(said).hexdigest()[:24]}"
