"""The list of every kind, and the table under it: pages, filters, sorting, opening, refreshing."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from uuid import UUID, uuid4

from openpyxl import load_workbook
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QComboBox, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from hubdesk.desktop.background import Background
from hubdesk.desktop.commands import Command
from hubdesk.desktop.list_export import save_everything, save_shown
from hubdesk.desktop.record_list import RecordList
from hubdesk.desktop.record_table import PAGE, Column, RecordTable, Rows
from hubdesk.desktop.window import MainWindow
from hubdesk.desktop.workplace import Workplace
from hubdesk.records.learning.course import Course
from hubdesk.records.learning.course_run import CourseRun
from hubdesk.records.people.person import Person
from hubdesk.store import Store

ROWS = [(uuid4(), (f"Person {n}", str(n))) for n in range(450)]


def ask(offset: int, limit: int) -> Rows:
    return Rows(offset, len(ROWS), tuple(ROWS[offset : offset + limit]))


def people(store: Store, *names: str) -> list[UUID]:
    with store.operation("Add") as session:
        made = [Person(full_name=name) for name in names]
        session.add_all(made)
    return [person.id for person in made]


def opened_list(workplace: Workplace, kind: str, qtbot: QtBot) -> RecordList:
    page = RecordList(workplace, kind)
    with qtbot.waitSignal(page.model.shown):
        workplace.show_page(page, "list")
    return page


def test_the_table_keeps_to_qts_rules_while_pages_come(background: Background, qtbot: QtBot) -> None:
    model = RecordTable((Column("name", "Name"), Column("n", "Number", figures=True)), background.read)
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    with qtbot.waitSignal(model.shown):
        model.start_over(ask)
    assert (model.rowCount(), model.total) == (PAGE, 450)
    while model.rowCount() < 450:
        with qtbot.waitSignal(model.rowsInserted):
            model.fetchMore(QModelIndex())
    assert model.rowCount() == 450
    model.fetchMore(QModelIndex())
    background.read(lambda: None, lambda _: None).result()
    assert model.rowCount() == 450
    assert model.index(449, 1).data() == "449"
    assert tester.model() is model


def test_rows_that_went_meanwhile_end_the_list(background: Background, qtbot: QtBot) -> None:
    model = RecordTable((Column("name", "Name"),), background.read)

    def shrinking(offset: int, limit: int) -> Rows:
        return ask(offset, limit) if offset == 0 else Rows(offset, 200, ())

    with qtbot.waitSignal(model.shown):
        model.start_over(shrinking)
    model.fetchMore(QModelIndex())
    qtbot.waitUntil(lambda: model.total == PAGE)
    assert not model.canFetchMore(QModelIndex())


def test_the_spreadsheet_that_an_empty_list_speaks_of_is_one_press_away(workplace: Workplace, qtbot: QtBot) -> None:
    opened: list[str] = []
    workplace.commands.add(Command("spreadsheet.import", "Bring in a spreadsheet", lambda: opened.append("bring in")))
    page = opened_list(workplace, "course", qtbot)

    button = next(one for one in page.findChildren(QPushButton) if one.isVisible() and "spreadsheet" in one.text())
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)

    assert opened == ["bring in"]


def test_typing_narrows_the_list_and_the_sentence_counts(store: Store, workplace: Workplace, qtbot: QtBot) -> None:
    people(store, "Łukasz Wójcik", "Siân Griffiths", "Nasrin Ahmadi")
    page = opened_list(workplace, "person", qtbot)
    assert page.lead.text() == "3 in all."
    with qtbot.waitSignal(page.model.shown):
        qtbot.keyClicks(page.filters.box, "sian")
    assert [page.model.index(row, 0).data() for row in range(page.model.rowCount())] == ["Siân Griffiths"]
    assert page.lead.text() == "One fits."
    with qtbot.waitSignal(page.model.shown):
        qtbot.keyClicks(page.filters.box, "zzz")
    assert page.lead.text() == "None fits."


def test_a_choice_narrows_the_list(store: Store, workplace: Workplace, qtbot: QtBot) -> None:
    with store.operation("Add") as session:
        course = Course(name="Sewing")
        session.add(course)
        session.flush()
        for name, status in (("Sewing A", "open"), ("Sewing B", "planned")):
            session.add(
                CourseRun(course=course.id, name=name, status=status, starts=date(2026, 9, 7), ends=date(2026, 12, 7))
            )
    page = opened_list(workplace, "course_run", qtbot)
    pick = next(box for box in page.findChildren(QComboBox) if box.accessibleName() == "Status")
    with qtbot.waitSignal(page.model.shown):
        pick.setCurrentIndex(pick.findData("planned"))
    assert page.model.index(0, 0).data() == "Sewing B"
    assert page.model.rowCount() == 1


def test_a_heading_sorts_and_turns_round(store: Store, workplace: Workplace, qtbot: QtBot) -> None:
    people(store, "Beata", "Adam", "Chen")
    page = opened_list(workplace, "person", qtbot)
    for expected in (["Adam", "Beata", "Chen"], ["Chen", "Beata", "Adam"]):
        with qtbot.waitSignal(page.model.shown):
            page.sort_by(0)
        assert [page.model.index(row, 0).data() for row in range(3)] == expected


def test_enter_opens_the_record(
    store: Store, workplace: Workplace, opened: list[tuple[str, UUID]], qtbot: QtBot
) -> None:
    (adam,) = people(store, "Adam")
    page = opened_list(workplace, "person", qtbot)
    page.table.selectRow(0)
    page.table.setFocus()
    qtbot.keyClick(page.table, Qt.Key.Key_Return)
    assert opened == [("person", adam)]


def test_a_change_elsewhere_shows_and_the_marked_row_stays_marked(
    store: Store, workplace: Workplace, qtbot: QtBot
) -> None:
    people(store, "Beata", "Chen")
    page = opened_list(workplace, "person", qtbot)
    page.table.selectRow(1)
    with qtbot.waitSignal(page.model.shown):
        people(store, "Adam")
    assert page.model.rowCount() == 3
    assert page.table.currentIndex().row() == 2
    assert page.table.currentIndex().siblingAtColumn(0).data() == "Chen"


def test_new_opens_the_form(workplace: Workplace, window: MainWindow, qtbot: QtBot) -> None:
    page = opened_list(workplace, "venue", qtbot)
    button = next(part for part in page.findChildren(QWidget) if getattr(part, "text", str)() == "New venue")
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert window.windowTitle().startswith("New venue")


def test_the_list_is_printed_as_it_stands(store: Store, workplace: Workplace, window: MainWindow, qtbot: QtBot) -> None:
    people(store, "Łukasz Wójcik", "Siân Griffiths")
    page = opened_list(workplace, "person", qtbot)
    button = next(part for part in page.findChildren(QWidget) if getattr(part, "text", str)() == "Print list")
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: type(window.pages.currentWidget()).__name__ == "PaperPage")
    assert window.windowTitle().startswith("People")


def test_the_list_goes_out_as_a_spreadsheet(store: Store, workplace: Workplace, tmp_path: Path, qtbot: QtBot) -> None:
    people(store, "Łukasz Wójcik", "=HYPERLINK(1)")
    page = opened_list(workplace, "person", qtbot)
    target = tmp_path / "people.csv"
    save_shown(workplace, "person", lambda: (page.model.columns, page.asked()), target)
    qtbot.waitUntil(target.exists)
    written = target.read_text("utf-8-sig")
    assert written.splitlines()[0].startswith('"Full name"')
    assert "Łukasz Wójcik" in written
    assert '"=HYPERLINK' not in written


def test_a_whole_kind_goes_out_as_a_spreadsheet(
    store: Store, workplace: Workplace, tmp_path: Path, qtbot: QtBot
) -> None:
    people(store, "Łukasz Wójcik")
    target = tmp_path / "people.xlsx"
    save_everything(workplace, "person", target)
    qtbot.waitUntil(target.exists)
    sheet = load_workbook(target).active
    assert sheet is not None
    assert sheet["A2"].value == "Łukasz Wójcik"
