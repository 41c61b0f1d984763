"""Bring in a spreadsheet: pick it, check the columns, see what would happen, then do it."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtWidgets import QCheckBox, QComboBox, QFileDialog, QGridLayout, QWidget

from hubdesk.base.errors import Refused
from hubdesk.base.progress import Progress
from hubdesk.base.words import tr, tr_many, within
from hubdesk.desktop.theme import Tone, scaled
from hubdesk.desktop.widgets import (
    Card,
    EmptyState,
    Page,
    Pill,
    plain_table,
    primary_button,
    quiet_button,
    section,
    small,
    strong,
    words,
)
from hubdesk.desktop.widgets.emptying import emptied
from hubdesk.desktop.workplace import Workplace
from hubdesk.fields.types import Date, Moment
from hubdesk.records import KINDS, fields_of, kind_named
from hubdesk.spreadsheets.heading import Table, find_table
from hubdesk.spreadsheets.importing import Imported, import_rows, write_left_out
from hubdesk.spreadsheets.mapping import ColumnMap, guess
from hubdesk.spreadsheets.reading import Sheet, read_sheets
from hubdesk.spreadsheets.rehearsal import Rehearsal, RowPlan, rehearse

_Index = QModelIndex | QPersistentModelIndex


class BringInPage(Page):
    """Three steps on one page: the file, its columns, the rehearsal."""

    def __init__(self, workplace: Workplace, path: Path | None = None) -> None:
        super().__init__(
            tr("Bring in a spreadsheet"), tr("First you see what would happen. Nothing changes before you say so.")
        )
        self._workplace = workplace
        self._sheets: list[Sheet] = []
        self._table: Table | None = None
        self._sheet = 0
        self._month_boxes: dict[int, QCheckBox] = {}
        self._map = ColumnMap()
        self._kind = KINDS[0]
        pick = quiet_button(tr("Pick another file"), "file-spreadsheet")
        pick.clicked.connect(self._pick)
        self.buttons.addWidget(pick)
        if path is not None:
            self._open(path)
        else:
            self._ask_file()

    def _ask_file(self) -> None:
        emptied(self.body)
        button = primary_button(tr("Pick a file"), "file-spreadsheet")
        button.clicked.connect(self._pick)
        card = Card()
        hint = tr("CSV or XLSX, as it is: title rows, merged cells and all kinds of dates are fine.")
        card.inside.addWidget(
            EmptyState("file-spreadsheet", tr("Which spreadsheet do you want to bring in?"), hint, button)
        )
        self.body.addWidget(card)
        self.setFocusProxy(button)

    def _pick(self) -> None:
        chosen, _ = QFileDialog.getOpenFileName(
            self, tr("Pick a spreadsheet"), "", tr("Spreadsheets (*.xlsx *.csv *.txt *.tsv)")
        )
        if chosen:
            self._open(Path(chosen))

    def _open(self, path: Path) -> None:
        self._workplace.background.change(
            tr("Read the spreadsheet"), partial(read_sheets, path), self._show_sheets, self._refused, owner=self
        )

    def _refused(self, refusal: Refused) -> None:
        self._workplace.say(refusal.sentence)

    def _show_sheets(self, sheets: list[Sheet]) -> None:
        self._sheets = sheets
        self._use_sheet(0)

    def _use_sheet(self, at: int) -> None:
        try:
            self._table = find_table(self._sheets[at])
        except Refused as refusal:
            self._refused(refusal)
            return
        self._map = guess(self._kind, self._table)
        self._show_columns(at)

    def _use_kind(self, at: int, sheet: int) -> None:
        self._kind = KINDS[at]
        self._use_sheet(sheet)

    def _show_columns(self, sheet: int) -> None:
        table = self._table
        if table is None:
            return
        self._sheet = sheet
        emptied(self.body)
        card = Card(padded=True)
        grid = QGridLayout()
        grid.setHorizontalSpacing(scaled(16))
        grid.setVerticalSpacing(scaled(8))
        kinds = QComboBox()
        kinds.setAccessibleName(tr("What each row is"))
        for kind in KINDS:
            kinds.addItem(str(kind.kind.one))
        kinds.setCurrentIndex(KINDS.index(self._kind))
        kinds.activated.connect(lambda at: self._use_kind(at, sheet))
        grid.addWidget(strong(tr("Each row is a")), 0, 0)
        grid.addWidget(kinds, 0, 1)
        if len(self._sheets) > 1:
            sheets = QComboBox()
            sheets.setAccessibleName(tr("Sheet"))
            sheets.addItems([one.name for one in self._sheets])
            sheets.setCurrentIndex(sheet)
            sheets.activated.connect(self._use_sheet)
            grid.addWidget(sheets, 0, 2)
        for column, heading in enumerate(table.headings):
            said = heading or tr("Column {n}", n=column + 1)
            grid.addWidget(words(said), column + 1, 0)
            grid.addWidget(self._field_box(column, said), column + 1, 1)
            sample = " · ".join(table.column(column)[:3])
            grid.addWidget(small(sample[:90], "quiet"), column + 1, 2)
            grid.addWidget(self._month_box(column, said), column + 1, 3)
        grid.setColumnStretch(2, 1)
        card.inside.addLayout(grid)
        self.body.addWidget(section(tr("Which column is what?")))
        self.body.addWidget(card)
        if table.skipped:
            passed = tr_many(
                "{n} row is passed over: titles, totals and notes.",
                "{n} rows are passed over: titles, totals and notes.",
                len(table.skipped),
            )
            self.body.addWidget(small(passed, "quiet"))
        go_on = primary_button(tr("See what would happen"), "eye")
        go_on.clicked.connect(self._rehearse)
        self.body.addWidget(go_on, alignment=Qt.AlignmentFlag.AlignLeading)
        self.setFocusProxy(go_on)
        go_on.setFocus()

    def _field_box(self, column: int, heading: str) -> QComboBox:
        box = QComboBox()
        box.setAccessibleName(tr("{heading} is", heading=heading))
        box.addItem(tr("Leave out"), None)
        for one in fields_of(self._kind):
            box.addItem(str(one.label), one.name)
        box.setCurrentIndex(max(0, box.findData(self._map.field_of(column))))
        box.activated.connect(lambda _: self._put(column, box.currentData()))
        return box

    def _month_box(self, column: int, heading: str) -> QCheckBox:
        """Where a person says that a column of dates is written the American way."""
        box = QCheckBox(tr("Month first"))
        box.setAccessibleName(tr("{heading} has the month first", heading=heading))
        box.setChecked(column in self._map.month_first)
        box.toggled.connect(partial(self._read_month_first, column))
        self._month_boxes[column] = box
        box.setHidden(not self._holds_dates(column))
        return box

    def _holds_dates(self, column: int) -> bool:
        name = self._map.field_of(column)
        return any(one.name == name and isinstance(one.type, Date | Moment) for one in fields_of(self._kind))

    def _put(self, column: int, field: str | None) -> None:
        self._map = self._map.put(column, field)
        self._month_boxes[column].setVisible(self._holds_dates(column))

    def _read_month_first(self, column: int, month_first: bool) -> None:
        self._map = self._map.read_month_first(column, month_first)

    def _rehearse(self) -> None:
        store, kind, table, columns = self._workplace.store, self._kind, self._table, self._map
        if table is None:
            return

        def work(progress: Progress) -> Rehearsal:
            return rehearse(store, kind, table, columns, progress)

        self._workplace.background.change(tr("Rehearse"), work, self._show_rehearsal, self._refused, owner=self)

    def _show_rehearsal(self, rehearsal: Rehearsal) -> None:
        emptied(self.body)
        counts = QWidget()
        line = QGridLayout(counts)
        line.setContentsMargins(0, 0, 0, 0)
        for at, (n, said, tone) in enumerate(_counts(rehearsal)):
            line.addWidget(Pill(said, tone if n else "quiet"), 0, at)
        line.setColumnStretch(9, 1)
        back = quiet_button(tr("Back to the columns"), "arrow-left")
        back.clicked.connect(lambda: self._show_columns(self._sheet))
        self.body.addWidget(back, alignment=Qt.AlignmentFlag.AlignLeading)
        self.body.addWidget(section(tr("What would happen")))
        self.body.addWidget(counts)
        for warning in rehearsal.warnings:
            self.body.addWidget(words(warning, "due"))
        view = plain_table(tr("Rows"))
        view.setModel(_RowsModel(rehearsal.rows, view))
        view.setColumnWidth(0, scaled(320))
        view.setColumnWidth(1, scaled(70))
        view.setColumnWidth(2, scaled(170))
        view.setMinimumHeight(scaled(360))
        card = Card()
        card.inside.addWidget(view)
        self.body.addWidget(card)
        also = QCheckBox(tr("Add those who may be known as new people too"))
        also.setVisible(rehearsal.count("possible") > 0)
        self.body.addWidget(also)
        coming = rehearsal.count("new") + rehearsal.count("changed")
        do_it = primary_button(tr_many("Bring in {n} row", "Bring in {n} rows", coming), "check")
        do_it.setEnabled(coming > 0 or rehearsal.count("possible") > 0)
        do_it.clicked.connect(lambda: self._bring_in(rehearsal, add_possible=also.isChecked()))
        self.body.addWidget(do_it, alignment=Qt.AlignmentFlag.AlignLeading)
        do_it.setFocus()

    def _bring_in(self, rehearsal: Rehearsal, *, add_possible: bool) -> None:
        store = self._workplace.store
        possible = [row.number for row in rehearsal.rows if row.outcome == "possible"] if add_possible else []

        def work(progress: Progress) -> Imported:
            return import_rows(store, rehearsal, as_new=possible, progress=progress)

        self._workplace.background.change(
            tr("Bring in a spreadsheet"), work, partial(self._done, rehearsal), self._refused, owner=self
        )

    def _done(self, rehearsal: Rehearsal, imported: Imported) -> None:
        kind = within(kind_named(rehearsal.kind).kind.many)
        said = tr(
            "{added} of {kind} added, {changed} changed.", added=imported.added, kind=kind, changed=imported.changed
        )
        self._workplace.say(said, undo=True)
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


def _counts(rehearsal: Rehearsal) -> list[tuple[int, str, Tone]]:
    new, changed, same, possible, refused = (
        rehearsal.count(outcome) for outcome in ("new", "changed", "same", "possible", "refused")
    )
    return [
        (new, tr_many("{n} new", "{n} new", new), "done"),
        (changed, tr_many("{n} changed", "{n} changed", changed), "primary"),
        (same, tr_many("{n} the same", "{n} the same", same), "quiet"),
        (possible, tr_many("{n} may be known", "{n} may be known", possible), "due"),
        (refused, tr_many("{n} cannot come in", "{n} cannot come in", refused), "overdue"),
    ]


class _RowsModel(QAbstractTableModel):
    """The rows of a rehearsal as ready text."""

    def __init__(self, rows: tuple[RowPlan, ...], parent: QWidget) -> None:
        super().__init__(parent)
        said = {
            "new": tr("new"),
            "changed": tr("changes what is there"),
            "same": tr("the same"),
            "possible": tr("may be known"),
            "refused": tr("cannot come in"),
        }
        self._rows = [(row.title, str(row.number), said[row.outcome], " ".join(row.why)) for row in rows]

    def rowCount(self, parent: _Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._rows)

    def columnCount(self, parent: _Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else 4

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return self._rows[index.row()][index.column()]
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return (tr("Name"), tr("Row"), tr("What happens"), tr("Why"))[section]
        return None
