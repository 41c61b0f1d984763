"""The wish of a second start that the first window come to the front: sent and heard on a socket of this person's own."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QDeadlineTimer, QObject, QThread
from PySide6.QtNetwork import QLocalServer, QLocalSocket

_PATIENCE: Final = 3000
"""Milliseconds for a first HubDesk that has only just begun to listen."""

_WISH: Final = b"front\n"


class Ear:
    """Listens under ``name`` and calls ``asked`` for every wish, until it is closed."""

    def __init__(self, name: str, asked: Callable[[], object], parent: QObject) -> None:
        self._asked = asked
        # What a killed HubDesk left: nobody else can be listening, for the lock is ours.
        QLocalServer.removeServer(name)
        self._server = QLocalServer(parent)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._heard)
        self._server.listen(name)

    def close(self) -> None:
        self._server.close()
        self._server.deleteLater()

    def _heard(self) -> None:
        while (socket := self._server.nextPendingConnection()) is not None:
            socket.disconnected.connect(socket.deleteLater)
            self._asked()
            socket.write(_WISH)
            socket.flush()


def ask(name: str) -> None:
    """Ask whoever listens under ``name``, or soon will, to come to the front."""
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
