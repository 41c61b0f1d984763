"""The keyboard stays on the page that is seen: work that ends on another one does not take it there."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QApplication, QStackedWidget, QWidget
from shiboken6 import isValid


class Staying(QObject):
    """Gives the keyboard back at once when something takes it to a page of ``window`` that lies behind another.

    Qt lets what is not seen have it too, and then everything typed goes nowhere.
    """

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.focusChanged.connect(self._moved)

    def _moved(self, old: QWidget | None, new: QWidget | None) -> None:
        if new is None or new.window() is not self._window:
            return
        behind = next((stack for stack, page in _stacks_around(new) if stack.currentWidget() is not page), None)
        if behind is None:
            return
        if old is not None and isValid(old) and old.isVisible():
            old.setFocus(Qt.FocusReason.OtherFocusReason)
        elif (seen := behind.currentWidget()) is not None:
            seen.setFocus(Qt.FocusReason.OtherFocusReason)


def _stacks_around(widget: QWidget) -> Iterator[tuple[QStackedWidget, QWidget]]:
    """Every stack of pages around it, with the page of it that it lies on."""
    page: QWidget | None = widget
    while page is not None:
        around = page.parentWidget()
        if isinstance(around, QStackedWidget):
            yield around, page
        page = around
