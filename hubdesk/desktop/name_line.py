"""A name in the register with what is to be known of the person: beside it, or below where room is short."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import QWidget

from hubdesk.base.words import tr
from hubdesk.desktop import theme
from hubdesk.desktop.theme import scaled
from hubdesk.desktop.widgets.painting import placed, rounded, where_reading_starts, wrapped_height
from hubdesk.reports.register_sheet import RegisterRow

_AFTER_NAME, _BETWEEN, _IN_PILL = 10, 6, 9
"""px of the sketches: between a name and its first remark, between remarks, and from a remark's words to its ends."""
_WRAP: Final = Qt.TextFlag.TextWordWrap.value


def remarks(person: RegisterRow) -> tuple[str, ...]:
    """What is to be known of somebody in the register, each in a word or two."""
    found = (
        (person.walk_in, tr("walk-in")),
        (person.support, tr("support")),
        (person.no_photo, tr("no photo")),
    )
    return tuple(word for holds, word in found if holds)


class NameLine:
    """``person`` in ``room`` px of width; ``height`` is what it needs."""

    def __init__(self, person: RegisterRow, room: int) -> None:
        self._name, self._room = person.name, room
        self._name_height = wrapped_height(person.name, _name_font(), room)
        self._remarks: list[tuple[QRect, str]] = []
        self._place(remarks(person))
        below = self._remarks[-1][0].bottom() + 1 if self._remarks else 0
        self.height = max(self._name_height, below)

    def _place(self, said: tuple[str, ...]) -> None:
        metrics = QFontMetrics(_remark_font())
        high = metrics.height() + scaled(4)
        # Beside the middle of the name's one line; after two lines comes a line of its own.
        used = QFontMetrics(_name_font()).horizontalAdvance(self._name) + scaled(_AFTER_NAME)
        top = (self._name_height - high) // 2
        for word in said:
            width = metrics.horizontalAdvance(word) + 2 * scaled(_IN_PILL)
            if used + width > self._room and used:
                top = self._remarks[-1][0].bottom() + scaled(_BETWEEN) if self._begun(top) else self._name_height
                used = 0
            self._remarks.append((QRect(used, top, width, high), word))
            used += width + scaled(_BETWEEN)

    def _begun(self, top: int) -> bool:
        """Whether remarks stand below the name already."""
        return bool(self._remarks) and top >= self._name_height

    def draw(self, painter: QPainter, view: QWidget, room: QRect, whole: QRect) -> None:
        """Draw from the top of ``room`` (left to right, of ``whole``)."""
        painter.setFont(_name_font())
        painter.setPen(theme.colour("ink"))
        start = where_reading_starts(view).value | Qt.AlignmentFlag.AlignTop.value
        name = QRect(room.x(), room.y(), room.width(), self._name_height)
        painter.drawText(placed(view, name, whole), start | _WRAP, self._name)
        painter.setFont(_remark_font())
        for place, word in self._remarks:
            pill = placed(view, place.translated(room.topLeft()), whole)
            rounded(painter, pill, place.height() / 2, theme.colours().canvas, None)
            painter.setPen(theme.colour("quiet"))
            painter.drawText(pill, Qt.AlignmentFlag.AlignCenter.value, word)


def _name_font() -> QFont:
    return theme.font(theme.SECTION, 600)


def _remark_font() -> QFont:
    return theme.font(theme.SMALL, 500)
