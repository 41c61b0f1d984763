"""A code or words that somebody reads out or writes down: Tab comes to it, so that it is heard as often as one likes."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QRect, QSize, Qt
from PySide6.QtWidgets import QFrame, QPlainTextEdit, QSizePolicy

from hubdesk.desktop.theme import scaled

_EDGE = 8
"""px of the sketches around the words: the ring, and the room that a text of several lines keeps free."""


class ReadOut(QPlainTextEdit):
    """Large, as high as its words need, and nothing can be typed over them; with the arrow keys it is heard sign by sign.

    name: what a screen reader calls it.
    """

    def __init__(self, name: str, text: str) -> None:
        super().__init__()
        self.setProperty("role", "read_out")
        self.setAccessibleName(name)
        self.setPlainText(text)
        self.setReadOnly(True)
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.setTabChangesFocus(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        # The layout gives the height: what sets its own while it is resized keeps the old one for what lies within.
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self._align()

    def sizeHint(self) -> QSize:
        return QSize(scaled(480), self._high(scaled(480)))

    def minimumSizeHint(self) -> QSize:
        return QSize(scaled(160), self.fontMetrics().height())

    def heightForWidth(self, width: int) -> int:
        return self._high(width)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.StyleChange, QEvent.Type.FontChange):
            self.updateGeometry()
        elif event.type() == QEvent.Type.LayoutDirectionChange:
            self._align()

    def _align(self) -> None:
        """A code is read from the left in every language, and stands where all around it begins."""
        right = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        side = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
        option = self.document().defaultTextOption()
        option.setAlignment(side | Qt.AlignmentFlag.AlignAbsolute)
        self.document().setDefaultTextOption(option)

    def _high(self, width: int) -> int:
        around = 2 * scaled(_EDGE)
        room = QRect(0, 0, max(width - around, 1), 10_000)
        words = self.fontMetrics().boundingRect(room, Qt.TextFlag.TextWordWrap.value, self.toPlainText())
        return words.height() + around


def in_two_lines(groups: Sequence[str]) -> str:
    """The groups of a long code, half of them on each line, so that the third is found and the seventh."""
    half = len(groups) // 2
    return "\n".join("  ".join(some) for some in (groups[:half], groups[half:]))
