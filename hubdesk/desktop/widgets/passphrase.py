"""A field for a passphrase, which may be pasted and looked at."""

from __future__ import annotations

from PySide6.QtWidgets import QLineEdit

from hubdesk.base.words import tr
from hubdesk.desktop.widgets.buttons import quiet_button
from hubdesk.desktop.widgets.field_row import FieldRow


class PassphraseRow(FieldRow):
    """The field hides what is typed until Show is pressed."""

    def __init__(self, label: str, hint: str = "") -> None:
        self.edit = QLineEdit()
        self.edit.setEchoMode(QLineEdit.EchoMode.Password)
        self._show = quiet_button(tr("Show"))
        self._show.setAccessibleName(tr("Show the passphrase"))
        self._show.clicked.connect(self._turn)
        super().__init__(label, self.edit, hint, beside=self._show)

    def text(self) -> str:
        return self.edit.text()

    def _turn(self) -> None:
        hidden = self.edit.echoMode() == QLineEdit.EchoMode.Password
        self.edit.setEchoMode(QLineEdit.EchoMode.Normal if hidden else QLineEdit.EchoMode.Password)
        self._show.setText(tr("Hide") if hidden else tr("Show"))
        self._show.setAccessibleName(tr("Hide the passphrase") if hidden else tr("Show the passphrase"))
        self._show.updateGeometry()
        self.edit.setFocus()
