"""Locking the window, and what stands in it afterwards."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from hubdesk.access.key_slots import slots_path
from hubdesk.access.roles import Role
from hubdesk.desktop.app import Start
from hubdesk.desktop.locking import WARNING, Locking
from hubdesk.desktop.preferences import Preferences
from hubdesk.desktop.record_form import RecordForm
from hubdesk.desktop.screens.choose_passphrase import ChoosePassphrasePage
from hubdesk.desktop.screens.unlock import UnlockPage
from hubdesk.operations.set_up_hub import set_up_hub
from hubdesk.store import Store
from tests.conftest import PASSPHRASE

BOLAS = "seven green umbrellas"


@pytest.fixture
def start(
    qapp: QApplication, qtbot: QtBot, empty_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Callable[[], Start]]:
    """A window on a hub where Bola has a first code; ``codes`` is in its folder."""
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    path = tmp_path / "hub.hubdesk"
    shutil.copy(empty_file, path)
    shutil.copy(slots_path(empty_file), slots_path(path))
    store = Store.open(path, PASSPHRASE)
    set_up_hub(store, "Westcroft", "WES")
    (tmp_path / "code").write_text(store.accounts.add("Bola Ade", Role.RECEPTION))
    store.close()
    worn = qapp.font(), qapp.palette(), qapp.styleSheet()
    made: list[Start] = []

    def begin() -> Start:
        made.append(Start(qapp, Preferences(tmp_path / "window.ini"), path))
        made[-1].window.show()
        return made[-1]

    yield begin
    for one in made:
        one.window.close()
        one._locking.rest()
    qapp.setStyleSheet(worn[2])
    qapp.setPalette(worn[1])
    qapp.setFont(worn[0])


def let_in(qtbot: QtBot, start: Start, name: str, passphrase: str) -> None:
    """Type the passphrase into the page that stands alone."""
    page = start.window.findChild(UnlockPage)
    assert page is not None

    def chip() -> QAbstractButton:
        return next(one for one in page.findChildren(QAbstractButton) if one.accessibleName() == name)

    qtbot.waitUntil(lambda: any(one.accessibleName() == name for one in page.findChildren(QAbstractButton)))
    chip().click()
    field = page.findChild(QLineEdit)
    assert field is not None
    field.setText(passphrase)
    qtbot.keyClick(field, Qt.Key.Key_Return)


def at_work(start: Start) -> bool:
    return start.window.pages.isVisible() and "new.person" in start._commands


def test_s05_a_lock_keeps_what_is_being_typed(qtbot: QtBot, start: Callable[[], Start]) -> None:
    # Given a manager in the middle of a form
    one = start()
    let_in(qtbot, one, "Manager", PASSPHRASE)
    qtbot.waitUntil(lambda: at_work(one), timeout=15_000)
    one._commands.run("new.person")
    form = one.window.findChild(RecordForm)
    assert form is not None
    name = form.findChildren(QLineEdit)[0]
    name.setFocus()
    qtbot.keyClicks(name, "Ada Ob")

    # When the window locks, then nothing shows and no key does anything but the page's own
    qtbot.keyClick(one.window, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: one.window.findChild(UnlockPage) is not None)
    assert not form.isVisible()
    qtbot.keyClick(one.window, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    assert not one.window.palette_box.isVisible()

    # And a wrong passphrase does not open it, and the right one brings everything back
    let_in(qtbot, one, "Manager", "a wrong passphrase")
    page = one.window.findChild(UnlockPage)
    assert page is not None
    qtbot.waitUntil(lambda: page.findChild(QLineEdit).selectedText() != "")  # type: ignore[union-attr]
    let_in(qtbot, one, "Manager", PASSPHRASE)
    qtbot.waitUntil(form.isVisible, timeout=15_000)
    assert name.text() == "Ada Ob"
    assert one.window.focusWidget() is name


def test_somebody_else_comes_in_at_the_lock_with_a_first_code(
    qtbot: QtBot, start: Callable[[], Start], tmp_path: Path
) -> None:
    one = start()
    let_in(qtbot, one, "Manager", PASSPHRASE)
    qtbot.waitUntil(lambda: at_work(one), timeout=15_000)
    one._commands.run("window.lock")
    let_in(qtbot, one, "Bola Ade", (tmp_path / "code").read_text())
    qtbot.waitUntil(lambda: one.window.findChild(ChoosePassphrasePage) is not None, timeout=15_000)
    page = one.window.findChild(ChoosePassphrasePage)
    assert page is not None
    for field in page.findChildren(QLineEdit):
        field.setText(BOLAS)
    qtbot.keyClick(page.findChildren(QLineEdit)[1], Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: one._preferences.who == "Bola Ade" and at_work(one), timeout=15_000)
    assert one._mine == "Bola Ade"


def test_it_locks_by_itself_after_a_warning(qapp: QApplication, qtbot: QtBot) -> None:
    minutes = 5
    locking = Locking(qapp, lambda: minutes)
    said: list[str] = []
    locking.warned.connect(lambda: said.append("warned"))
    locking.awake.connect(lambda: said.append("awake"))
    locking.due.connect(lambda: said.append("locked"))
    locking.watch()
    assert locking._timer.interval() == (5 * 60 - WARNING) * 1000

    # When nobody moves, it warns; when somebody does, it waits anew; when nobody does, it locks
    locking._pass()
    assert locking._timer.interval() == WARNING * 1000
    field = QLineEdit()
    qtbot.addWidget(field)
    qtbot.keyClicks(field, "a")
    assert said == ["warned", "awake"]
    locking._pass()
    locking._pass()
    assert said == ["warned", "awake", "warned", "locked"]
    assert not locking._timer.isActive()

    # And what is chosen in the settings holds from the next key on
    locking.watch()
    minutes = 2
    qtbot.keyClicks(field, "b")
    assert locking._timer.interval() == (2 * 60 - WARNING) * 1000
    locking.rest()
