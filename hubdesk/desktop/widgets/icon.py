"""An icon that stands on its own; it says nothing to a screen reader, for the words beside it do."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from hubdesk.desktop import theme
from hubdesk.desktop.looks import Tone


class Icon(QWidget):
    """One icon of resources/icons in a tone, ``size`` px on the sketches."""

    def __init__(self, name: str, tone: Tone = "quiet", size: int = 20, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name = name
        self._tone: Tone = tone
        self._size = size
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_icon(self, name: str, tone: Tone) -> None:
        self._name, self._tone = name, tone
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(theme.scaled(self._size), theme.scaled(self._size))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.drawPixmap(0, 0, theme.pixmap(self._name, self._tone, theme.scaled(self._size)))
        painter.end()
