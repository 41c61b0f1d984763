"""Choices as chips: short answers side by side, each in a border of its own."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QCheckBox, QRadioButton

from hubdesk.desktop import theme
from hubdesk.desktop.widgets.choice_button import ChoiceButton
from hubdesk.desktop.widgets.painting import draw_icon, focus_ring, placed, rounded

_WRAPPED = Qt.AlignmentFlag.AlignCenter.value | Qt.TextFlag.TextWordWrap.value


class _Chip(ChoiceButton):
    """ticked: a sign before its words tells whether it is chosen."""

    ticked = False

    def __init__(self, title: str, detail: str) -> None:
        super().__init__(title, detail)
        self._title = title

    def heightForWidth(self, width: int) -> int:
        # More than one line's where it is not as wide as it asks for, as a long name in a narrow window.
        if width >= self.sizeHint().width():
            return theme.scaled(38)
        room = QRect(0, 0, max(width - self._around(), 1), 10_000)
        words = _metrics().boundingRect(room, _WRAPPED, self._title)
        return max(theme.scaled(38), words.height() + 2 * theme.scaled(8))

    def sizeHint(self) -> QSize:
        return QSize(_metrics().horizontalAdvance(self._title) + self._around(), theme.scaled(38))

    def minimumSizeHint(self) -> QSize:
        measured = _metrics()
        longest = max((measured.horizontalAdvance(word) for word in self._title.split()), default=0)
        return QSize(longest + self._around(), theme.scaled(38))

    def _around(self) -> int:
        return 2 * theme.scaled(14) + (theme.scaled(24) if self.ticked else 0)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        named = theme.colours()
        on = self.isChecked()
        over = self.underMouse()
        ground = named.primary_tint if on else named.canvas if over else named.surface
        rounded(painter, self.rect(), 9, ground, named.primary if on else named.quiet if over else named.edge)
        if self.hasFocus():
            # A chosen chip has a border of the ring's colour already.
            ring = self.rect().adjusted(3, 3, -3, -3) if on else self.rect()
            focus_ring(painter, ring, 6 if on else 9)
        side, size = theme.scaled(14), theme.scaled(18)
        if self.ticked:
            name = "check" if on else "plus"
            draw_icon(
                painter,
                self,
                name,
                "primary" if on else "quiet",
                QRect(side - 2, (self.height() - size) // 2, size, size),
            )
            side += theme.scaled(22)
        painter.setFont(theme.font(theme.TEXT, 600 if on else 500))
        painter.setPen(QColor(named.primary if on else named.ink))
        room = QRect(side, 0, self.width() - side - theme.scaled(14), self.height())
        wraps = self.width() < self.sizeHint().width()
        flags = _WRAPPED if wraps else Qt.AlignmentFlag.AlignCenter.value
        painter.drawText(placed(self, room), flags, self._title)
        painter.end()


def _metrics() -> QFontMetrics:
    return QFontMetrics(theme.font(theme.TEXT, 600))


class RadioChip(_Chip, QRadioButton):
    """One of several answers that exclude each other."""


class TickChip(_Chip, QCheckBox):
    """One of several answers that may all hold."""

    ticked = True
