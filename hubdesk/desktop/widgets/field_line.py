"""A field without a frame of its own, beside its icon: a line round both shows that it has the keyboard."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from hubdesk.desktop.theme import scaled
from hubdesk.desktop.widgets.icon import Icon
from hubdesk.desktop.widgets.painting import focus_ring

_CORNER = 11
"""A little less than the corner of the card that it stands in."""


class FieldLine(QWidget):
    """``FieldLine("search", field)``; the field itself is made bare by the property ``role``."""

    def __init__(self, icon: str, field: QLineEdit) -> None:
        super().__init__()
        self._field = field
        field.setProperty("role", "bare")
        field.installEventFilter(self)
        line = QHBoxLayout(self)
        line.setContentsMargins(scaled(16), scaled(6), scaled(16), scaled(6))
        line.setSpacing(scaled(10))
        line.addWidget(Icon(icon))
        line.addWidget(field, 1)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.FocusIn, QEvent.Type.FocusOut):
            self.update()
        return super().eventFilter(watched, event)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self._field.hasFocus():
            painter = QPainter(self)
            focus_ring(painter, self.rect(), _CORNER)
            painter.end()
