"""Two computers of one hub: a copy for the other one, and files of work either way."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from hubdesk.base.words import tr
from hubdesk.desktop.screens.deciding import SHOWN, GoesOn, decision, disagreement_card
from hubdesk.desktop.widgets import ActionRow, Card, Page, announce, section, words
from hubdesk.desktop.widgets.emptying import emptied
from hubdesk.desktop.workplace import Workplace
from hubdesk.sync.machines import Work, WorkReport, await_no_more, copy_to, is_awaited, take_work, write_work
from hubdesk.sync.resolving import Disagreement, disagreements


class TwoComputersPage(Page):
    """What to do, in the order in which it is done; then what both computers entered differently."""

    def __init__(self, workplace: Workplace) -> None:
        super().__init__(
            tr("Two computers"),
            tr(
                "Reception’s computer and a laptop can both work, and bring each other up to date with files on a stick."
            ),
        )
        self._workplace, self._goes_on = workplace, GoesOn(self)
        self._said: tuple[str, ...] = ()
        self._rows = Card()
        first = self._row(
            "copy",
            tr("Take a copy to another computer"),
            tr("Once, to begin with: the whole file, with its keys. Open it there with the same passphrase."),
            self._pick_copy,
        )
        self._row(
            "send",
            tr("Write work for the other computer"),
            tr(
                "Everything that was done here since, also what never leaves the hub. It is sealed: only your own "
                "computers can open it."
            ),
            self._pick_write,
        )
        self._row(
            "download",
            tr("Take in work of the other computer"),
            tr("In any order, and twice. Nothing is lost or doubled."),
            self._pick_take,
        )
        self.setFocusProxy(first)
        workplace.changes.happened.connect(self._changed)
        self.body.addWidget(self._rows)
        self._refresh()

    def _row(self, icon: str, title: str, about: str, run: Callable[[], None]) -> ActionRow:
        row = ActionRow(icon, title, about)
        row.clicked.connect(run)
        self._rows.add_row(row)
        return row

    def _changed(self, kinds: frozenset[str]) -> None:
        self._refresh()

    def _refresh(self) -> None:
        store = self._workplace.store
        self._workplace.background.read(
            lambda: (disagreements(store, SHOWN)[0], is_awaited(store)), self._show, owner=self
        )

    def _show(self, found: tuple[list[Disagreement], bool]) -> None:
        undecided, awaited = found
        self.body.removeWidget(self._rows)
        emptied(self.body)
        self.body.addWidget(self._rows)
        if awaited:
            self.body.addWidget(self._waiting())
        if self._said:
            card = Card(padded=True)
            for sentence in self._said:
                card.inside.addWidget(words(sentence))
            self.body.addWidget(section(tr("What came")))
            self.body.addWidget(card)
        if undecided:
            self.body.addWidget(section(tr("Entered differently in two places")))
        choose = decision(self._workplace, self, self._decided)
        cards: dict[object, QWidget] = {}
        for one in undecided:
            cards[one.id] = disagreement_card(one, choose)
            self.body.addWidget(cards[one.id])
        self._goes_on.show(cards)

    def _decided(self, one: Disagreement) -> None:
        self._workplace.say(tr("It is decided. The other computer hears of it with the next file."))
        self._goes_on.done(one.id)
        self._refresh()

    def _waiting(self) -> Card:
        row = ActionRow(
            "hourglass",
            tr("Stop waiting for the other computer"),
            tr(
                "If it was stolen or broke down, say so: something that came back here only in part waits for it. Should "
                "it turn up after all, take in its work as before."
            ),
        )
        row.clicked.connect(self._await_no_more)
        card = Card()
        card.add_row(row)
        return card

    def _await_no_more(self) -> None:
        store = self._workplace.store
        title = tr("Stop waiting for the other computer")
        self._workplace.background.change(title, lambda _: await_no_more(store), self._awaits_no_more, owner=self)

    def _awaits_no_more(self, _: None) -> None:
        self._workplace.say(
            tr("Nothing waits for the other computer any more. What waited goes with the next file for the lead.")
        )
        self._refresh()

    def _pick_copy(self) -> None:
        if folder := QFileDialog.getExistingDirectory(self, tr("Where shall the copy go?")):
            self.copy_into(Path(folder))

    def copy_into(self, folder: Path) -> None:
        """Take a copy of the file into this folder."""
        store = self._workplace.store
        title = tr("Take a copy to another computer")
        self._workplace.background.change(
            title, lambda progress: copy_to(store, folder, progress), self._copied, owner=self
        )

    def _copied(self, path: Path) -> None:
        said = tr(
            "The copy is written as {name}. Keep its files together, and open it on the other computer.", name=path.name
        )
        self._workplace.say(said)

    def _pick_write(self) -> None:
        if folder := QFileDialog.getExistingDirectory(self, tr("Where shall the file go?")):
            self.write_into(Path(folder))

    def write_into(self, folder: Path) -> None:
        """Write work for the other computer into this folder."""
        store = self._workplace.store
        title = tr("Write work for the other computer")
        self._workplace.background.change(
            title, lambda progress: write_work(store, folder, progress), self._wrote, owner=self
        )

    def _wrote(self, work: Work) -> None:
        self._workplace.say(work.sentence)

    def _pick_take(self) -> None:
        title = tr("Take in work of the other computer")
        chosen, _ = QFileDialog.getOpenFileName(self, title, "", tr("Work of the other computer (*.hubwork)"))
        if chosen:
            self.take_in(Path(chosen))

    def take_in(self, path: Path) -> None:
        """Take in a file of the other computer."""
        store = self._workplace.store
        title = tr("Take in work of the other computer")
        self._workplace.background.change(
            title, lambda progress: take_work(store, path, progress), self._taken, owner=self
        )

    def _taken(self, report: WorkReport) -> None:
        self._said = tuple(report.sentences())
        for sentence in (tr("What came"), *self._said):
            announce(self, sentence)
        self._refresh()
