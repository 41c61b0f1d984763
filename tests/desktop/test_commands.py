from __future__ import annotations

import gc
from functools import partial

from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from hubdesk.base.words import tr_later
from hubdesk.desktop.commands import Command, Commands, fill_menu
from hubdesk.desktop.palette import found_commands, listed
from hubdesk.desktop.window import MainWindow


def test_a_shortcut_works_anywhere_in_the_window(qtbot: QtBot, window: MainWindow, commands: Commands) -> None:
    done: list[str] = []
    commands.add(Command("people.new", "New learner", lambda: done.append("new"), shortcut="Ctrl+N"))
    qtbot.keyClick(window, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    assert done == ["new"]


def test_a_key_that_is_held_down_does_it_once(window: MainWindow, commands: Commands) -> None:
    commands.add(Command("edit.undo", "Undo", lambda: None, shortcut="Ctrl+Z"))
    [key] = window.actions()
    assert not key.autoRepeat()


def test_a_command_that_comes_again_replaces_itself(qtbot: QtBot, window: MainWindow, commands: Commands) -> None:
    done: list[str] = []
    commands.add(Command("people.new", "New learner", lambda: done.append("old"), shortcut="Ctrl+N"))
    commands.add(Command("people.new", "New learner", lambda: done.append("new"), shortcut="Ctrl+N"))
    qtbot.keyClick(window, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    assert done == ["new"]
    commands.remove("people.new")
    qtbot.keyClick(window, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    assert done == ["new"]


def test_what_cannot_be_done_now_is_grey_and_does_nothing(qtbot: QtBot) -> None:
    done: list[str] = []
    commands = Commands(
        [
            Command("edit.undo", lambda: "Undo “Enrol & pay”", lambda: done.append("undo"), available=lambda: False),
            Command("people.new", tr_later("New learner"), lambda: done.append("new"), "user-plus"),
        ]
    )
    menu = QMenu()
    qtbot.addWidget(menu)
    fill_menu(menu, commands)
    undo, between, new = menu.actions()
    assert (undo.text(), undo.isEnabled(), between.isSeparator()) == ("Undo “Enrol && pay”", False, True)
    new.trigger()
    commands.run("edit.undo")
    assert done == ["new"]


def test_what_each_kind_brings_stands_in_menus_of_its_own(qtbot: QtBot) -> None:
    done: list[str] = []
    commands = Commands(
        [
            Command("go.today", "Today", lambda: None),
            *(Command(f"list.{kind}", f"List {kind}", partial(done.append, kind)) for kind in ("people", "courses")),
            Command("new.people", "New person", lambda: None),
        ]
    )
    menu = QMenu()
    qtbot.addWidget(menu)
    for _ in range(2):
        fill_menu(menu, commands)
    assert [action.text() for action in menu.actions()] == ["Today", "Lists", "New record"]
    lists = menu.actions()[1].menu()
    assert isinstance(lists, QMenu)
    lists.actions()[1].trigger()
    assert done == ["courses"]


def test_a_menu_that_is_filled_again_and_again_leaves_nothing_behind(qtbot: QtBot) -> None:
    commands = Commands([Command("list.people", "List people", lambda: None), Command("new.people", "New", print)])
    menu = QMenu()
    qtbot.addWidget(menu)

    def held() -> int:
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
        gc.collect()
        return sum(isinstance(one, QMenu) for one in gc.get_referents(menu))

    fill_menu(menu, commands)
    once = held()
    for _ in range(5):
        fill_menu(menu, commands)
    assert held() == once


def test_a_long_menu_scrolls_instead_of_leaving_the_screen(qtbot: QtBot) -> None:
    menu = QMenu()
    qtbot.addWidget(menu)
    fill_menu(menu, Commands([Command(f"go.{at}", f"Place number {at}", lambda: None) for at in range(90)]))
    menu.popup(QPoint(0, 0))
    qtbot.waitUntil(menu.isVisible)
    # One column as high as the screen, and not several beside each other, the last ones out of reach.
    assert menu.width() < menu.screen().geometry().width() / 2
    menu.close()


def test_commands_are_found_by_the_beginnings_of_their_words() -> None:
    commands = Commands(
        [
            Command("register.open", "Open the register", lambda: None),
            Command("people.new", "Enrol someone", lambda: None, keywords=("learner", "Café")),
            Command("register.print", "Register to sign", lambda: None),
            Command("lead.secret", "Register at the lead", lambda: None, available=lambda: False),
        ]
    )
    assert [hit.title for hit in found_commands(listed(commands), "reg")] == ["Register to sign", "Open the register"]
    assert [hit.title for hit in found_commands(listed(commands), "cafe lea")] == ["Enrol someone"]
    assert len(found_commands(listed(commands), " ")) == 3
