"""How the rows of a list that opens look: room around them, groups under quiet headings, details at the far side or below."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import QAbstractItemView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from hubdesk.desktop import theme
from hubdesk.desktop.theme import scaled
from hubdesk.desktop.widgets.painting import TwoLines, rounded, where_reading_starts

DETAIL: Final = Qt.ItemDataRole.UserRole + 1
"""The role of the quieter words that tell two rows of one name apart."""

_SIDE, _BETWEEN, _ABOVE = 14, 28, 6
"""px of the sketches: at both ends of a row, between a name and its detail, above two lines."""

_Index = QModelIndex | QPersistentModelIndex


class PickDelegate(QStyledItemDelegate):
    """Rows that cannot be picked are the headings of those under them."""

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        beside = _width(index) + 2 * scaled(_SIDE)
        view = option.widget
        room = view.viewport().width() if isinstance(view, QAbstractItemView) else beside
        if not index.data(DETAIL) or beside <= room:
            return QSize(beside, scaled(36 if _can_be_picked(index) else 30))
        return QSize(room, _lines(index).height(room - 2 * scaled(_SIDE)) + 2 * scaled(_ABOVE))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        painter.save()
        # Never a view kept from before: a list may still stand open when Python's half of it is gone.
        row, view = option.rect, option.widget
        marked = option.state & (QStyle.StateFlag.State_Selected | QStyle.StateFlag.State_MouseOver)
        pickable = _can_be_picked(index)
        if marked and pickable:
            rounded(painter, row.adjusted(4, 1, -4, -1), 7, theme.colours().primary_tint, None)
        side = scaled(_SIDE)
        room = row.adjusted(side, 0, -side, 0)
        if index.data(DETAIL) and _width(index) > room.width():
            _lines(index).draw(painter, view, room.adjusted(0, scaled(_ABOVE), 0, 0), whole=row)
        else:
            _draw_beside(painter, view, index, room)
        painter.restore()


def _draw_beside(painter: QPainter, view: QWidget, index: _Index, room: QRect) -> None:
    pickable = _can_be_picked(index)
    middle = Qt.AlignmentFlag.AlignVCenter
    painter.setFont(theme.font(theme.TEXT) if pickable else theme.font(theme.SMALL, 500))
    painter.setPen(theme.colour("ink" if pickable else "quiet"))
    start = where_reading_starts(view)
    painter.drawText(room, (start | middle).value, str(index.data() or ""))
    detail = index.data(DETAIL)
    if detail:
        painter.setFont(theme.font(theme.SMALL))
        painter.setPen(theme.colour("quiet"))
        end = QStyle.visualAlignment(view.layoutDirection(), Qt.AlignmentFlag.AlignRight)
        painter.drawText(room, (end | middle).value, str(detail))


def _width(index: _Index) -> int:
    """What the words need beside each other."""
    text = QFontMetrics(theme.font(theme.TEXT, 500)).horizontalAdvance(str(index.data() or ""))
    detail = QFontMetrics(theme.font(theme.SMALL)).horizontalAdvance(str(index.data(DETAIL) or ""))
    return text + detail + scaled(_BETWEEN)


def _lines(index: _Index) -> TwoLines:
    return TwoLines(str(index.data() or ""), str(index.data(DETAIL) or ""), 400)


def _can_be_picked(index: _Index) -> bool:
    return bool(index.flags() & Qt.ItemFlag.ItemIsEnabled)
