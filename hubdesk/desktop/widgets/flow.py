"""A layout that puts widgets side by side and goes on in the next line, as words do."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QWidget, QWidgetItem

from hubdesk.desktop.theme import scaled
from hubdesk.desktop.widgets.painting import turned


class FlowLayout(QLayout):
    """Lines of widgets in reading direction, ``gap`` px (on the sketches) apart both ways; none is wider than a line."""

    def __init__(self, parent: QWidget | None = None, gap: int = 10) -> None:
        super().__init__(parent)
        self._items: list[QLayoutItem] = []
        self.setContentsMargins(0, 0, 0, 0)
        self.setSpacing(scaled(gap))

    def addItem(self, item: QLayoutItem) -> None:
        self._items.append(item)

    def insertWidget(self, index: int, widget: QWidget) -> None:
        """Put ``widget`` before the one that stands at ``index``."""
        self.addChildWidget(widget)
        self._items.insert(index, QWidgetItem(widget))
        self.invalidate()

    def count(self) -> int:
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return self._arrange(QRect(0, 0, width, 0), move=False)

    def setGeometry(self, rect: QRect) -> None:
        super().setGeometry(rect)
        top = rect.top()
        if self.alignment() & Qt.AlignmentFlag.AlignBottom:
            top = max(top, rect.bottom() + 1 - self.heightForWidth(rect.width()))
        self._arrange(QRect(rect.left(), top, rect.width(), rect.height()), move=True)

    def sizeHint(self) -> QSize:
        wide = sum(item.sizeHint().width() for item in self._shown()) + self.spacing() * max(len(self._shown()) - 1, 0)
        return QSize(wide, max((item.sizeHint().height() for item in self._shown()), default=0))

    def minimumSize(self) -> QSize:
        size = QSize()
        for item in self._shown():
            size = size.expandedTo(item.minimumSize())
        return size

    def _shown(self) -> list[QLayoutItem]:
        return [item for item in self._items if not item.isEmpty()]

    def _arrange(self, rect: QRect, *, move: bool) -> int:
        at = QPoint(rect.topLeft())
        line: list[tuple[QLayoutItem, QRect]] = []
        for item in self._shown():
            size = _size(item, rect.width())
            if line and at.x() + size.width() > rect.right() + 1:
                at = QPoint(rect.x(), at.y() + _height(line) + self.spacing())
                self._place(line, rect, move=move)
                line = []
            line.append((item, QRect(at, size)))
            at.setX(at.x() + size.width() + self.spacing())
        self._place(line, rect, move=move)
        return at.y() + _height(line) - rect.y()

    def _place(self, line: list[tuple[QLayoutItem, QRect]], rect: QRect, *, move: bool) -> None:
        """Put a line's items where they belong, lower ones in the middle of its height."""
        if not move:
            return
        widget = self.parentWidget()
        direction = widget.layoutDirection() if widget is not None else Qt.LayoutDirection.LeftToRight
        high = _height(line)
        for item, where in line:
            item.setGeometry(turned(direction, rect, where.translated(0, (high - where.height()) // 2)))


def _height(line: list[tuple[QLayoutItem, QRect]]) -> int:
    return max((where.height() for _, where in line), default=0)


def _size(item: QLayoutItem, widest: int) -> QSize:
    """What it asks for; where that is wider than a line, a line's width and the height for it."""
    size = item.sizeHint()
    if size.width() <= widest:
        return size
    return QSize(widest, item.heightForWidth(widest) if item.hasHeightForWidth() else size.height())
