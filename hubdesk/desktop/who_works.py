"""Who is at the desk now: known from signing in, else asked where it must be written down."""

from __future__ import annotations

from PySide6.QtWidgets import QLineEdit

from hubdesk.base.words import tr
from hubdesk.desktop.widgets import FieldRow
from hubdesk.desktop.workplace import Workplace


class WhoWorks(FieldRow):
    """The name that is written down with what is done."""

    def __init__(self, workplace: Workplace) -> None:
        self._line = QLineEdit(workplace.store.by)
        self._line.setReadOnly(bool(workplace.store.by))
        self._line.setMaxLength(120)
        super().__init__(tr("Your name"), self._line, tr("It is written down with this."))

    def said(self) -> str:
        return " ".join(self._line.text().split())
