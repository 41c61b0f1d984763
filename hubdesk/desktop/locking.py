"""Locking when nobody is at the desk: a warning first, and nothing that was typed is lost."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtWidgets import QApplication

from hubdesk.desktop.hearing import hear, ignore

WARNING: Final = 30
"""Seconds between the warning and the lock."""

LONGEST: Final = 10 * 3600
"""Seconds after which whoever signed in gives their passphrase again, however busy they are."""

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

    ``awake`` is sent when somebody moves after the warning. However busy somebody is, ``tired`` is sent half a minute
    before ten hours have passed since ``watch``, and ``due`` then. Nothing is watched until ``watch``, nor after ``rest``;
    with the ``window`` it comes to an end. ``now`` is the clock on the wall, in seconds: a computer that sleeps stops its
    timers, not the time.
    """

    warned = Signal()
    awake = Signal()
    tired = Signal()
    due = Signal()

    def __init__(
        self,
        application: QApplication,
        minutes: Callable[[], int],
        window: QObject,
        now: Callable[[], float] = time.time,
    ) -> None:
        super().__init__(window)
        self._application, self._minutes, self._now = application, minutes, now
        self._warned = False
        self._since = self._seen = now()
        self._timer, self._long = QTimer(self), QTimer(self)
        for timer, passed in ((self._timer, self._pass), (self._long, self._pass_long)):
            timer.setSingleShot(True)
            timer.timeout.connect(passed)

    def watch(self) -> None:
        """Begin to wait, as when a file is open and whoever works with it has just given their passphrase."""
        hear(self._application, self)
        self._since = self._now()
        self._long.start((LONGEST - WARNING) * 1000)
        self._start()

    def rest(self) -> None:
        """Wait no more, as while it is locked."""
        ignore(self._application, self)
        self._timer.stop()
        self._long.stop()
        self._warned = False

    def heard(self, watched: QObject, event: QEvent) -> bool:
        """A key, the mouse or a touch, see `hearing`."""
        if event.type() in _SIGNS_OF_LIFE:
            if self._slept():
                self._lock()
                return True
            if self._warned:
                self.awake.emit()
            self._start()
        return False

    def _slept(self) -> bool:
        """Whether more time has gone than the timers know of."""
        now = self._now()
        return now - self._seen > self._minutes() * 60 + WARNING or now - self._since > LONGEST + WARNING

    def _start(self) -> None:
        self._warned = False
        self._seen = self._now()
        self._timer.start((self._minutes() * 60 - WARNING) * 1000)

    def _pass(self) -> None:
        if self._warned:
            self._lock()
        else:
            self._warned = True
            self._timer.start(WARNING * 1000)
            self.warned.emit()

    def _pass_long(self) -> None:
        if self._long.interval() == WARNING * 1000:
            self._lock()
        else:
            self._long.start(WARNING * 1000)
            self.tired.emit()

    def _lock(self) -> None:
        self.rest()
        self.due.emit()
