"""A row that leads somewhere: icon, bold title, quieter line under it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from hubdesk.desktop import theme
from hubdesk.desktop.theme import Tone
from hubdesk.desktop.widgets.painting import TwoLines, draw_icon, focus_ring, rounded


class ActionRow(QPushButton):
    """``ActionRow("phone", "5 learners missed two classes", "A call keeps people", "due")``; ``clicked`` leads there."""

    def __init__(
        self, icon: str, title: str, detail: str = "", tone: Tone = "quiet", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._icon = icon
        self._tone: Tone = tone
        self._lines = TwoLines(title, detail)
        self.setAccessibleName(title)
        self.setAccessibleDescription(detail)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAutoDefault(True)  # Enter follows it, as Space does
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return self._lines.height(width - self._start() - theme.scaled(16)) + 2 * theme.scaled(12)

    def sizeHint(self) -> QSize:
        width = self._lines.one_line() + self._start() + theme.scaled(16)
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        width = theme.scaled(200)
        return QSize(width, theme.scaled(42))

    def changeEvent(self, event: QEvent) -> None:
        self._lines.changed(event)
        super().changeEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        # A layout that does not ask for a height for its width would cut a wrapped row.
        super().resizeEvent(event)
        self.setMinimumHeight(self.heightForWidth(self.width()))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        inner = self.rect().adjusted(4, 4, -4, -4)
        if self.underMouse() or self.isDown():
            rounded(painter, inner, 8, theme.colours().canvas, None)
        if self.hasFocus():
            focus_ring(painter, inner, 8)
        glyph = theme.scaled(20)
        top = theme.scaled(12)
        if self._icon:
            draw_icon(painter, self, self._icon, self._tone, QRect(theme.scaled(16), top + 1, glyph, glyph))
        room = self.width() - self._start() - theme.scaled(16)
        self._lines.draw(painter, self, QRect(self._start(), top, room, self.height() - top))
        painter.end()

    def _start(self) -> int:
        return theme.scaled(48 if self._icon else 18)
