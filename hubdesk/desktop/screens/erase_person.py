"""Erase a person: what goes, what stays and why, which files are removed by hand; then their name, typed once more."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from uuid import UUID

from PySide6.QtWidgets import QLineEdit

from hubdesk.base.errors import Refused
from hubdesk.base.progress import Progress
from hubdesk.base.words import tr, tr_many
from hubdesk.desktop.backup_words import still_held
from hubdesk.desktop.theme import scaled
from hubdesk.desktop.widgets import (
    CALM,
    Card,
    Choice,
    ChoiceList,
    EmptyState,
    FactRow,
    FieldRow,
    Page,
    primary_button,
    section,
    words,
)
from hubdesk.desktop.widgets.emptying import emptied
from hubdesk.desktop.workplace import Workplace
from hubdesk.fields.dates import show_date
from hubdesk.operations.erase_person import ErasurePlan, Part, erase_person, plan_erasure


class ErasePersonPage(Page):
    """One person. Nothing is done before the name is typed; afterwards the page is left."""

    def __init__(self, workplace: Workplace, person: UUID) -> None:
        super().__init__(tr("Erase a person"))
        self._workplace, self._person = workplace, person
        self._beside = self.add_side()
        self._typed = QLineEdit()
        self._files: ChoiceList | None = None
        self._name = FieldRow(tr("Type the name once more"), self._typed, tr("As it stands above, to be sure."))
        self._erase = primary_button(tr("Erase for good"), "trash-2")
        self._erase.clicked.connect(self._do)
        self._typed.returnPressed.connect(self._do)
        # What goes is read first, so the keyboard waits below it; whoever types sees what they type.
        self._typed.textEdited.connect(lambda: self._scrolling.ensureWidgetVisible(self._erase, 0, scaled(24)))
        store, today = workplace.store, date.today()
        workplace.background.read(lambda: plan_erasure(store, person, today), self._show, self._gone, owner=self)

    def _show(self, plan: ErasurePlan) -> None:
        self.show_title(
            tr("Erase {name}", name=plan.name),
            tr("This cannot be undone, and older packages and backups do not bring it back."),
        )
        emptied(self.body)
        for title, parts in ((tr("This goes"), plan.goes), (tr("This stays, without a name"), plan.stays)):
            if parts:
                self.body.addWidget(section(title))
                self.body.addWidget(_parts(parts))
        self.body.addWidget(section(tr("Are you sure?")))
        card = Card(padded=True)
        card.setMaximumWidth(scaled(CALM))
        card.inside.setSpacing(scaled(16))
        card.inside.addWidget(words(_names_go()))
        card.inside.addWidget(self._name)
        card.inside.addWidget(self._erase)
        self.body.addWidget(card)
        self._show_files(plan)
        self._typed.setFocus()

    def _show_files(self, plan: ErasurePlan) -> None:
        emptied(self._beside)
        if plan.here:
            self._beside.addWidget(section(tr("Files to remove with it")))
            listed = [Choice(str(path), path.name, tr("In {place}", place=path.parent)) for path in plan.here]
            self._files = ChoiceList(tr("Files to remove with it"), listed, several=True)
            self._files.choose(*map(str, plan.here))
            self._beside.addWidget(self._files)
        self._beside.addWidget(section(tr("Remove by hand")))
        card = Card()
        for one in plan.files:
            said = tr("{day}, in {place}", day=show_date(one.at.date()), place=one.place)
            card.add_row(FactRow("file-text", one.name, said, "due"))
        if not plan.files:
            said = tr("No other list or package with them has left the hub.")
            card.add_row(FactRow("circle-check", tr("No other files"), said, "done"))
        self._beside.addWidget(card)
        self._beside.addWidget(section(tr("Backups")))
        card = Card()
        of_server = tr("The server’s own backups hold them until they run out. Ask who keeps the server.")
        said = still_held(plan.backups_until) if self._workplace.store.held else of_server
        card.add_row(FactRow("history", tr("Older backups"), said))
        self._beside.addWidget(card)
        self._beside.addStretch(1)

    def _gone(self, refusal: Refused) -> None:
        self.body.addWidget(EmptyState("user-x", tr("This person is not there any more."), refusal.sentence))

    def _do(self) -> None:
        self._name.show_error("")
        store, person, typed, today = self._workplace.store, self._person, self._typed.text(), date.today()

        files = [Path(value) for value in self._files.values()] if self._files else []

        def work(progress: Progress) -> tuple[Path, ...]:
            return erase_person(store, person, typed, today, files, progress)

        self._erase.setEnabled(False)
        self._workplace.background.change(tr("Erase a person"), work, self._done, self._refused, owner=self)

    def _refused(self, refusal: Refused) -> None:
        self._erase.setEnabled(True)
        self._name.show_error(refusal.sentence)
        self._typed.setFocus()

    def _done(self, left: tuple[Path, ...]) -> None:
        self._workplace.open_place("people")
        if left:
            names = ", ".join(path.name for path in left)
            self._workplace.warn(
                tr(
                    "Erased, but these files could not be removed. Close and remove them yourself: {names}.",
                    names=names,
                )
            )
            return
        self._workplace.say(tr("Erased. Nothing that names them is left in this file."))


def _names_go() -> str:
    return tr(
        "Name, contact details, notes, consents and what was ever changed in them go, from the records, the history, the "
        "search and unfinished drafts. The lead erases them too when it takes in your next package."
    )


def _parts(parts: tuple[Part, ...]) -> Card:
    card = Card()
    for part in parts:
        count = tr_many("{n} record", "{n} records", part.count)
        card.add_row(FactRow(part.icon, tr("{kind}: {count}", kind=part.title, count=count), part.why))
    return card
