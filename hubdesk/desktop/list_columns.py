"""How wide the columns of a list are: as their texts need, the rest to the name."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QHeaderView, QTableView

from hubdesk.desktop.theme import scaled

_LOOKED_AT = 30
"""Rows whose texts decide the widths."""
_WIDEST, _NARROWEST = 300, 72
_NAME_WIDEST = 460
_SQUEEZED, _NAME_SQUEEZED = 124, 200
"""Where there is not enough room, wide columns become no narrower than this; then the list scrolls sideways."""


class ColumnWidths(QObject):
    """Keeps the columns of ``table`` fitting, until the person moves one; then they stay as they are."""

    def __init__(self, table: QTableView) -> None:
        super().__init__(table)
        self._table = table
        self._fitting = False
        self._by_hand = False
        self._shown: list[int] = []
        self._wanted: list[int] = []
        header = table.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        header.setStretchLastSection(True)
        header.setResizeContentsPrecision(_LOOKED_AT)
        header.sectionResized.connect(self._resized)
        table.viewport().installEventFilter(self)

    def fit(self) -> None:
        """Measure the rows that are shown first, and share the space out."""
        columns = range(self._table.model().columnCount())
        self._shown = [at for at in columns if not self._table.isColumnHidden(at)]
        needed = (max(self._table.sizeHintForColumn(at), self._heading(at)) + scaled(8) for at in self._shown)
        self._wanted = [max(min(width, scaled(_WIDEST)), scaled(_NARROWEST)) for width in needed]
        self._share()

    def _share(self) -> None:
        if self._by_hand or not self._wanted:
            return
        self._fitting = True
        least = [max(scaled(_SQUEEZED if at else _NAME_SQUEEZED), self._heading(at)) for at in self._shown]
        widths = _shared(list(self._wanted), least, self._table.viewport().width())
        for at, width in zip(self._shown, widths, strict=True):
            self._table.setColumnWidth(at, width)
        self._fitting = False

    def _heading(self, at: int) -> int:
        """What a heading needs; the arrow of the sorted column may take a little of it."""
        title = str(self._table.model().headerData(at, Qt.Orientation.Horizontal))
        return self._table.horizontalHeader().fontMetrics().horizontalAdvance(title) + scaled(24)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            self._share()
        return False

    def _resized(self, at: int, before: int, after: int) -> None:
        last = at == self._table.horizontalHeader().count() - 1
        if not self._fitting and not last and self._table.isVisible():
            self._by_hand = True


def _shared(wanted: list[int], least: list[int], room: int) -> list[int]:
    """Widths that fill the room: what is over goes to the name first, what is missing comes off the widest.

    None becomes narrower than its least width; where that is too much, the table scrolls.
    """
    spare = room - sum(wanted)
    if spare >= 0:
        to_name = min(spare // 2, max(scaled(_NAME_WIDEST) - wanted[0], 0))
        wanted[0] += to_name
        return [width + (spare - to_name) // len(wanted) for width in wanted]
    for at in _yielding(wanted):
        less = min(-spare, max(0, wanted[at] - least[at]))
        wanted[at] -= less
        spare += less
    return wanted


def _yielding(wanted: list[int]) -> list[int]:
    """Columns in the order in which they give up space, the widest first, the name last."""
    return [*sorted(range(1, len(wanted)), key=lambda at: -wanted[at]), 0]
