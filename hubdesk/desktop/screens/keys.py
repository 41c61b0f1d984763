"""Keys and invitations: how a hub and its lead get to know each other, by a file each way and six words."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QFileDialog

from hubdesk.base.words import tr
from hubdesk.desktop.screens.confirm_keys import ConfirmKeysPage, RenewKeysPage, RevokeKeysPage
from hubdesk.desktop.widgets import ActionRow, Card, FactRow, FlowLayout, Page, ReadOut, quiet, quiet_button, section
from hubdesk.desktop.widgets.emptying import emptied
from hubdesk.desktop.workplace import Workplace
from hubdesk.fields.dates import show_date
from hubdesk.sync.correspondents import HUB, LEAD, Correspondent, correspondents
from hubdesk.sync.invitation import Introduction, introduce, own_words, read_introduction
from hubdesk.sync.spare_key import SpareKey, take_spare_key


@dataclass(frozen=True)
class _Side:
    """What this side does first and then, and what the other side's file is called."""

    own: str
    other: str
    write: str
    write_about: str
    take: str
    take_about: str
    filter: str
    read_out: str
    nobody: str


class KeysPage(Page):
    """Both steps in the order in which they are done, this file's own six words, and whose keys hold."""

    def __init__(self, workplace: Workplace, print_it: Callable[[tuple[str, ...]], object]) -> None:
        ours = _lead_side() if workplace.leads else _hub_side()
        super().__init__(
            tr("Keys and invitations"),
            tr(
                "Files between a hub and its lead organisation are sealed: only the one they are for opens them. Once, to begin with, each takes in the other’s keys."
            ),
        )
        self._workplace, self._ours, self._print = workplace, ours, print_it
        write = ActionRow("send", ours.write, ours.write_about)
        write.clicked.connect(self._pick_folder)
        take = ActionRow("download", ours.take, ours.take_about)
        take.clicked.connect(self._pick_file)
        steps = Card()
        for row in (write, take) if workplace.leads else (take, write):
            steps.add_row(row)
        if workplace.leads:
            spare = ActionRow(
                "life-buoy",
                tr("Take in a hub’s spare key"),
                tr("Kept sealed, for the day when the hub has lost its own"),
            )
            spare.clicked.connect(self._pick_spare)
            steps.add_row(spare)
        self.setFocusProxy(write if workplace.leads else take)
        self._words = Card(padded=True)
        self._known = Card()
        for title, card in (
            (tr("What to do"), steps),
            (tr("Your six words"), self._words),
            (tr("Whose keys hold"), self._known),
        ):
            self.body.addWidget(section(title))
            self.body.addWidget(card)
        self._refresh()

    def _refresh(self) -> None:
        store = self._workplace.store
        self._workplace.background.read(lambda: (own_words(store), correspondents(store)), self._show, owner=self)

    def _show(self, found: tuple[tuple[str, ...], list[Correspondent]]) -> None:
        own, known = found
        emptied(self._words.inside)
        self._words.inside.addWidget(ReadOut(tr("Your six words"), " ".join(own)))
        self._words.inside.addWidget(quiet(self._ours.read_out))
        renew = quiet_button(tr("Make new keys"), "shield-alert")
        renew.clicked.connect(self._renew)
        line = FlowLayout()
        line.addWidget(renew)
        if self._workplace.leads:
            paper = quiet_button(tr("Print them with the steps"), "printer")
            paper.clicked.connect(lambda: self._print(own))
            line.insertWidget(0, paper)
        self._words.inside.addLayout(line)
        emptied(self._known.inside)
        for one in known:
            about = tr("Since {day}, confirmed by {name}", day=show_date(one.since.date()), name=one.by)
            row = ActionRow("shield-check", one.name, about, "done")
            row.clicked.connect(partial(self._open, one))
            self._known.add_row(row)
        if not known:
            self._known.add_row(FactRow("circle-alert", tr("Nobody’s yet"), self._ours.nobody, "due"))

    def _renew(self) -> None:
        page = RenewKeysPage(self._workplace, self._refresh)
        self._workplace.show_page(page, page.heading.text())

    def _open(self, one: Correspondent, _: bool = False) -> None:
        self._workplace.show_page(RevokeKeysPage(self._workplace, one, self._refresh), one.name)

    def _pick_folder(self) -> None:
        if folder := QFileDialog.getExistingDirectory(self, self._ours.write):
            self.write_into(Path(folder))

    def write_into(self, folder: Path) -> None:
        """Write this file's invitation or answer into the folder."""
        store, what = self._workplace.store, self._ours.own
        self._workplace.background.change(
            self._ours.write, lambda progress: introduce(store, what, folder), self._written, owner=self
        )

    def _written(self, path: Path) -> None:
        self._workplace.say(tr("It is written as {name}. Send it by e-mail or carry it on a stick.", name=path.name))

    def _pick_file(self) -> None:
        chosen, _ = QFileDialog.getOpenFileName(self, self._ours.take, "", self._ours.filter)
        if chosen:
            self.take_in(Path(chosen))

    def take_in(self, path: Path) -> None:
        """Read the other side's file, and ask for its six words."""
        what = self._ours.other
        self._workplace.background.change(
            self._ours.take, lambda progress: read_introduction(path, what), self._ask, owner=self
        )

    def _pick_spare(self) -> None:
        title = tr("Take in a hub’s spare key")
        chosen, _ = QFileDialog.getOpenFileName(self, title, "", tr("Spare keys (*.hubspare)"))
        if chosen:
            self.take_spare_in(Path(chosen))

    def take_spare_in(self, path: Path) -> None:
        """Keep a hub's spare key."""
        store = self._workplace.store
        self._workplace.background.change(
            tr("Take in a hub’s spare key"), lambda progress: take_spare_key(store, path), self._kept, owner=self
        )

    def _kept(self, _: SpareKey) -> None:
        self._workplace.say(tr("The spare key is kept. It is shown on the hub’s line below, on the day it is needed."))
        self._refresh()

    def _ask(self, one: Introduction) -> None:
        self._workplace.show_page(ConfirmKeysPage(self._workplace, one, self._refresh), one.name)


def _hub_side() -> _Side:
    return _Side(
        HUB,
        LEAD,
        tr("Write your answer"),
        tr("For the lead organisation: it takes your packages once it has taken this in"),
        tr("Take in the lead’s invitation"),
        tr("A file that ends in .hubinvite; after a change of its keys, the new one"),
        tr("Invitations (*.hubinvite)"),
        tr("Read them to the lead organisation, by telephone or face to face, when it takes your answer in."),
        tr("Take in the lead’s invitation first. Until then nothing can be sent."),
    )


def _lead_side() -> _Side:
    return _Side(
        LEAD,
        HUB,
        tr("Write the invitation"),
        tr("One file for every hub of the network"),
        tr("Take in a hub’s answer"),
        tr("A file that ends in .hubanswer; after a change of its keys, the new one"),
        tr("Answers (*.hubanswer)"),
        tr("Read them to each hub, by telephone or face to face, when it takes your invitation in."),
        tr("Take in a hub’s answer, and its packages are taken from then on."),
    )
