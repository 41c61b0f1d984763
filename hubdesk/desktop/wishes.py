"""The wish of a second start that the first window come to the front: sent and heard on a socket of this person's own."""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Final

import platformdirs
from PySide6.QtCore import QDeadlineTimer, QDir, QObject, QThread
from PySide6.QtNetwork import QLocalServer, QLocalSocket

_PATIENCE: Final = 10_000
"""Milliseconds for a first HubDesk that has only just begun to listen."""

_LONGEST: Final = 103
"""Bytes of a socket's whole path: macOS has room for so many, Linux for four more. A file's path may be far longer."""

_WISH: Final = b"front\n"


class Ear:
    """Listens under ``name`` and calls ``asked`` for every wish, until it is closed."""

    def __init__(self, name: str, asked: Callable[[], object], parent: QObject) -> None:
        self._asked = asked
        # What a killed HubDesk left: nobody else can be listening, for the lock is ours.
        QLocalServer.removeServer(_place(name))
        self._server = QLocalServer(parent)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._heard)
        if not self._server.listen(_place(name)):
            logging.getLogger("hubdesk").warning("A second start is not heard: %s", self._server.errorString())

    def close(self) -> None:
        self._server.close()
        self._server.deleteLater()

    def _heard(self) -> None:
        while (socket := self._server.nextPendingConnection()) is not None:
            socket.disconnected.connect(socket.deleteLater)
            self._asked()
            socket.write(_WISH)
            socket.flush()


def ask(name: str) -> bool:
    """Ask whoever listens under ``name``, or soon will, to come to the front; whether they have heard it."""
    _let_it_come()
    deadline = QDeadlineTimer(_PATIENCE)
    while not deadline.hasExpired():
        socket = QLocalSocket()
        socket.connectToServer(_place(name))
        if socket.waitForConnected(200) and socket.waitForReadyRead(max(1, deadline.remainingTime())):
            socket.disconnectFromServer()
            return True
        QThread.msleep(20)
    return False


def _place(name: str) -> str:
    """What the socket is called by: its path where the folder for passing files has a short enough one, else in another."""
    if sys.platform == "win32":
        return name
    folders = [Path(QDir.tempPath()), platformdirs.user_runtime_path(), Path("/tmp")]  # noqa: S108 - the same for both starts
    places = [str(folder / name) for folder in folders if os.access(folder, os.W_OK)]
    return next((one for one in places if len(os.fsencode(one)) <= _LONGEST), name)


def _let_it_come() -> None:
    if sys.platform == "win32":
        # Windows lets a window come to the front only when the process that was started last allows it.
        import ctypes

        ctypes.windll.user32.AllowSetForegroundWindow(-1)
