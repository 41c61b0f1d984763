"""How many keys the desk's tasks take, on the demo hub in the real window, from the page where a day begins."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtPrintSupport import QPrintDialog, QPrinterInfo
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot
from sqlalchemy import func, select

from hubdesk.desktop.app import Start
from hubdesk.desktop.screens.key_back import KeyBackPage
from hubdesk.desktop.screens.register import RegisterPage
from hubdesk.desktop.workplace import Workplace
from hubdesk.fields.card_codes import code_of
from hubdesk.operations.cards import issue_cards
from hubdesk.operations.enrol import enrol
from hubdesk.operations.set_up_hub import set_up_hub
from hubdesk.printing.gathering_words import sheet_id
from hubdesk.records.learning.attendance import Attendance
from hubdesk.records.learning.enrolment import Enrolment
from hubdesk.records.people.person import Person
from hubdesk.records.people.visit import Visit
from hubdesk.store import Store
from tests.hub_life import a_class, a_person, a_run
from tests.journeys import test_day_at_the_desk as day
from tests.journeys.conftest import Hands
from tests.journeys.keys import KeyCount, seconds
from tests.scanning import scan
from tests.sync.network import acquaint_stores
from tests.watching import Watch

desk = day.desk
Key = Qt.Key
TODAY = date.today()
pytestmark = pytest.mark.slow


@pytest.fixture
def at_desk(qtbot: QtBot, desk: Start, watch: Watch) -> Hands:
    """Somebody at the keyboard of the demo hub, at Today."""
    desk.window.activateWindow()
    qtbot.waitUntil(lambda: "enrol.new" in desk._commands, timeout=15_000)
    return Hands(qtbot, desk.window, watch)


def store_of(desk: Start) -> Store:
    store: Store = desk._desk.workplace.store
    return store


def enrolments(store: Store) -> int:
    with store.reading() as session:
        return session.scalar(select(func.count()).select_from(Enrolment)) or 0


def test_u03_somebody_known_is_enrolled_on_an_open_course_in_one_window(
    at_desk: Hands, desk: Start, count_keys: KeyCount
) -> None:
    before = enrolments(store_of(desk))
    # when the desk presses Ctrl+E, part of a name, and picks the first open course
    at_desk.press(Key.Key_E, ctrl=True)
    at_desk.wait_for("Who would like to learn?")
    at_desk.type("nasr")
    at_desk.wait_for("Nasrin Ahmadi")
    at_desk.enter()
    at_desk.enter()
    at_desk.wait_for("Which course would Nasrin like?")
    at_desk.press(Key.Key_1)
    at_desk.enter()
    at_desk.wait_for("Is this right for Nasrin?")
    at_desk.enter()
    # then they are enrolled, or wait for a place
    at_desk.wait_for("Nasrin is enrolled on")
    assert enrolments(store_of(desk)) == before + 1
    assert QApplication.activeModalWidget() is None
    count_keys("U3", "Enrol a known person on an open course", at_desk.pressed, 15, seconds(at_desk.pressed, looks=4))


def a_register_of_twenty(store: Store) -> Any:
    run = a_run(store, capacity=20, starts=TODAY - timedelta(days=7), ends=TODAY + timedelta(days=7))
    held = a_class(store, run, TODAY - timedelta(days=1))
    people = [a_person(store, f"Learner {number:02}") for number in range(20)]
    with store.operation("Enrol twenty") as session:
        for one in people:
            enrol(session, store.around(session), one, run, asked_on=TODAY - timedelta(days=20))
    return held


def marks(store: Store, held: Any) -> dict[str, int]:
    with store.reading() as session:
        found = list(session.scalars(select(Attendance.mark).where(Attendance.class_session == held)))
    return {mark: found.count(mark) for mark in set(found)}


def test_u04_a_register_of_twenty_is_marked_each_mark_saved_at_once(
    qtbot: QtBot, at_desk: Hands, desk: Start, count_keys: KeyCount
) -> None:
    store = store_of(desk)
    held = a_register_of_twenty(store)
    desk._desk.ways.register(held)
    register = desk.window.pages.currentWidget()
    assert isinstance(register, RegisterPage)
    qtbot.waitUntil(lambda: register._table.model.rowCount() == 20, timeout=15_000)
    # when everybody is here but three, one is late, and the last mark was a mistake that the same key takes back
    for row in range(20):
        at_desk.press(Key.Key_A if row in (3, 7, 12) else Key.Key_L if row == 15 else Key.Key_Space)
    at_desk.press(Key.Key_Space)
    at_desk.press(Key.Key_A)
    qtbot.waitUntil(lambda: register._unsaved == 0, timeout=15_000)
    assert marks(store, held) == {"present": 15, "absent": 4, "late": 1}
    count_keys(
        "U4", "Mark a register of 20, one mark put right", at_desk.pressed, 25, seconds(at_desk.pressed, looks=21)
    )


def test_u04_a_paper_register_is_keyed_back_by_its_sheet_and_the_absentees_only(
    qtbot: QtBot, at_desk: Hands, desk: Start, count_keys: KeyCount
) -> None:
    store = store_of(desk)
    held = a_register_of_twenty(store)
    with store.reading() as session:
        number = sheet_id(session, held)
    at_desk.press(Key.Key_F4)
    # when the number is typed without the hub's own letters, then three lines
    at_desk.type(number[4:].replace("-", "").lower())
    at_desk.enter()
    at_desk.wait_for("Sewing on")
    at_desk.type("4 8 13")
    at_desk.enter()
    at_desk.wait_for("17 here, 3 away")
    assert marks(store, held) == {"present": 17, "absent": 3}
    count_keys(
        "U4", "Key back a paper register of 20 with 3 absent", at_desk.pressed, 25, seconds(at_desk.pressed, looks=5)
    )
    # and with a scanner the number takes no key
    store.undo()
    at_desk.pressed = 0
    scan(f"HD:{number}")
    at_desk.wait_for("Sewing on")
    page = desk.window.pages.currentWidget()
    assert isinstance(page, KeyBackPage)
    at_desk.type("4 8 13")
    # the next sheet's code takes nothing away that was typed for this one
    page.open_sheet(f"HD:{number}")
    at_desk.wait_for("Save this register first")
    assert page.lines.text() == "4 8 13"
    at_desk.enter()
    at_desk.wait_for("17 here, 3 away")
    count_keys("U4", "The same with a scanner", at_desk.pressed, 25, seconds(at_desk.pressed, looks=4, points=1))


def test_u07_certificates_for_a_finished_class_are_in_the_printer_s_window(
    qtbot: QtBot, at_desk: Hands, desk: Start, monkeypatch: pytest.MonkeyPatch, count_keys: KeyCount
) -> None:
    asked: list[bool] = []
    monkeypatch.setattr(QPrinterInfo, "availablePrinterNames", lambda: ["the office's"])
    monkeypatch.setattr(QPrintDialog, "exec", lambda dialog: asked.append(True))
    at_desk.pressed += 1
    QTest.keyClick(at_desk.here(), Key.Key_C, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    qtbot.waitUntil(lambda: day._in_hand() == "Food hygiene, Level 2", timeout=15_000)
    at_desk.enter()
    qtbot.waitUntil(lambda: day._in_hand() == "Print", timeout=15_000)
    at_desk.enter()
    qtbot.waitUntil(lambda: asked == [True])
    count_keys("U7", "Certificates for a finished class of 12", at_desk.pressed, 6, seconds(at_desk.pressed, looks=3))


def test_u08_the_hub_s_work_goes_to_the_lead_with_the_mouse(
    qtbot: QtBot,
    at_desk: Hands,
    desk: Start,
    new_store: Callable[[str], Store],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    count_keys: KeyCount,
) -> None:
    lead = new_store("lead")
    set_up_hub(lead, "South", "SOU", network="South", lead=True)
    acquaint_stores(lead, store_of(desk))
    clicks = 0

    def folder(*_: object) -> str:
        """The system's window for folders, where the last one is open already: one click on its button."""
        nonlocal clicks
        clicks += 1
        return str(tmp_path)

    monkeypatch.setattr(QFileDialog, "getExistingDirectory", folder)
    for name in ("Send to lead", "Write the file"):
        qtbot.waitUntil(lambda name=name: _button(desk.window, name) is not None, timeout=15_000)  # type: ignore[misc]
        found = _button(desk.window, name)
        assert found is not None
        QTest.mouseClick(found, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, QPoint(12, 12))
        clicks += 1
    qtbot.waitUntil(lambda: any(tmp_path.glob("*.hubsync")), timeout=20_000)
    count_keys("U8", "Send to the lead, clicks from Today", clicks, 4, seconds(clicks, looks=clicks, points=clicks))


def _button(window: QWidget, name: str) -> QWidget | None:
    """What can be pressed and is called so."""
    for one in window.findChildren(QPushButton):
        if one.isVisible() and one.isEnabled() and name in (one.text(), one.accessibleName()):
            return one
    return None


def test_u05_a_new_learner_takes_nine_pages_and_twelve_answers(
    hands: Hands,
    workplace: Workplace,
    store: Store,
    add_run: Callable[..., Any],
    papers_asked: object,
    count_keys: KeyCount,
) -> None:
    add_run("ESOL Entry 2")
    # what is asked on each page, and what is answered there: ">" is Tab to what is called so, "|" is Enter
    pages: tuple[tuple[str, tuple[str, ...]], ...] = (
        ("Who would like to learn?", ("Nasrin Ahmadi", "|", ">New learner: Nasrin Ahmadi")),
        ("How can we reach", ("07700 900123", ">Postcode", "m146nq")),
        ("Who is Nasrin?", (">Date of birth, day", "14 3 1991")),
        ("learning difficulty, disability or health problem?", ("2",)),
        ("What is the highest qualification Nasrin has?", ("2",)),
        ("What is Nasrin doing at the moment?", ("2", ">Under 6 months", "2")),
        ("Which course would Nasrin like?", ("1",)),
        ("What does Nasrin agree to?", ("2",)),
        ("Is this right for Nasrin?", ()),
    )
    # when each page is answered and left by Enter, from Ctrl+E on
    workplace.commands.run("enrol.new")
    hands.pressed = 1
    for question, answers in pages:
        hands.wait_for(question)
        for one in answers:
            if one == "|":
                hands.enter()
                hands.wait_for("New learner")
            elif one.startswith(">"):
                hands.tab_to(one[1:])
            else:
                hands.type(one)
        hands.enter()
    hands.wait_for("Nasrin is enrolled on ESOL Entry 2.")
    assert enrolments(store) == 1
    given = [one for _, answers in pages for one in answers if one[0] not in "|>"]
    count_keys("U5", "New learner, pages", len(pages), 9)
    count_keys("U5", "New learner, answers that are needed", len(given), 12)
    taken = seconds(hands.pressed, looks=len(pages) + len(given), answers=len(given))
    count_keys("U5", "New learner, keys", hands.pressed, 130, taken)
    count_keys("U5", "New learner, seconds by script", round(taken), 240)


def a_card_of(store: Store, name: str) -> str:
    person = store.search(name, 1, ["person"])[0].id
    with store.operation("A card") as session:
        return code_of(issue_cards(session, [person], TODAY)[0].number)


def test_u01_a_card_is_heard_while_a_wizard_is_open_and_nothing_typed_is_lost(
    qtbot: QtBot, at_desk: Hands, desk: Start
) -> None:
    code = a_card_of(store_of(desk), "amrit kaur")
    at_desk.press(Key.Key_E, ctrl=True)
    at_desk.wait_for("Who would like to learn?")
    at_desk.type("nasr")
    field = at_desk.here()
    assert isinstance(field, QLineEdit)
    scan(code)
    at_desk.wait_for("Amrit Kaur is in")
    assert (field.text(), QApplication.focusWidget()) == ("nasr", field)
    at_desk.type("in")
    assert field.text() == "nasrin"


def test_u01_a_card_scanned_while_it_is_locked_asks_to_unlock_first(qtbot: QtBot, at_desk: Hands, desk: Start) -> None:
    code = a_card_of(store_of(desk), "amrit kaur")
    at_desk.press(Key.Key_L, ctrl=True)
    at_desk.wait_for("HubDesk is locked")
    field = at_desk.here()
    assert isinstance(field, QLineEdit)
    scan(code)
    at_desk.wait_for("Unlock HubDesk first")
    assert (field.text(), QApplication.focusWidget()) == ("", field)
    with store_of(desk).reading() as session:
        amrit = select(Person.id).where(Person.full_name == "Amrit Kaur")
        came = select(func.count()).select_from(Visit)
        assert session.scalar(came.where(Visit.person.in_(amrit), Visit.day == TODAY, Visit.entered == "card")) == 0


def test_a_register_whose_number_cannot_be_read_is_picked_among_those_that_wait_for_their_sheet(
    qtbot: QtBot, at_desk: Hands, desk: Start
) -> None:
    store = store_of(desk)
    held = a_register_of_twenty(store)
    at_desk.press(Key.Key_F4)
    at_desk.wait_for("Waiting for their sheet")
    at_desk.wait_for("Sewing: the register is missing")
    # When it is picked from the list, then it is said that names are to be compared, and the lines are asked for
    at_desk.tab_to("Sewing: the register is missing")
    at_desk.enter()
    at_desk.wait_for("Picked without its number.")
    assert at_desk.here().accessibleName() == "Lines of those who did not come"
    # And what is typed wrong is told there, and stays
    at_desk.type("4 8 21")
    at_desk.enter()
    lines = at_desk.here()
    assert isinstance(lines, QLineEdit)
    assert "20" in lines.accessibleDescription()
    assert lines.text() == "4 8 21"
    at_desk.press(Key.Key_Backspace, 3)
    at_desk.enter()
    # Then it is saved, told beside the page, and waits no more
    at_desk.wait_for("18 here, 2 away")
    at_desk.wait_for("Saved just now")
    assert marks(store, held) == {"present": 18, "absent": 2}
    qtbot.waitUntil(lambda: not at_desk.sees("Sewing: the register is missing"), timeout=15_000)
    # And Ctrl+Z takes the sheet back, so that it waits again
    at_desk.press(Key.Key_Z, ctrl=True)
    at_desk.wait_for("Sewing: the register is missing")
    assert marks(store, held) == {}
