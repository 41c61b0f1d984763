from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from datetime import date, datetime, time, timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from hubdesk.access.key_file import slots_path
from hubdesk.desktop.background import Background
from hubdesk.desktop.commands import Commands
from hubdesk.desktop.desk import Desk
from hubdesk.desktop.keeping import Keeping
from hubdesk.desktop.preferences import Preferences
from hubdesk.desktop.theme import Theme
from hubdesk.desktop.window import MainWindow
from hubdesk.fields.dates import WALL
from hubdesk.operations.set_up_hub import set_up_hub
from hubdesk.store import Store
from hubdesk.store.anchor import anchor_path
from tests.conftest import PASSPHRASE
from tests.sync.network import desk


@pytest.fixture
def move_in(
    window: MainWindow, background: Background, commands: Commands, theme: Theme, tmp_path: Path
) -> Iterator[Callable[[Store], None]]:
    """Fills the window from a file, as somebody has signed in; at the end its work is done, and the file closed."""
    shown: list[Store] = []

    def fill(store: Store) -> None:
        shown.append(store)
        Desk(store, window, background, commands, theme, Preferences(tmp_path / "window.ini")).move_in()

    yield fill
    background.close()
    QApplication.processEvents()
    for one in shown:
        one.close()


@pytest.mark.parametrize("lead", [False, True])
def test_every_command_that_is_offered_leads_somewhere(
    qtbot: QtBot, store: Store, commands: Commands, move_in: Callable[[Store], None], lead: bool
) -> None:
    # Given a file of a hub, or of the lead
    set_up_hub(store, "Westcroft", "WES", lead=lead)
    move_in(store)
    qtbot.waitUntil(lambda: "enrol.new" in commands, timeout=15_000)

    # When each of its commands is run, then none breaks (qtbot listens)
    for command in list(commands):
        # Lists and forms are the hub's too.
        if not lead or not command.id.startswith(("new.", "list.")):
            commands.run(command.id)
            QApplication.processEvents()


def test_what_was_sent_last_evening_was_sent_yesterday(
    qtbot: QtBot, store: Store, window: MainWindow, move_in: Callable[[Store], None]
) -> None:
    # Given a hub that sent its work less than a day ago, but not today
    set_up_hub(store, "Westcroft", "WES")
    evening = datetime.combine(date.today() - timedelta(days=1), time(23, 59), WALL)
    store.set_setting("last_sent", evening.isoformat())
    # When the window is filled, then its foot says so
    move_in(store)
    said = "Last sent to lead yesterday"
    qtbot.waitUntil(lambda: said in [one.accessibleName() for one in window.rail.findChildren(QLabel)], timeout=15_000)


def test_the_foot_says_so_as_soon_as_a_package_is_written(
    qtbot: QtBot, store: Store, window: MainWindow, move_in: Callable[[Store], None], tmp_path: Path
) -> None:
    # Given a hub that never sent anything
    hub = desk(store, "Westcroft", tmp_path)
    hub.person("Nasrin Ahmadi")
    move_in(store)

    def foot(said: str) -> bool:
        return said in [one.accessibleName() for one in window.rail.findChildren(QLabel)]

    qtbot.waitUntil(lambda: foot("Not sent to the lead yet"), timeout=15_000)
    # When it sends, though no record of it changes
    hub.send()
    # Then nobody is told any longer that nothing was sent
    qtbot.waitUntil(lambda: foot("Last sent to lead today"), timeout=15_000)


def test_the_foot_tells_of_a_backup_that_was_made_before_large_work(
    qtbot: QtBot, store: Store, window: MainWindow, move_in: Callable[[Store], None]
) -> None:
    # Given a file that was never backed up
    set_up_hub(store, "South", "SOU", lead=True)
    move_in(store)

    def foot(said: str) -> bool:
        return any(said in one.accessibleName() for one in window.rail.findChildren(QLabel))

    qtbot.waitUntil(lambda: foot("Not backed up yet"), timeout=15_000)
    # When a merge begins with a backup
    store.back_up("merge")
    # Then the foot knows of it
    qtbot.waitUntil(lambda: foot("Last backup today"), timeout=15_000)


def test_s15_who_signs_in_to_an_older_file_hears_what_is_missing_and_whom_to_tell(
    store: Store, window: MainWindow, move_in: Callable[[Store], None]
) -> None:
    # Given a file of this morning in the place of the one that the newest backup was made of
    set_up_hub(store, "Westcroft", "WES")
    assert store.held
    path = store.held.path
    store.close()
    morning = {one: one.read_bytes() for one in (path, slots_path(path), anchor_path(path))}
    later = Store.open(path, PASSPHRASE)
    later.back_up("asked", always=True)
    later.close()
    for one, content in morning.items():
        one.write_bytes(content)
    # When somebody signs in
    opened = Store.open(path, PASSPHRASE)
    move_in(opened)
    # Then the window says so
    assert "An older copy of this file was put in its place" in window.banner.text()


def test_r03_a_disk_that_is_nearly_full_is_told_once(
    qtbot: QtBot, store: Store, window: MainWindow, background: Background, monkeypatch: pytest.MonkeyPatch
) -> None:
    left = 499_000_000
    monkeypatch.setattr(shutil, "disk_usage", lambda path: SimpleNamespace(free=left))
    keeping = Keeping(store, background, window)

    def looked() -> str:
        window.hush()
        keeping.look_for_room()
        done: list[bool] = []
        background.read(lambda: None, lambda _: done.append(True))
        qtbot.waitUntil(lambda: done == [True])
        return window.banner.text() if window.banner.isVisible() else ""

    # When it is looked at, then it is told, and not again as long as it stays so
    assert "499 MB" in looked()
    assert looked() == ""

    # And after there was room again it is told anew
    left = 501_000_000
    assert looked() == ""
    left = 400_000_000
    assert "400 MB" in looked()
    keeping.end()
