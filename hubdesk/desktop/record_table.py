"""The model of a list: ready texts by row, asked for page by page as the person scrolls."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from hubdesk.base.words import apart

PAGE = 200
"""How many rows are asked for at a time."""

_Index = QModelIndex | QPersistentModelIndex
Row = tuple[UUID, tuple[str, ...]]


@dataclass(frozen=True)
class Column:
    """One column: the field it shows, its heading, whether it holds figures, which stand at the far side, and whether
    the list can be sorted by it.
    """

    field: str
    title: str
    figures: bool = False
    sorts: bool = True


@dataclass(frozen=True)
class Rows:
    """A page of rows from ``offset`` on, of ``total`` that fit."""

    offset: int
    total: int
    rows: tuple[Row, ...]


Ask = Callable[[int, int], Rows]
Read = Callable[..., Future[None]]


class RecordTable(QAbstractTableModel):
    """Rows of ready texts. ``ask(offset, limit)`` gives a page and is run beside the window by ``read``.

    ``shown`` is sent when the first page has come, ``total`` then says how many rows there are in all.
    """

    shown = Signal()

    def __init__(self, columns: tuple[Column, ...], read: Read, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.columns = columns
        self.total = 0
        self._read = read
        self._ask: Ask | None = None
        self._rows: list[Row] = []
        self._question = 0
        self._waits = False

    def show_rows(self, ask: Ask) -> None:
        """Ask anew, as after another filter: as many rows as are loaded now, at least a page."""
        self._ask = ask
        self._question += 1
        self._begin(0, max(PAGE, -(-len(self._rows) // PAGE) * PAGE))

    def start_over(self, ask: Ask) -> None:
        """Ask for the first page of something else; the rows there are stay until it comes."""
        self._ask = ask
        self._question += 1
        self._begin(0, PAGE)

    def id_at(self, row: int) -> UUID:
        return self._rows[row][0]

    def row_of(self, id: UUID) -> int | None:
        """The row of this record among those loaded."""
        return next((row for row, (held, _) in enumerate(self._rows) if held == id), None)

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(self.columns)

    def canFetchMore(self, parent: _Index) -> bool:
        return not parent.isValid() and not self._waits and self._ask is not None and len(self._rows) < self.total

    def fetchMore(self, parent: _Index) -> None:
        if self.canFetchMore(parent):
            self._begin(len(self._rows), PAGE)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or index.row() >= len(self._rows):
            return None
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return apart(self._rows[index.row()][1][index.column()])
        if role == Qt.ItemDataRole.AccessibleTextRole:
            column = self.columns[index.column()]
            return f"{column.title}: {self._rows[index.row()][1][index.column()]}"
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _alignment(self.columns[index.column()])
        if role == Qt.ItemDataRole.UserRole:
            return self._rows[index.row()][0]
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation == Qt.Orientation.Vertical or not 0 <= section < len(self.columns):
            return None
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return self.columns[section].title
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _alignment(self.columns[section])
        return None

    def _begin(self, offset: int, limit: int) -> None:
        ask, question = self._ask, self._question
        if ask is None:
            return
        self._waits = True
        self._read(lambda: (question, ask(offset, limit)), self._take, owner=self)

    def _take(self, answer: tuple[int, Rows]) -> None:
        question, page = answer
        if question != self._question:
            return
        self.total = page.total if page.rows else page.offset
        if page.offset == 0:
            self.beginResetModel()
            self._rows = list(page.rows)
            self.endResetModel()
        elif page.rows:
            self.beginInsertRows(QModelIndex(), page.offset, page.offset + len(page.rows) - 1)
            self._rows += page.rows
            self.endInsertRows()
        # Not before: a view asks for more while rows are being taken in.
        self._waits = False
        if page.offset == 0:
            self.shown.emit()


def _alignment(column: Column) -> Qt.AlignmentFlag:
    side = Qt.AlignmentFlag.AlignTrailing if column.figures else Qt.AlignmentFlag.AlignLeading
    return side | Qt.AlignmentFlag.AlignVCenter
