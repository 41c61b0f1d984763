"""A table of a few lines whose figures stand below each line's name where they have no room beside it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QLabel, QVBoxLayout, QWidget

from hubdesk.desktop.theme import scaled
from hubdesk.desktop.widgets.card import hairline
from hubdesk.desktop.widgets.columns import ColumnsLayout
from hubdesk.desktop.widgets.emptying import emptied
from hubdesk.desktop.widgets.labels import say_cell, small

Cell = Callable[[], QWidget]
"""Makes what stands in a cell: it is made anew when the table folds."""
_LEAST = 72
"""px on the sketches that a figure under its heading has at least: three are side by side in the narrowest window."""


@dataclass(frozen=True)
class Column:
    """A heading, and whether figures stand below it, aligned at their ends."""

    heading: str
    figures: bool = True


class FoldingTable(QWidget):
    """The first column carries each line's name. ``None`` is an empty cell, which a folded table leaves out."""

    def __init__(self, columns: Sequence[Column], lines: Sequence[Sequence[Cell | None]], *, gap: int = 24) -> None:
        super().__init__()
        self._columns, self._lines, self._gap = columns, lines, gap
        self._held = QVBoxLayout(self)
        self._held.setContentsMargins(0, 0, 0, 0)
        self._folded = False
        self._held.addWidget(self._table())
        self._needs = self._held.minimumSize().width()

    def minimumSizeHint(self) -> QSize:
        least = self._held.totalMinimumSize()
        return least if self._folded else QSize(0, least.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if not self._folded:
            self._needs = self._held.minimumSize().width()
        folded = self.width() < self._needs
        if folded != self._folded:
            self._folded = folded
            emptied(self._held)
            self._held.addWidget(self._list() if folded else self._table())
            self.updateGeometry()

    def _table(self) -> QWidget:
        made = QWidget()
        grid = QGridLayout(made)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(scaled(self._gap))
        grid.setVerticalSpacing(scaled(8))
        for at, column in enumerate(self._columns):
            self._put(grid, small(column.heading, "quiet"), 0, at)
        for number, line in enumerate(self._lines, 1):
            grid.addWidget(hairline(), 2 * number - 1, 0, 1, len(self._columns))
            for at, widget in self._cells(line):
                self._put(grid, widget, 2 * number, at)
        grid.setColumnStretch(0, 1)
        return made

    def _cells(self, line: Sequence[Cell | None]) -> Iterator[tuple[int, QWidget]]:
        """What stands in each cell, by its column; a figure alone is heard with its line's name and its heading."""
        name = ""
        for at, cell in enumerate(line):
            if cell is None:
                continue
            made = cell()
            label = made if isinstance(made, QLabel) else made.findChild(QLabel)
            if not at and label is not None:
                name = label.text()
            elif at and isinstance(made, QLabel):
                say_cell(made, name, self._columns[at].heading)
            yield at, made

    def _put(self, grid: QGridLayout, widget: QWidget, row: int, at: int) -> None:
        figures = self._columns[at].figures
        widget.setProperty("figures", figures)
        if not figures:
            grid.addWidget(widget, row, at)
        elif isinstance(widget, QLabel):
            widget.setAlignment(Qt.AlignmentFlag.AlignTrailing | Qt.AlignmentFlag.AlignVCenter)
            grid.addWidget(widget, row, at)
        else:
            # A number is written from left to right everywhere, and so it ends where labels of numbers do.
            grid.addWidget(widget, row, at, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignAbsolute)

    def _list(self) -> QWidget:
        made = QWidget()
        column = QVBoxLayout(made)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(scaled(8))
        for line in self._lines:
            if column.count():
                column.addWidget(hairline())
            figures = ColumnsLayout(least=_LEAST, gap=16)
            for at, widget in self._cells(line):
                if at:
                    figures.addWidget(_under(self._columns[at], widget))
                else:
                    column.addWidget(widget)
            column.addLayout(figures)
        return made


def _under(column: Column, widget: QWidget) -> QWidget:
    """What stands in a cell, under its heading."""
    made = QWidget()
    pair = QVBoxLayout(made)
    pair.setContentsMargins(0, 0, 0, 0)
    pair.setSpacing(0)
    widget.setProperty("figures", column.figures)
    pair.addWidget(small(column.heading, "quiet"))
    # A link and plain figures beside each other are on one line.
    if isinstance(widget, QLabel):
        pair.addWidget(widget, 1)
    else:
        pair.addWidget(widget, 1, Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter)
    return made
