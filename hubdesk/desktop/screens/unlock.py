"""The first page on most days: which file, and its passphrase."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QHBoxLayout

from hubdesk.base.words import tr
from hubdesk.desktop.theme import scaled
from hubdesk.desktop.widgets import AlonePage, PassphraseRow, bare_button, hairline, primary_button


class UnlockPage(AlonePage):
    """Asks for the passphrase of the file at ``path`` and hands it to ``unlock``; ``show_error`` says what was wrong."""

    def __init__(
        self,
        path: Path,
        unlock: Callable[[str], object],
        other_file: Callable[[], object],
        new_hub: Callable[[], object],
    ) -> None:
        super().__init__(tr("Open your hub"), tr("{file} is locked. Its passphrase opens it.", file=path.name))
        self._unlock = unlock
        self._passphrase = PassphraseRow(tr("Passphrase"))
        self._passphrase.edit.returnPressed.connect(self._open)
        self._button = primary_button(tr("Open"), "lock-open")
        self._button.clicked.connect(self._open)
        other = bare_button(tr("Open another file"), "folder-open")
        other.clicked.connect(other_file)
        start = bare_button(tr("Start a new hub"), "plus")
        start.clicked.connect(new_hub)
        self.inside.addWidget(self._passphrase)
        self.inside.addWidget(self._button)
        self.inside.addWidget(hairline())
        others = QHBoxLayout()
        others.setSpacing(scaled(8))
        others.addWidget(other)
        others.addWidget(start)
        others.addStretch(1)
        self.inside.addLayout(others)
        self.setFocusProxy(self._passphrase)

    def show_error(self, sentence: str) -> None:
        """Say what was wrong; what was typed stays."""
        self._button.setEnabled(True)
        self._passphrase.show_error(sentence)
        self._passphrase.edit.setFocus()
        self._passphrase.edit.selectAll()

    def _open(self) -> None:
        if not self._button.isEnabled():
            return
        if not self._passphrase.text():
            self.show_error(tr("Type the passphrase that was chosen when this hub was set up."))
            return
        self._passphrase.show_error("")
        self._button.setEnabled(False)
        self._unlock(self._passphrase.text())
