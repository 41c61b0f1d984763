"""Check a certificate: the text that a scan of its code gave, and the name it should be made out to."""

from __future__ import annotations

from PySide6.QtWidgets import QLineEdit

from hubdesk.base.errors import Refused
from hubdesk.base.words import tr
from hubdesk.desktop.widgets import Card, FieldRow, Words, announce, quiet_button
from hubdesk.desktop.workplace import Workplace
from hubdesk.sync.certificate_check import Checked, check_certificate


class CheckCertificate(Card):
    """Two fields and a button; what was found stands below them, or above the first when it is no good."""

    def __init__(self, workplace: Workplace) -> None:
        super().__init__(padded=True)
        self._workplace = workplace
        self._text, self._name = QLineEdit(), QLineEdit()
        self._row = FieldRow(tr("Text of the code"), self._text, tr("The text that a scan of it gave."))
        self._found = Words("", "text", "done")
        self._found.hide()
        button = quiet_button(tr("Check it"), "shield-check")
        button.clicked.connect(self._check)
        for part in (self._row, FieldRow(tr("Name on it"), self._name, optional=True), button, self._found):
            self.inside.addWidget(part)
        for edit in (self._text, self._name):
            edit.returnPressed.connect(self._check)

    def _check(self) -> None:
        store, text, name = self._workplace.store, self._text.text(), self._name.text()
        self._workplace.background.read(
            lambda: check_certificate(store, text, name), self._show, self._refused, owner=self
        )

    def _show(self, checked: Checked) -> None:
        said = "\n".join(checked.said)
        self._row.show_error("" if checked.good else said)
        self._found.setText(said)
        self._found.setVisible(checked.good)
        if checked.good:
            announce(self._found, said)

    def _refused(self, refusal: Refused) -> None:
        self._found.hide()
        self._row.show_error(refusal.sentence)
