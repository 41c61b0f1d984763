"""A layout of equal columns: as many side by side as fit, the others below."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QWidget

from hubdesk.desktop.theme import scaled
from hubdesk.desktop.widgets.measured import MeasuredLayout, height_of


class ColumnsLayout(MeasuredLayout):
    """Each column is at least ``least`` px (on the sketches) wide, and as wide as what stands in any of them needs.

    With ``last_takes_rest`` no row ends in a hole, and where all would fit side by side, the last is below the others.
    """

    def __init__(
        self, parent: QWidget | None = None, *, least: int, gap: int = 12, last_takes_rest: bool = False
    ) -> None:
        super().__init__(parent, gap)
        self._narrowest = least
        self._last_takes_rest = last_takes_rest

    def expandingDirections(self) -> Qt.Orientation:
        return Qt.Orientation.Horizontal

    def wanted(self) -> QSize:
        beside = len(self.shown())
        width = beside * scaled(self._narrowest) + max(beside - 1, 0) * self.spacing()
        return QSize(width, self.heightForWidth(width))

    def least(self) -> QSize:
        widths = [item.minimumSize().width() for _, item in self.shown()]
        return QSize(max(widths, default=0), 0)

    def arrange(self, rect: QRect, *, move: bool) -> int:
        items, gap = [item for _, item in self.shown()], self.spacing()
        narrowest = max(scaled(self._narrowest), self.least().width())
        most = len(items) - 1 if self._last_takes_rest else len(items)
        beside = max(min((rect.width() + gap) // (narrowest + gap), most), 1)
        wide = (rect.width() - (beside - 1) * gap) // beside
        y = rect.top()
        for first in range(0, len(items), beside):
            row = items[first : first + beside]
            widths = [wide] * len(row)
            if self._last_takes_rest and first + beside >= len(items):
                widths[-1] = rect.width() - (len(row) - 1) * (wide + gap)
            high = max(height_of(item, width) for item, width in zip(row, widths, strict=True))
            x = rect.left()
            for item, width in zip(row, widths, strict=True):
                if move:
                    item.setGeometry(self.turned(rect, QRect(QPoint(x, y), QSize(width, high))))
                x += width + gap
            y += high + gap
        return max(y - gap - rect.top(), 0)
