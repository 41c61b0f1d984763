"""What the house's own layouts share: their items, and sizes that are measured once until something in them changes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QWidget, QWidgetItem
from shiboken6 import delete

from hubdesk.desktop.theme import scaled
from hubdesk.desktop.widgets.painting import turned


class MeasuredLayout(QLayout):
    """Keeps what it measured until Qt calls ``invalidate``, as Qt's own layouts do: one page asks hundreds of times.

    ``wanted``, ``least`` and ``high`` measure; ``sizeHint``, ``minimumSize`` and ``heightForWidth`` remember. ``arrange``
    puts the items where they belong.
    """

    def __init__(self, parent: QWidget | None, gap: int) -> None:
        super().__init__(parent)
        self._items: list[QLayoutItem] = []
        self._known: dict[Any, Any] = {}
        self.setContentsMargins(0, 0, 0, 0)
        self.setSpacing(scaled(gap))

    def wanted(self) -> QSize:
        """The size that all parts ask for."""
        raise NotImplementedError

    def least(self) -> QSize:
        """The size below which nothing fits."""
        raise NotImplementedError

    def arrange(self, rect: QRect, *, move: bool) -> int:
        """How high the items stand in ``rect``; with ``move`` they are put there."""
        raise NotImplementedError

    def high(self, width: int) -> int:
        """How high it must be at this width."""
        return self.arrange(QRect(0, 0, width, 0), move=False)

    def turned(self, rect: QRect, at: QRect) -> QRect:
        """Where in ``rect`` a place lies that is reckoned from the left, for whoever reads from the right."""
        return turned(self.direction, rect, at)

    @property
    def direction(self) -> Qt.LayoutDirection:
        """The side from which lines are read."""
        widget = self.parentWidget()
        return widget.layoutDirection() if widget is not None else Qt.LayoutDirection.LeftToRight

    def setGeometry(self, rect: QRect) -> None:
        super().setGeometry(rect)
        self.arrange(rect, move=True)

    def shown(self) -> list[tuple[int, QLayoutItem]]:
        """The items that are in view, each with its place among all."""
        return [(at, item) for at, item in enumerate(self._items) if not item.isEmpty()]

    def addItem(self, item: QLayoutItem) -> None:
        widget = item.widget()
        if widget is not None:
            # Of an item that Qt made, Python's half ends whenever that of a widget around it does, such as the view of a
            # scroll area that somebody asked for in passing; of one that is made here it ends with the layout.
            delete(item)
            item = QWidgetItem(widget)
        self._items.append(item)
        self._known.clear()

    def count(self) -> int:
        return len(self._held())

    def itemAt(self, index: int) -> QLayoutItem | None:
        held = self._held()
        return held[index] if 0 <= index < len(held) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        self._known.clear()
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def _held(self) -> list[QLayoutItem]:
        """None any more once Python's collector has emptied the layout, about which Qt asks until it is gone itself."""
        held: list[QLayoutItem] = self.__dict__.get("_items", [])
        return held

    def invalidate(self) -> None:
        # Qt calls this also while the layout is being made.
        self.__dict__.get("_known", {}).clear()
        super().invalidate()

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return int(self._remembered(width, lambda: self.high(width)))

    def sizeHint(self) -> QSize:
        return QSize(self._remembered("wanted", self.wanted))

    def minimumSize(self) -> QSize:
        return QSize(self._remembered("least", self.least))

    def _remembered(self, what: Any, measure: Callable[[], Any]) -> Any:
        if what not in self._known:
            self._known[what] = measure()
        return self._known[what]


def height_of(item: QLayoutItem, width: int) -> int:
    """How high an item wants to be at this width."""
    return item.heightForWidth(width) if item.hasHeightForWidth() else item.sizeHint().height()
