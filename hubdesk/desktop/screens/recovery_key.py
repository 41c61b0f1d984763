"""The recovery key: made, shown once and typed back from paper; and the spare one that the lead organisation keeps."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtWidgets import QFileDialog

from hubdesk.access.recovery import looks_like
from hubdesk.base.words import tr
from hubdesk.desktop.editors.editor import Line
from hubdesk.desktop.leaving import leave_page
from hubdesk.desktop.widgets import (
    Card,
    FieldRow,
    Page,
    ReadOut,
    announce,
    in_two_lines,
    primary_button,
    quiet,
    quiet_button,
    section,
    spelled,
    words,
)
from hubdesk.desktop.widgets.emptying import emptied
from hubdesk.desktop.workplace import Workplace
from hubdesk.sync.spare_key import give_spare_key


class RecoveryKeyPage(Page):
    """Makes the recovery key and shows it once, to be printed with ``print_it``, or written on paper, and typed back."""

    def __init__(self, workplace: Workplace, print_it: Callable[[Sequence[str]], object]) -> None:
        super().__init__(
            tr("Recovery key"),
            tr("It opens the hub when every passphrase is lost. Print it, seal it in an envelope, lock it away."),
        )
        self._workplace, self._print = workplace, print_it
        self._groups: list[str] = []
        self._card = Card(padded=True)
        make = primary_button(tr("Make a recovery key"), "life-buoy")
        make.clicked.connect(self._make)
        self._card.inside.addWidget(
            words(tr("An earlier recovery key opens nothing any more once the new one is on paper."))
        )
        self._card.inside.addWidget(make)
        self.body.addWidget(self._card)
        if not workplace.leads and workplace.store.held:
            self._offer_spare()

    def _offer_spare(self) -> None:
        spare = quiet_button(tr("Write a spare key"), "handshake")
        spare.clicked.connect(self._pick_folder)
        card = Card(padded=True)
        card.inside.addWidget(
            words(
                tr(
                    "The lead organisation can keep one too, sealed. Without your hub’s file it opens nothing; on the day you need it, call them and they read it to you."
                )
            )
        )
        card.inside.addWidget(spare)
        self.body.addWidget(section(tr("At the lead organisation")))
        self.body.addWidget(card)

    def _pick_folder(self) -> None:
        if folder := QFileDialog.getExistingDirectory(self, tr("Where shall the spare key go?")):
            self.write_spare(Path(folder))

    def write_spare(self, folder: Path) -> None:
        """Write a spare key for the lead into the folder."""
        store = self._workplace.store
        self._workplace.background.change(
            tr("Write a spare key for the lead"),
            lambda progress: give_spare_key(store, folder),
            self._wrote_spare,
            owner=self,
        )

    def _wrote_spare(self, path: Path) -> None:
        self._workplace.say(
            tr("The spare key is written as {name}. Only the lead organisation can open it.", name=path.name)
        )

    def unsaved(self) -> bool:
        """A key that nobody has on paper yet would be lost with the page; the one before still opens the hub then."""
        return bool(self._groups)

    def _make(self) -> None:
        work = self._workplace
        work.background.change(
            tr("Make a recovery key"),
            lambda progress: work.store.accounts.new_recovery_key(),
            self._show,
            once="recovery key",
        )

    def _show(self, code: str) -> None:
        self._groups = code.split()
        emptied(self._card.inside)
        self._card.inside.addWidget(ReadOut(tr("Recovery key"), in_two_lines(self._groups)))
        self._back = Line()
        self._row = FieldRow(tr("Type the third and the seventh group back from the paper"), self._back)
        on_paper = primary_button(tr("Print it"), "printer")
        on_paper.clicked.connect(lambda: self._print(self._groups))
        check = quiet_button(tr("It is on paper"), "check")
        check.clicked.connect(self._check)
        self._back.returnPressed.connect(self._check)
        said = tr("It is shown only now. Where there is no printer, write it on paper.")
        for part in (quiet(said), on_paper, self._row, check):
            self._card.inside.addWidget(part)
        on_paper.setFocus()
        for sentence in (spelled(code), said):
            announce(self, sentence)

    def _check(self) -> None:
        if not looks_like(self._back.text(), self._groups[2] + self._groups[6]):
            self._row.refuse(tr("These are not the third and the seventh group. Compare the paper with the screen."))
            return
        store, code = self._workplace.store, " ".join(self._groups)
        self._workplace.background.change(
            tr("Keep the recovery key"),
            lambda progress: store.accounts.confirm_recovery_key(code),
            lambda _: self._confirmed(),
            owner=self,
            once="recovery key on paper",
        )

    def _confirmed(self) -> None:
        self._groups = []
        leave_page(self, self._workplace.go_back)
        self._workplace.say(tr("The recovery key is on paper. Seal it in an envelope and lock it away."))
