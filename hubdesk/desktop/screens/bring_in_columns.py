"""The second step of bringing in a spreadsheet: which sheet, what each row is, and which column is what."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QCheckBox, QComboBox, QWidget

from hubdesk.base.words import tr
from hubdesk.desktop.widgets import (
    Card,
    FoldingLayout,
    small,
    strong,
    words,
)
from hubdesk.desktop.widgets.combo_name import call
from hubdesk.fields.types import Date, Moment
from hubdesk.records import KINDS, Record, fields_of
from hubdesk.spreadsheets.heading import Table
from hubdesk.spreadsheets.mapping import ColumnMap

_SHOWN = 90
"""Characters of a column's first cells."""


class ColumnsCard(Card):
    """Pickers of the kind and the sheet, and below them a line for each column; ``columns`` is the map as chosen.

    Signals: ``kind_chosen`` with its place in KINDS, ``sheet_chosen`` with the sheet's place.
    """

    kind_chosen = Signal(int)
    sheet_chosen = Signal(int)

    def __init__(self, kind: type[Record], sheets: Sequence[str], sheet: int) -> None:
        super().__init__(padded=True)
        self._kind = kind
        self.columns = ColumnMap()
        self._month_boxes: dict[int, QCheckBox] = {}
        if len(sheets) > 1:
            said = tr("Which of {n} sheets", n=len(sheets))
            self._picker(said, tr("Sheet"), sheets, sheet).activated.connect(self.sheet_chosen)
        kinds = [str(one.kind.one) for one in KINDS]
        said = tr("Each row is a")
        self._picker(said, tr("What each row is"), kinds, KINDS.index(kind)).activated.connect(self.kind_chosen)

    def show_columns(self, table: Table, columns: ColumnMap) -> None:
        """A line for each column, with its first cells and the field it is taken for."""
        self.columns = columns
        for column, heading in enumerate(table.headings):
            said = heading or tr("Column {n}", n=column + 1)
            sample = " · ".join(table.column(column)[:3])
            self._line(
                words(said),
                self._field_box(column, said, sample[:_SHOWN]),
                small(sample[:_SHOWN], "quiet"),
                self._month_box(column, said),
            )

    def _picker(self, said: str, name: str, choices: Sequence[str], chosen: int) -> QComboBox:
        box = _Picker()
        call(box, name)
        box.addItems(list(choices))
        box.setCurrentIndex(chosen)
        self._line(strong(said), box)
        return box

    def _line(self, *widgets: QWidget) -> None:
        """Widgets under those of the line before, or below each other where the window is narrow."""
        line = FoldingLayout(least=120)
        for widget, width in zip(widgets, (180, 260, 0, 160), strict=False):
            line.add(widget, width=width, takes_rest=not width)
        self.inside.addLayout(line)

    def _field_box(self, column: int, heading: str, sample: str) -> QComboBox:
        box = _Picker()
        call(box, tr("{heading} is", heading=heading))
        box.setAccessibleDescription(sample)
        box.addItem(tr("Leave out"), None)
        for one in fields_of(self._kind):
            box.addItem(str(one.label), one.name)
        box.setCurrentIndex(max(0, box.findData(self.columns.field_of(column))))
        box.activated.connect(lambda _: self._put(column, box.currentData()))
        return box

    def _month_box(self, column: int, heading: str) -> QCheckBox:
        """Where a person says that a column of dates is written the American way."""
        box = QCheckBox(tr("Month first"))
        box.setAccessibleName(tr("{heading} has the month first", heading=heading))
        box.setChecked(column in self.columns.month_first)
        box.toggled.connect(partial(self._read_month_first, column))
        self._month_boxes[column] = box
        # Shown before it stands in the card, it would be a window of its own and take the keyboard.
        if not self._holds_dates(column):
            box.hide()
        return box

    def _holds_dates(self, column: int) -> bool:
        name = self.columns.field_of(column)
        return any(one.name == name and isinstance(one.type, Date | Moment) for one in fields_of(self._kind))

    def _put(self, column: int, field: str | None) -> None:
        self.columns = self.columns.put(column, field)
        self._month_boxes[column].setVisible(self._holds_dates(column))

    def _read_month_first(self, column: int, month_first: bool) -> None:
        self.columns = self.columns.read_month_first(column, month_first)


class _Picker(QComboBox):
    """A list that opens. The wheel is left to the page, or scrolling past would change what a column is."""

    def __init__(self) -> None:
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()
