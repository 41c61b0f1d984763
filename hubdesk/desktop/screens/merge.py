"""Merge: the hubs' packages in, a report in plain words, what a person must decide, and what goes back to the hubs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path
from typing import Final

from PySide6.QtCore import QMimeData
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QWidget

from hubdesk.base.progress import Progress
from hubdesk.base.words import tr, tr_many
from hubdesk.desktop.screens.always import AlwaysPage, rules_card
from hubdesk.desktop.screens.deciding import SHOWN, GoesOn, ToDecide, decision
from hubdesk.desktop.screens.hubs import HubsPage, sign, summary
from hubdesk.desktop.screens.merged import UndoPackagePage, merged_card
from hubdesk.desktop.widgets import (
    ActionRow,
    Card,
    EmptyState,
    Page,
    announce,
    primary_button,
    quiet_button,
    section,
    words,
)
from hubdesk.desktop.widgets.keyboard import keep_keyboard, keyboard_place
from hubdesk.desktop.workplace import Workplace
from hubdesk.sync.aside import Quarantined, discard, quarantined
from hubdesk.sync.by_rule import Rule, decided_said, forget, merge_and_decide, rules
from hubdesk.sync.export import SUFFIX
from hubdesk.sync.file_names import files_among, is_called
from hubdesk.sync.hubs import HubGlance, hubs_at_a_glance
from hubdesk.sync.merge_report import MergeReport
from hubdesk.sync.merged import MergedPackage, merged_packages
from hubdesk.sync.resolving import Disagreement, disagreements
from hubdesk.sync.returning import Returned, left_out, write_returns

_LISTED: Final = 20
"""So many of the packages that were merged last."""


@dataclass(frozen=True)
class _Found:
    undecided: list[Disagreement]
    total: int
    held: list[Quarantined]
    merged: list[MergedPackage]
    hubs: list[HubGlance]
    rules: list[Rule]


class MergePage(Page):
    """Any number of packages at once, in any order; tried first where one likes. What waits for a person is decided here."""

    def __init__(self, workplace: Workplace) -> None:
        super().__init__(tr("Merge"), tr("Packages may come in any order, and twice. Nothing is lost or doubled."))
        self._workplace = workplace
        self.setAcceptDrops(True)
        returns = quiet_button(tr("Write what goes back"), "send")
        returns.clicked.connect(self._write_returns)
        rehearse = quiet_button(tr("Try first"), "search")
        rehearse.clicked.connect(partial(self._pick, dry_run=True))
        pick = primary_button(tr("Merge packages"), "package-check")
        pick.clicked.connect(partial(self._pick, dry_run=False))
        for button in (returns, rehearse, pick):
            self.buttons.addWidget(button)
        self.setFocusProxy(pick)
        self._report: list[QWidget] = []
        self._below: list[QWidget] = []
        self._goes_on = GoesOn(self)
        self._nothing_yet()
        workplace.changes.happened.connect(self._changed)
        self._refresh()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if _packages_in(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        event.acceptProposedAction()
        self.merge(_packages_in(event.mimeData()))

    def _changed(self, kinds: frozenset[str]) -> None:
        self._refresh()

    def _refresh(self) -> None:
        store = self._workplace.store
        self._workplace.background.read(
            lambda: _Found(
                *disagreements(store, SHOWN),
                quarantined(store),
                merged_packages(store, _LISTED),
                hubs_at_a_glance(store, date.today()),
                rules(store),
            ),
            self._show_waiting,
            owner=self,
        )

    def _show_waiting(self, found: _Found) -> None:
        self._take_off(self._below)
        choose = decision(self._workplace, self, self._decided)
        waiting = ToDecide(found.undecided, found.total, found.held, choose, self._let_in, self._drop, self._always)
        self._below = [*([self._hubs_card(found.hubs)] if found.hubs else []), waiting]
        if found.rules:
            self._below += [section(tr("Always decided in one way")), rules_card(found.rules, self._forget)]
        if found.merged:
            self._below += [section(tr("Merged last")), merged_card(found.merged, self._undo)]
        for widget in self._below:
            self.body.addWidget(widget)
        self._goes_on.show(waiting.cards)

    def _hubs_card(self, hubs: list[HubGlance]) -> Card:
        card = Card()
        icon, tone = sign(hubs, date.today())
        said = tr("When each hub sent last, what is missing, what waits.")
        row = ActionRow(icon, summary(hubs, date.today()), said, tone)
        row.clicked.connect(lambda: self._workplace.show_page(HubsPage(self._workplace), tr("Hubs")))
        card.add_row(row)
        return card

    def _decided(self, one: Disagreement) -> None:
        self._workplace.say(tr("It is decided. It stays decided when the packages come again."))
        self._goes_on.done(one.id)
        self._refresh()

    def _always(self, one: Disagreement) -> None:
        self._workplace.show_page(AlwaysPage(self._workplace, one, self._refresh), tr("Always decide in one way"))

    def _forget(self, rule: Rule) -> None:
        store = self._workplace.store
        title = tr("Forget this rule")
        self._workplace.background.change(
            title, lambda progress: forget(store, rule), self._forgotten, owner=self, once=("forget", rule.sentence)
        )

    def _forgotten(self, _: object) -> None:
        self._workplace.say(tr("The rule is forgotten. What it decided stays decided."))
        self._refresh()

    def _undo(self, package: MergedPackage) -> None:
        self._workplace.show_page(UndoPackagePage(self._workplace, package, self._nothing_yet), tr("Undo a package"))

    def _let_in(self, seal: str) -> None:
        self.merge([], approved=[seal])

    def _drop(self, seal: str) -> None:
        store = self._workplace.store
        self._workplace.background.change(
            tr("Drop a package"),
            lambda progress: discard(store, seal),
            partial(self._dropped, seal),
            owner=self,
            once=("drop", seal),
        )

    def _dropped(self, seal: str, _: object) -> None:
        self._workplace.say(tr("The package is dropped. Its file, if you still have it, can be merged again."))
        self._goes_on.done(seal)
        self._refresh()

    def _pick(self, _: bool = False, *, dry_run: bool) -> None:
        chosen, _kind = QFileDialog.getOpenFileNames(self, tr("Merge packages"), "", tr("Packages (*.hubsync)"))
        if chosen:
            self.merge([Path(one) for one in chosen], dry_run=dry_run)

    def merge(self, paths: Sequence[Path], *, dry_run: bool = False, approved: Sequence[str] = ()) -> None:
        """Merge these packages, and those in quarantine with these seals, or try it, and show what comes of it."""
        store = self._workplace.store

        def work(progress: Progress) -> tuple[MergeReport, int]:
            if not dry_run:
                store.back_up("merge", progress)
            return merge_and_decide(store, paths, progress, dry_run=dry_run, approved=approved)

        title = tr_many("Merge {n} package", "Merge {n} packages", len(paths) + len(approved))
        deed = ("merge", dry_run, *paths, *approved)
        self._workplace.background.change(
            title, work, partial(self._show, paths, dry_run, approved), owner=self, once=deed
        )

    def _show(
        self, paths: Sequence[Path], dry_run: bool, approved: Sequence[str], came: tuple[MergeReport, int]
    ) -> None:
        report, decided = came
        card = Card(padded=True)
        for sentence in (*report.sentences(), *decided_said(decided)):
            card.inside.addWidget(words(sentence))
        heading = section(tr("What would come in: nothing is taken in yet") if dry_run else tr("What came in"))
        if dry_run:
            go_on = primary_button(tr("Merge these now"), "package-check")
            go_on.clicked.connect(lambda: self.merge(paths))
            line = QHBoxLayout()
            line.addWidget(go_on)
            line.addStretch(1)
            card.inside.addLayout(line)
        self._put_on_top(heading, card)
        for seal in approved:
            self._goes_on.done(seal)
        for sentence in (heading.text(), *report.sentences(), *decided_said(decided)):
            announce(self, sentence)
        self._refresh()

    def _nothing_yet(self) -> None:
        card = Card()
        hint = tr("Hubs send you files that end in .hubsync, on a stick or by e-mail. Drop them here, or pick them.")
        card.inside.addWidget(EmptyState("package-check", tr("Pick the packages that have come."), hint))
        self._put_on_top(card)

    def _put_on_top(self, *report: QWidget) -> None:
        self._take_off(self._report)
        self._report = list(report)
        for place, widget in enumerate(report):
            self.body.insertWidget(place, widget)

    def _take_off(self, going: Sequence[QWidget]) -> None:
        """Take these off the page; the keyboard goes back to what is called the same afterwards."""
        keep_keyboard(keyboard_place(self), *going)
        for old in going:
            self.body.removeWidget(old)
            old.hide()
            old.deleteLater()

    def _write_returns(self) -> None:
        chosen = QFileDialog.getExistingDirectory(self, tr("Where shall what goes back be written?"))
        if chosen:
            self.return_into(Path(chosen))

    def return_into(self, folder: Path) -> None:
        """Write for each hub what goes back to it into this folder."""
        store = self._workplace.store
        self._workplace.background.change(
            tr("Write what goes back"),
            lambda progress: (write_returns(store, folder, progress), left_out(store)),
            self._written,
            owner=self,
        )

    def _written(self, done: tuple[list[Returned], list[str]]) -> None:
        written, without = done
        if without:
            self._workplace.warn(
                tr(
                    "{n} written. None for {hubs}: take in their answer first, under Keys and invitations.",
                    n=tr_many("{n} file is", "{n} files are", len(written)),
                    hubs=", ".join(without),
                )
            )
            return
        self._workplace.say(
            tr_many(
                "{n} file is written. It is sealed: only its hub can open it. Carry it there, or send it by e-mail.",
                "{n} files are written. Each is sealed: only its hub can open it. Carry them there, or send them by e-mail.",
                len(written),
            )
        )


def _packages_in(dropped: QMimeData) -> list[Path]:
    """Those among what was dropped, and in the folders among it."""
    given = [Path(url.toLocalFile()) for url in dropped.urls() if url.isLocalFile()]
    return [path for path in files_among(given, SUFFIX) if is_called(path, SUFFIX)]
