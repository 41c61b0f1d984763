"""Turning to a page: the one before stays in view until the new one has read what it shows, so that nothing jumps."""

from __future__ import annotations

from functools import partial
from typing import Final

from PySide6.QtCore import QObject, QTimer

from hubdesk.desktop.background import Background
from hubdesk.desktop.pages import Pages

_MOST: Final = 200
"""Milliseconds after which a page is shown in any case: whoever waits longer sees where they are going."""


_SHOWN: Final = "shown_before"


class Turning(QObject):
    """Holds the painting of ``pages`` while a page that is shown for the first time reads; the keyboard is there at once."""

    def __init__(self, pages: Pages, background: Background) -> None:
        super().__init__(pages)
        self._pages, self._background = pages, background
        self._turns = 0
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_MOST)
        self._timer.timeout.connect(self._show)
        pages.moved.connect(self._hold)

    def _hold(self) -> None:
        self._turns += 1
        page = self._pages.currentWidget()
        if page is None or page.property(_SHOWN):
            # The way back leads to what has read long since, whatever else is being read now.
            self._show()
            return
        page.setProperty(_SHOWN, True)
        self._pages.setUpdatesEnabled(False)
        self._timer.start()
        # Reads are done in order: this one comes after those that the page asked for when it was made.
        self._background.read(lambda: None, partial(self._read, self._turns), owner=self)

    def _read(self, turn: int, _: None) -> None:
        if turn == self._turns:
            # What was put on the page is laid out first.
            QTimer.singleShot(0, self, self._show)

    def _show(self) -> None:
        self._timer.stop()
        self._pages.setUpdatesEnabled(True)
