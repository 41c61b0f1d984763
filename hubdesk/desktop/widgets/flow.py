"""A layout that puts widgets side by side and goes on in the next line, as words do."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QLayoutItem, QWidget, QWidgetItem

from hubdesk.desktop.theme import scaled
from hubdesk.desktop.widgets.measured import MeasuredLayout


class FlowLayout(MeasuredLayout):
    """Lines of widgets in reading direction, ``gap`` px (on the sketches) apart both ways; none is wider than a line.

    outset: by so many px (on the sketches) lines begin before the edge, so that the words of bare buttons stand on it.
    in_columns: what stands in one line also begins where that in the line above does.
    """

    def __init__(
        self, parent: QWidget | None = None, gap: int = 10, *, outset: int = 0, in_columns: bool = False
    ) -> None:
        super().__init__(parent, gap)
        self._outset, self._in_columns = outset, in_columns

    def insertWidget(self, index: int, widget: QWidget) -> None:
        """Put ``widget`` before the one that stands at ``index``."""
        self.addChildWidget(widget)
        self._items.insert(index, QWidgetItem(widget))
        self.invalidate()

    def widgets(self) -> list[QWidget]:
        """What is in view of all that stands in it."""
        return [widget for _, item in self.shown() if (widget := item.widget()) is not None]

    def expandingDirections(self) -> Qt.Orientation:
        return Qt.Orientation(0)

    def wanted(self) -> QSize:
        sizes = [item.sizeHint() for _, item in self.shown()]
        wide = sum(size.width() for size in sizes) + self.spacing() * max(len(sizes) - 1, 0)
        return QSize(wide, max((size.height() for size in sizes), default=0))

    def least(self) -> QSize:
        size = QSize()
        for _, item in self.shown():
            size = size.expandedTo(item.minimumSize())
        return size

    def arrange(self, rect: QRect, *, move: bool) -> int:
        if move and self.alignment() & Qt.AlignmentFlag.AlignBottom:
            top = max(rect.top(), rect.bottom() + 1 - self.heightForWidth(rect.width()))
            rect = QRect(rect.left(), top, rect.width(), rect.height())
        out = scaled(self._outset)
        from_the_right = self.direction == Qt.LayoutDirection.RightToLeft
        rect = rect.adjusted(0, 0, out, 0) if from_the_right else rect.adjusted(-out, 0, 0, 0)
        column = max((item.sizeHint().width() for _, item in self.shown()), default=0) if self._in_columns else 0
        at = QPoint(rect.topLeft())
        line: list[tuple[QLayoutItem, QRect]] = []
        for _, item in self.shown():
            size = _size(item, rect.width())
            if line and at.x() + size.width() > rect.right() + 1:
                at = QPoint(rect.x(), at.y() + _height(line) + self.spacing())
                self._place(line, rect, move=move)
                line = []
            line.append((item, QRect(at, size)))
            at.setX(at.x() + max(size.width(), column) + self.spacing())
        self._place(line, rect, move=move)
        return at.y() + _height(line) - rect.y()

    def _place(self, line: list[tuple[QLayoutItem, QRect]], rect: QRect, *, move: bool) -> None:
        """Put a line's items where they belong: lower ones in the middle of its height, or at its foot if they are to."""
        if not move:
            return
        high = _height(line)
        for item, where in line:
            left = high - where.height()
            above = left if item.alignment() & Qt.AlignmentFlag.AlignBottom else left // 2
            item.setGeometry(self.turned(rect, where.translated(0, above)))


def _height(line: list[tuple[QLayoutItem, QRect]]) -> int:
    return max((where.height() for _, where in line), default=0)


def _size(item: QLayoutItem, widest: int) -> QSize:
    """What it asks for; where that is wider than a line, a line's width and the height for it."""
    size = item.sizeHint()
    if size.width() <= widest:
        return size
    return QSize(widest, item.heightForWidth(widest) if item.hasHeightForWidth() else size.height())
