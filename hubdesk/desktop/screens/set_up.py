"""The first page of the first day: the hub's name and a passphrase for its file."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtWidgets import QLineEdit

from hubdesk.base.words import tr
from hubdesk.desktop.screens.choose_passphrase import NewPassphrase, show_first_wrong
from hubdesk.desktop.screens.unlock import Way
from hubdesk.desktop.theme import scaled
from hubdesk.desktop.widgets import (
    AlonePage,
    Choice,
    ChoiceChips,
    FieldRow,
    hairline,
    primary_button,
    small,
)


@dataclass(frozen=True)
class NewHub:
    """Whose a new file is: a hub with the network it belongs to, or the lead organisation of a network.

    ``manager`` is called so who sets it up and manages it from then on.
    """

    name: str
    network: str = ""
    lead: bool = False
    manager: str = ""


class SetUpPage(AlonePage):
    """Asks whose file it is and for a passphrase of at least 12 characters, twice, and hands both to ``create``.

    ``other_file`` and the other ``ways`` in are for whoever had a hub before.
    """

    def __init__(
        self,
        create: Callable[[NewHub, str], object],
        other_file: Callable[[], object],
        ways: Sequence[Way] = (),
    ) -> None:
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
        self._manager = QLineEdit()
        self._manager_row = FieldRow(
            tr("Your own name"), self._manager, tr("You will be its manager, and can let others in later.")
        )
        self._new_passphrase = NewPassphrase()
        self._button = primary_button(tr("Set up the hub"))
        self._button.clicked.connect(self._go)
        pair = self._new_passphrase
        for edit in (self._name, self._network, self._manager, pair.first.edit, pair.second.edit):
            edit.returnPressed.connect(self._go)
        warning = small(
            tr(
                "Nobody can find it out for you. Make a recovery key under Settings as soon as you are in, and lock it away."
            )
        )
        rows = (self._whose, self._name_row, self._network_row, self._manager_row, pair.first, pair.second)
        for part in (*rows, warning, self._button, hairline()):
            self.inside.addWidget(part)
        self.add_ways([(tr("Open a file that is already there"), "folder-open", other_file), *ways])
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
            (self._manager_row, tr("Write your name."), not self._manager.text().strip()),
            *self._new_passphrase.problems(),
        ]
        if show_first_wrong(wrong):
            return
        self._button.setEnabled(False)
        self._create(self._new(), self._new_passphrase.first.text())

    def _new(self) -> NewHub:
        name, manager = self._name.text().strip(), self._manager.text().strip()
        if self._whose.value() == "lead":
            return NewHub(name, name, lead=True, manager=manager)
        return NewHub(name, self._network.text().strip(), manager=manager)
