"""A demo hub and its lead, each in a real window, for tests that look at every screen."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from hubdesk.access.key_file import slots_path
from hubdesk.access.roles import Role
from hubdesk.demo.building import acquaint, build_network
from hubdesk.desktop.background import Background
from hubdesk.desktop.commands import Commands
from hubdesk.desktop.desk import Desk
from hubdesk.desktop.preferences import Preferences
from hubdesk.desktop.theme import Theme
from hubdesk.desktop.window import MainWindow
from hubdesk.store import Store
from hubdesk.sync.export import export_package
from hubdesk.sync.merge import merge_packages
from tests.conftest import PASSPHRASE, QUICK
from tests.desktop import conftest as of_the_window
from tests.every_screen.screens import Tour

# The fixtures of a window serve here too.
_worn = of_the_window._worn
theme, background, commands = of_the_window.theme, of_the_window.background, of_the_window.commands
window = of_the_window.window

Touring = Callable[[str], Tour]


@pytest.fixture(scope="session")
def demo(demo_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with two closed files: a hub's, and its lead's with that hub merged."""
    folder, today = tmp_path_factory.mktemp("demo"), date.today()
    network = Store.create(folder / "lead.hubdesk", PASSPHRASE, QUICK, name="Manager", role=Role.LEAD)
    build_network(network, today)
    shutil.copy(demo_file, folder / "hub.hubdesk")
    shutil.copy(slots_path(demo_file), folder / "hub.hubdesk.keys")
    hub = Store.open(folder / "hub.hubdesk", PASSPHRASE)
    acquaint(network, hub)
    merge_packages(network, [export_package(hub, folder).path])
    network.close()
    hub.close()
    return folder


@pytest.fixture
def touring(
    qtbot: QtBot,
    demo: Path,
    window: MainWindow,
    background: Background,
    commands: Commands,
    theme: Theme,
    tmp_path: Path,
) -> Iterator[Touring]:
    """Opens the hub's or the lead's file in the window, with everything that a person finds there."""
    opened: list[Store] = []

    def open_file(name: str) -> Tour:
        for path in demo.glob(f"{name}.hubdesk*"):
            shutil.copy(path, tmp_path)
        store = Store.open(tmp_path / f"{name}.hubdesk", PASSPHRASE)
        opened.append(store)
        desk = Desk(store, window, background, commands, theme, Preferences(tmp_path / "window.ini"))
        desk.move_in()
        qtbot.waitUntil(lambda: "new.person" in commands, timeout=15_000)
        window.top.show_person("Manager")
        return Tour(desk, store, window, tmp_path)

    yield open_file
    background.close()
    QApplication.processEvents()
    for store in opened:
        store.close()
