from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from hubdesk.base.progress import Progress
from hubdesk.desktop import theme as look
from hubdesk.desktop.app import Start
from hubdesk.desktop.commands import Commands
from hubdesk.desktop.front_door import file_for
from hubdesk.desktop.leaving import begun
from hubdesk.desktop.looks import DARK
from hubdesk.desktop.preferences import Preferences
from hubdesk.desktop.privacy import Privacy
from hubdesk.desktop.reading_ahead import ReadingAhead
from hubdesk.desktop.screens.restore import RestorePage
from hubdesk.desktop.screens.set_up import NewHub, SetUpPage
from hubdesk.desktop.screens.settings import LicencesPage, SettingsPage
from hubdesk.desktop.screens.unlock import UnlockPage, open_page
from hubdesk.desktop.theme import Theme
from hubdesk.desktop.widgets import ActionRow, FieldRow
from hubdesk.operations.set_up_hub import set_up_hub
from hubdesk.store import Store
from hubdesk.store.small_facts import FOLDER
from tests.conftest import PASSPHRASE as OPENS
from tests.wearing import put_back, what_is_worn
from tests.words.sentences import ROOT

PASSPHRASE = "four words and more"


@pytest.fixture
def application(qapp: QApplication, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[QApplication]:
    """The application of a person whose folders are empty; it wears afterwards what it wore before."""
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    worn = what_is_worn(qapp)
    yield qapp
    put_back(qapp, worn)


def test_the_lead_organisation_sets_up_a_file_for_its_network(qtbot: QtBot) -> None:
    made: list[NewHub] = []
    page = SetUpPage(lambda new, passphrase: made.append(new), lambda: None)
    qtbot.addWidget(page)
    page.show()
    name, network, manager, first, second = page.findChildren(QLineEdit)
    manager.setText("Ann Okafor")
    lead = next(one for one in page.findChildren(QAbstractButton) if one.accessibleName().startswith("The lead"))
    lead.click()
    assert not network.isVisible()
    qtbot.keyClicks(name, "South Manchester Learning Hubs")
    first.setText(PASSPHRASE)
    second.setText(PASSPHRASE)
    qtbot.keyClick(second, Qt.Key.Key_Return)
    assert made == [
        NewHub("South Manchester Learning Hubs", "South Manchester Learning Hubs", lead=True, manager="Ann Okafor")
    ]


def test_a_hub_is_set_up_with_a_name_and_a_passphrase_typed_twice(qtbot: QtBot) -> None:
    # Given the first page of the first day
    made: list[tuple[NewHub, str]] = []
    page = SetUpPage(lambda new, passphrase: made.append((new, passphrase)), lambda: None)
    qtbot.addWidget(page)
    page.show()
    name, network, manager, first, second = page.findChildren(QLineEdit)

    # When something is missing, then what and what to do stands at its field, and nothing is cleared
    qtbot.keyClick(name, Qt.Key.Key_Return)
    assert errors(page) == ["Write the name."]
    qtbot.keyClicks(name, " Westcroft ")
    qtbot.keyClicks(network, "South Manchester Learning Hubs")
    qtbot.keyClick(network, Qt.Key.Key_Return)
    assert errors(page) == ["Write your name."]
    qtbot.keyClicks(manager, "Ann Okafor")
    qtbot.keyClicks(first, "short")
    qtbot.keyClick(first, Qt.Key.Key_Return)
    assert errors(page) == ["Choose a longer passphrase: at least 12 characters."]
    first.setText(PASSPHRASE)
    second.setText("four words and les")
    qtbot.keyClick(second, Qt.Key.Key_Return)
    assert errors(page) == ["The two are not the same. Type the passphrase again."]
    assert (name.text(), first.text(), made) == (" Westcroft ", PASSPHRASE, [])

    # When all is there, then the hub is set up, once
    second.setText(PASSPHRASE)
    qtbot.keyClick(second, Qt.Key.Key_Return)
    qtbot.keyClick(second, Qt.Key.Key_Return)
    assert made == [(NewHub("Westcroft", "South Manchester Learning Hubs", manager="Ann Okafor"), PASSPHRASE)]
    assert errors(page) == []


def test_a_file_is_opened_with_its_passphrase(qtbot: QtBot) -> None:
    tried: list[tuple[str, str | None]] = []
    page = open_page(Path("westcroft.hubdesk"), lambda *said: tried.append(said), *[lambda: None] * 4)
    qtbot.addWidget(page)
    page.show()
    [field] = page.findChildren(QLineEdit)
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert len(errors(page)) == 1
    qtbot.keyClicks(field, "wrong")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    page.show_error("This is not the passphrase of this hub.")
    assert errors(page) == ["This is not the passphrase of this hub."]
    assert field.selectedText()
    field.setText(PASSPHRASE)
    qtbot.mouseClick(button(page, "Open"), Qt.MouseButton.LeftButton)
    assert tried == [("wrong", None), (PASSPHRASE, None)]


def test_where_several_work_each_picks_their_name(qtbot: QtBot) -> None:
    tried: list[tuple[str, str | None]] = []
    page = open_page(Path("westcroft.hubdesk"), lambda *said: tried.append(said), *[lambda: None] * 4)
    qtbot.addWidget(page)
    page.show_names(["Ann Okafor", "Bola Ade"], "Somebody who left")
    page.show()
    [field] = page.findChildren(QLineEdit)
    qtbot.keyClicks(field, PASSPHRASE)
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert errors(page) == ["Pick your name first."]
    next(one for one in page.findChildren(QAbstractButton) if one.accessibleName() == "Bola Ade").click()
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert tried == [(PASSPHRASE, "Bola Ade")]


def test_settings_show_at_once_and_are_kept(qtbot: QtBot, theme: Theme, tmp_path: Path) -> None:
    page = SettingsPage(theme, Preferences(tmp_path / "window.ini"), lambda page, title: None, Commands(), Privacy())
    qtbot.addWidget(page)
    page.show()
    named = {choice.accessibleName(): choice for choice in page.findChildren(QAbstractButton)}
    named["Dark"].click()
    named["Large"].click()
    named["2 minutes"].click()
    assert (look.colours(), theme.text_size) == (DARK, 1.3)
    assert not begun(page), "nothing is left to be saved, or Ctrl+Z would be kept from the window"
    kept = Preferences(tmp_path / "window.ini")
    assert (kept.scheme, kept.text_size, kept.lock_after) == ("dark", 1.3, 2)


def test_what_was_never_chosen_follows_the_computer(tmp_path: Path) -> None:
    (tmp_path / "window.ini").write_text("[appearance]\nscheme=purple\ntext_size=77\n")
    kept = Preferences(tmp_path / "window.ini")
    assert (kept.scheme, kept.text_size, kept.file) == ("system", 1.0, None)
    kept.file = tmp_path / "hub.hubdesk"
    assert Preferences(tmp_path / "window.ini").file == tmp_path / "hub.hubdesk"


def test_every_licence_can_be_read(qtbot: QtBot) -> None:
    shown: list[tuple[QWidget, str]] = []
    page = LicencesPage(lambda page, title: shown.append((page, title)))
    qtbot.addWidget(page)
    rows = page.findChildren(ActionRow)
    assert "Lucide-ISC" in {row.accessibleName() for row in rows}
    for row in rows:
        row.click()
    for opened, _ in shown:
        qtbot.addWidget(opened)
    assert len(shown) == len(rows)


def test_a_file_that_is_not_where_it_was_is_asked_for_and_no_new_hub_is_begun(
    qtbot: QtBot, application: QApplication, tmp_path: Path
) -> None:
    # Given a hub that was open yesterday, on a stick that is not in
    preferences = Preferences(tmp_path / "window.ini")
    preferences.file = tmp_path / "stick" / "westcroft.hubdesk"

    # When HubDesk starts
    start = Start(application, preferences, preferences.file)
    qtbot.addWidget(start.window)

    # Then it asks for the stick
    [page] = start.window.findChildren(UnlockPage)
    assert errors(page) == ["westcroft.hubdesk is not where it was. Put its stick in, or open it from where it lies."]
    start.window.close()


@pytest.mark.skipif(sys.platform == "win32", reason="names are letters there")
@pytest.mark.parametrize("home", ["home", "no folder/home"])
def test_a_path_whose_bytes_are_no_letters_opens_the_window_and_so_does_who_has_no_home(
    home: str, tmp_path: Path
) -> None:
    (tmp_path / "no folder").touch()
    # In a process of its own, as Qt would end it
    path = os.fsencode(tmp_path) + b"/caf\xe9/hub.hubdesk"
    program = (
        "import sys; from PySide6.QtCore import QTimer; from hubdesk.desktop import app;"
        "from PySide6.QtWidgets import QApplication;"
        "QTimer.singleShot(0, lambda: (print(len(QApplication.topLevelWidgets()) > 0), QApplication.quit()));"
        "sys.exit(app.run(sys.argv))"
    )
    known = {name: value for name, value in os.environ.items() if not name.startswith("XDG_")}
    env = {**known, "HOME": str(tmp_path / home), "PYTHONPATH": str(ROOT)}
    ran = subprocess.run([sys.executable, "-c", program, path], env=env, capture_output=True, check=False)
    assert (ran.returncode, ran.stdout.strip()) == (0, b"True"), ran.stderr


def test_a_new_computer_goes_on_with_the_backup_of_the_one_that_is_lost(
    qtbot: QtBot, application: QApplication, new_store: Callable[[str], Store], tmp_path: Path
) -> None:
    # Given a stick with a backup, and a computer that has no file yet
    lost = new_store("lost")
    set_up_hub(lost, "Westcroft", "WES")
    lost.set_setting(FOLDER, str(tmp_path / "stick"))
    backup = lost.back_up("test")
    assert backup
    new = tmp_path / "new" / "hub.hubdesk"
    start = Start(application, Preferences(tmp_path / "window.ini"), new)
    qtbot.addWidget(start.window)
    start.window.show()
    [first] = start.window.findChildren(SetUpPage)

    # When a backup is asked for, then it can be left again
    button(first, "Bring back a backup").click()
    qtbot.waitUntil(lambda: bool(start.window.findChildren(RestorePage)), timeout=15_000)
    [restoring] = start.window.findChildren(RestorePage)
    button(restoring, "Leave all as it is").click()
    qtbot.waitUntil(lambda: not start.window.findChildren(RestorePage), timeout=15_000)
    [first] = start.window.findChildren(SetUpPage)

    # And when the one from the stick is taken, then the hub is there
    button(first, "Bring back a backup").click()
    qtbot.waitUntil(lambda: bool(start.window.findChildren(RestorePage)), timeout=15_000)
    [restoring] = start.window.findChildren(RestorePage)
    restoring.use(backup.path)
    [passphrase] = [one for one in restoring.findChildren(QLineEdit) if one.isVisible()]
    passphrase.setText(OPENS)
    qtbot.waitUntil(lambda: button(restoring, "Bring it back").isEnabled(), timeout=15_000)
    button(restoring, "Bring it back").click()
    qtbot.waitUntil(lambda: start.window.windowTitle() == "Today – HubDesk", timeout=30_000)
    assert new.exists()
    start.window.close()


@pytest.mark.parametrize("name", ["Youth/Community: <9>", "x" * 5000, "\0\n", "..", "名"])
def test_a_hub_may_be_called_anything(name: str, tmp_path: Path) -> None:
    path = file_for(name, tmp_path / "hub.hubdesk")
    assert path.parent == tmp_path
    path.touch()


def errors(page: QWidget) -> list[str]:
    return [row.error() for row in page.findChildren(FieldRow) if row.error()]


def button(page: QWidget, text: str) -> QPushButton:
    return next(found for found in page.findChildren(QPushButton) if found.text() == text)


def test_a_file_is_read_ahead_until_it_is_opened(tmp_path: Path) -> None:
    # Given a file that is read on a worker, piece by piece
    path, steps, at_two = tmp_path / "hub.hubdesk", list[int](), threading.Event()
    path.write_bytes(bytes(5 * 8 * 2**20))
    ahead, ended = ReadingAhead(), threading.Event()

    def step(done: int, of: int) -> None:
        steps.append(done)
        if len(steps) == 2:
            at_two.set()
            while not ahead._stopped.is_set():
                ended.wait(0.01)

    reading = threading.Thread(target=ahead.read, args=(path, Progress(step)))
    reading.start()
    assert at_two.wait(10)

    # When it is to be opened, then it is closed first, and never opened again
    ahead.end()
    assert len(steps) == 2
    reading.join(10)
    ahead.read(path, Progress(step))
    assert len(steps) == 2
    assert ahead.take() is None

    # And without that it is read through; one that is not there is left to whatever opens it
    ReadingAhead().read(path, Progress(lambda done, of: steps.append(done)))
    assert len(steps) == 7
    ReadingAhead().read(tmp_path / "none.hubdesk", Progress(step))
