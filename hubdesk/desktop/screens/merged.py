"""What was merged here last, and the page that undoes one of these packages once it has said what goes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtWidgets import QVBoxLayout, QWidget

from hubdesk.base.errors import Refused
from hubdesk.base.progress import Progress
from hubdesk.base.words import tr, tr_many
from hubdesk.desktop.leaving import leave_page
from hubdesk.desktop.theme import scaled
from hubdesk.desktop.widgets import (
    Card,
    EmptyState,
    FlowLayout,
    FoldingLayout,
    Page,
    announce,
    bare_button,
    primary_button,
    quiet_button,
    section,
    small,
    strong,
    words,
)
from hubdesk.desktop.widgets.emptying import emptied
from hubdesk.desktop.workplace import Workplace
from hubdesk.fields.dates import show_date
from hubdesk.sync.merged import MergedPackage
from hubdesk.sync.unmerge_report import UnmergeReport
from hubdesk.sync.unmerging import undone_with, unmerge


class UndoPackagePage(Page):
    """One package, with those that follow on it. It is tried first; nothing is undone before somebody says so.

    ``undone`` is called once it is.
    """

    def __init__(self, workplace: Workplace, package: MergedPackage, undone: Callable[[], object]) -> None:
        super().__init__(tr("Undo {file}", file=package.file), _what(package))
        self._workplace, self._then = workplace, undone
        self._packages: list[MergedPackage] = []
        self.body.addWidget(words(tr("HubDesk is looking at what would go.")))
        store = workplace.store
        workplace.background.read(
            lambda: undone_with(store, package.id), self._look_ahead, failed=self._refused, owner=self
        )

    def _look_ahead(self, packages: list[MergedPackage]) -> None:
        self._packages = packages
        store = self._workplace.store
        self._workplace.background.change(
            tr("See what undoing would change"),
            lambda progress: unmerge(store, packages, progress, dry_run=True),
            self._show,
            self._refused,
            owner=self,
        )

    def _show(self, report: UnmergeReport) -> None:
        emptied(self.body)
        others = self._packages[:-1]
        if others:
            self.body.addWidget(section(tr("These follow on it, so they are undone with it")))
            card = Card()
            for one in others:
                card.add_row(_row(one))
            self.body.addWidget(card)
        self.body.addWidget(section(tr("What would happen")))
        card = Card(padded=True)
        card.inside.setSpacing(scaled(12))
        for sentence in report.sentences(dry_run=True):
            card.inside.addWidget(words(sentence))
        n = len(self._packages)
        undo = primary_button(tr_many("Undo this package", "Undo these {n} packages", n), "undo-2")
        undo.clicked.connect(self._undo)
        leave = quiet_button(tr("Leave it merged"))
        leave.clicked.connect(self._workplace.go_back)
        line = FlowLayout()
        line.addWidget(undo)
        line.addWidget(leave)
        card.inside.addSpacing(scaled(8))
        card.inside.addLayout(line)
        self.body.addWidget(card)
        leave.setFocus()
        for sentence in report.sentences(dry_run=True):
            announce(self, sentence)

    def _undo(self) -> None:
        store, packages = self._workplace.store, self._packages

        def work(progress: Progress) -> UnmergeReport:
            store.back_up("unmerge", progress.share(0, 30))
            return unmerge(store, packages, progress.share(30, 100))

        title = tr_many("Undo {n} package", "Undo {n} packages", len(packages))
        self._workplace.background.change(
            title, work, self._undone, self._refused, owner=self, once=("undo", *(one.id for one in packages))
        )

    def _undone(self, report: UnmergeReport) -> None:
        leave_page(self, self._workplace.go_back)
        self._then()
        self._workplace.say(" ".join(report.sentences()[:2]))

    def _refused(self, refusal: Refused) -> None:
        emptied(self.body)
        card = Card()
        card.inside.addWidget(EmptyState("package", tr("Nothing was undone."), refusal.sentence))
        self.body.addWidget(card)


def merged_card(packages: Sequence[MergedPackage], undo: Callable[[MergedPackage], object]) -> Card:
    """What was merged here, the latest first, each with a button that leads to undoing it."""
    card = Card()
    for one in packages:
        button = None
        if one.ranges:
            button = bare_button(tr("Undo this package…"), "undo-2")
            button.setAccessibleName(tr("Undo {file}…", file=one.file))
            button.clicked.connect(partial(_pressed, undo, one))
        card.add_row(_row(one, button))
    return card


def _row(one: MergedPackage, button: QWidget | None = None) -> QWidget:
    """A package and what came of it; the button beside it, or below where there is no room."""
    told = QWidget()
    said = QVBoxLayout(told)
    said.setContentsMargins(0, 0, 0, 0)
    said.setSpacing(scaled(2))
    said.addWidget(strong(one.file))
    said.addWidget(small(_what(one)))
    row = QWidget()
    line = FoldingLayout(row, least=220, gap=12)
    line.setContentsMargins(scaled(18), scaled(10), scaled(12), scaled(10))
    line.add(told, takes_rest=True)
    if button is not None:
        line.add(button)
    return row


def _what(one: MergedPackage) -> str:
    here = one.at.astimezone()
    when = tr("{day} at {time}", day=show_date(here.date()), time=f"{here:%H:%M}")
    said = {"hub": one.hub or tr("a hub without a name"), "who": one.by}
    if not one.ranges:
        return tr("From {hub}. Merged on {when} by {who}: everything in it was here already.", **said, when=when)
    return tr(
        "From {hub}. Merged on {when} by {who}: {new} new, {changed} changed.",
        **said,
        when=when,
        new=f"{one.new:,}",
        changed=f"{one.changed:,}",
    )


def _pressed(undo: Callable[[MergedPackage], object], one: MergedPackage, _: bool = False) -> None:
    undo(one)
