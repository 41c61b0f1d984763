"""The line below what scrolls: it stays where it is, and a hairline says that there is more to come under it."""

from __future__ import annotations

from PySide6.QtCore import QRect
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QScrollArea, QWidget

from hubdesk.desktop import theme


class Foot(QWidget):
    """Stands under ``area``; what it holds is laid out by whoever made it."""

    def __init__(self, area: QScrollArea) -> None:
        super().__init__()
        self._bar = area.verticalScrollBar()
        self._bar.valueChanged.connect(self.update)
        self._bar.rangeChanged.connect(self.update)

    @property
    def more(self) -> bool:
        """Whether some of what scrolls lies hidden below."""
        return self._bar.value() < self._bar.maximum()

    def paintEvent(self, event: QPaintEvent) -> None:
        if self.more:
            painter = QPainter(self)
            painter.fillRect(QRect(0, 0, self.width(), 1), QColor(theme.colours().line))
            painter.end()
