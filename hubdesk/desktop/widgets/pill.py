"""A word in a tinted pill: a state beside a name."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from hubdesk.desktop import theme
from hubdesk.desktop.looks import Tone
from hubdesk.desktop.widgets.painting import rounded


class Pill(QLabel):
    """``text`` on its tone's tint; "quiet" is for a plain remark."""

    def __init__(self, text: str, tone: Tone = "quiet", parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self._tone: Tone = tone
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        text = QFontMetrics(theme.font(theme.SMALL, 500))
        return QSize(text.horizontalAdvance(self.text()) + theme.scaled(20), text.height() + theme.scaled(4))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        rounded(painter, self.rect(), self.height() / 2, theme.colours().tint(self._tone), None)
        painter.setFont(theme.font(theme.SMALL, 500))
        painter.setPen(theme.colour(self._tone))
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter.value, self.text())
        painter.end()
