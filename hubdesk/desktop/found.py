"""What the palette found: sections of hits, as the rows of one list."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import (
    QAbstractItemModel,
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
)
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from hubdesk.base.words import tr
from hubdesk.desktop import theme
from hubdesk.desktop.theme import scaled
from hubdesk.desktop.widgets.painting import placed, rounded, where_reading_starts

_NAMES = 0.45
"""The part of a line that titles may take before what tells them apart begins."""


@dataclass(frozen=True)
class Hit:
    """One thing found: what it is called, what tells it from others, its icon, and how to go there."""

    title: str
    detail: str
    icon: str
    run: Callable[[], object]


class Results(QAbstractListModel):
    """Sections and what was found under each, as the rows of one list."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._sections: dict[int, tuple[str, Sequence[Hit]]] = {}
        self._rows: list[str | Hit] = []

    def show(self, title: str, order: int, hits: Sequence[Hit], *, clear: bool = False) -> None:
        self.beginResetModel()
        if clear:
            self._sections.clear()
        self._sections[order] = (title, hits)
        self._rows = []
        for _, (said, found) in sorted(self._sections.items()):
            self._rows += [said, *found] if found else []
        if not self._rows:
            self._rows = [tr("Nothing is called that. Try part of a name, a phone number or a postcode.")]
        self.endResetModel()

    def hit(self, index: QModelIndex) -> Hit | None:
        row = self._rows[index.row()] if index.isValid() else None
        return row if isinstance(row, Hit) else None

    def selectable(self) -> list[int]:
        return [place for place, row in enumerate(self._rows) if isinstance(row, Hit)]

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._rows)

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        row = self._rows[index.row()]
        if role == Qt.ItemDataRole.UserRole:
            return row
        if role == Qt.ItemDataRole.DisplayRole:
            return row.title if isinstance(row, Hit) else row
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{row.title}, {row.detail}" if isinstance(row, Hit) and row.detail else self.data(index)
        return None

    def flags(self, index: QModelIndex | QPersistentModelIndex) -> Qt.ItemFlag:
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        plain = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemNeverHasChildren
        return plain | Qt.ItemFlag.ItemIsSelectable if isinstance(self._rows[index.row()], Hit) else plain


class ResultDelegate(QStyledItemDelegate):
    """Draws a section's title small and quiet, a hit with its icon, its name and what tells it from others."""

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(scaled(200), scaled(42 if isinstance(index.data(Qt.ItemDataRole.UserRole), Hit) else 34))

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        row = index.data(Qt.ItemDataRole.UserRole)
        view = self.parent()
        if not isinstance(view, QWidget):
            return
        where: QRect = option.rect
        side, start = scaled(16), Qt.AlignmentFlag.AlignVCenter.value | _leading(view)
        painter.save()
        if not isinstance(row, Hit):
            painter.setFont(theme.font(theme.SMALL, 500))
            painter.setPen(theme.colour("quiet"))
            painter.drawText(where.adjusted(side, scaled(4), -side, 0), start, str(row))
            painter.restore()
            return
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        if chosen:
            rounded(painter, where.adjusted(6, 1, -6, -1), 8, theme.colours().primary_tint, None)
        glyph = scaled(18)
        at = QRect(where.x() + side, where.y() + (where.height() - glyph) // 2, glyph, glyph)
        if row.icon:
            drawn = theme.pixmap(row.icon, "primary" if chosen else "quiet", glyph)
            painter.drawPixmap(placed(view, at, where).topLeft(), drawn)
        self._words(painter, view, row, (where.adjusted(scaled(46), 0, -side, 0), where), index.model())
        painter.restore()

    def _words(
        self, painter: QPainter, view: QWidget, hit: Hit, places: tuple[QRect, QRect], model: QAbstractItemModel
    ) -> None:
        room, whole = places
        align = Qt.AlignmentFlag.AlignVCenter.value | _leading(view)
        painter.setLayoutDirection(Qt.LayoutDirection.LayoutDirectionAuto)
        font = theme.font(theme.TEXT, 500)
        metrics = QFontMetrics(font)
        title = metrics.elidedText(hit.title, Qt.TextElideMode.ElideRight, room.width())
        painter.setFont(font)
        painter.setPen(theme.colour("ink"))
        painter.drawText(placed(view, room, whole), align, title)
        column = min(_widest(metrics, model), int(room.width() * _NAMES))
        used = max(metrics.horizontalAdvance(title), column) + scaled(16)
        rest = room.adjusted(used, 0, 0, 0)
        font = theme.font(theme.SMALL)
        painter.setFont(font)
        painter.setPen(theme.colour("quiet"))
        detail = QFontMetrics(font).elidedText(hit.detail, Qt.TextElideMode.ElideRight, max(rest.width(), 0))
        painter.drawText(placed(view, rest, whole), align, detail)


def _widest(metrics: QFontMetrics, model: QAbstractItemModel) -> int:
    """How wide the longest of the titles is, so that what tells them apart begins at one place."""
    rows = (model.index(row, 0).data(Qt.ItemDataRole.UserRole) for row in range(model.rowCount()))
    return max((metrics.horizontalAdvance(row.title) for row in rows if isinstance(row, Hit)), default=0)


def _leading(view: QWidget) -> int:
    return where_reading_starts(view).value
