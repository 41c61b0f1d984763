"""A layout that puts widgets side by side and goes on in the next line, as words do."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QLayoutItem, QWidget, QWidgetItem

from hubdesk.desktop.widgets.measured import MeasuredLayout
from hubdesk.desktop.widgets.painting import turned


class FlowLayout(MeasuredLayout):
    """Lines of widgets in reading direction, ``gap`` px (on the sketches) apart both ways; none is wider than a line."""

    def __init__(self, parent: QWidget | None = None, gap: int = 10) -> None:
        super().__init__(parent, gap)

    def insertWidget(self, index: int, widget: QWidget) -> None:
        """Put ``widget`` before the one that stands at ``index``."""
        self.addChildWidget(widget)
        self._items.insert(index, QWidgetItem(widget))
        self.invalidate()

    def expandingDirections(self) -> Qt.Orientation:
        return Qt.Orientation(0)

    def setGeometry(self, rect: QRect) -> None:
        super().setGeometry(rect)
        top = rect.top()
        if self.alignment() & Qt.AlignmentFlag.AlignBottom:
            top = max(top, rect.bottom() + 1 - self.heightForWidth(rect.width()))
        self._arrange(QRect(rect.left(), top, rect.width(), rect.height()), move=True)

    def high(self, width: int) -> int:
        return self._arrange(QRect(0, 0, width, 0), move=False)

    def wanted(self) -> QSize:
        sizes = [item.sizeHint() for _, item in self.shown()]
        wide = sum(size.width() for size in sizes) + self.spacing() * max(len(sizes) - 1, 0)
        return QSize(wide, max((size.height() for size in sizes), default=0))

    def least(self) -> QSize:
        size = QSize()
        for _, item in self.shown():
            size = size.expandedTo(item.minimumSize())
        return size

    def _arrange(self, rect: QRect, *, move: bool) -> int:
        x, y, end, gap, line = rect.x(), rect.y(), rect.right() + 1, self.spacing(), 0
        widget = self.parentWidget()
        direction = widget.layoutDirection() if widget is not None else Qt.LayoutDirection.LeftToRight
        for _, item in self.shown():
            size = _size(item, rect.width())
            wide, tall = size.width(), size.height()
            if x > rect.x() and x + wide > end:
                x, y, line = rect.x(), y + line + gap, 0
            if move:
                item.setGeometry(turned(direction, rect, QRect(QPoint(x, y), size)))
            x += wide + gap
            line = max(line, tall)
        return y + line - rect.y()


def _size(item: QLayoutItem, widest: int) -> QSize:
    """What it asks for; where that is wider than a line, a line's width and the height for it."""
    size = item.sizeHint()
    if size.width() <= widest:
        return size
    return QSize(widest, item.heightForWidth(widest) if item.hasHeightForWidth() else size.height())
