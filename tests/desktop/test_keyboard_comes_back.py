"""Where the keyboard is once what it was in is gone: never nowhere, and never on a page that is not seen."""

from __future__ import annotations

from datetime import date
from threading import Event
from types import SimpleNamespace
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from hubdesk.desktop.background import Background
from hubdesk.desktop.rail import Place
from hubdesk.desktop.screens.deciding import GoesOn
from hubdesk.desktop.screens.volunteers import VolunteersPage
from hubdesk.desktop.widgets import Card, ColumnsLayout, Page, primary_button, quiet_button
from hubdesk.desktop.widgets.emptying import emptied
from hubdesk.desktop.window import MainWindow
from hubdesk.desktop.workplace import Workplace
from hubdesk.records.volunteering.application import Application
from hubdesk.store import Store
from tests.hub_life import a_person, a_role, keep


class Desk(Page):
    """A page with a box to type in, and cards that are made anew, each within others as on the volunteers' board."""

    def __init__(self) -> None:
        super().__init__("Desk")
        self.box = QLineEdit()
        self.box.setAccessibleName("Box")
        self.buttons.addWidget(self.box)
        first = primary_button("New")
        self.buttons.addWidget(first)
        self.setFocusProxy(first)
        self.cards: dict[object, QWidget] = {}

    def fill(self, *names: str) -> None:
        emptied(self.body)
        board = QWidget()
        column = ColumnsLayout(board, least=200)
        self.cards = {}
        for name in names:
            stage = QWidget()
            inside, cards, card = QVBoxLayout(stage), ColumnsLayout(least=200), Card()
            card.add_row(quiet_button(name))
            cards.addWidget(card)
            inside.addLayout(cards)
            column.addWidget(stage)
            self.cards[name] = stage
        self.body.addWidget(board)


def desk_in(window: MainWindow) -> Desk:
    window.show_places([Place(name, name, "sun", Desk) for name in ("One", "Two")])
    page = window.pages.currentWidget()
    assert isinstance(page, Desk)
    return page


def here() -> str:
    focus = QApplication.focusWidget()
    return (focus.accessibleName() or getattr(focus, "text", str)()) if focus is not None else "nowhere"


def button(within: QWidget, name: str) -> QPushButton:
    found = (one for one in within.findChildren(QPushButton) if name in (one.accessibleName(), one.text()))
    return next(one for one in found if one.isVisible())


def test_news_that_is_closed_gives_the_keyboard_back(qtbot: QtBot, window: MainWindow) -> None:
    page = desk_in(window)
    page.box.setFocus()
    window.warn("This file is sealed for somebody else.")
    close = button(window.banner, "Close this message")
    close.setFocus()
    qtbot.keyClick(close, Qt.Key.Key_Return)
    assert here() == "Box"


def test_work_that_ends_under_its_cancel_button_gives_the_keyboard_back(
    qtbot: QtBot, window: MainWindow, background: Background
) -> None:
    page, free = desk_in(window), Event()
    page.box.setFocus()
    background.change("Merge 2 packages", lambda progress: free.wait(30))
    shown = [one for one in window.findChildren(QPushButton) if one.text() == "Cancel"]
    qtbot.waitUntil(lambda: any(one.isVisible() for one in shown), timeout=15_000)
    button(window, "Cancel").setFocus()
    assert here() == "Cancel"
    free.set()
    qtbot.waitUntil(lambda: here() == "Box", timeout=15_000)


def test_news_whose_way_back_is_gone_gives_it_to_the_page(qtbot: QtBot, window: MainWindow) -> None:
    page = desk_in(window)
    page.fill("Amina", "Bola")
    qtbot.waitUntil(page.cards["Bola"].isVisible)
    page.setFocusProxy(button(page, "Bola"))
    page.box.setFocus()
    window.warn("This file is sealed for somebody else.")
    close = button(window.banner, "Close this message")
    close.setFocus()
    page.box.hide()
    qtbot.keyClick(close, Qt.Key.Key_Return)
    assert here() == "Bola"


def test_a_page_behind_another_does_not_take_the_keyboard(qtbot: QtBot, window: MainWindow) -> None:
    behind = desk_in(window)
    window.show_place("Two")
    seen = window.pages.currentWidget()
    assert isinstance(seen, Desk)
    seen.box.setFocus()
    # When work ends that was begun on the page before
    behind.box.setFocus()
    # Then what is typed goes where it is seen
    qtbot.keyClicks(QApplication.focusWidget(), "Amina")
    assert (seen.box.text(), behind.box.text()) == ("Amina", "")


def test_while_locked_nothing_behind_takes_the_keyboard(qtbot: QtBot, window: MainWindow) -> None:
    page = desk_in(window)
    cover = QLineEdit()
    cover.setAccessibleName("Passphrase")
    window.cover(cover)
    page.box.setFocus()
    assert here() == "Passphrase"


def test_once_a_card_is_done_with_the_keyboard_is_on_the_next(qtbot: QtBot, window: MainWindow) -> None:
    # Given three cards, of which the second is decided by keyboard
    page = desk_in(window)
    goes_on = GoesOn(page)
    page.fill("Amina", "Bola", "Cerys")
    goes_on.show(page.cards)
    qtbot.waitUntil(page.cards["Cerys"].isVisible)
    button(page, "Bola").setFocus()
    # When the page hears of the change before, and again after, it is told that this one is done
    page.fill("Amina", "Cerys")
    goes_on.show(page.cards)
    goes_on.done("Bola")
    page.fill("Amina", "Cerys")
    goes_on.show(page.cards)
    # Then the one that came after it has the keyboard
    qtbot.waitUntil(lambda: here() == "Cerys")
    # And after the last one, the one before
    goes_on.done("Cerys")
    page.fill("Amina")
    goes_on.show(page.cards)
    qtbot.waitUntil(lambda: here() == "Amina")


def test_what_is_asked_for_twice_before_it_is_done_is_done_once(qtbot: QtBot, background: Background) -> None:
    done: list[str] = []
    free = Event()
    background.change("Wait", lambda progress: free.wait(30))
    for _ in range(2):
        background.change("Merge", lambda progress: done.append("merged"), once=("merge", "a package"))
    background.change("Merge", lambda progress: done.append("another"), once=("merge", "another package"))
    free.set()
    qtbot.waitUntil(lambda: done == ["merged", "another"], timeout=15_000)
    # And once it is done, it can be asked for anew
    again = list[None]()
    background.change("Merge", lambda progress: None, again.append, once=("merge", "a package"))
    qtbot.waitUntil(lambda: bool(again), timeout=15_000)


def test_on_the_board_of_applications_it_stays_on_the_same_one_when_the_board_is_told_anew(
    qtbot: QtBot, workplace: Workplace, store: Store
) -> None:
    # given three who wait at one stage, each on a card within layouts within a view that scrolls
    role, day = a_role(store), date(2026, 11, 2)
    for name in ("Amina Yusuf", "Bola Ade", "Cerys Haf"):
        keep(store, Application(person=a_person(store, name), role=role, applied_on=day, stage_since=day))
    ways: Any = SimpleNamespace(onboard=lambda: None)
    page = VolunteersPage(workplace, ways)
    workplace.show_page(page, "Volunteers")
    bola = "Move Bola Ade to another stage"
    qtbot.waitUntil(lambda: any(one.accessibleName() == bola for one in page.findChildren(QPushButton)), timeout=15_000)
    before = button(page, bola)
    before.setFocus()
    # when somebody else moved one of them on, then it is on what is called the same, which is another by now
    workplace.changes.happened.emit(frozenset({"application"}))
    qtbot.waitUntil(lambda: here() == bola and not isValid(before), timeout=15_000)
    # and all of it can still be laid out
    workplace.changes.happened.emit(frozenset({"application"}))
    qtbot.waitUntil(lambda: here() == bola)
