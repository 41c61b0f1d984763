"""A layout that puts parts side by side where there is room for them, and else below each other."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QLayoutItem, QWidget

from hubdesk.desktop.theme import scaled
from hubdesk.desktop.widgets.measured import MeasuredLayout, height_of


class FoldingLayout(MeasuredLayout):
    """Some parts share the room that the others leave, as long as each has at least ``least`` px (on the sketches).

    ``add(widget)`` for parts as wide as they ask to be, or ``width`` px wide; ``add(widget, takes_rest=True)`` for those.
    Side by side, each stands in the middle of the height, or with ``from_top`` at the top, as the words of a table do.
    """

    def __init__(
        self, parent: QWidget | None = None, *, least: int = 160, gap: int = 16, from_top: bool = False
    ) -> None:
        super().__init__(parent, gap)
        self._from_top = from_top
        self._widths: dict[int, int] = {}
        self._rest: set[int] = set()
        self._least = least

    def add(self, widget: QWidget, *, width: int = 0, takes_rest: bool = False) -> None:
        if takes_rest:
            self._rest.add(len(self._items))
        elif width:
            self._widths[len(self._items)] = width
        self.addWidget(widget)

    def expandingDirections(self) -> Qt.Orientation:
        return Qt.Orientation.Horizontal

    def wanted(self) -> QSize:
        widths = [self._width(at) for at, _ in self.shown()]
        width = sum(widths) + self.spacing() * max(len(widths) - 1, 0) + self._around().width()
        return QSize(width, self.heightForWidth(width))

    def least(self) -> QSize:
        size = QSize()
        for _, item in self.shown():
            size = size.expandedTo(item.minimumSize())
        return size + self._around()

    def _around(self) -> QSize:
        edge = self.contentsMargins()
        return QSize(edge.left() + edge.right(), edge.top() + edge.bottom())

    def _width(self, at: int) -> int:
        return scaled(self._widths[at]) if at in self._widths else self._items[at].sizeHint().width()

    def arrange(self, rect: QRect, *, move: bool) -> int:
        inner = rect.marginsRemoved(self.contentsMargins())
        shown = self.shown()
        fixed = sum(self._width(at) for at, _ in shown if at not in self._rest)
        sharing = sum(at in self._rest for at, _ in shown)
        rest = (inner.width() - fixed - self.spacing() * max(len(shown) - 1, 0)) // max(sharing, 1)
        if rest >= scaled(self._least):
            widths = [(item, rest if at in self._rest else self._width(at)) for at, item in shown]
            high = self._beside(inner, widths, move=move)
        else:
            high = self._below(inner, shown, move=move)
        return high + self._around().height()

    def _beside(self, inner: QRect, widths: list[tuple[QLayoutItem, int]], *, move: bool) -> int:
        high = max((height_of(item, width) for item, width in widths), default=0)
        if move:
            x = inner.left()
            for item, width in widths:
                tall = height_of(item, width)
                down = 0 if self._from_top else (max(high, inner.height()) - tall) // 2
                at = QRect(QPoint(x, inner.top() + down), QSize(width, tall))
                item.setGeometry(self.turned(inner, at))
                x += width + self.spacing()
        return high

    def _below(self, inner: QRect, shown: list[tuple[int, QLayoutItem]], *, move: bool) -> int:
        y, gap = inner.top(), scaled(6)
        for at, item in shown:
            width = inner.width() if at in self._rest else min(item.sizeHint().width(), inner.width())
            tall = height_of(item, width)
            if move:
                item.setGeometry(self.turned(inner, QRect(QPoint(inner.left(), y), QSize(width, tall))))
            y += tall + gap
        return y - gap - inner.top() if shown else 0
