"""Send to lead: what leaves and what stays, in words, then one file; and what comes back from the lead."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QStandardPaths, Qt
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from hubdesk.base.progress import Progress
from hubdesk.base.words import tr, tr_many
from hubdesk.desktop.screens.came_back import CameBackPage
from hubdesk.desktop.theme import scaled
from hubdesk.desktop.widgets import (
    Card,
    EmptyState,
    Icon,
    Page,
    primary_button,
    quiet_button,
    section,
    small,
    strong,
    words,
)
from hubdesk.desktop.widgets.emptying import emptied
from hubdesk.desktop.workplace import Workplace
from hubdesk.sync.export import Sent, export_package, sentence_of
from hubdesk.sync.take_return import ReturnReport, take_return
from hubdesk.sync.what_leaves import Going, Leaving, what_leaves


class SendPage(Page):
    """What the next package holds, and the button that writes it."""

    def __init__(self, workplace: Workplace) -> None:
        super().__init__(tr("Send to lead"))
        self._workplace = workplace
        back = quiet_button(tr("Take in what came back"), "download")
        back.clicked.connect(self._pick_return)
        last = quiet_button(tr("What came back last"), "history")
        last.clicked.connect(lambda: self._show_return(None))
        self._send = primary_button(tr("Write the file"), "send")
        self._send.clicked.connect(self._pick_folder)
        for button in (last, back, self._send):
            self.buttons.addWidget(button)
        self._beside = self.add_side()
        self.setFocusProxy(self._send)
        workplace.changes.happened.connect(self._changed)
        self._refresh()

    def _changed(self, kinds: frozenset[str]) -> None:
        self._refresh()

    def _refresh(self) -> None:
        store = self._workplace.store
        self._workplace.background.read(lambda: (what_leaves(store), store.setting("last_sent_file")), self._show)

    def _show(self, found: tuple[Leaving, str | None]) -> None:
        leaving, last = found
        self.show_title(tr("Send to lead"), _what_for(leaving))
        self._send.setEnabled(leaving.entries > 0)
        emptied(self.body)
        emptied(self._beside)
        self.body.addWidget(section(tr("This leaves the hub")))
        card = Card()
        for going in leaving.leaves:
            card.add_row(_GoingRow(going))
        if not leaving.leaves:
            card.add_row(EmptyState("circle-check", tr("Nothing."), tr("There is nothing new since the last receipt.")))
        self.body.addWidget(card)
        self._beside.addWidget(section(tr("This stays here")))
        self._beside.addWidget(_sentences(leaving.stays))
        self._beside.addWidget(section(tr("The file")))
        card = Card(padded=True)
        card.inside.addWidget(strong(last or tr("None has been written yet")))
        card.inside.addWidget(
            small(
                tr("It holds names and addresses and is not sealed yet: carry it yourself, and wipe the stick after."),
                "due",
            )
        )
        self._beside.addWidget(card)

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
        self._refresh()

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


class _GoingRow(QWidget):
    """One kind of record: how many go, and which of their fields."""

    def __init__(self, going: Going) -> None:
        super().__init__()
        title = QHBoxLayout()
        title.addWidget(strong(going.kind), 1)
        title.addWidget(small(going.said, "ink"))
        texts = QVBoxLayout()
        texts.setSpacing(scaled(2))
        texts.addLayout(title)
        texts.addWidget(small(going.fields))
        line = QHBoxLayout(self)
        line.setContentsMargins(scaled(16), scaled(12), scaled(18), scaled(12))
        line.setSpacing(scaled(12))
        line.addWidget(Icon(going.icon, "quiet"), 0, Qt.AlignmentFlag.AlignTop)
        line.addLayout(texts, 1)


def _what_for(leaving: Leaving) -> str:
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
