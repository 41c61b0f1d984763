"""The first page on most days: which file, who is here, and their passphrase. The same page locks the window."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtWidgets import QVBoxLayout

from hubdesk.base.words import tr
from hubdesk.desktop.theme import scaled
from hubdesk.desktop.widgets import (
    AlonePage,
    Choice,
    ChoiceChips,
    FieldRow,
    PassphraseRow,
    hairline,
    primary_button,
)

Way = tuple[str, str, Callable[[], object]]
"""A quieter way on: a title, an icon and what it does."""


class UnlockPage(AlonePage):
    """Asks for a passphrase and hands it to ``unlock`` with the name that was picked, or None where there is one only.

    ``show_names`` says who can be picked; ``show_error`` what was wrong. ``others`` are the quieter ways on.
    """

    def __init__(
        self,
        title: str,
        said: str,
        unlock: Callable[[str, str | None], object],
        others: Sequence[Way],
    ) -> None:
        super().__init__(title, said)
        self._unlock = unlock
        self._who: ChoiceChips | None = None
        self._who_row: FieldRow | None = None
        self._names = QVBoxLayout()
        self._names.setSpacing(scaled(8))
        self._passphrase = PassphraseRow(tr("Passphrase"))
        self._passphrase.edit.returnPressed.connect(self._open)
        self._button = primary_button(tr("Open"), "lock-open")
        self._button.clicked.connect(self._open)
        self.inside.addLayout(self._names)
        self.inside.addWidget(self._passphrase)
        self.inside.addWidget(self._button)
        self.inside.addWidget(hairline())
        self.add_ways(others)
        self.setFocusProxy(self._passphrase)

    def show_names(self, names: Sequence[str], last: str = "") -> None:
        """Let a person say who they are; ``last`` worked here before and is picked already."""
        if len(names) < 2 or self._who is not None:
            return
        self._who = ChoiceChips(tr("Who is here?"), [Choice(name, name) for name in names])
        if last in names:
            self._who.choose(last)
        self._who.chosen.connect(self._passphrase.edit.setFocus)
        self._who_row = FieldRow(tr("Who is here?"), self._who)
        self._names.addWidget(self._who_row)

    def show_error(self, sentence: str) -> None:
        """Say what was wrong; what was typed stays."""
        self._button.setEnabled(True)
        self._passphrase.refuse(sentence)
        self._passphrase.edit.selectAll()

    def _open(self) -> None:
        if not self._button.isEnabled():
            return
        name = self._who.value() if self._who else None
        if self._who_row is not None:
            if name is None:
                self._who_row.refuse(tr("Pick your name first."))
                return
            self._who_row.show_error("")
        if not self._passphrase.text():
            self.show_error(tr("Type your passphrase."))
            return
        self._passphrase.show_error("")
        self._button.setEnabled(False)
        self._unlock(self._passphrase.text(), name)


def at_server(name: str, open: Callable[[], object]) -> Way:
    """The way to a network's database that was open here before."""
    return tr("Open {name} on the server", name=name), "network", open


def open_page(
    path: Path,
    unlock: Callable[[str, str | None], object],
    other_file: Callable[[], object],
    new_hub: Callable[[], object],
    recover: Callable[[], object],
    bring_back: Callable[[], object],
    *,
    server: Sequence[Way] = (),
) -> UnlockPage:
    """The page that opens the file at ``path``; server: the way to a database, where one was open here before."""
    return UnlockPage(
        tr("Open your hub"),
        tr("{file} is locked. Your passphrase opens it.", file=path.name),
        unlock,
        [
            (tr("Open another file"), "folder-open", other_file),
            *server,
            (tr("Start a new hub"), "plus", new_hub),
            (tr("Recovery key"), "life-buoy", recover),
            (tr("Bring back a backup"), "history", bring_back),
        ],
    )


def database_page(
    name: str,
    unlock: Callable[[str, str | None], object],
    other_file: Callable[[], object],
    recover: Callable[[], object],
) -> UnlockPage:
    """The page that opens a network's database on a server."""
    return UnlockPage(
        tr("Open your network"),
        tr("{name} is on your organisation’s server. Your passphrase opens it.", name=name),
        unlock,
        [(tr("Open a file"), "folder-open", other_file), (tr("Recovery key"), "life-buoy", recover)],
    )


def lock_page(unlock: Callable[[str, str | None], object], close: Callable[[], object]) -> UnlockPage:
    """The page that stands before everything while nobody is at the desk."""
    return UnlockPage(
        tr("HubDesk is locked"),
        tr("Everything is as you left it, also what was being typed."),
        unlock,
        [(tr("Close HubDesk"), "log-out", close)],
    )
