"""While the window closes: what was done today is being backed up, and how far that is."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QProgressBar

from hubdesk.base.words import tr
from hubdesk.desktop.widgets import AlonePage, FlowLayout, primary_button, quiet_button, words


class ClosingPage(AlonePage):
    """Shows progress, and lets a person in a hurry ``close`` at once or, when it did not work, ``stay``."""

    def __init__(self, close: Callable[[], object], stay: Callable[[], object]) -> None:
        super().__init__(tr("Backing up before closing"), tr("HubDesk closes by itself once the backup is whole."))
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName(tr("How far it is"))
        self._wrong = words("", "due")
        self._wrong.hide()
        self._stay = primary_button(tr("Stay here"))
        self._stay.clicked.connect(stay)
        self._stay.hide()
        at_once = quiet_button(tr("Close without a backup"))
        at_once.clicked.connect(close)
        for part in (self._bar, self._wrong):
            self.inside.addWidget(part)
        buttons = FlowLayout()
        for button in (self._stay, at_once):
            buttons.addWidget(button)
        self.inside.addLayout(buttons)
        self.setFocusProxy(at_once)

    def show_step(self, done: int, of: int) -> None:
        self._bar.setRange(0, of)
        self._bar.setValue(done)

    def show_error(self, sentence: str) -> None:
        """It did not work: say why, and let the person choose."""
        self._bar.hide()
        self._wrong.setText(sentence)
        self._wrong.show()
        self._stay.show()
        self._stay.setFocus()
