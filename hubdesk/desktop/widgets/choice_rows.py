"""Choices as rows of a card: a title, a quieter line that explains it, and a mark before them."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRect, QSize
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QCheckBox, QRadioButton

from hubdesk.desktop import theme
from hubdesk.desktop.widgets.choice_button import ChoiceButton
from hubdesk.desktop.widgets.painting import TwoLines, focus_ring, placed, rounded


class _Row(ChoiceButton):
    def __init__(self, title: str, detail: str) -> None:
        super().__init__(title, detail)
        self._lines = TwoLines(title, detail)

    def heightForWidth(self, width: int) -> int:
        return self._lines.height(width - theme.scaled(48) - theme.scaled(16)) + 2 * theme.scaled(12)

    def sizeHint(self) -> QSize:
        width = self._lines.one_line() + theme.scaled(64)
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.scaled(160), theme.scaled(42))

    def changeEvent(self, event: QEvent) -> None:
        self._lines.changed(event)
        super().changeEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        # A layout that does not ask for a height for its width would cut a wrapped answer.
        super().resizeEvent(event)
        self.setMinimumHeight(self.heightForWidth(self.width()))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        named = theme.colours()
        if self.isChecked():
            rounded(painter, self.rect(), 10, named.primary_tint, None)
        elif self.underMouse():
            rounded(painter, self.rect().adjusted(4, 4, -4, -4), 8, named.canvas, None)
        if self.hasFocus():
            focus_ring(painter, self.rect().adjusted(2, 2, -2, -2), 9)
        size, side, top = theme.scaled(20), theme.scaled(16), theme.scaled(12)
        self._paint_mark(painter, placed(self, QRect(side, (self.height() - size) // 2, size, size)))
        room = self.width() - theme.scaled(48) - side
        self._lines.draw(painter, self, QRect(theme.scaled(48), top, room, self.height() - top))
        painter.end()

    def _paint_mark(self, painter: QPainter, where: QRect) -> None:
        raise NotImplementedError


class RadioRow(_Row, QRadioButton):
    """One of several answers that exclude each other."""

    def _paint_mark(self, painter: QPainter, where: QRect) -> None:
        named = theme.colours()
        on = self.isChecked()
        rounded(painter, where, where.width() / 2, named.primary if on else named.surface, None if on else named.edge)
        if on:
            inset = where.width() // 3
            rounded(painter, where.adjusted(inset, inset, -inset, -inset), where.width(), named.on_primary, None)


class TickRow(_Row, QCheckBox):
    """One of several answers that may all hold."""

    def _paint_mark(self, painter: QPainter, where: QRect) -> None:
        named = theme.colours()
        on = self.isChecked()
        rounded(painter, where, 5, named.primary if on else named.surface, None if on else named.edge)
        if on:
            inner = where.adjusted(2, 2, -2, -2)
            painter.drawPixmap(inner.topLeft(), theme.pixmap("check", "on_primary", inner.width()))
