"""What a screen reader is given where nothing of it is seen: whose a mark is, what a figure counts, what a list is called."""

from __future__ import annotations

from datetime import date
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QMenu, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from hubdesk.desktop.editors.picks import PickBox
from hubdesk.desktop.register_table import RegisterModel
from hubdesk.desktop.widgets import Column, FoldingTable, Words, quiet_button, words
from hubdesk.desktop.widgets.menu import open_below
from hubdesk.operations.mark_register import walk_in
from hubdesk.reports.register_sheet import register_sheet
from hubdesk.store import Store
from tests.hub_life import a_class, a_person, a_run


def test_a_mark_is_heard_with_whose_it_is_and_a_name_with_its_remarks(qtbot: QtBot, store: Store) -> None:
    # Given somebody who walked into a class
    today = date.today()
    held = a_class(store, a_run(store, starts=today, ends=today), today)
    person = a_person(store, "Ifeoma Okafor")
    with store.operation("Walk in") as session:
        walk_in(session, held, person)
    page = QWidget()
    qtbot.addWidget(page)
    model = RegisterModel(page)
    with store.reading() as session:
        model.show(register_sheet(session, held, 3))

    # Then each cell that the keyboard comes to says who it is about
    def heard(column: int) -> object:
        return model.index(0, column).data(Qt.ItemDataRole.AccessibleTextRole)

    assert heard(1) == "Ifeoma Okafor, walk-in"
    assert heard(model.columnCount() - 1) == "Ifeoma Okafor: Here"
    model.set_mark(0, None)
    assert heard(model.columnCount() - 1) == "Ifeoma Okafor: not marked"


def test_a_figure_is_heard_with_its_line_and_its_heading(qtbot: QtBot) -> None:
    columns = [Column("Ward", figures=False), Column("Learners"), Column("Targeted", figures=False)]
    table = FoldingTable(columns, [[partial(words, "Burnage"), partial(words, "65"), partial(words, "● yes")]])
    qtbot.addWidget(table)
    heard = [one.accessibleName() for one in table.findChildren(Words)]
    assert heard == ["", "", "", "", "Burnage, Learners: 65", "Burnage, Targeted: yes"]


def test_a_list_that_opens_is_called_by_a_label_which_all_systems_hear(qtbot: QtBot) -> None:
    # Given a list that is put on a page after it was made, called by a heading of somebody's spreadsheet
    box = PickBox("R&D is")
    page = QWidget()
    qtbot.addWidget(page)
    QVBoxLayout(page).addWidget(box)
    # Then a label beside it says so, though nothing of it is seen
    spoken = QAccessible.queryAccessibleInterface(box)
    labels = [
        other.text(QAccessible.Text.Name) for other, how in spoken.relations() if how & QAccessible.RelationFlag.Label
    ]
    assert labels == ["R&D is"]
    page.show()
    assert box.isVisible()
    assert not any(one.isVisible() for one in page.findChildren(QWidget, "") if type(one).__name__ == "_Label")


def test_a_menu_opens_on_its_first_line_that_can_be_taken(qtbot: QtBot) -> None:
    button = quiet_button("Spreadsheet")
    qtbot.addWidget(button)
    button.show()
    menu = QMenu(button)
    menu.addAction("Not now").setEnabled(False)
    menu.addAction("Save the list")
    open_below(button, menu)
    assert menu.activeAction().text() == "Save the list"
    assert menu.accessibleName() == "Spreadsheet"
    menu.close()
