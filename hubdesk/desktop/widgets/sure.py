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
    """A box for ``what``, in any case and spacing, and the button that does it; ``meant`` is sent once both were right.

    ``about`` says what will be done: it stands on the page above, and is heard with the box, where the keyboard begins.
    The box is empty after that: what was refused is done anew by whoever types it anew, and never by a second Enter.
    """

    meant = Signal()

    def __init__(self, what: str, button: str, icon: str, about: str) -> None:
        super().__init__()
        self._what, self._sent = what, False
        self.edit = QLineEdit()
        self._row = FieldRow(tr("Type “{what}” to be sure", what=what), self.edit, spoken=about)
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
        typed = self.edit.text()
        if typed_as(typed, self._what):
            self._row.show_error("")
            self.edit.setText("")
            self._sent = True
            self.meant.emit()
        elif typed.strip() or not self._sent:
            self._row.refuse(tr("Nothing is done yet. Type “{what}” in this box first.", what=self._what))
