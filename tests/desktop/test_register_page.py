"""A register on which a stranger stands, and a class that is not held as it was planned."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot
from sqlalchemy import select

from hubdesk.desktop.record_form import RecordForm
from hubdesk.desktop.screens.register import RegisterPage
from hubdesk.desktop.ways import Ways
from hubdesk.desktop.window import MainWindow
from hubdesk.desktop.workplace import Workplace
from hubdesk.operations.mark_register import walk_in
from hubdesk.records.learning.attendance import Attendance
from hubdesk.records.learning.class_session import ClassSession
from hubdesk.records.people.person import Person
from hubdesk.store import Store
from tests.hub_life import a_class, a_person, a_run


def test_a_stranger_who_walks_in_is_added_and_marked_in_one_go(
    store: Store, workplace: Workplace, window: MainWindow, qtbot: QtBot
) -> None:
    # Given a class, and somebody at its door who is in no record
    today = date.today()
    held = a_class(store, a_run(store, starts=today, ends=today), today)
    page = RegisterPage(workplace, _no_ways(), held)
    workplace.show_page(page, "Register")
    qtbot.waitUntil(lambda: page._sheet is not None)
    window.activateWindow()
    page._ask_walk_in()
    qtbot.waitUntil(page._chooser.hasFocus)

    # When their name is typed and taken as new, and the form is saved
    qtbot.keyClicks(page._chooser, "Ifeoma Okafor")
    popup = page._chooser.completer().popup()
    assert popup is not None
    qtbot.waitUntil(popup.isVisible)
    qtbot.keyClick(popup, Qt.Key.Key_Down)
    qtbot.keyClick(popup, Qt.Key.Key_Return)
    form = window.pages.currentWidget()
    assert isinstance(form, RecordForm)
    form.save_button.click()

    # Then the register is there again, with them on it
    qtbot.waitUntil(lambda: page._sheet is not None and page._sheet.here == 1)
    assert window.pages.currentWidget() is page
    with store.reading() as session:
        person = session.scalars(select(Person)).one()
        mark = session.scalars(select(Attendance)).one()
    assert (person.full_name, mark.person, mark.mark) == ("Ifeoma Okafor", person.id, "present")


def test_a_class_is_moved_cancelled_or_taken_over_from_its_register(
    store: Store, workplace: Workplace, window: MainWindow, qtbot: QtBot
) -> None:
    # Given a class today
    today = date.today()
    held = a_class(store, a_run(store, starts=today, ends=today), today)
    page = RegisterPage(workplace, _no_ways(), held)
    workplace.show_page(page, "Register")
    qtbot.waitUntil(lambda: page._sheet is not None)

    # When it is opened for editing and said to be cancelled
    button(page, "Edit class").click()
    form = window.pages.currentWidget()
    assert isinstance(form, RecordForm)
    assert {"day", "starts", "room", "tutor", "cancelled"} <= form.form.editors.keys()
    form.form.write({"cancelled": "yes"})
    form.save_button.click()

    # Then its register says so, and nobody can be marked there
    qtbot.waitUntil(lambda: page._sheet is not None and page._sheet.cancelled)
    assert window.pages.currentWidget() is page
    assert not button(page, "Everyone here").isEnabled()

    # And once it is removed, the page says that too
    with store.operation("Remove it") as session:
        session.delete(session.get_one(ClassSession, held))
    qtbot.waitUntil(lambda: any("not there any more" in one.text() for one in page.findChildren(QLabel)))
    assert not button(page, "Edit class").isEnabled()
    qtbot.keyClick(page, Qt.Key.Key_Down)

    # And what was removed is put back there
    store.undo()
    qtbot.waitUntil(page._table.isVisible)
    assert not any("not there any more" in one.text() for one in page.findChildren(QLabel) if one.isVisible())
    assert button(page, "Edit class").isEnabled()
    assert QApplication.focusWidget() is page._table.view


def test_whoever_marks_goes_on_with_the_same_person_once_another_walked_in(
    store: Store, workplace: Workplace, window: MainWindow, qtbot: QtBot
) -> None:
    # Given three on a register, of whom the second is to be marked next
    today = date.today()
    held = a_class(store, a_run(store, starts=today, ends=today), today)
    there = [a_person(store, name) for name in ("Amina Yusuf", "Bea Novak", "Cem Kaya")]
    late = a_person(store, "Ada Okafor")
    with store.operation("Three are there") as session:
        for person in there:
            walk_in(session, held, person)
    page = RegisterPage(workplace, _no_ways(), held)
    workplace.show_page(page, "Register")
    table = page._table
    qtbot.waitUntil(lambda: table.model.rowCount() == len(there))
    rows = [table.model.person(row) for row in range(len(there))]
    cem = next(at for at, one in enumerate(rows) if one is not None and one.person_id == there[2])
    table.go_to(cem)

    # When somebody walks in who stands before them
    with store.operation("One more") as session:
        walk_in(session, held, late)
    qtbot.waitUntil(lambda: table.model.rowCount() == len(there) + 1)

    # Then the next key marks the same person as before
    current = table.model.person(table.view.currentIndex().row())
    assert current is not None
    assert current.person_id == there[2]


def button(page: QWidget, text: str) -> QPushButton:
    return next(one for one in page.findChildren(QPushButton) if one.text() == text)


def _no_ways() -> Ways:
    def nowhere(*of: object) -> None:
        raise AssertionError(of)

    return Ways(*[nowhere] * len(Ways.__dataclass_fields__))
