"""Ctrl+Z in a field: what it takes back itself, and what it leaves to the window."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from hubdesk.desktop.hearing import ignore
from hubdesk.desktop.leaving import entered
from hubdesk.desktop.undo_key import UndoKey

Field = QLineEdit | QPlainTextEdit
Made = Callable[[Field], list[str]]


@pytest.fixture
def around(qtbot: QtBot, qapp: QApplication) -> Iterator[Made]:
    """Puts a field on a page with the window's Undo and Redo, and gives what these did."""
    heard: list[UndoKey] = []

    def put(field: Field) -> list[str]:
        page, done = QWidget(), list[str]()
        QVBoxLayout(page).addWidget(field)
        for name, keys in (("undo", "Ctrl+Z"), ("redo", "Ctrl+Shift+Z")):
            action = QAction(page)
            action.setShortcut(QKeySequence(keys))
            action.triggered.connect(lambda _=False, name=name: done.append(name))
            page.addAction(action)
        heard.append(UndoKey(qapp, lambda: bool(entered(page)), page))
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
