"""Rubbish in every field of every form and wizard page: said beside the field, nothing cleared, nothing breaks."""

from __future__ import annotations

from functools import partial
from uuid import uuid4

import pytest
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QWidget
from pytestqt.qtbot import QtBot

from hubdesk.desktop.record_form import RecordForm
from hubdesk.desktop.window import MainWindow
from hubdesk.desktop.wizards import Papers, start
from hubdesk.desktop.wizards.frame import Wizard
from hubdesk.desktop.workplace import Workplace
from hubdesk.records import KINDS, Record
from tests.desktop import conftest as of_the_window

_worn = of_the_window._worn
theme, background, commands = of_the_window.theme, of_the_window.background, of_the_window.commands
window, opened, workplace = of_the_window.window, of_the_window.opened, of_the_window.workplace

RUBBISH = (
    "x" * 10_000,
    "".join(map(chr, range(1, 32))) + "a\0b\x7f\x85\u2028\ufeff",
    "👩‍👧🏴󠁧󠁢󠁷󠁬󠁳󠁿" * 30,
    "\u202eנסרין\u202c نسرين\u200f",
    "31/2/2026",
    "99/99/9999",
    "-1",
    "1e400",
    "9" * 40,
    "²٣½",
    "first line\r\nsecond\nthird\t4",
    "'; DROP TABLE person; --<b>{name}%s",
    "0/0/0 25:61",
    " \u00a0\u3000 ",
)


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__tablename__)
def test_a_form_takes_any_rubbish_calmly(
    qtbot: QtBot, window: MainWindow, workplace: Workplace, kind: type[Record]
) -> None:
    for turn in (0, 5):
        # Given a form in which every box holds rubbish of its own
        form = RecordForm(workplace, kind.__tablename__, done=lambda _: None)
        window.show_page(form, "Form")
        boxes = _fill(form, turn)
        held = [_text(box) for box in boxes]

        # When it is saved
        form.save()
        qtbot.waitUntil(partial(_settled, form, window))

        # Then it is in, or each box is as it was and there is a sentence; never an exception (qtbot listens)
        assert [_text(box) for box in boxes] == held
        window.banner.hide()
        form._draft.drop()
        window.go_back()
    qtbot.waitUntil(lambda: _idle(workplace))


@pytest.mark.parametrize("begin", [start.enrol_someone, start.new_volunteer])
def test_a_wizard_takes_any_rubbish_calmly(
    qtbot: QtBot, window: MainWindow, workplace: Workplace, begin: object
) -> None:
    assert callable(begin)
    for turn in (0, 5, 10):
        # Given a wizard for somebody with a name, each of its pages filled with rubbish
        wizard: Wizard = begin(workplace, Papers(print, print))
        wizard._answers = {"full_name": "Nasrin Ahmadi"}
        wizard._kept = True
        for step in wizard._path():
            wizard._turn_to(step.key)
            QApplication.processEvents()
            boxes = _fill(wizard._plan.question(step.key), turn)
            held = [_text(box) for box in boxes]

            # When Continue is pressed, then nothing that was written is gone
            wizard._continue()
            assert [_text(box) for box in boxes] == held
        # And the draft takes it all, and gives it back
        wizard._keeper.flush_here()
        again = start.resume(workplace, Papers(print, print), wizard._keeper.id)
        assert again._answers == wizard._answers
        window.go_back()
        window.go_back()
    qtbot.waitUntil(lambda: _idle(workplace))


def _fill(page: QWidget, turn: int) -> list[QLineEdit | QPlainTextEdit]:
    boxes: list[QLineEdit | QPlainTextEdit] = [*page.findChildren(QLineEdit), *page.findChildren(QPlainTextEdit)]
    there = [box for box in boxes if box.isEnabled() and not box.isReadOnly()]
    for number, box in enumerate(there):
        rubbish = RUBBISH[(number + turn) % len(RUBBISH)]
        if isinstance(box, QLineEdit):
            box.clear()
            box.insert(rubbish)
            box.textEdited.emit(box.text())
        else:
            box.setPlainText(rubbish)
    return there


def _text(box: QLineEdit | QPlainTextEdit) -> str:
    return box.text() if isinstance(box, QLineEdit) else box.toPlainText()


def _settled(form: RecordForm, window: MainWindow) -> bool:
    return not form._saving or bool(window.banner.text())


def _idle(workplace: Workplace) -> bool:
    done: list[object] = []
    workplace.background._writer.submit(lambda: done.append(uuid4())).result()
    return bool(done)
