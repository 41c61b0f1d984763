"""Before what cannot be undone: what it is about is typed once more, so that no second Enter does it."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from hubdesk.base.typed import typed_as
from hubdesk.base.words import tr
from hubdesk.desktop.theme import scaled
from hubdesk.desktop.widgets.buttons import primary_button
from hubdesk.desktop.widgets.field_row import FieldRow


class Sure(QWidget):
    """A box for ``what``, in any case and spacing, and the button that does it; ``meant`` is sent once both were right."""

    meant = Signal()

    def __init__(self, what: str, button: str, icon: str) -> None:
        super().__init__()
        self._what = what
        self.edit = QLineEdit()
        self._row = FieldRow(tr("Type “{what}” to be sure", what=what), self.edit)
        self.button = primary_button(button, icon)
        self.edit.returnPressed.connect(self._asked)
        self.button.clicked.connect(self._asked)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(scaled(12))
        column.addWidget(self._row)
        column.addWidget(self.button)
        self.setFocusProxy(self.edit)

    def _asked(self) -> None:
        if typed_as(self.edit.text(), self._what):
            self._row.show_error("")
            self.meant.emit()
        else:
            self._row.refuse(tr("Nothing is done yet. Type “{what}” in this box first.", what=self._what))
