"""Locking when nobody is at the desk: a warning first, and nothing that was typed is lost."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtWidgets import QApplication

WARNING: Final = 30
"""Seconds between the warning and the lock."""

_SIGNS_OF_LIFE: Final = frozenset(
    (
        QEvent.Type.KeyPress,
        QEvent.Type.MouseButtonPress,
        QEvent.Type.MouseMove,
        QEvent.Type.Wheel,
        QEvent.Type.TouchBegin,
    )
)


class Locking(QObject):
    """Watches for keys and the mouse. ``warned`` is sent half a minute before ``due``, which is sent after ``minutes()``.

    ``awake`` is sent when somebody moves after the warning. Nothing is watched until ``watch``, nor after ``rest``;
    with the ``window`` it comes to an end.
    """

    warned = Signal()
    awake = Signal()
    due = Signal()

    def __init__(self, application: QApplication, minutes: Callable[[], int], window: QObject) -> None:
        super().__init__(window)
        self._application, self._minutes = application, minutes
        self._warned = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._pass)

    def watch(self) -> None:
        """Begin to wait, as when a file is open."""
        self._application.installEventFilter(self)
        self._start()

    def rest(self) -> None:
        """Wait no more, as while it is locked."""
        self._application.removeEventFilter(self)
        self._timer.stop()
        self._warned = False

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in _SIGNS_OF_LIFE:
            if self._warned:
                self.awake.emit()
            self._start()
        return False

    def _start(self) -> None:
        self._warned = False
        self._timer.start((self._minutes() * 60 - WARNING) * 1000)

    def _pass(self) -> None:
        if self._warned:
            self.rest()
            self.due.emit()
        else:
            self._warned = True
            self._timer.start(WARNING * 1000)
            self.warned.emit()
