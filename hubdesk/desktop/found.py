"""What the palette found: sections of hits, as the rows of one list."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
)
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QResizeEvent
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from hubdesk.base.words import tr
from hubdesk.desktop import theme
from hubdesk.desktop.theme import scaled
from hubdesk.desktop.widgets.painting import TwoLines, placed, rounded, where_reading_starts, wrapped_height

_SIDE, _WORDS, _BETWEEN, _ABOVE = 16, 46, 16, 9
"""px of the sketches: at both ends of a row, where its words begin, between a name and what follows, above two lines."""

_USUAL = 520
"""The width of a list, px of the sketches, before it is known."""
_Index = QModelIndex | QPersistentModelIndex
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
    """Sections and what was found under each, as the rows of one list. ``nothing`` is said where there is none."""

    def __init__(self, parent: QObject, nothing: str = "") -> None:
        super().__init__(parent)
        self._nothing = nothing or tr("Nothing is called that. Try part of a name, a phone number or a postcode.")
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
            self._rows = [self._nothing]
        self.endResetModel()

    def hit(self, index: QModelIndex) -> Hit | None:
        row = self._rows[index.row()] if index.isValid() else None
        return row if isinstance(row, Hit) else None

    def titles(self) -> list[str]:
        """What the things found are called."""
        return [row.title for row in self._rows if isinstance(row, Hit)]

    def selectable(self) -> list[int]:
        return [place for place, row in enumerate(self._rows) if isinstance(row, Hit)]

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._rows)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        row = self._rows[index.row()]
        if role == Qt.ItemDataRole.UserRole:
            return row
        if role == Qt.ItemDataRole.DisplayRole:
            return row.title if isinstance(row, Hit) else row
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{row.title}, {row.detail}" if isinstance(row, Hit) and row.detail else self.data(index)
        return None

    def flags(self, index: _Index) -> Qt.ItemFlag:
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        plain = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemNeverHasChildren
        return plain | Qt.ItemFlag.ItemIsSelectable if isinstance(self._rows[index.row()], Hit) else plain


class ResultDelegate(QStyledItemDelegate):
    """Draws a section's title small and quiet, a hit with its icon, its name and what tells it from others.

    Where both do not fit beside each other, what tells it from others stands below.
    What was measured of ``results`` is kept until there are others: for each letter typed Qt asks several times.
    """

    def __init__(self, results: Results, parent: QObject) -> None:
        super().__init__(parent)
        self._results = results
        self._widest: int | None = None
        self._heights: dict[tuple[int, int], int] = {}
        results.modelReset.connect(self.measure_anew)

    def measure_anew(self) -> None:
        """Forget how large everything is."""
        self._widest = None
        self._heights.clear()

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        view = option.widget
        width = view.viewport().width() if isinstance(view, QListView) else scaled(_USUAL)
        which = index.row(), width
        if which not in self._heights:
            self._heights[which] = self._height(index.data(Qt.ItemDataRole.UserRole), width)
        return QSize(scaled(200), self._heights[which])

    def _height(self, row: str | Hit, width: int) -> int:
        if not isinstance(row, Hit):
            return max(wrapped_height(row, _title_font(), width - 2 * scaled(_SIDE)) + scaled(14), scaled(34))
        room = width - scaled(_WORDS + _SIDE)
        return scaled(42) if self._fit_beside(row, room) else _lines(row).height(room) + 2 * scaled(_ABOVE)

    def _fit_beside(self, hit: Hit, room: int) -> bool:
        """Whether a name and what tells it from others fit into one line."""
        if not hit.detail:
            return QFontMetrics(_name_font()).horizontalAdvance(hit.title) <= room
        detail = QFontMetrics(theme.font(theme.SMALL)).horizontalAdvance(hit.detail)
        return self._detail_from(hit, room) + detail <= room

    def _detail_from(self, hit: Hit, room: int) -> int:
        """Where what tells names apart begins: at one place, unless a name is very long."""
        metrics = QFontMetrics(_name_font())
        if self._widest is None:
            self._widest = max((metrics.horizontalAdvance(title) for title in self._results.titles()), default=0)
        return max(metrics.horizontalAdvance(hit.title), min(self._widest, int(room * _NAMES))) + scaled(_BETWEEN)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        row, view = index.data(Qt.ItemDataRole.UserRole), option.widget
        where: QRect = option.rect
        side = scaled(_SIDE)
        painter.save()
        if not isinstance(row, Hit):
            painter.setFont(_title_font())
            painter.setPen(theme.colour("quiet"))
            flags = Qt.AlignmentFlag.AlignVCenter.value | _leading(view) | Qt.TextFlag.TextWordWrap.value
            painter.drawText(where.adjusted(side, scaled(4), -side, 0), flags, str(row))
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
        room = where.adjusted(scaled(_WORDS), 0, -side, 0)
        if self._fit_beside(row, room.width()):
            _draw_beside(painter, view, row, room, self._detail_from(row, room.width()), where)
        else:
            _lines(row).draw(painter, view, room.adjusted(0, scaled(_ABOVE), 0, 0), whole=where)
        painter.restore()


class ResultList(QListView):
    """Shows ``results`` under the field that keeps the keyboard; called ``name`` for screen readers."""

    def __init__(self, results: Results, name: str) -> None:
        super().__init__()
        self.setProperty("role", "in_card")
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setMouseTracking(True)
        # Before the model, so that it hears first of other results.
        self._delegate = ResultDelegate(results, self)
        self.setModel(results)
        self.setItemDelegate(self._delegate)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.FontChange:
            self._delegate.measure_anew()
        super().changeEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        # How high a row is depends on the width, which Qt does not ask again.
        self.scheduleDelayedItemsLayout()
        super().resizeEvent(event)


def _draw_beside(painter: QPainter, view: QWidget, hit: Hit, room: QRect, detail_from: int, whole: QRect) -> None:
    align = Qt.AlignmentFlag.AlignVCenter.value | _leading(view)
    painter.setLayoutDirection(Qt.LayoutDirection.LayoutDirectionAuto)
    painter.setFont(_name_font())
    painter.setPen(theme.colour("ink"))
    painter.drawText(placed(view, room, whole), align, hit.title)
    rest = room.adjusted(detail_from, 0, 0, 0)
    painter.setFont(theme.font(theme.SMALL))
    painter.setPen(theme.colour("quiet"))
    painter.drawText(placed(view, rest, whole), align, hit.detail)


def _lines(hit: Hit) -> TwoLines:
    return TwoLines(hit.title, hit.detail, 500)


def _name_font() -> QFont:
    return theme.font(theme.TEXT, 500)


def _title_font() -> QFont:
    return theme.font(theme.SMALL, 500)


def _leading(view: QWidget) -> int:
    return where_reading_starts(view).value
