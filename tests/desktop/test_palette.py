from __future__ import annotations

import threading
import time
from collections.abc import Sequence

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester
from pytestqt.qtbot import QtBot

from hubdesk.desktop.commands import Command, Commands
from hubdesk.desktop.found import Hit
from hubdesk.desktop.palette import Palette
from hubdesk.desktop.rail import Place
from hubdesk.desktop.widgets import Page
from hubdesk.desktop.window import MainWindow


@pytest.fixture
def palette(qtbot: QtBot, window: MainWindow, commands: Commands) -> Palette:
    window.show_places([Place("today", "Today", "sun", lambda: Page("Today"))])
    commands.add(Command("people.new", "Enrol someone", lambda: ran.append("enrol"), "user-plus", "Ctrl+E"))
    ran.clear()
    qtbot.keyClick(window, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    box: Palette = window.palette_box
    return box


ran: list[str] = []


def test_it_opens_with_everything_that_can_be_done_and_enter_does_the_first(qtbot: QtBot, palette: Palette) -> None:
    assert titles(palette) == ["Commands", "Enrol someone"]
    qtbot.keyClick(palette.field, Qt.Key.Key_Return)
    assert ran == ["enrol"]
    assert palette.isHidden()


def test_commands_that_come_while_it_is_open_are_found(qtbot: QtBot, palette: Palette, commands: Commands) -> None:
    # Given that somebody types before all that can be done has been loaded
    qtbot.keyClicks(palette.field, "vol")
    assert titles(palette) == ["Nothing is called that. Try part of a name, a phone number or a postcode."]
    # When it comes, then Enter does it
    commands.add(Command("people.onboard", "Volunteer", lambda: ran.append("onboard"), "hand-heart"))
    assert titles(palette) == ["Commands", "Volunteer"]
    qtbot.keyClick(palette.field, Qt.Key.Key_Return)
    assert ran == ["onboard"]


def test_commands_come_first_then_records(qtbot: QtBot, palette: Palette) -> None:
    palette.provide("People", people)
    qtbot.keyClicks(palette.field, "en")
    qtbot.waitUntil(lambda: titles(palette) == ["Commands", "Enrol someone", "People", "Enid", "Enoch"])
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_Return):
        qtbot.keyClick(palette.field, key)
    assert ran == ["Enid"]


def test_enter_that_comes_before_anything_is_found_takes_what_is_found(qtbot: QtBot, palette: Palette) -> None:
    go_on = threading.Event()

    def slow(words: str) -> Sequence[Hit]:
        go_on.wait(5)
        return people(words)

    palette.provide("People", slow)
    qtbot.keyClicks(palette.field, "eno")
    qtbot.keyClick(palette.field, Qt.Key.Key_Return)
    assert ran == []
    go_on.set()
    qtbot.waitUntil(lambda: len(ran) == 1)
    assert palette.isHidden()


def test_what_was_asked_before_does_not_come_after(qtbot: QtBot, palette: Palette) -> None:
    asked: list[str] = []
    go_on = threading.Event()

    def slow(words: str) -> Sequence[Hit]:
        asked.append(words)
        go_on.wait(5)
        return [Hit(words, "", "user", lambda: None)]

    palette.provide("People", slow)
    qtbot.keyClicks(palette.field, "m")
    qtbot.waitUntil(lambda: asked == ["m"])
    qtbot.keyClicks(palette.field, "ary")
    go_on.set()
    qtbot.waitUntil(lambda: titles(palette) == ["People", "mary"])
    assert asked == ["m", "mary"]


def test_the_window_stays_free_while_records_are_looked_for(qtbot: QtBot, palette: Palette) -> None:
    go_on = threading.Event()

    def waiting(words: str) -> Sequence[Hit]:
        go_on.wait(5)
        return []

    palette.provide("People", waiting)
    before = time.perf_counter()
    qtbot.keyClicks(palette.field, "mary")
    assert time.perf_counter() - before < 1
    go_on.set()


def test_escape_gives_the_keyboard_back(qtbot: QtBot, window: MainWindow, palette: Palette) -> None:
    qtbot.keyClicks(palette.field, "x")
    qtbot.keyClick(palette.field, Qt.Key.Key_Escape)
    assert palette.isHidden()
    assert window.focusWidget() is not palette.field


def test_nothing_found_says_what_to_try(qtbot: QtBot, palette: Palette) -> None:
    palette.provide("People", lambda words: [])
    qtbot.keyClicks(palette.field, "zzz")
    qtbot.waitUntil(lambda: len(titles(palette)) == 1)
    assert "Try part of a name" in titles(palette)[0]


def test_its_list_is_a_sound_model(qtbot: QtBot, palette: Palette) -> None:
    tester = QAbstractItemModelTester(palette.results.model(), QAbstractItemModelTester.FailureReportingMode.Warning)
    palette.provide("People", people)
    qtbot.keyClicks(palette.field, "en")
    qtbot.waitUntil(lambda: len(titles(palette)) == 5)
    palette.close_up()
    assert tester.model() is palette.results.model()


def people(words: str) -> Sequence[Hit]:
    return [
        Hit("Enid", "born 3 May 1988", "user", lambda: ran.append("Enid")),
        Hit("Enoch", "", "user", lambda: ran.append("Enoch")),
    ]


def titles(palette: Palette) -> list[str]:
    model = palette.results.model()
    return [str(model.index(row, 0).data()) for row in range(model.rowCount())]
