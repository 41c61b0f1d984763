"""What tests of the window may ask for: the theme, a window, and a workplace for screens."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID

import pytest
from PySide6.QtCore import QLocale
from PySide6.QtGui import QFontDatabase
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from hubdesk.desktop.background import Background
from hubdesk.desktop.commands import Commands
from hubdesk.desktop.theme import Theme
from hubdesk.desktop.window import MainWindow
from hubdesk.desktop.workplace import Changes, Workplace
from hubdesk.store import Store


@pytest.fixture(scope="session")
def _worn(qapp: QApplication) -> Theme:
    QLocale.setDefault(QLocale("en_GB"))
    theme = Theme(qapp, "light")
    assert "Atkinson Hyperlegible Next" in QFontDatabase.families()
    return theme


@pytest.fixture(autouse=True)
def theme(_worn: Theme) -> Iterator[Theme]:
    """The theme that all widgets wear, light and of usual size before and after each test.

    After it too: another folder's tests may have a theme of their own, which would not know what this one left behind.
    """
    yield _worn
    _worn.choose("light", 1.0)


@pytest.fixture
def background() -> Iterator[Background]:
    """The workers, finished at the end of the test."""
    made = Background()
    yield made
    made.close()


@pytest.fixture
def commands() -> Commands:
    return Commands()


@pytest.fixture
def window(qtbot: QtBot, commands: Commands, background: Background) -> MainWindow:
    """The window, shown at 1366×768, without places."""
    made = MainWindow(commands, background)
    qtbot.addWidget(made)
    made.resize(1366, 768)
    with qtbot.waitExposed(made):
        made.show()
    return made


@pytest.fixture
def opened(window: MainWindow) -> list[tuple[str, UUID]]:
    """Which records a screen asked the window to open, in order."""
    return []


@pytest.fixture
def workplace(
    store: Store,
    window: MainWindow,
    background: Background,
    commands: Commands,
    theme: Theme,
    opened: list[tuple[str, UUID]],
) -> Workplace:
    """What a screen is given: a real store in a real window. Records it opens are listed in ``opened``."""
    changes = Changes(window)
    store.changed.append(changes.happened.emit)
    return Workplace(
        store=store,
        background=background,
        commands=commands,
        theme=theme,
        changes=changes,
        open_record=lambda kind, record: opened.append((kind, record)),
        open_place=window.show_place,
        show_page=window.show_page,
        say=window.say,
        go_back=window.go_back,
        leave=window.leave,
        warn=window.warn,
    )
