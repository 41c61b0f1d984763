"""The first page of the first day: the hub's name and a passphrase for its file."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtWidgets import QHBoxLayout, QLineEdit

from hubdesk.base.words import tr
from hubdesk.desktop.theme import scaled
from hubdesk.desktop.widgets import (
    AlonePage,
    Choice,
    ChoiceChips,
    FieldRow,
    PassphraseRow,
    bare_button,
    hairline,
    primary_button,
    small,
)

SHORTEST = 12


@dataclass(frozen=True)
class NewHub:
    """Whose a new file is: a hub with the network it belongs to, or the lead organisation of a network."""

    name: str
    network: str = ""
    lead: bool = False


class SetUpPage(AlonePage):
    """Asks whose file it is and for a passphrase of at least 12 characters, twice, and hands both to ``create``."""

    def __init__(self, create: Callable[[NewHub, str], object], other_file: Callable[[], object]) -> None:
        super().__init__(
            tr("Set up your hub"),
            tr("HubDesk keeps everything in one file on this computer, locked with a passphrase that you choose."),
        )
        self._create = create
        self.inside.setSpacing(scaled(12))
        self._whose = ChoiceChips(
            tr("Whose file is this?"),
            [Choice("hub", tr("A hub")), Choice("lead", tr("The lead organisation of a network"))],
        )
        self._whose.choose("hub")
        self._whose.chosen.connect(self._ask_for)
        self._name = QLineEdit()
        self._name_row = FieldRow(tr("What is it called?"), self._name, tr("For example Westcroft Community Centre."))
        self._network = QLineEdit()
        self._network_row = FieldRow(tr("Which network is it part of?"), self._network, optional=True)
        self._first = PassphraseRow(
            tr("Choose a passphrase"),
            tr("At least {n} characters. Four words that have nothing to do with each other are good.", n=SHORTEST),
        )
        self._second = PassphraseRow(tr("The same passphrase again"))
        self._button = primary_button(tr("Set up the hub"))
        self._button.clicked.connect(self._go)
        for edit in (self._name, self._network, self._first.edit, self._second.edit):
            edit.returnPressed.connect(self._go)
        warning = small(
            tr(
                "Nobody can open the file without it, and nobody can find it out for you. Write it down and lock it away."
            )
        )
        rows = (self._whose, self._name_row, self._network_row, self._first, self._second)
        for part in (*rows, warning, self._button, hairline()):
            self.inside.addWidget(part)
        other = bare_button(tr("Open a file that is already there"), "folder-open")
        other.clicked.connect(other_file)
        line = QHBoxLayout()
        line.setSpacing(scaled(8))
        line.addWidget(other)
        line.addStretch(1)
        self.inside.addLayout(line)
        self.setFocusProxy(self._name_row)

    def show_error(self, sentence: str) -> None:
        """Say why the hub could not be set up; what was typed stays."""
        self._button.setEnabled(True)
        self._name_row.show_error(sentence)
        self._name.setFocus()

    def _ask_for(self) -> None:
        self._network_row.setVisible(self._whose.value() == "hub")

    def _go(self) -> None:
        if not self._button.isEnabled():
            return
        wrong = [
            (self._name_row, tr("Write the name."), not self._name.text().strip()),
            (
                self._first,
                tr("Choose a longer passphrase: at least {n} characters.", n=SHORTEST),
                len(self._first.text()) < SHORTEST,
            ),
            (
                self._second,
                tr("The two are not the same. Type the passphrase again."),
                self._first.text() != self._second.text(),
            ),
        ]
        first_wrong = None
        for row, sentence, is_wrong in wrong:
            row.show_error(sentence if is_wrong and first_wrong is None else "")
            first_wrong = first_wrong or (row if is_wrong else None)
        if first_wrong is not None:
            first_wrong.editor.setFocus()
            return
        self._button.setEnabled(False)
        self._create(self._new(), self._first.text())

    def _new(self) -> NewHub:
        name = self._name.text().strip()
        if self._whose.value() == "lead":
            return NewHub(name, name, lead=True)
        return NewHub(name, self._network.text().strip())
