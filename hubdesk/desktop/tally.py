"""A button for each age: somebody who came by and gives no name is one press."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from hubdesk.base.words import tr
from hubdesk.desktop.widgets import FlowLayout, quiet_button
from hubdesk.fields.codelists import codes


class Tally(QWidget):
    """``counted(code)`` is sent with the code of the age, out of the list ``age_band``."""

    counted = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        flow = FlowLayout(self, gap=8)
        buttons = []
        for band in codes("age_band"):
            button = quiet_button(band.label, "plus")
            button.setAccessibleName(tr("Count somebody without a name: {age}", age=band.label))
            button.clicked.connect(partial(self._press, band.code))
            flow.addWidget(button)
            buttons.append(button)
        widest = max(button.sizeHint().width() for button in buttons)
        for button in buttons:
            button.setMinimumWidth(widest)

    def _press(self, code: str, _: bool = False) -> None:
        self.counted.emit(code)
