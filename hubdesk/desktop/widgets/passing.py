"""What comes and goes beside a page, as news does: the keyboard does not go astray with it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QApplication, QFrame, QWidget
from shiboken6 import isValid


class Passing(QFrame):
    """Where it goes with the keyboard in it, the keyboard goes back to where it came from.

    ``stranded`` is sent where that is gone too.
    """

    stranded = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._came_from: QWidget | None = None
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.focusChanged.connect(self._moved)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        here = QApplication.focusWidget()
        back = self._came_from
        # Not as the whole window goes: it comes back with the keyboard here.
        if self.isHidden() and here is not None and self.isAncestorOf(here):
            if back is not None and isValid(back) and back.isVisible() and back.isEnabled():
                back.setFocus(Qt.FocusReason.OtherFocusReason)
            else:
                self.stranded.emit()
        self._came_from = None

    def _moved(self, old: QWidget | None, new: QWidget | None) -> None:
        if new is None or not self.isAncestorOf(new):
            return
        if old is not None and not self.isAncestorOf(old):
            self._came_from = old
