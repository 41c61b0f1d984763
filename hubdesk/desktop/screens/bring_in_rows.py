"""The third step of bringing in a spreadsheet: what would become of each row, those that need a look first."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from hubdesk.base.words import tr, tr_many
from hubdesk.desktop.list_columns import ColumnWidths
from hubdesk.desktop.looks import Tone
from hubdesk.desktop.theme import scaled
from hubdesk.desktop.widgets import Card, Choice, ChoiceChips, Pill, words
from hubdesk.desktop.widgets.table import plain_table
from hubdesk.spreadsheets.rehearsal import Rehearsal, RowPlan

_Index = QModelIndex | QPersistentModelIndex
_LOOKED_AT_FIRST = ("refused", "possible", "changed", "new", "same")


class CountsLine(QWidget):
    """How many rows are new, changed, the same, possibly known and refused; ``said`` is that in words."""

    def __init__(self, rehearsal: Rehearsal) -> None:
        super().__init__()
        line = QGridLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        counts = _counts(rehearsal)
        for at, (n, said, tone) in enumerate(counts):
            line.addWidget(Pill(said, tone if n else "quiet"), 0, at)
        line.setColumnStretch(len(counts), 1)
        self.said = ", ".join(said for n, said, _ in counts if n)


class RowsCard(Card):
    """The rows as a table, and below it all that is to say about the row that is chosen.

    For a row that may be known the person says what it is: ``decisions`` are by row number, "same" or "new", and
    ``decided`` is sent with each.
    """

    decided = Signal()

    def __init__(self, rehearsal: Rehearsal) -> None:
        super().__init__()
        self.decisions: dict[int, str] = {}
        view = plain_table(tr("Rows"))
        view.setProperty("role", "in_card")
        self._model = _RowsModel(rehearsal.rows, self.decisions, view)
        view.setModel(self._model)
        ColumnWidths(view).fit(whole=False)
        view.setMinimumHeight(scaled(200))
        self._said = words("")
        self._said.setContentsMargins(scaled(12), scaled(4), scaled(12), scaled(8))
        self._said.setHidden(True)
        self._asked = ChoiceChips(
            tr("What is this row?"),
            [
                Choice("", tr("Leave it out")),
                Choice("same", tr("The one that is known: change it")),
                Choice("new", tr("A new one: add it")),
            ],
        )
        self._asked.setContentsMargins(scaled(12), 0, scaled(12), scaled(12))
        self._asked.setHidden(True)
        self._asked.chosen.connect(self._decide)
        for part in (view, self._said, self._asked):
            self.inside.addWidget(part)
        self._chosen = view.selectionModel()
        self._chosen.currentRowChanged.connect(lambda now: self._show(now.row()))

    def _show(self, at: int) -> None:
        row = self._model.plan(at)
        why = " ".join(row.why) if row else ""
        self._said.setText(why)
        self._said.setVisible(bool(why))
        possible = row is not None and row.outcome == "possible"
        self._asked.setVisible(possible)
        if row is not None and possible:
            self._asked.choose(self.decisions.get(row.number, ""))

    def _decide(self) -> None:
        at = self._chosen.currentIndex().row()
        row = self._model.plan(at)
        if row is None:
            return
        decision = self._asked.value()
        if decision:
            self.decisions[row.number] = decision
        else:
            self.decisions.pop(row.number, None)
        self._model.decided(at)
        self.decided.emit()


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
    """The rows of a rehearsal, those that need a look first; ``decisions`` say what becomes of those that may be known."""

    def __init__(self, rows: tuple[RowPlan, ...], decisions: Mapping[int, str], parent: QWidget) -> None:
        super().__init__(parent)
        self._rows = sorted(rows, key=lambda row: _LOOKED_AT_FIRST.index(row.outcome))
        self._decisions = decisions

    def plan(self, at: int) -> RowPlan | None:
        return self._rows[at] if 0 <= at < len(self._rows) else None

    def decided(self, at: int) -> None:
        """A person has said what the row is."""
        self.dataChanged.emit(self.index(at, 2), self.index(at, 2))

    def _becomes(self, row: RowPlan) -> str:
        outcome = {"same": "changed", "new": "new"}.get(self._decisions.get(row.number, ""), row.outcome)
        said = {
            "new": tr("new"),
            "changed": tr("changes what is there"),
            "same": tr("the same"),
            "possible": tr("may be known"),
            "refused": tr("cannot come in"),
        }
        return said[outcome]

    def rowCount(self, parent: _Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._rows)

    def columnCount(self, parent: _Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else 4

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            row = self._rows[index.row()]
            return (row.title, str(row.number), self._becomes(row), " ".join(row.why))[index.column()]
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return (tr("Name"), tr("Row"), tr("What happens"), tr("Why"))[section]
        return None
