"""A plain table in the house's look: whole rows, no grid, keyboard first."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QFocusEvent, QFont
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QStyledItemDelegate, QStyleOptionViewItem, QTableView

from hubdesk.desktop.theme import scaled
from hubdesk.desktop.widgets.announce import say_place


def plain_table(name: str) -> QTableView:
    """A table view called ``name`` for screen readers; Tab leaves it, arrows move in it, Enter activates the row."""
    made = _Table()
    made.setAccessibleName(name)
    made.setShowGrid(False)
    made.setWordWrap(False)
    made.setTabKeyNavigation(False)
    made.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    made.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    made.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
    made.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
    made.verticalHeader().hide()
    made.verticalHeader().setDefaultSectionSize(scaled(42))
    made.verticalHeader().setMinimumSectionSize(scaled(32))
    header = made.horizontalHeader()
    header.setHighlightSections(False)
    header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter)
    header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
    header.setStretchLastSection(True)
    made.setItemDelegateForColumn(0, _NameDelegate(made))
    return made


class _Table(QTableView):
    """Says also the line on which the keyboard was, when it comes back: Qt says only that here is a table."""

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        here = self.currentIndex()
        if here.isValid():
            # As Qt counts them: the headings of the columns are a line and those of the lines a column, shown or not.
            width = here.model().columnCount() + 1
            say_place(self, (here.row() + 1) * width + here.column() + 1)


class _NameDelegate(QStyledItemDelegate):
    """The first column carries the name, in 600."""

    def initStyleOption(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> None:
        super().initStyleOption(option, index)
        option.font.setWeight(QFont.Weight.DemiBold)
