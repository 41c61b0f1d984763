"""How wide the columns of a list are: as their texts need, the rest to the name; where room is short, texts take two lines."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QFont, QFontMetrics
from PySide6.QtWidgets import QHeaderView, QStyle, QTableView

from hubdesk.desktop.theme import scaled

_LOOKED_AT = 30
"""Rows whose texts decide the widths."""
_WIDEST, _NARROWEST = 300, 72
_NAME_WIDEST = 460
_SQUEEZED, _NAME_SQUEEZED = 140, 200
"""Where there is not enough room, wide columns become no narrower than this, nor than two lines of their texts need;
then the list scrolls sideways.
"""
_ROW, _AROUND = 42, 14
"""The height of a row of one line, and what stands above and below two."""


class ColumnWidths(QObject):
    """Keeps the columns of ``table`` fitting, until the person moves one; then they stay as they are."""

    def __init__(self, table: QTableView) -> None:
        super().__init__(table)
        self._table = table
        self._fitting = False
        self._by_hand = False
        self._shown: list[int] = []
        self._lines: list[int] = []
        self._wanted: list[int] = []
        self._whole = False
        table.setWordWrap(True)
        header = table.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        header.setStretchLastSection(True)
        header.setResizeContentsPrecision(_LOOKED_AT)
        header.sectionResized.connect(self._resized)
        table.viewport().installEventFilter(self)

    def fit(self, *, whole: bool) -> None:
        """Measure the rows that are shown first, and share the space out.

        ``whole``: these are all rows there are, so the table is no higher than they.
        """
        columns = range(self._table.model().columnCount())
        self._whole = whole
        self._shown = [at for at in columns if not self._table.isColumnHidden(at)]
        self._lines = [self._one_line(at) for at in self._shown]
        needed = (max(line, self._heading(at)) for line, at in zip(self._lines, self._shown, strict=True))
        self._wanted = [max(min(width, scaled(_WIDEST)), scaled(_NARROWEST)) for width in needed]
        self._share()

    def _share(self) -> None:
        if not self._wanted:
            return
        if not self._by_hand:
            self._fitting = True
            room = self._table.viewport().width()
            least = self._wanted if sum(self._wanted) <= room else [self._least(at) for at in self._shown]
            for at, width in zip(self._shown, _shared(list(self._wanted), least, room), strict=True):
                self._table.setColumnWidth(at, width)
            self._fitting = False
        self._fit_rows()

    def _fit_rows(self) -> None:
        """Rows are all alike: as high as two lines where any text takes two."""
        wraps = any(line > self._table.columnWidth(at) for line, at in zip(self._lines, self._shown, strict=True))
        two = 2 * self._table.fontMetrics().lineSpacing() + scaled(_AROUND)
        rows, header = self._table.verticalHeader(), self._table.horizontalHeader()
        rows.setDefaultSectionSize(max(two, scaled(_ROW)) if wraps else scaled(_ROW))
        sideways = self._table.horizontalScrollBar().sizeHint().height()
        high = header.sizeHint().height() + rows.length() + scaled(4)
        high += sideways if header.length() > self._table.viewport().width() else 0
        self._table.setMaximumHeight(high if self._whole else 16_777_215)

    def _texts(self, at: int) -> list[str]:
        model = self._table.model()
        return [str(model.index(row, at).data() or "") for row in range(min(model.rowCount(), _LOOKED_AT))]

    def _one_line(self, at: int) -> int:
        metrics = self._metrics(at)
        return max(map(metrics.horizontalAdvance, self._texts(at)), default=0) + self._beside()

    def _least(self, at: int) -> int:
        """As narrow as two lines of each text allow."""
        metrics = self._metrics(at)
        needed = max((_in_two_lines(text, metrics) for text in self._texts(at)), default=0) + self._beside()
        squeezed = min(self._one_line(at), scaled(_SQUEEZED if at else _NAME_SQUEEZED))
        return max(min(needed, scaled(_WIDEST)), squeezed, self._heading(at))

    def _metrics(self, at: int) -> QFontMetrics:
        font = QFont(self._table.font())
        if at == 0:
            font.setWeight(QFont.Weight.DemiBold)
        return QFontMetrics(font)

    def _beside(self) -> int:
        """What stands left and right of a text: the look's own room, and what Qt leaves for a focus frame."""
        frame = self._table.style().pixelMetric(QStyle.PixelMetric.PM_FocusFrameHMargin) + 1
        return 2 * (scaled(10) + frame) + 2

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


def _in_two_lines(text: str, metrics: QFontMetrics) -> int:
    """The least width, px, at which ``text`` takes no more than two lines."""
    words = text.split()
    if len(words) < 2:
        return metrics.horizontalAdvance(text)
    return min(
        max(metrics.horizontalAdvance(" ".join(words[:at])), metrics.horizontalAdvance(" ".join(words[at:])))
        for at in range(1, len(words))
    )


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
