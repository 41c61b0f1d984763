"""The third step of bringing in a spreadsheet: what would become of each row, those that need a look first."""

from __future__ import annotations

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from hubdesk.base.words import tr, tr_many
from hubdesk.desktop.theme import Tone, scaled
from hubdesk.desktop.widgets import Card, Pill, plain_table, words
from hubdesk.spreadsheets.rehearsal import Rehearsal, RowPlan

_Index = QModelIndex | QPersistentModelIndex
_LOOKED_AT_FIRST = ("refused", "possible", "changed", "new", "same")


class CountsLine(QWidget):
    """How many rows are new, changed, the same, possibly known and refused."""

    def __init__(self, rehearsal: Rehearsal) -> None:
        super().__init__()
        line = QGridLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        counts = _counts(rehearsal)
        for at, (n, said, tone) in enumerate(counts):
            line.addWidget(Pill(said, tone if n else "quiet"), 0, at)
        line.setColumnStretch(len(counts), 1)


class RowsCard(Card):
    """The rows as a table, and below it all that is to say about the row that is chosen."""

    def __init__(self, rehearsal: Rehearsal) -> None:
        super().__init__()
        view = plain_table(tr("Rows"))
        model = _RowsModel(rehearsal.rows, view)
        view.setModel(model)
        view.setColumnWidth(0, scaled(230))
        view.setColumnWidth(1, scaled(70))
        view.setColumnWidth(2, scaled(170))
        view.setMinimumHeight(scaled(320))
        self._said = words("")
        self._said.setContentsMargins(scaled(12), scaled(4), scaled(12), scaled(8))
        self._said.setHidden(True)
        self.inside.addWidget(view)
        self.inside.addWidget(self._said)
        view.selectionModel().currentRowChanged.connect(lambda now: self._say(model.why(now.row())))

    def _say(self, why: str) -> None:
        self._said.setText(why)
        self._said.setVisible(bool(why))


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
        ordered = sorted(rows, key=lambda row: _LOOKED_AT_FIRST.index(row.outcome))
        self._rows = [(row.title, str(row.number), said[row.outcome], " ".join(row.why)) for row in ordered]

    def why(self, row: int) -> str:
        """All that is to say about a row; empty when there is nothing."""
        return self._rows[row][3] if row >= 0 else ""

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
