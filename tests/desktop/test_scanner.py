"""A scanner is a fast typist: its codes are heard whatever has the keyboard, and people who type are left alone."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from hubdesk.desktop.scanner import FASTEST, Scanner
from hubdesk.fields.card_codes import code_of, number_in
from hubdesk.fields.check_digit import with_check
from tests.scanning import scan

CODE = code_of(with_check("BUR-K7Q01"))


class Form(QWidget):
    """A field, a text, and a button that Enter would press; ``heard`` are the codes."""

    def __init__(self, application: QApplication) -> None:
        super().__init__()
        self.line, self.text, self.button = QLineEdit(), QPlainTextEdit(), QPushButton("Save")
        self.text.setTabChangesFocus(True)
        self.heard: list[str] = []
        self.entered = self.pressed = 0
        self.line.returnPressed.connect(self._enter)
        self.button.clicked.connect(self._press)
        held = QVBoxLayout(self)
        for part in (self.line, self.text, self.button):
            held.addWidget(part)
        self.scanner = Scanner(application, self)
        self.scanner.scanned.connect(self.heard.append)

    def _enter(self) -> None:
        self.entered += 1

    def _press(self) -> None:
        self.pressed += 1


@pytest.fixture
def form(qtbot: QtBot, qapp: QApplication) -> Iterator[Form]:
    made = Form(qapp)
    qtbot.addWidget(made)
    with qtbot.waitExposed(made):
        made.show()
    made.activateWindow()
    made.line.setFocus()
    qtbot.waitUntil(made.line.hasFocus)
    yield made
    made.scanner.rest()


@pytest.mark.parametrize("end", [Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab, None])
def test_a_code_is_heard_with_any_end_and_nothing_of_it_stays(qtbot: QtBot, form: Form, end: Qt.Key | None) -> None:
    form.line.setText("Amina")
    scan(CODE, end)
    qtbot.waitUntil(lambda: form.heard == [CODE])
    assert (form.line.text(), form.entered) == ("Amina", 0)
    assert form.line.hasFocus()


def test_a_code_is_heard_on_a_button_and_in_a_text(qtbot: QtBot, form: Form) -> None:
    for part in (form.button, form.text):
        part.setFocus()
        scan(CODE)
        assert part.hasFocus()
    assert form.heard == [CODE, CODE]
    assert (form.text.toPlainText(), form.pressed) == ("", 0)


def test_two_cards_one_after_the_other_are_two_codes(qtbot: QtBot, form: Form) -> None:
    other = code_of(with_check("BUR-K7Q02"))
    scan(CODE)
    scan(other)
    scan(CODE, None)
    qtbot.wait(2 * FASTEST)
    scan(other)
    assert form.heard == [CODE, other, CODE, other]


def test_small_letters_other_layouts_and_control_characters_are_heard(form: Form) -> None:
    scan(CODE.lower())
    scan(CODE.replace(":", "Ö").replace("-", "ß"))
    scan(CODE[:4], None)
    QTest.keyClick(form.line, Qt.Key.Key_B, Qt.KeyboardModifier.ControlModifier)
    scan(CODE[4:])
    assert [number_in(one) for one in form.heard] == [number_in(CODE)] * 3
    assert form.line.text() == ""


def test_a_slow_scanner_is_heard(form: Form) -> None:
    scan(CODE, gap=FASTEST - 5)
    assert form.heard == [CODE]


def test_a_code_of_something_else_is_heard_too_so_that_it_can_be_told(form: Form) -> None:
    scan("HD:what is this")
    assert form.heard == ["HD:what is this"]


@pytest.mark.parametrize("typed", ["h", "hd", "HD", "HD:", "hello", "HDMI", "Hh", "HHD", "Hannah Hd", "HD1:ABCDEFGH"])
def test_what_a_person_types_stays_however_fast(qtbot: QtBot, form: Form, typed: str) -> None:
    scan(typed)
    qtbot.waitUntil(lambda: form.line.text() == typed)
    assert form.entered == 1
    assert form.heard == []


def test_a_code_that_a_person_types_slowly_and_ends_with_enter_is_only_text(form: Form) -> None:
    scan(CODE, gap=FASTEST + 20)
    assert form.line.text() == CODE
    assert (form.entered, form.heard) == (1, [])


def test_keys_keep_their_order_and_shortcuts_theirs(qtbot: QtBot, form: Form) -> None:
    scan("Hx", None)
    QTest.keyClicks(form.line, "h")
    QTest.keyClick(form.line, Qt.Key.Key_Left)
    QTest.keyClicks(form.line, "y")
    assert form.line.text() == "Hxyh"
    QTest.keyClicks(form.line, "H")
    QTest.keyClick(form.line, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClick(form.line, Qt.Key.Key_Backspace)
    assert form.line.text() == ""
