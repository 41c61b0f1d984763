"""Merge: the hubs' packages in, a report in plain words, and receipts to send back."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtWidgets import QFileDialog

from hubdesk.base.progress import Progress
from hubdesk.base.words import tr, tr_many
from hubdesk.desktop.widgets import Card, EmptyState, Page, primary_button, quiet_button, section, words
from hubdesk.desktop.widgets.emptying import emptied
from hubdesk.desktop.workplace import Workplace
from hubdesk.sync.merge import merge_packages
from hubdesk.sync.merge_report import MergeReport
from hubdesk.sync.receipt import write_receipts


class MergePage(Page):
    """Any number of packages at once, in any order."""

    def __init__(self, workplace: Workplace) -> None:
        super().__init__(tr("Merge"), tr("Packages may come in any order, and twice. Nothing is lost or doubled."))
        self._workplace = workplace
        receipts = quiet_button(tr("Write receipts"), "download")
        receipts.clicked.connect(self._write_receipts)
        pick = primary_button(tr("Merge packages"), "package-check")
        pick.clicked.connect(self._pick)
        for button in (receipts, pick):
            self.buttons.addWidget(button)
        self.setFocusProxy(pick)
        card = Card()
        hint = tr("Hubs send you files that end in .hubsync, on a stick or by e-mail.")
        card.inside.addWidget(EmptyState("package-check", tr("Pick the packages that have come."), hint))
        self.body.addWidget(card)

    def _pick(self) -> None:
        chosen, _ = QFileDialog.getOpenFileNames(self, tr("Merge packages"), "", tr("Packages (*.hubsync)"))
        if chosen:
            self.merge([Path(one) for one in chosen])

    def merge(self, paths: Sequence[Path]) -> None:
        """Merge these packages and show what came of it."""
        store = self._workplace.store

        def work(progress: Progress) -> MergeReport:
            store.back_up("merge", progress)
            return merge_packages(store, paths, progress)

        title = tr_many("Merge {n} package", "Merge {n} packages", len(paths))
        self._workplace.background.change(title, work, self._show, owner=self)

    def _show(self, report: MergeReport) -> None:
        emptied(self.body)
        self.body.addWidget(section(tr("What came in")))
        card = Card(padded=True)
        for sentence in report.sentences():
            card.inside.addWidget(words(sentence))
        self.body.addWidget(card)

    def _write_receipts(self) -> None:
        chosen = QFileDialog.getExistingDirectory(self, tr("Where shall the receipts go?"))
        if chosen:
            store = self._workplace.store
            self._workplace.background.change(
                tr("Write receipts"), lambda progress: write_receipts(store, Path(chosen)), self._written, owner=self
            )

    def _written(self, paths: list[Path]) -> None:
        self._workplace.say(
            tr_many(
                "{n} receipt is written. Send it back to its hub.",
                "{n} receipts are written. Send each back to its hub.",
                len(paths),
            )
        )
