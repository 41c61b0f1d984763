"""What a list that opens is called: on Linux and macOS Qt gives its value as its name, and only a label's word stands."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QComboBox, QLabel


def call(box: QComboBox, name: str) -> None:
    """Call ``box`` so for screen readers of every system; nothing of it is seen."""
    box.setAccessibleName(name)
    _Label(box, name)


class _Label(QLabel):
    """Never shown; it stays beside the box, for Qt looks for labels there alone."""

    def __init__(self, box: QComboBox, name: str) -> None:
        super().__init__(name.replace("&", "&&"), box.parentWidget() or box)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setAccessibleName(name)
        self.hide()
        self.setBuddy(box)
        self._box = box
        box.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ParentChange and watched is self._box:
            self.setParent(self._box.parentWidget() or self._box)
        return False
