"""Send to lead: what leaves and what stays, in words, then one file; and what comes back from the lead."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from random import SystemRandom
from typing import Final
from uuid import UUID

from PySide6.QtCore import QStandardPaths, Qt
from PySide6.QtWidgets import QFileDialog, QPushButton, QWidget

from hubdesk.access.rights import May
from hubdesk.base.progress import Progress
from hubdesk.base.words import tr, tr_many
from hubdesk.desktop.record_form import RecordForm
from hubdesk.desktop.screens.came_back import CameBackPage
from hubdesk.desktop.screens.send_parts import example_card, sent_card, what_goes
from hubdesk.desktop.widgets import (
    ActionRow,
    Card,
    EmptyState,
    Page,
    primary_button,
    quiet_button,
    section,
    small,
    words,
)
from hubdesk.desktop.widgets.emptying import emptied
from hubdesk.desktop.workplace import Workplace
from hubdesk.records.network.sharing_agreement import SharingAgreement
from hubdesk.sync.correspondents import knows_the_lead
from hubdesk.sync.example import Example, example
from hubdesk.sync.export import Sent, export_package, sentence_of
from hubdesk.sync.sent_files import SentFile, sent_files
from hubdesk.sync.take_return import ReturnReport, take_return
from hubdesk.sync.what_leaves import Leaving, what_leaves

AGREEMENT: Final = SharingAgreement.__tablename__


@dataclass(frozen=True)
class _Found:
    """What the page shows."""

    leaving: Leaving
    example: Example | None
    sent: list[SentFile]
    known: bool
    """Whether the lead's keys are, without which nothing can be sealed for it."""


class SendPage(Page):
    """What the next package holds, and the button that writes it."""

    def __init__(self, workplace: Workplace) -> None:
        super().__init__(tr("Send to lead"))
        self._workplace = workplace
        back = self._back = quiet_button(tr("Take in what came back"), "download")
        back.clicked.connect(self._pick_return)
        last = quiet_button(tr("What came back last"), "history")
        last.clicked.connect(lambda: self._show_return(None))
        self._send = primary_button(tr("Write the file"), "send")
        self._send.clicked.connect(self._pick_folder)
        for button in (last, back, self._send):
            self.buttons.addWidget(button)
        self._beside = self.add_side()
        self._chance, self._goes_on = SystemRandom(), False
        self._person: UUID | None = None
        self._other: QPushButton | None = None
        workplace.privacy.changed.connect(self._refresh)
        self.setFocusProxy(self._send)
        workplace.changes.happened.connect(self._changed)
        self._refresh()

    def _changed(self, kinds: frozenset[str]) -> None:
        self._refresh()

    def _refresh(self) -> None:
        store, person, another = self._workplace.store, self._person, self._goes_on
        shown = not self._workplace.privacy.on

        def look() -> _Found:
            somebody = example(store, self._chance, person, another=another) if shown else None
            return _Found(what_leaves(store), somebody, sent_files(store), knows_the_lead(store))

        self._workplace.background.read(look, self._show, owner=self)

    def _show(self, found: _Found) -> None:
        leaving = found.leaving
        self.show_title(tr("Send to lead"), _what_for(leaving))
        can_send = found.known and leaving.anything
        stranded = self._send.hasFocus() and not can_send
        if stranded:
            # A button that is no longer for use would send the keyboard off the page.
            self._back.setFocus()
        self._send.setEnabled(can_send)
        emptied(self.body)
        emptied(self._beside)
        if not found.known:
            self.body.addWidget(section(tr("First of all")))
            first = self._keys_first()
            self.body.addWidget(first)
            if stranded and (row := first.findChild(ActionRow)):
                row.setFocus()
        if leaving.agreed.sends_records:
            self.body.addWidget(section(tr("For example: somebody of yours, chosen by chance")))
            self.body.addWidget(self._example(found.example))
        self.body.addWidget(section(tr("This leaves the hub")))
        self.body.addWidget(what_goes(leaving))
        self._beside.addWidget(section(tr("What is agreed")))
        self._beside.addWidget(self._agreement(leaving))
        self._beside.addWidget(section(tr("This stays here")))
        self._beside.addWidget(_sentences(leaving.stays))
        self._beside.addWidget(section(tr("The file")))
        card = Card(padded=True)
        card.inside.addWidget(
            small(
                tr("It is sealed: only the lead organisation can open it. Carry it on a stick, or send it by e-mail.")
            )
        )
        self._beside.addWidget(card)
        self._beside.addWidget(section(tr("What was sent")))
        self._beside.addWidget(sent_card(found.sent))
        if self._goes_on:
            # The button that had the keyboard is gone: on with the new one.
            self._goes_on = False
            (self._other or self).setFocus()

    def _keys_first(self) -> Card:
        """The way to the lead's invitation, for whoever may take it in."""
        card = Card()
        title = tr("Take in the lead’s invitation")
        if "settings.keys" in self._workplace.commands:
            row = ActionRow(
                "handshake", title, tr("Files are sealed, and the lead’s keys are not known here yet"), "due"
            )
            row.clicked.connect(lambda: self._workplace.commands.run("settings.keys"))
            card.add_row(row)
        else:
            said = tr(
                "Files are sealed, and the lead’s keys are not known here yet. A manager takes its invitation in."
            )
            card.add_row(EmptyState("handshake", title, said))
        return card

    def _example(self, found: Example | None) -> Card:
        self._other = None
        if found is not None:
            self._person = found.person
            made, self._other = example_card(found)
            self._other.clicked.connect(self._another)
            return made
        card = Card()
        if self._workplace.privacy.on:
            hint = tr("Only names are shown now. Show everything again to see an example.")
            card.add_row(EmptyState("eye", tr("Nobody is shown."), hint))
        else:
            hint = tr("Enrol the first learner to see an example.")
            card.add_row(EmptyState("users", tr("Nobody is known here yet."), hint))
        return card

    def _another(self) -> None:
        self._goes_on = True
        self._refresh()

    def _agreement(self, leaving: Leaving) -> Card:
        """What is agreed, and the way to it; a manager makes one where there is none."""
        card = Card(padded=True)
        card.inside.addWidget(words(leaving.said))
        agreement = leaving.agreed.id
        if agreement is not None:
            button = quiet_button(tr("The sharing agreement"), "handshake")
            button.clicked.connect(lambda: self._workplace.open_record(AGREEMENT, agreement))
        elif self._workplace.may(May.ADD, AGREEMENT):
            button = quiet_button(tr("Make a sharing agreement"), "handshake")
            button.clicked.connect(lambda: self._agree(leaving.recipient))
        else:
            return card
        card.inside.addWidget(button, 0, Qt.AlignmentFlag.AlignLeading)
        return card

    def _agree(self, network: str) -> None:
        prefilled = {"lead": network, "started": date.today()} if network else {"started": date.today()}
        form = RecordForm(self._workplace, AGREEMENT, prefilled=prefilled)
        self._workplace.show_page(form, form.heading.text())

    def _pick_folder(self) -> None:
        start = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        chosen = QFileDialog.getExistingDirectory(self, tr("Where shall the file go?"), start)
        if chosen:
            self.send_into(Path(chosen))

    def send_into(self, folder: Path) -> None:
        """Write the package into this folder."""
        store = self._workplace.store

        def work(progress: Progress) -> Sent:
            return export_package(store, folder, progress)

        self._workplace.background.change(tr("Write the file for the lead"), work, self._sent, owner=self)

    def _sent(self, sent: Sent) -> None:
        self._workplace.say(sentence_of(sent))

    def _pick_return(self) -> None:
        title = tr("Take in what came back")
        chosen, _ = QFileDialog.getOpenFileName(self, title, "", tr("What comes back from the lead (*.hubreturn)"))
        if chosen:
            self.take_in(Path(chosen))

    def take_in(self, path: Path) -> None:
        """Take in a return package, and show what came."""
        store = self._workplace.store
        title = tr("Take in what came back")
        self._workplace.background.change(
            title, lambda progress: take_return(store, path, progress), self._show_return, owner=self
        )

    def _show_return(self, report: ReturnReport | None) -> None:
        self._workplace.show_page(CameBackPage(self._workplace, report), tr("What came back"))
        self._refresh()


def _what_for(leaving: Leaving) -> str:
    nothing_new = not leaving.entries and leaving.totals is None
    records = "" if nothing_new and leaving.beside else _what_records(leaving)
    return " ".join(filter(None, (records, *leaving.beside)))


def _what_records(leaving: Leaving) -> str:
    if leaving.totals is not None:
        return tr(
            "One file for {lead}, with totals only: what HubDesk has counted here, as of today. Nobody’s record is in it.",
            lead=leaving.recipient or tr("the lead organisation"),
        )
    if not leaving.entries:
        return tr("The lead organisation has everything already.")
    if not leaving.people:
        return tr_many(
            "{n} record is new or changed since the lead’s last receipt. No names of people are among them.",
            "{n} records are new or changed since the lead’s last receipt. No names of people are among them.",
            leaving.entries,
        )
    return tr_many(
        "One file for {lead}, with the name, contact details and learning of {n} person.",
        "One file for {lead}, with the names, contact details and learning of {n} people.",
        leaving.people,
        lead=leaving.recipient or tr("the lead organisation"),
    )


def _sentences(sentences: tuple[str, ...]) -> QWidget:
    card = Card(padded=True)
    for sentence in sentences:
        card.inside.addWidget(words(sentence))
    return card
