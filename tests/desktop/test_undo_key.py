"""Ctrl+Z in a field: what it takes back itself, and what it leaves to the window."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from hubdesk.desktop.hearing import ignore
from hubdesk.desktop.undo_key import UndoKey
from hubdesk.desktop.widgets import Choice, ChoiceChips, FieldRow

Field = QLineEdit | QPlainTextEdit
Made = Callable[[QWidget], list[str]]


@pytest.fixture
def around(qtbot: QtBot, qapp: QApplication) -> Iterator[Made]:
    """Puts a field, or a row with others, on a page with the window's Undo and Redo, and gives what these did and what was told."""
    heard: list[UndoKey] = []

    def put(field: QWidget) -> list[str]:
        page, done = QWidget(), list[str]()
        QVBoxLayout(page).addWidget(field)
        for name, keys in (("undo", "Ctrl+Z"), ("redo", "Ctrl+Shift+Z")):
            action = QAction(page)
            action.setShortcut(QKeySequence(keys))
            action.triggered.connect(lambda _=False, name=name: done.append(name))
            page.addAction(action)
        heard.append(UndoKey(qapp, lambda: page, done.append, page))
        qtbot.addWidget(page)
        with qtbot.waitActive(page):
            page.show()
            page.activateWindow()
        field.setFocus()
        return done

    yield put
    for one in heard:
        ignore(qapp, one)


@pytest.mark.parametrize("make", [QLineEdit, QPlainTextEdit])
def test_an_empty_field_leaves_both_keys_to_the_window(qtbot: QtBot, around: Made, make: type[Field]) -> None:
    field = make()
    done = around(field)
    qtbot.keyClick(field, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClick(field, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    assert done == ["undo", "redo"]


@pytest.mark.parametrize("make", [QLineEdit, QPlainTextEdit])
def test_one_ctrl_z_too_many_takes_nothing_back_but_what_was_typed(
    qtbot: QtBot, around: Made, make: type[Field]
) -> None:
    field = make()
    done = around(field)
    qtbot.keyClicks(field, "amka")
    for _ in range(3):
        qtbot.keyClick(field, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert (field.text() if isinstance(field, QLineEdit) else field.toPlainText()) == ""
    assert done == []


def test_in_a_form_with_something_entered_ctrl_z_on_an_answer_takes_nothing_back_and_says_so(
    qtbot: QtBot, around: Made
) -> None:
    # Given a form with an answer that was picked
    chips = ChoiceChips("Days", [Choice("mon", "Monday"), Choice("tue", "Tuesday")], several=True)
    done = around(FieldRow("Days", chips))
    qtbot.keyClick(chips.focusWidget(), Qt.Key.Key_Space)
    assert chips.values() == ("mon",)
    # When Ctrl+Z is pressed where the keyboard is
    qtbot.keyClick(chips.focusWidget(), Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    # Then the window takes nothing back, and says why
    assert [said.partition(":")[0] for said in done] == ["There is nothing more to take back here"]
    # And once the answer holds, it does again
    chips.in_force()
    qtbot.keyClick(chips.focusWidget(), Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert done[1:] == ["undo"]


def test_another_window_keeps_its_own_keys(qtbot: QtBot, around: Made) -> None:
    # Given a page with something entered, and another window with a box and an Undo of its own
    behind = ChoiceChips("Days", [Choice("mon", "Monday"), Choice("tue", "Tuesday")], several=True)
    told = around(FieldRow("Days", behind))
    qtbot.keyClick(behind.focusWidget(), Qt.Key.Key_Space)
    box = QLineEdit()
    done = around(box)

    # When Ctrl+Z is pressed there, then it is that window's, and the page has nothing to say
    qtbot.keyClick(box, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert done == ["undo"]
    assert told == []


def test_in_a_form_one_ctrl_z_too_many_is_told(qtbot: QtBot, around: Made) -> None:
    first, second = QLineEdit(), QLineEdit()
    both = QWidget()
    column = QVBoxLayout(both)
    for row in (FieldRow("Name", first), FieldRow("Known as", second)):
        column.addWidget(row)
    done = around(both)
    qtbot.keyClicks(first, "Ama")
    second.setFocus()
    qtbot.keyClick(second, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert first.text() == "Ama"
    assert len(done) == 1
    assert "nothing more to take back here" in done[0], (
        "not on all of the page: what was typed in the other box is there still"
    )
