"""Bring in a spreadsheet: pick it, check the columns, see what would happen, then do it."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QFileDialog

from hubdesk.base.errors import Refused
from hubdesk.base.progress import Progress
from hubdesk.base.words import tr, tr_many
from hubdesk.desktop.screens.bring_in_columns import ColumnsCard
from hubdesk.desktop.screens.bring_in_rows import CountsLine, RowsCard
from hubdesk.desktop.widgets import (
    Card,
    EmptyState,
    Page,
    announce,
    primary_button,
    quiet_button,
    section,
    small,
    words,
)
from hubdesk.desktop.widgets.emptying import emptied
from hubdesk.desktop.workplace import Workplace
from hubdesk.records import KINDS, kind_named
from hubdesk.spreadsheets.heading import Table, find_table
from hubdesk.spreadsheets.importing import Imported, import_rows, write_left_out
from hubdesk.spreadsheets.mapping import ColumnMap, guess, likeliest_sheet
from hubdesk.spreadsheets.reading import Sheet, read_sheets
from hubdesk.spreadsheets.rehearsal import Rehearsal, RowPlan, rehearse

_PASSED_OVER = 12
"""Rows without a record that are named one by one."""


class BringInPage(Page):
    """Three steps on one page: the file, its columns, the rehearsal."""

    def __init__(self, workplace: Workplace, path: Path | None = None) -> None:
        super().__init__(
            tr("Bring in a spreadsheet"), tr("First you see what would happen. Nothing changes before you say so.")
        )
        self._workplace = workplace
        self._sheets: list[Sheet] = []
        self._sheet = 0
        self._kind = KINDS[0]
        self._brought_in: str | None = None
        self._another = quiet_button(tr("Pick another file"), "file-spreadsheet")
        self._another.clicked.connect(self._pick)
        self.buttons.addWidget(self._another)
        workplace.changes.happened.connect(self._look_again)
        if path is not None:
            self._open(path)
        else:
            self._ask_file()

    def unsaved(self) -> bool:
        """Whether a sheet's columns would have to be gone through again."""
        return bool(self._sheets) and self._brought_in is None

    def _ask_file(self, wrong: str = "") -> None:
        """``wrong`` says why another one is asked for."""
        emptied(self.body)
        self._another.hide()
        button = primary_button(tr("Pick a file"), "file-spreadsheet")
        button.clicked.connect(self._pick)
        card = Card()
        hint = tr("CSV or XLSX, as it is: title rows, merged cells and all kinds of dates are fine.")
        card.inside.addWidget(
            EmptyState("file-spreadsheet", tr("Which spreadsheet do you want to bring in?"), hint, button)
        )
        self.body.addWidget(card)
        if wrong:
            self.body.addWidget(words(wrong, "due"))
        self.setFocusProxy(button)

    def _pick(self) -> None:
        chosen, _ = QFileDialog.getOpenFileName(
            self, tr("Pick a spreadsheet"), "", tr("Spreadsheets (*.xlsx *.csv *.txt *.tsv)")
        )
        if chosen:
            self._open(Path(chosen))

    def _open(self, path: Path) -> None:
        kind = self._kind

        def work(progress: Progress) -> tuple[list[Sheet], int]:
            sheets = read_sheets(path, progress)
            return sheets, likeliest_sheet(kind, sheets)

        self._workplace.background.change(
            tr("Read the spreadsheet"), work, self._show_sheets, self._not_read, owner=self
        )

    def _not_read(self, refusal: Refused) -> None:
        """Said here and not in the window's banner, where it would stand above the next file."""
        self._sheets, self._brought_in = [], None
        self._ask_file(refusal.sentence)
        self.setFocus()
        announce(self, refusal.sentence)

    def _show_sheets(self, read: tuple[list[Sheet], int]) -> None:
        self._brought_in = None
        self._another.show()
        self._sheets, self._sheet = read
        self._use_sheet(self._sheet)

    def _use_sheet(self, at: int) -> None:
        self._sheet = at
        try:
            table = find_table(self._sheets[at])
        except Refused as refusal:
            # The pickers stay, for another sheet may hold the list.
            self._show_pickers()
            self.body.addWidget(words(refusal.sentence, "due"))
            return
        self._show_columns(table, guess(self._kind, table))

    def _use_kind(self, at: int) -> None:
        self._kind = KINDS[at]
        self._use_sheet(self._sheet)

    def _show_pickers(self) -> ColumnsCard:
        emptied(self.body)
        card = ColumnsCard(self._kind, [one.name for one in self._sheets], self._sheet)
        card.kind_chosen.connect(self._use_kind)
        card.sheet_chosen.connect(self._use_sheet)
        self.body.addWidget(section(tr("Which column is what?")))
        self.body.addWidget(card)
        return card

    def _show_columns(self, table: Table, columns: ColumnMap) -> None:
        card = self._show_pickers()
        card.show_columns(table, columns)
        if table.skipped:
            passed = tr_many(
                "{n} row is passed over: titles, totals and notes.",
                "{n} rows are passed over: titles, totals and notes.",
                len(table.skipped),
            )
            named = [one.sentence for one in table.skipped[:_PASSED_OVER]]
            rest = len(table.skipped) - len(named)
            more = [tr_many("and {n} more", "and {n} more", rest)] if rest else []
            self.body.addWidget(small("\n".join((passed, *named, *more)), "quiet"))
        go_on = primary_button(tr("See what would happen"), "eye")
        go_on.clicked.connect(lambda: self._rehearse(table, card.columns))
        self.body.addWidget(go_on, alignment=Qt.AlignmentFlag.AlignLeading)
        self.setFocusProxy(go_on)
        go_on.setFocus()
        announce(self, tr("Which column is what?"))

    def _rehearse(self, table: Table, columns: ColumnMap) -> None:
        store, kind = self._workplace.store, self._kind

        def work(progress: Progress) -> Rehearsal:
            return rehearse(store, kind, table, columns, progress)

        self._workplace.background.change(
            tr("Try out the rows"),
            work,
            partial(self._show_rehearsal, table, columns),
            owner=self,
            once=("rehearse", id(self)),
        )

    def _show_rehearsal(self, table: Table, columns: ColumnMap, rehearsal: Rehearsal) -> None:
        emptied(self.body)
        back = quiet_button(tr("Back to the columns"), "arrow-left")
        back.clicked.connect(lambda: self._show_columns(table, columns))
        self.body.addWidget(back, alignment=Qt.AlignmentFlag.AlignLeading)
        self.body.addWidget(section(tr("What would happen")))
        counted = CountsLine(rehearsal)
        self.body.addWidget(counted)
        for warning in rehearsal.warnings:
            self.body.addWidget(words(warning, "due"))
        rows = RowsCard(rehearsal)
        self.body.addWidget(rows)
        possible = [row.number for row in rehearsal.rows if row.outcome == "possible"]
        also = QCheckBox(tr("Add all others that may be known as new ones too"))
        self.body.addWidget(also)
        # Not before it stands there: it would be a window of its own and take the keyboard.
        also.setVisible(bool(possible))
        coming = rehearsal.count("new") + rehearsal.count("changed")
        do_it = primary_button("", "check")

        def as_said(decision: str) -> list[int]:
            undecided = "new" if also.isChecked() else ""
            return [number for number in possible if rows.decisions.get(number, undecided) == decision]

        def count() -> None:
            n = coming + len(as_said("new")) + len(as_said("same"))
            do_it.setText(tr_many("Bring in {n} row", "Bring in {n} rows", n))
            do_it.setEnabled(n > 0)

        count()
        also.toggled.connect(count)
        rows.decided.connect(count)
        do_it.clicked.connect(lambda: self._bring_in(rehearsal, as_said("new"), as_said("same")))
        self.body.addWidget(do_it, alignment=Qt.AlignmentFlag.AlignLeading)
        self.setFocusProxy(do_it if coming else back)
        self.setFocus()
        for said in (tr("What would happen"), counted.said, *rehearsal.warnings):
            announce(self, said)

    def _bring_in(self, rehearsal: Rehearsal, as_new: list[int], as_same: list[int]) -> None:
        store = self._workplace.store

        def work(progress: Progress) -> Imported:
            store.back_up("import", progress)
            return import_rows(store, rehearsal, as_new=as_new, as_same=as_same, progress=progress)

        self._workplace.background.change(
            tr("Bring in a spreadsheet"),
            work,
            partial(self._done, rehearsal),
            owner=self,
            once=("bring in", id(self)),
        )

    def _done(self, rehearsal: Rehearsal, imported: Imported) -> None:
        kind = str(kind_named(rehearsal.kind).kind.many)
        said = tr(
            "{kind}: {added} added, {changed} changed.", kind=kind, added=imported.added, changed=imported.changed
        )
        self._workplace.say(said, undo=True)
        self._brought_in = self._workplace.store.undo_title()
        emptied(self.body)
        card = Card()
        button = None
        hint = tr("Every row came in, or was here already.")
        if imported.left_out:
            hint = tr_many("{n} row was left out.", "{n} rows were left out.", len(imported.left_out))
            button = quiet_button(tr("Save what was left out"), "download")
            button.clicked.connect(lambda: self._save_left_out(rehearsal, imported.left_out))
        card.inside.addWidget(EmptyState("circle-check", said, hint, button))
        self.body.addWidget(card)
        self.setFocusProxy(button or self._another)
        self.setFocus()

    def _look_again(self) -> None:
        """Once it is undone, the page no longer says that the rows came in."""
        if self._brought_in is not None and self._workplace.store.undo_title() != self._brought_in:
            self._brought_in = None
            self._sheets = []
            self._ask_file()

    def _save_left_out(self, rehearsal: Rehearsal, rows: tuple[RowPlan, ...]) -> None:
        chosen, _ = QFileDialog.getSaveFileName(
            self, tr("Save what was left out"), "left-out.csv", tr("CSV files (*.csv)")
        )
        if chosen:
            self._workplace.background.change(
                tr("Save what was left out"),
                lambda progress: write_left_out(Path(chosen), rehearsal, rows),
                lambda _: self._workplace.say(tr("Saved. Mend the rows there and bring that file in.")),
                owner=self,
            )
