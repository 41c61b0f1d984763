"""White cards on warm paper, with hairlines between their rows."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRect
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QSizePolicy, QVBoxLayout, QWidget

from hubdesk.desktop import theme
from hubdesk.desktop.widgets.emptying import emptied
from hubdesk.desktop.widgets.painting import placed
from hubdesk.desktop.widgets.scrolling import take_height

RADIUS = 12


def hairline() -> QFrame:
    """A thin line between rows."""
    made = QFrame()
    made.setProperty("role", "hairline")
    made.setFixedHeight(1)
    return made


class Card(QFrame):
    """A white ground with rows in it: ``add_row`` puts hairlines between; ``inside`` is for a card of free content.

    ``Card(padded=True)`` keeps 18 px free around its content; rows bring their own space.
    """

    def __init__(self, *, padded: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "card")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        self.inside = QVBoxLayout(self)
        space = theme.scaled(18) if padded else 1
        self.inside.setContentsMargins(space, space, space, space)
        self.inside.setSpacing(theme.scaled(12) if padded else 0)
        self._current: list[QWidget] = []

    def add_row(self, row: QWidget, *, current: bool = False) -> None:
        """Put ``row`` below the others; a bar at its start marks each ``current`` one."""
        if self.inside.count():
            self.inside.addWidget(hairline())
        self.inside.addWidget(row)
        if current:
            self._current.append(row)

    def clear(self) -> None:
        """Take all rows out, to fill the card anew."""
        self._current.clear()
        emptied(self.inside)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        take_height(self)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest:
            take_height(self)
        return super().event(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self._current:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        shape = QPainterPath()
        shape.addRoundedRect(self.rect(), RADIUS, RADIUS)
        painter.setClipPath(shape)
        for row in self._current:
            where = row.geometry()
            bar = placed(self, QRect(0, where.top() - 1, theme.scaled(4), where.height() + 2))
            painter.fillRect(bar, QColor(theme.colours().primary))
        painter.end()
