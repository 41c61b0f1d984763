"""Send to lead: what leaves and what stays, in words, then one file; and the lead's receipt."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QStandardPaths
from PySide6.QtWidgets import QFileDialog, QWidget

from hubdesk.base.progress import Progress
from hubdesk.base.words import tr, tr_many
from hubdesk.desktop.widgets import Card, Page, primary_button, quiet_button, section, small, strong, words
from hubdesk.desktop.widgets.emptying import emptied
from hubdesk.desktop.workplace import Workplace
from hubdesk.sync.export import Leaving, Sent, export_package, sentence_of, what_leaves
from hubdesk.sync.receipt import take_receipt


class SendPage(Page):
    """What the next package holds, and the button that writes it."""

    def __init__(self, workplace: Workplace) -> None:
        super().__init__(tr("Send to lead"))
        self._workplace = workplace
        receipt = quiet_button(tr("Take in a receipt"), "download")
        receipt.clicked.connect(self._take_receipt)
        self._send = primary_button(tr("Write the file"), "send")
        self._send.clicked.connect(self._pick_folder)
        for button in (receipt, self._send):
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
        said = tr_many(
            "{n} record has changed since the lead’s last receipt.",
            "{n} records have changed since the lead’s last receipt.",
            leaving.entries,
        )
        self.show_title(
            tr("Send to lead"), said if leaving.entries else tr("The lead organisation has everything already.")
        )
        self._send.setEnabled(leaving.entries > 0)
        emptied(self.body)
        emptied(self._beside)
        self.body.addWidget(section(tr("This leaves the hub")))
        self.body.addWidget(_sentences(leaving.leaves or (tr("Nothing. There is nothing new."),)))
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

    def _take_receipt(self) -> None:
        chosen, _ = QFileDialog.getOpenFileName(self, tr("Take in a receipt"), "", tr("Receipts (*.hubreceipt)"))
        if chosen:
            store = self._workplace.store
            self._workplace.background.change(
                tr("Take in a receipt"), lambda progress: take_receipt(store, Path(chosen)), self._received, owner=self
            )

    def _received(self, sentence: str) -> None:
        self._workplace.say(sentence)
        self._refresh()


def _sentences(sentences: tuple[str, ...]) -> QWidget:
    card = Card(padded=True)
    for sentence in sentences:
        card.inside.addWidget(words(sentence))
    return card
