"""A button for each age: somebody who came by and gives no name is one press."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from hubdesk.base.words import tr
from hubdesk.desktop.widgets import FlowLayout, quiet_button
from hubdesk.fields.codelists import codes


class Tally(QWidget):
    """``counted(code)`` is sent with the code of the age, out of the list ``age_band``."""

    counted = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._flow = FlowLayout(self, gap=8)
        self._buttons = []
        for band in codes("age_band"):
            button = quiet_button(band.label, "plus")
            button.setAccessibleName(tr("Count somebody without a name: {age}", age=band.label))
            button.clicked.connect(partial(self._press, band.code))
            self._flow.addWidget(button)
            self._buttons.append(button)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fill()

    def _fill(self) -> None:
        """Make all of them equally wide, so that two or more in a line are as wide as what stands above them."""
        gap, widest = self._flow.spacing(), max(button.sizeHint().width() for button in self._buttons)
        beside = (self.width() + gap) // (widest + gap)
        each = (self.width() + gap) // beside - gap if beside > 1 else widest
        for button in self._buttons:
            button.setMinimumWidth(each)

    def _press(self, code: str, _: bool = False) -> None:
        self.counted.emit(code)
