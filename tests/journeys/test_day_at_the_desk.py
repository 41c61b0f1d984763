"""A day at the desk, in the real window on the demo hub: open it, find somebody, mark the register, print, send, undo."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtPrintSupport import QPrintDialog, QPrinterInfo
from PySide6.QtWidgets import QApplication, QLineEdit, QListView, QPushButton
from pytestqt.qtbot import QtBot
from shiboken6 import isValid
from sqlalchemy import select

from hubdesk.access.key_file import slots_path
from hubdesk.desktop.app import Start
from hubdesk.desktop.paper import PaperPage
from hubdesk.desktop.preferences import Preferences
from hubdesk.desktop.screens.person import PersonPage
from hubdesk.desktop.screens.register import RegisterPage
from hubdesk.desktop.screens.send import SendPage
from hubdesk.operations.set_up_hub import set_up_hub
from hubdesk.records.learning.attendance import Attendance
from hubdesk.store import Store
from tests.conftest import PASSPHRASE
from tests.sync.network import acquaint_stores
from tests.wearing import put_back, what_is_worn

pytestmark = pytest.mark.slow


@pytest.fixture
def desk(qtbot: QtBot, demo_file: Path, tmp_path: Path) -> Iterator[Start]:
    path = tmp_path / "westcroft.hubdesk"
    shutil.copy(demo_file, path)
    shutil.copy(slots_path(demo_file), slots_path(path))
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    worn = what_is_worn(application)
    start = Start(application, Preferences(tmp_path / "window.ini"), path)
    start.window.show()
    # given a passphrase typed at the page that asks for it
    field = next(one for one in start.window.findChildren(QLineEdit) if one.echoMode() == QLineEdit.EchoMode.Password)
    qtbot.waitUntil(field.isVisible)
    qtbot.keyClicks(field, PASSPHRASE)
    qtbot.keyClick(field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: button(start, "Enrol someone") is not None, timeout=15_000)
    yield start
    # The file is thrown away, so it is not backed up first; deleted at work, the window would leave its workers behind.
    if start._desk is not None:
        start._desk.keeping.end()
    start.window.close()
    qtbot.waitUntil(start.window.isHidden, timeout=60_000)
    start.window.deleteLater()
    qtbot.waitUntil(lambda: not isValid(start.window))
    put_back(application, worn)


def button(start: Start, name: str) -> QPushButton | None:
    """The button that a person sees under this name, or that a screen reader says so."""
    for one in start.window.findChildren(QPushButton):
        if one.isVisible() and (one.text() == name or one.accessibleName().startswith(name)):
            return one
    return None


def page(qtbot: QtBot, start: Start, kind: type[Any]) -> Any:
    """The page of this kind, once it is there."""

    def seen() -> list[Any]:
        return [one for one in start.window.findChildren(kind) if one.isVisible()]

    qtbot.waitUntil(lambda: bool(seen()), timeout=15_000)
    return seen()[0]


def shown(results: QListView) -> list[str]:
    """The titles in the list under the search box."""
    model = results.model()
    return [str(model.index(row, 0).data()) for row in range(model.rowCount())]


def marks(path: Path, session: Any) -> dict[str, int]:
    """What stands in the file, read by another program once the window is closed."""
    store = Store.open(path, PASSPHRASE)
    with store.reading() as reading:
        found = list(reading.scalars(select(Attendance.mark).where(Attendance.class_session == session)))
    store.close()
    return {mark: found.count(mark) for mark in found}


def open_register(qtbot: QtBot, start: Start) -> RegisterPage:
    def first() -> QPushButton | None:
        return button(start, "Register of ESOL") or button(start, "Register of")

    # What there is to do next may stand there before the day's classes do.
    qtbot.waitUntil(lambda: first() is not None, timeout=15_000)
    go = first()
    assert go is not None
    go.click()
    register: RegisterPage = page(qtbot, start, RegisterPage)
    qtbot.waitUntil(lambda: register._table.model.rowCount() > 4, timeout=15_000)
    return register


def test_a_register_is_marked_with_a_key_a_person_and_undone_by_name(qtbot: QtBot, desk: Start, tmp_path: Path) -> None:
    # when the first four people are marked, and the fourth mark is taken back by the same key
    register = open_register(qtbot, desk)
    view, table = register._table.view, register._table.model
    register._table.go_to(0)
    for key in (Qt.Key.Key_Space, Qt.Key.Key_Space, Qt.Key.Key_A, Qt.Key.Key_L):
        qtbot.keyClick(view, key)
    qtbot.keyClicks(view, "4")
    qtbot.keyClick(view, Qt.Key.Key_L)
    assert [table.mark_at(row) for row in range(4)] == ["present", "present", "absent", None]
    qtbot.waitUntil(lambda: register._unsaved == 0, timeout=15_000)
    # then Ctrl+Z takes back what was done last, by its name
    undo = desk._commands["edit.undo"]
    assert table.data(table.index(3, 1)) in undo.said()
    desk._commands.run("edit.undo")
    qtbot.waitUntil(lambda: table.mark_at(3) == "late", timeout=15_000)
    session = register._id
    desk.window.close()
    qtbot.waitUntil(desk.window.isHidden, timeout=60_000)
    # and all of it stands in the file
    assert marks(tmp_path / "westcroft.hubdesk", session) == {"present": 2, "absent": 1, "late": 1}


def test_back_from_a_marked_register_leads_to_its_button_on_today(qtbot: QtBot, desk: Start) -> None:
    # given a register opened from Today by the keyboard, and a walk-in that is thought better of
    qtbot.waitUntil(lambda: button(desk, "Register of") is not None)
    go = button(desk, "Register of")
    assert go is not None
    go.setFocus()
    name = go.accessibleName()
    register = open_register(qtbot, desk)
    walked_in = button(desk, "Walk-in")
    assert walked_in is not None
    walked_in.click()
    qtbot.keyClick(register._chooser, Qt.Key.Key_Escape)
    assert register._chooser.isHidden()
    assert register._table.view.hasFocus()
    # when somebody is marked, so that Today is filled anew below
    qtbot.keyClick(register._table.view, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: register._unsaved == 0, timeout=15_000)
    qtbot.waitUntil(lambda: not isValid(go), timeout=15_000)
    # then Back finds the same class again
    desk.window.go_back()
    now = QApplication.focusWidget()
    assert now is not None
    assert now.accessibleName() == name


def test_anybody_is_found_from_anywhere(qtbot: QtBot, desk: Start) -> None:
    desk.window.open_search()
    field = desk.window.palette_box.findChildren(QLineEdit)[0]
    qtbot.keyClicks(field, "ahmadi nas")
    results = desk.window.palette_box.findChildren(QListView)[0]
    qtbot.waitUntil(lambda: "Nasrin Ahmadi" in shown(results), timeout=15_000)
    qtbot.keyClick(field, Qt.Key.Key_Return)
    person: PersonPage = page(qtbot, desk, PersonPage)
    qtbot.waitUntil(lambda: person.heading.text() == "Nasrin Ahmadi", timeout=15_000)


def test_certificates_of_a_finished_class_are_one_file_shown_first(qtbot: QtBot, desk: Start) -> None:
    desk.window.show_place("print")
    qtbot.waitUntil(lambda: button(desk, "First aid at work") is not None, timeout=15_000)
    go = button(desk, "First aid at work")
    assert go is not None
    go.click()
    paper: PaperPage = page(qtbot, desk, PaperPage)
    assert paper._where.text().startswith("Page 1 of 1")
    assert paper._pdf.startswith(b"%PDF")


def test_u07_three_keys_lead_from_today_to_the_certificates_in_the_system_s_print_window(
    qtbot: QtBot, desk: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[bool] = []
    monkeypatch.setattr(QPrinterInfo, "availablePrinterNames", lambda: ["the office's"])
    monkeypatch.setattr(QPrintDialog, "exec", lambda dialog: asked.append(True))
    desk.window.activateWindow()
    qtbot.keyClick(desk.window, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    qtbot.waitUntil(lambda: _in_hand() == "Food hygiene, Level 2", timeout=15_000)
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    paper: PaperPage = page(qtbot, desk, PaperPage)
    qtbot.waitUntil(lambda: _in_hand() == "Print")
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: asked == [True])
    assert paper._pdf.startswith(b"%PDF")


def _in_hand() -> str:
    """What the keyboard is on, as a screen reader says it."""
    now = QApplication.focusWidget()
    return (now.accessibleName() or getattr(now, "text", str)()) if now is not None else ""


def test_the_hub_s_work_goes_to_the_lead_in_one_file(
    qtbot: QtBot, desk: Start, new_store: Callable[[str], Store], tmp_path: Path
) -> None:
    lead = new_store("lead")
    set_up_hub(lead, "South", "SOU", network="South", lead=True)
    acquaint_stores(lead, desk._desk.workplace.store)
    desk.window.show_place("send")
    send: SendPage = page(qtbot, desk, SendPage)
    send.send_into(tmp_path)
    qtbot.waitUntil(lambda: any(tmp_path.glob("*.hubsync")), timeout=20_000)
