"""The window locks in the midst of whatever is being typed: nothing of it is lost, and all of it is saved in the end."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from datetime import date, time, timedelta
from functools import partial
from pathlib import Path
from random import Random
from typing import Any
from uuid import UUID

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox, QLineEdit, QPlainTextEdit, QWidget
from pytestqt.qtbot import QtBot
from sqlalchemy import select

from hubdesk.access.key_file import slots_path
from hubdesk.desktop.app import Start
from hubdesk.desktop.editors import Editor
from hubdesk.desktop.editors.days import DateEditor, MomentEditor
from hubdesk.desktop.editors.lines import LineEditor, NotesEditor
from hubdesk.desktop.editors.linked import LinkEditor
from hubdesk.desktop.editors.picks import ManyEditor
from hubdesk.desktop.preferences import Preferences
from hubdesk.desktop.record_form import RecordForm
from hubdesk.desktop.scanner import Scanner
from hubdesk.desktop.screens.unlock import UnlockPage
from hubdesk.desktop.wizards.frame import Wizard
from hubdesk.desktop.wizards.who import WhoQuestion
from hubdesk.fields.types import Email, Money, Phone, Postcode, Text, Time, Whole
from hubdesk.operations.set_up_hub import set_up_hub
from hubdesk.records import fields_of, kind_named
from hubdesk.records.learning.class_session import ClassSession
from hubdesk.records.learning.course import Course
from hubdesk.records.learning.course_run import CourseRun
from hubdesk.records.people.person import Person
from hubdesk.records.volunteering.volunteer_role import VolunteerRole
from hubdesk.reports.one_record import record_page
from hubdesk.store import Store
from tests.conftest import PASSPHRASE
from tests.wearing import put_back, what_is_worn

LOCKS = int(os.environ.get("HUBDESK_LOCKS", "12"))
"""HUBDESK_LOCKS=200 is the long run, before a release."""
SEED = int(os.environ.get("HUBDESK_SEED", "17"))
FORMS = ("person", "volunteer_role", "organisation")
GIVEN = ("Nasrin", "Łukasz", "Thị Hồng", "عائشة", "Олена", "美玲", "Siân", "Ọlá")
FAMILY = ("Ahmadi", "Wójcik", "Nguyễn", "نور", "Коваль", "陳", "O’Neill", "Adébáyọ̀")
SAID = ("To meet people & learn.", "“Quotes”, = no sum", "كل يوم سبت", "long " * 6, "a/b; c_d 50%", "नमस्ते 12")


@pytest.fixture
def start(qapp: QApplication, empty_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Start]:
    """The real window on an encrypted file with courses to enrol on and roles to take."""
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    path = tmp_path / "hub.hubdesk"
    shutil.copy(empty_file, path)
    shutil.copy(slots_path(empty_file), slots_path(path))
    store = Store.open(path, PASSPHRASE)
    set_up_hub(store, "Westcroft", "WES")
    first = date.today() + timedelta(days=1)
    with store.operation("Plan") as session:
        for name in ("ESOL Entry 2", "Sewing", "First aid"):
            course = Course(name=name)
            run = CourseRun(course=course.id, name=name, starts=first, ends=first + timedelta(days=70), capacity=500)
            session.add_all([course, run, ClassSession(run=run.id, day=first, starts=time(9, 30), ends=time(11, 30))])
        session.add_all([VolunteerRole(name=name) for name in ("Welcomer", "Class helper")])
    store.close()
    worn = what_is_worn(qapp)
    made = Start(qapp, Preferences(tmp_path / "window.ini"), path)
    made.window.show()
    yield made
    made.window.close()
    made._locking.rest()
    put_back(qapp, worn)


class Typist:
    """Types and picks with seeded chance, and after any key the window may lock under their hands.

    ``expected`` is what they wrote, by the key of its answer: their own book, not the window's.
    """

    def __init__(self, qtbot: QtBot, start: Start, random: Random) -> None:
        self.qtbot, self.start, self.random = qtbot, start, random
        self.locks = 0
        self.chance = 0.0
        self.where: list[str] = []
        self.page: QWidget = start.window
        self.expected: dict[str, str] = {}

    def unlock(self) -> None:
        page = self.start.window.findChild(UnlockPage)
        assert page is not None
        field = page.findChild(QLineEdit)
        assert field is not None
        field.setText(PASSPHRASE)
        self.qtbot.keyClick(field, Qt.Key.Key_Return)

    def type(self, text: str) -> None:
        """Into whatever has the keyboard, which must still be there after a lock."""
        for sign in text:
            target = QApplication.focusWidget()
            assert target is not None, "The keyboard is nowhere."
            for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
                QApplication.sendEvent(target, QKeyEvent(kind, 0, Qt.KeyboardModifier.NoModifier, sign))
            self.perhaps_lock()

    def go_to(self, box: QWidget) -> None:
        """Leave what is open, such as the answers that fit, and put the keyboard there."""
        self.come_to_front()
        box.setFocus()

    def come_to_front(self) -> None:
        popup = QApplication.activePopupWidget()
        if popup is not None:
            self.qtbot.keyClick(popup, Qt.Key.Key_Escape)
        # The offscreen platform leaves a list that was closed active; no other does.
        if not self.start.window.isActiveWindow():
            self.start.window.activateWindow()
            self.qtbot.waitUntil(self.start.window.isActiveWindow)

    def click(self, widget: QWidget) -> None:
        self.come_to_front()
        # A press is not scrolled to by itself, so it goes to the widget, wherever the page stands.
        self.qtbot.mouseClick(widget, Qt.MouseButton.LeftButton)
        self.perhaps_lock()

    def perhaps_lock(self) -> None:
        if self.random.random() < self.chance and self.locks < LOCKS:
            self.lock()

    def lock(self) -> None:
        """By the keys or by the clock; then unlock, and everything must be as it was, to the cursor."""
        window, page = self.start.window, self.page
        self.come_to_front()
        # An h is held back for a blink, as it may begin a card's code.
        self.qtbot.waitUntil(lambda: not any(one.holds for one in window.findChildren(Scanner)), timeout=15_000)
        QApplication.processEvents()
        before, keyboard = seen(page), QApplication.focusWidget()
        if self.random.random() < 0.5:
            self.qtbot.keyClick(window, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
        else:
            self.start._locking._pass()
            self.start._locking._pass()
        assert window.findChild(UnlockPage) is not None
        assert not page.isVisible()
        if self.random.random() < 0.5:
            QTest.qWait(self.random.randint(1, 400))
        self.unlock()
        self.qtbot.waitUntil(page.isVisible, timeout=15_000)
        self.locks += 1
        self.where.append(f"{type(page).__name__} {getattr(page, '_now', '')}".strip())
        assert seen(page) == before, self.where[-1]
        self.come_to_front()
        assert QApplication.focusWidget() is keyboard, self.where[-1]

    def answer(self, key: str, editor: Editor) -> None:
        """Write something sound into an editor, of whatever sort it is."""
        if isinstance(editor, DateEditor):
            parts = (
                str(self.random.randint(1, 28)),
                str(self.random.randint(1, 12)),
                str(self.random.randint(1960, 2005)),
            )
            for box, part in zip((editor.day, editor.month, editor.year), parts, strict=True):
                self.go_to(box)
                self.type(part)
            self.expected[key] = "/".join(parts)
        elif isinstance(editor, ManyEditor):
            self.pick_by_arrows(key, editor)
        elif isinstance(editor, LineEditor | NotesEditor):
            said = self.sound(key, editor)
            self.go_to(editor.box)
            self.type(said)
            self.expected[key] = said.strip()
        else:
            choices = [one for one in editor.findChildren(QAbstractButton) if one.isVisible()]
            if choices:
                self.click(self.random.choice(choices))
                self.expected[key] = editor.written()

    def pick_by_arrows(self, key: str, editor: ManyEditor) -> None:
        self.go_to(editor.box)
        for _ in range(self.random.randint(1, 6)):
            self.qtbot.keyClick(editor.box, Qt.Key.Key_Down)
            self.perhaps_lock()
        self.expected[key] = editor.written()

    def sound(self, key: str, editor: Editor) -> str:
        kind = editor.type
        if isinstance(kind, Email):
            return f"name{self.random.randint(1, 999)}@example.org"
        if isinstance(kind, Phone):
            return f"07700 900{self.random.randint(100, 999)}"
        if isinstance(kind, Postcode):
            return self.random.choice(("M14 6NQ", "M19 2JX"))
        if isinstance(kind, Money):
            return f"{self.random.randint(1, 99)}.50"
        if isinstance(kind, Time | Whole):
            return "14:30" if isinstance(kind, Time) else str(max(kind.least, 1) + self.random.randint(0, 3))
        if key == "dbs_number":
            return f"{self.random.randint(1, 999_999_999_999):012}"
        if "name" in key:
            return f"{self.random.choice(GIVEN)} {self.random.choice(FAMILY)}"
        said = self.random.choice(SAID)
        return said[: kind.longest] if isinstance(kind, Text) else said


def seen(page: QWidget) -> list[tuple[object, ...]]:
    """Everything on the page that was typed or picked, with the cursors."""
    found: list[tuple[object, ...]] = []
    for one in page.findChildren(QWidget):
        if isinstance(one, QLineEdit):
            found.append((one.accessibleName(), one.text(), one.cursorPosition()))
        elif isinstance(one, QPlainTextEdit):
            found.append((one.accessibleName(), one.toPlainText(), one.textCursor().position()))
        elif isinstance(one, QComboBox):
            found.append((one.accessibleName(), one.currentText(), one.currentIndex()))
        elif isinstance(one, QAbstractButton) and one.isCheckable():
            found.append((one.accessibleName(), one.isChecked()))
    return found


def do_wizard(typist: Typist, command: str) -> dict[str, str]:
    """Answer every page of a wizard from its first to its last; gives what was written."""
    typist.expected = {}
    typist.start._commands.run(command)
    wizard = typist.start.window.pages.currentWidget()
    assert isinstance(wizard, Wizard)
    typist.page = wizard
    name = f"{typist.random.choice(GIVEN)} {typist.random.choice(FAMILY)} {typist.random.choice('ABCDEFG')}"
    while wizard._now:
        now = wizard._now
        question = wizard._plan.question(now)
        if isinstance(question, WhoQuestion):
            question._edit.setFocus()
            typist.type(name)
            typist.expected["full_name"] = name
            typist.qtbot.waitUntil(partial(_found, question), timeout=15_000)
            typist.click(question._rows[-1])
        else:
            fill(typist, question)
            assert {key: wizard._answers.get(key) for key in typist.expected} == typist.expected
            typist.come_to_front()
            typist.qtbot.mouseClick(wizard._asking.go_on, Qt.MouseButton.LeftButton)
        typist.qtbot.waitUntil(partial(_left, wizard, now), timeout=15_000)
    return dict(typist.expected)


def _found(question: WhoQuestion) -> bool:
    return bool(question._rows) and not question._timer.isActive()


def _left(wizard: Wizard, page: str) -> bool:
    return wizard._now != page


def fill(typist: Typist, question: Any) -> None:
    """Most answers of a page, in its order; what must be answered always."""
    if getattr(question, "_list", None) is not None:
        typist.click(typist.random.choice(question._list.findChildren(QAbstractButton)))
    for key, row in question.rows.items():
        wanted = bool(row._needed) or key.startswith("emergency_") or typist.random.random() < 0.7
        if wanted and row.isVisible() and not row.editor.written():
            typist.answer(key, row.editor)
    for key, sentence in question.wrong().items():
        assert key in question.rows, sentence
        typist.answer(key, question.rows[key].editor)


def do_form(typist: Typist, kind: str, done: Callable[[UUID], object]) -> None:
    """Fill in a new record of some kind; ``done`` hears of it once it is saved."""
    typist.expected = {}
    form = RecordForm(typist.start._desk.workplace, kind, done=done)
    typist.start.window.show_page(form, form.heading.text())
    typist.page = form
    required = {field.name for field in fields_of(kind_named(kind)) if field.required}
    for key, editor in form.form.editors.items():
        plain = isinstance(editor, LineEditor | NotesEditor | DateEditor | ManyEditor) or not editor.written()
        special = isinstance(editor, LinkEditor | MomentEditor) or not plain
        fresh = not editor.written()
        if editor.isVisible() and fresh and not special and (key in required or typist.random.random() < 0.8):
            typist.answer(key, editor)
    now = form.form.written()
    assert {key: now[key] for key in typist.expected} == typist.expected


def save(typist: Typist, kind: str, made: list[UUID]) -> None:
    """Press Save and read what is in the file; ``made`` has the record once the form is done."""
    form, store = typist.page, typist.start._desk.workplace.store
    assert isinstance(form, RecordForm)
    meant, wrong = form.form.values(typist.expected)
    assert not wrong
    typist.qtbot.mouseClick(form.save_button, Qt.MouseButton.LeftButton)
    typist.qtbot.waitUntil(lambda: bool(made), timeout=15_000)
    with store.reading() as session:
        saved = record_page(session, kind, made[0])
    assert saved is not None
    assert {name: saved.values[name] for name in meant} == meant


def saved_person(store: Store, written: dict[str, str]) -> None:
    """What a wizard asked about the person is in the file, word for word."""
    with store.reading() as session:
        person = session.scalars(select(Person).where(Person.full_name == written["full_name"])).all()[-1]
        for field in fields_of(Person):
            if field.name in written:
                assert getattr(person, field.name) == field.type.parse(written[field.name]), field.name


@pytest.mark.slow
def test_r17_s05_locks_at_random_points_of_both_wizards_and_of_forms_lose_nothing(qtbot: QtBot, start: Start) -> None:
    # Given somebody at work in the real window
    typist = Typist(qtbot, start, Random(SEED))
    typist.unlock()
    qtbot.waitUntil(lambda: start._desk is not None and "enrol.new" in start._commands, timeout=15_000)
    typist.chance = 0.02 if LOCKS < 100 else 0.08
    store: Store = start._desk.workplace.store

    # When they enrol, take on volunteers and fill in forms, and the window locks in the midst of it, again and again
    turn = 0
    while typist.locks < LOCKS or turn < 3:
        if turn % 3 < 2:
            written = do_wizard(typist, ("enrol.new", "volunteer.new")[turn % 3])
            # Then what was written is what is saved in the end
            saved_person(store, written)
            start.window.go_back()
        else:
            kind, made = FORMS[turn // 3 % len(FORMS)], list[UUID]()
            do_form(typist, kind, made.append)
            save(typist, kind, made)
        turn += 1

    # And no draft is left of what is done
    qtbot.waitUntil(lambda: not store.drafts.all("enrolment") and not store.drafts.all("volunteer"))
    print(f"{typist.locks} locks in {turn} pieces of work (seed {SEED}): {sorted(set(typist.where))}")  # noqa: T201
