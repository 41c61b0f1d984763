"""A row that leads somewhere: icon, bold title, quieter line under it, and perhaps a figure at its end."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRect, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from hubdesk.desktop import theme
from hubdesk.desktop.looks import Tone
from hubdesk.desktop.widgets.painting import TwoLines, draw_icon, focus_ring, placed, rounded, where_reading_starts

_LEAST = 200
"""A figure stands beside words that have at least so much room."""


class ActionRow(QPushButton):
    """``ActionRow("phone", "5 learners missed two classes", "A call keeps people", "due")``; ``clicked`` leads there.

    ``figure`` stands at the row's end, where those of all rows can be compared; in a narrow row it ends the second line.
    """

    def __init__(
        self,
        icon: str,
        title: str,
        detail: str = "",
        tone: Tone = "quiet",
        parent: QWidget | None = None,
        *,
        figure: str = "",
    ) -> None:
        super().__init__(parent)
        self._icon = icon
        self._tone: Tone = tone
        whole = " · ".join(part for part in (detail, figure) if part)
        self._figure = figure
        self._lines, self._narrow_lines = TwoLines(title, detail), TwoLines(title, whole)
        self.setAccessibleName(title)
        self.setAccessibleDescription(whole)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAutoDefault(True)  # Enter follows it, as Space does
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        lines, room = self._lines_in(width)
        return lines.height(room) + 2 * theme.scaled(12)

    def sizeHint(self) -> QSize:
        width = self._lines.one_line() + self._start() + self._at_end() + theme.scaled(16)
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        width = theme.scaled(200)
        return QSize(width, theme.scaled(42))

    def changeEvent(self, event: QEvent) -> None:
        for lines in (self._lines, self._narrow_lines):
            lines.changed(event)
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
        lines, room = self._lines_in(self.width())
        lines.draw(painter, self, QRect(self._start(), top, room, self.height() - top))
        if self._figure and lines is self._lines:
            self._draw_figure(painter)
        painter.end()

    def _draw_figure(self, painter: QPainter) -> None:
        across = self._at_end()
        where = QRect(self.width() - across, 0, across - theme.scaled(16), self.height())
        painter.setFont(theme.font(theme.SMALL))
        painter.setPen(theme.colour("quiet"))
        start = where_reading_starts(self)
        end = start ^ (Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignRight)
        painter.drawText(placed(self, where), end | Qt.AlignmentFlag.AlignVCenter, self._figure)

    def _lines_in(self, width: int) -> tuple[TwoLines, int]:
        """What is written in a row of that width, and the room for it."""
        room = width - self._start() - theme.scaled(16)
        beside = room - self._at_end()
        return (
            (self._lines, beside) if beside >= theme.scaled(_LEAST) or not self._figure else (self._narrow_lines, room)
        )

    def _at_end(self) -> int:
        """The room of the figure with the space around it."""
        if not self._figure:
            return 0
        return QFontMetrics(theme.font(theme.SMALL)).horizontalAdvance(self._figure) + 2 * theme.scaled(16)

    def _start(self) -> int:
        return theme.scaled(48 if self._icon else 18)
