"""Locking the window, and what stands in it afterwards."""

from __future__ import annotations

import shutil
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, QRect, Qt, QTimer
from PySide6.QtWidgets import QAbstractButton, QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from hubdesk.access import key_file
from hubdesk.access.key_file import slots_path
from hubdesk.access.roles import Role
from hubdesk.access.stretching import FLOOR, Tune
from hubdesk.desktop import app
from hubdesk.desktop.app import Start
from hubdesk.desktop.background import SHOWN_AFTER
from hubdesk.desktop.locking import LONGEST, WARNING, Locking
from hubdesk.desktop.preferences import Preferences
from hubdesk.desktop.record_form import RecordForm
from hubdesk.desktop.screens.choose_passphrase import ChoosePassphrasePage
from hubdesk.desktop.screens.restore import RestorePage
from hubdesk.desktop.screens.unlock import UnlockPage
from hubdesk.operations.set_up_hub import set_up_hub
from hubdesk.records.people.person import Person
from hubdesk.reports.who_did_what import log_page
from hubdesk.store import Store
from tests.conftest import PASSPHRASE
from tests.wearing import put_back, what_is_worn

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
    worn = what_is_worn(qapp)
    made: list[Start] = []

    def begin(tune: Tune | None = None) -> Start:
        made.append(Start(qapp, Preferences(tmp_path / "window.ini"), path, tune))
        made[-1].window.show()
        return made[-1]

    yield begin
    for one in made:
        one.window.close()
        one._locking.rest()
    put_back(qapp, worn)


def let_in(qtbot: QtBot, start: Start, name: str, passphrase: str) -> None:
    """Type the passphrase into the page that stands alone; one that was just left is still there for a moment."""

    def parts() -> tuple[QAbstractButton, QLineEdit] | None:
        for page in start.window.findChildren(UnlockPage):
            chips = [one for one in page.findChildren(QAbstractButton) if one.accessibleName() == name]
            field = page.findChild(QLineEdit)
            if page.isVisible() and chips and field is not None:
                return chips[0], field
        return None

    qtbot.waitUntil(lambda: parts() is not None)
    found = parts()
    assert found is not None
    chip, field = found
    chip.click()
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
    before = {command.id for command in one._commands}
    one._commands.run("window.lock")
    choose_first(qtbot, one, (tmp_path / "code").read_text())
    assert one._lock.whose == "Bola Ade"

    # What only a manager may do is not left to reception
    qtbot.waitUntil(lambda: at_work(one), timeout=15_000)
    gone = before - {command.id for command in one._commands}
    assert {"settings.recovery", "look.bin"} <= gone

    # And search asks for Bola alone, not once more for the manager, whose file is closed
    box = one.window.palette_box
    box.open_at(QRect(0, 0, 400, 40), "levenshulme")
    rows = box.results.model()
    qtbot.waitUntil(lambda: rows.rowCount() > 1, timeout=15_000)
    asked: list[bool] = []
    one._background.read(lambda: None, lambda _: asked.append(True))
    qtbot.waitUntil(lambda: asked == [True], timeout=15_000)
    assert [rows.index(n, 0).data() for n in range(rows.rowCount())].count("Records") == 1


def test_t03_it_locks_by_itself_after_a_warning(qapp: QApplication, qtbot: QtBot) -> None:
    minutes = 5
    window = QObject()
    locking = Locking(qapp, lambda: minutes, window)
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


def test_s05_it_locks_after_ten_hours_however_busy_somebody_is(qapp: QApplication, qtbot: QtBot) -> None:
    # Given somebody who never stops typing
    window, now = QObject(), 0.0
    locking = Locking(qapp, lambda: 5, window, lambda: now)
    said: list[str] = []
    locking.tired.connect(lambda: said.append("tired"))
    locking.due.connect(lambda: said.append("locked"))
    locking.watch()
    assert locking._long.interval() == (LONGEST - WARNING) * 1000 == (10 * 3600 - 30) * 1000
    field = QLineEdit()
    qtbot.addWidget(field)

    # When ten hours have passed, they are told half a minute before, and no key keeps it open
    locking._pass_long()
    assert locking._long.interval() == WARNING * 1000
    qtbot.keyClicks(field, "a")
    locking._pass_long()
    assert said == ["tired", "locked"]

    # And a passphrase begins them anew
    locking.watch()
    assert locking._long.interval() == (LONGEST - WARNING) * 1000
    locking.rest()
    assert not locking._long.isActive()


@pytest.mark.parametrize("hours", [1, 11])
def test_s05_a_computer_that_slept_locks_at_the_first_key(qapp: QApplication, qtbot: QtBot, hours: int) -> None:
    # Given a computer whose lid was shut: its timers stood still
    window, now = QObject(), 0.0
    locking = Locking(qapp, lambda: 15, window, lambda: now)
    due: list[bool] = []
    locking.due.connect(lambda: due.append(True))
    locking.watch()
    field = QLineEdit()
    qtbot.addWidget(field)
    qtbot.keyClicks(field, "a")

    # When it wakes, then the first key locks, and is typed nowhere
    now = hours * 3600.0
    qtbot.keyClicks(field, "b")
    assert due == [True]
    assert field.text() == "a"


def test_s05_after_ten_hours_what_was_being_typed_is_there_again(qtbot: QtBot, start: Callable[[], Start]) -> None:
    one = start()
    let_in(qtbot, one, "Manager", PASSPHRASE)
    qtbot.waitUntil(lambda: at_work(one), timeout=15_000)
    one._commands.run("new.person")
    form = one.window.findChild(RecordForm)
    assert form is not None
    name = form.findChildren(QLineEdit)[0]
    name.setFocus()
    qtbot.keyClicks(name, "Ada Ob")
    one._locking._pass_long()
    assert "ten hours" in one.window.banner.text()
    qtbot.keyClicks(name, "i")
    one._locking._pass_long()
    assert not form.isVisible()
    let_in(qtbot, one, "Manager", PASSPHRASE)
    qtbot.waitUntil(form.isVisible, timeout=15_000)
    assert name.text() == "Ada Obi"


def test_s15_wrong_tries_at_the_lock_are_told(qtbot: QtBot, start: Callable[[], Start]) -> None:
    one = start()
    let_in(qtbot, one, "Manager", PASSPHRASE)
    qtbot.waitUntil(lambda: at_work(one), timeout=15_000)
    one._commands.run("window.lock")
    let_in(qtbot, one, "Manager", "a wrong passphrase")
    qtbot.waitUntil(lambda: _said_wrong(one), timeout=15_000)
    let_in(qtbot, one, "Manager", PASSPHRASE)
    qtbot.waitUntil(lambda: at_work(one), timeout=15_000)
    store: Store = one._leave.__self__  # type: ignore[attr-defined]
    with store.reading() as session:
        line = log_page(session, what="wrong_tries").lines[0]
    assert (line.who, line.about) == ("Manager", "Manager · 1 wrong try")


def _said_wrong(start: Start) -> bool:
    fields = [field for page in start.window.findChildren(UnlockPage) for field in page.findChildren(QLineEdit)]
    return any(field.isVisible() and field.selectedText() for field in fields)


def test_s03_the_window_tunes_the_cost_of_a_passphrase_at_sign_in(
    qtbot: QtBot, start: Callable[..., Start], tmp_path: Path
) -> None:
    one = start(app._retuned)
    let_in(qtbot, one, "Manager", PASSPHRASE)
    qtbot.waitUntil(lambda: at_work(one), timeout=15_000)
    mine = key_file.read(slots_path(tmp_path / "hub.hubdesk")).person("Manager")
    assert mine is not None
    assert mine.private is not None
    assert mine.private.cost.memory >= FLOOR.memory
    # And the lock takes the same passphrase
    one._commands.run("window.lock")
    let_in(qtbot, one, "Manager", PASSPHRASE)
    qtbot.waitUntil(lambda: at_work(one), timeout=15_000)


def choose_first(qtbot: QtBot, start: Start, code: str) -> None:
    """Come in as Bola with a first code, and choose a passphrase."""
    let_in(qtbot, start, "Bola Ade", code)
    qtbot.waitUntil(lambda: start.window.findChild(ChoosePassphrasePage) is not None, timeout=15_000)
    page = start.window.findChild(ChoosePassphrasePage)
    assert page is not None
    for field in page.findChildren(QLineEdit):
        field.setText(BOLAS)
    qtbot.keyClick(page.findChildren(QLineEdit)[1], Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: start._preferences.who == "Bola Ade" and at_work(start), timeout=15_000)


def shown(start: Start) -> set[str]:
    return {one.text() for one in start.window.findChildren(QAbstractButton) if one.isVisible()}


def test_s05_a_backup_that_fails_as_the_locked_window_closes_opens_nothing(
    qtbot: QtBot, start: Callable[[], Start], tmp_path: Path
) -> None:
    # Given a locked window, work that is not backed up yet, and no place for a backup
    one = start()
    let_in(qtbot, one, "Manager", PASSPHRASE)
    qtbot.waitUntil(lambda: at_work(one), timeout=15_000)
    store = one._leave.__self__  # type: ignore[attr-defined]
    with store.operation("Add Ada") as session:
        session.add(Person(full_name="Ada Obi"))
    qtbot.waitUntil(lambda: one._desk.keeping.kept.changed)
    (tmp_path / "backups").write_text("in the way")
    one._commands.run("window.lock")
    qtbot.waitUntil(lambda: one.window.findChild(UnlockPage) is not None)

    # When somebody closes it and then thinks better of it
    one.window.close()
    qtbot.waitUntil(lambda: "Stay here" in shown(one), timeout=15_000)
    assert not one.window.pages.isVisible()
    next(b for b in one.window.findChildren(QAbstractButton) if b.text() == "Stay here").click()

    # Then it is as locked as before, and a passphrase opens it
    assert one.window.findChild(UnlockPage) is not None
    assert not one.window.pages.isVisible()
    let_in(qtbot, one, "Manager", PASSPHRASE)
    qtbot.waitUntil(one.window.pages.isVisible, timeout=15_000)
    (tmp_path / "backups").unlink()
    one.window.close()
    qtbot.waitUntil(lambda: not one.window.isVisible(), timeout=15_000)


def test_r13_reception_backs_up_and_brings_nothing_back(
    qtbot: QtBot, start: Callable[[], Start], tmp_path: Path
) -> None:
    one = start()
    choose_first(qtbot, one, (tmp_path / "code").read_text())
    one._commands.run("backup.list")
    qtbot.waitUntil(lambda: "Back up now" in shown(one), timeout=15_000)
    one._commands.run("backup.now")
    qtbot.waitUntil(lambda: "Copy to a stick" in shown(one), timeout=15_000)
    assert not {"Bring back", "Bring back from a stick", "Choose another folder"} & shown(one)


def test_s05_locking_while_a_backup_is_about_to_come_back_hides_what_would_be_lost(
    qtbot: QtBot, start: Callable[[], Start]
) -> None:
    # Given the page that names what would be lost
    one = start()
    let_in(qtbot, one, "Manager", PASSPHRASE)
    qtbot.waitUntil(lambda: at_work(one), timeout=15_000)
    one._commands.run("backup.list")
    one._commands.run("backup.now")
    qtbot.waitUntil(lambda: "Bring back" in shown(one), timeout=15_000)
    next(b for b in one.window.findChildren(QAbstractButton) if b.text() == "Bring back").click()
    qtbot.waitUntil(lambda: one.window.findChild(RestorePage) is not None, timeout=15_000)

    # Then its keys are its own, and when the window locks only the lock is left
    qtbot.keyClick(one.window, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    assert not one.window.palette_box.isVisible()
    one._lock.lock()
    qtbot.waitUntil(lambda: one.window.findChild(RestorePage) is None)
    let_in(qtbot, one, "Manager", PASSPHRASE)
    qtbot.waitUntil(one.window.pages.isVisible, timeout=15_000)
    assert "Back up now" in shown(one)


def test_a_wrong_passphrase_is_told_to_nobody_who_has_left_its_page(
    qtbot: QtBot, start: Callable[[], Start], monkeypatch: pytest.MonkeyPatch
) -> None:
    # Given a passphrase that is still looked at when somebody turns to another page
    one = start()
    raised: list[type[BaseException]] = []
    monkeypatch.setattr(sys, "excepthook", lambda kind, *_: raised.append(kind))
    free = threading.Event()
    one._background.change("Long work", lambda progress: free.wait(30))
    let_in(qtbot, one, "Manager", "a wrong passphrase")
    page = one.window.findChild(UnlockPage)
    assert page is not None
    with qtbot.waitSignal(page.destroyed):
        next(b for b in page.findChildren(QAbstractButton) if b.text() == "Start a new hub").click()
    free.set()

    # Then its refusal finds nobody, and nothing breaks
    done: list[bool] = []
    one._background.change("After it", lambda progress: True, done.append)
    qtbot.waitUntil(lambda: done == [True], timeout=15_000)
    assert raised == []


def test_nothing_is_shown_any_more_once_the_window_has_closed(qtbot: QtBot, start: Callable[[], Start]) -> None:
    # Given work that is backed up as the window closes, which is done before a page would say so
    one = start()
    let_in(qtbot, one, "Manager", PASSPHRASE)
    qtbot.waitUntil(lambda: at_work(one), timeout=15_000)
    store = one._leave.__self__  # type: ignore[attr-defined]
    with store.operation("Add Ada") as session:
        session.add(Person(full_name="Ada Obi"))
    qtbot.waitUntil(lambda: one._desk.keeping.kept.changed)
    one.window.close()
    qtbot.waitUntil(one.window.isHidden, timeout=15_000)
    covered = one.window.covered

    # When the moment of that page comes, then it stays away
    later = QTimer()
    later.setSingleShot(True)
    with qtbot.waitSignal(later.timeout):
        later.start(2 * SHOWN_AFTER)
    assert one.window.covered == covered
