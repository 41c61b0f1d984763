from __future__ import annotations

import threading

from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from hubdesk.base.errors import Refused
from hubdesk.base.progress import Progress
from hubdesk.desktop.background import Background
from hubdesk.desktop.rail import FootLine, Place
from hubdesk.desktop.widgets import AlonePage, Choice, ChoiceChips, FieldRow, Page, Words, primary_button
from hubdesk.desktop.window import MainWindow


def places(made: list[str]) -> list[Place]:
    def make(title: str) -> QWidget:
        made.append(title)
        page = Page(title)
        page.body.addWidget(FieldRow("Name", QLineEdit()))
        return page

    names = ("Today", "People", "Courses", "Registers", "Volunteers", "Print", "Send to lead", "Settings")
    return [Place(name.lower(), name, "sun", lambda name=name: make(name)) for name in names]  # type: ignore[misc]


def test_a_place_is_made_when_it_is_first_gone_to(qtbot: QtBot, window: MainWindow) -> None:
    made: list[str] = []
    window.show_places(places(made))
    assert made == ["Today"]
    people = next(button for button in window.rail.findChildren(QPushButton) if button.accessibleName() == "People")
    qtbot.mouseClick(people, Qt.MouseButton.LeftButton)
    window.show_place("today")
    window.show_place("people")
    assert made == ["Today", "People"]
    assert people.isChecked()
    assert window.windowTitle() == "People – HubDesk"


def test_escape_asks_again_on_another_page_and_after_more_was_typed(qtbot: QtBot, window: MainWindow) -> None:
    # Given a page on which something was typed, and Esc once
    window.show_places(places([]))
    pages = [Page("Nasrin Ahmadi"), Page("Chen Wei")]
    fields = [QLineEdit(), QLineEdit()]
    for page, field in zip(pages, fields, strict=True):
        page.body.addWidget(FieldRow("Notes", field))
    window.show_page(pages[0], "Nasrin Ahmadi")
    qtbot.keyClicks(fields[0], "came late")
    qtbot.keyClick(fields[0], Qt.Key.Key_Escape)
    assert "not kept" in window.banner.text()

    # When more is typed, then Esc asks once more
    qtbot.keyClicks(fields[0], ", left early")
    qtbot.keyClick(fields[0], Qt.Key.Key_Escape)
    assert window.pages.currentWidget() is pages[0]

    # And on a page that was opened over it, it asks of that page
    window.show_page(pages[1], "Chen Wei")
    assert window.banner.text() == ""
    qtbot.keyClicks(fields[1], "came late, left early")
    qtbot.keyClick(fields[1], Qt.Key.Key_Escape)
    assert window.pages.currentWidget() is pages[1]
    assert "not kept" in window.banner.text()

    # And twice in a row leaves it
    qtbot.keyClick(fields[1], Qt.Key.Key_Escape)
    assert window.pages.currentWidget() is pages[0]
    assert window.banner.text() == ""


def test_back_asks_as_escape_does_before_what_was_typed_is_lost(qtbot: QtBot, window: MainWindow) -> None:
    # Given a page on which something was typed
    window.show_places(places([]))
    page, field = Page("Nasrin Ahmadi"), QLineEdit()
    page.body.addWidget(FieldRow("Notes", field))
    window.show_page(page, "Nasrin Ahmadi")
    qtbot.keyClicks(field, "came late")
    # When Alt+Left is pressed, and then the button at the top
    qtbot.keyClick(field, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    assert window.pages.currentWidget() is page
    assert "not kept" in window.banner.text()
    qtbot.keyClicks(field, "!")
    back = next(one for one in window.top.findChildren(QPushButton) if one.accessibleName() == "Back")
    qtbot.mouseClick(back, Qt.MouseButton.LeftButton)
    # Then both ask; and twice in a row leaves it
    assert window.pages.currentWidget() is page
    assert field.text() == "came late!"
    qtbot.keyClick(field, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    assert window.pages.on_top is None
    assert window.banner.text() == ""


def test_escape_asks_before_what_was_picked_is_lost(qtbot: QtBot, window: MainWindow) -> None:
    # Given a page on which a day was picked
    window.show_places(places([]))
    page, days = Page("Plan classes"), ChoiceChips("Days", [Choice("1", "Monday")], several=True)
    page.body.addWidget(days)
    window.show_page(page, "Plan classes")
    days.setFocus()
    qtbot.keyClick(window.focusWidget(), Qt.Key.Key_Space)
    qtbot.keyClick(window.focusWidget(), Qt.Key.Key_Escape)
    assert window.pages.currentWidget() is page
    assert "not kept" in window.banner.text()

    # When what was picked holds, then nothing is asked
    days.in_force()
    qtbot.keyClick(window.focusWidget(), Qt.Key.Key_Escape)
    assert window.pages.currentWidget() is not page


def test_back_goes_to_where_the_keyboard_was_and_lets_go_of_the_page(qtbot: QtBot, window: MainWindow) -> None:
    # Given a page on top of Today, opened from its field
    window.show_places(places([]))
    field = window.pages.findChildren(QLineEdit)[0]
    field.setFocus()
    page = Page("Nasrin Ahmadi")
    window.show_page(page, "Nasrin Ahmadi")
    assert window.pages.currentWidget() is page

    # When a person goes back
    with qtbot.waitSignal(page.destroyed):
        qtbot.keyClick(window, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)

    # Then the keyboard is in that field again
    assert window.focusWidget() is field
    window.go_back()
    assert window.windowTitle() == "Today – HubDesk"


def test_a_page_may_say_where_the_keyboard_goes(window: MainWindow) -> None:
    window.show_places(places([]))
    page = Page("Who is it?")
    field = QLineEdit()
    page.body.addWidget(field)
    page.setFocusProxy(field)
    window.show_page(page, "Who is it?")
    assert window.focusWidget() is field


def test_refusals_stand_in_the_window_not_in_a_box(qtbot: QtBot, window: MainWindow, background: Background) -> None:
    def refuse(progress: Progress) -> None:
        raise Refused("The course is full. Put Nasrin on the waiting list.")

    window.show_places(places([]))
    background.change("Enrol", refuse)
    qtbot.waitUntil(lambda: window.banner.text() == "The course is full. Put Nasrin on the waiting list.")
    window.show_place("people")
    assert window.banner.text() == ""


def test_long_work_shows_in_the_window_which_stays_usable(
    qtbot: QtBot, window: MainWindow, background: Background
) -> None:
    go_on = threading.Event()
    window.show_places(places([]))
    background.change("Bring in 3 files", lambda progress: go_on.wait(5))
    with qtbot.waitSignal(background.lasting):
        pass
    assert "Bring in 3 files" in {words.text() for words in window.findChildren(Words) if words.isVisible()}
    window.show_place("people")
    with qtbot.waitSignal(background.ended):
        go_on.set()


def test_what_was_done_can_be_undone_from_where_it_is_said(qtbot: QtBot, window: MainWindow) -> None:
    undone: list[str] = []
    window.use_undo(lambda: undone.append("all"))
    window.show_places(places([]))
    window.say("Everyone is marked here.", undo=True)
    undo = next(button for button in window.banner.findChildren(QPushButton) if button.text() == "Undo")
    qtbot.mouseClick(undo, Qt.MouseButton.LeftButton)
    assert undone == ["all"]


def test_before_a_file_is_open_there_is_one_page_and_nothing_to_find(qtbot: QtBot, window: MainWindow) -> None:
    page = AlonePage("Open your hub", "hub.hubdesk is locked.")
    page.inside.addWidget(primary_button("Open"))
    window.show_alone(page)
    window.open_search()
    assert window.palette_box.isHidden()
    assert not window.rail.isVisible()
    with qtbot.waitSignal(page.destroyed):
        window.show_places(places([]))
    assert window.rail.isVisible()


def test_all_of_it_fits_a_small_laptop_at_125_percent(qtbot: QtBot, window: MainWindow) -> None:
    window.show_hub("Westcroft", "Community Centre")
    window.top.show_person("Amina Noor")
    window.show_foot(
        [FootLine("Last sent to lead 6 days ago", "6 days ago"), FootLine("USB copy yesterday", "yesterday")]
    )
    window.show_places(places([]))
    window.resize(1093, 614)
    settings = window.rail.findChildren(QPushButton)[-1]
    qtbot.waitUntil(lambda: not settings.visibleRegion().isEmpty())
    assert (window.width(), window.height()) == (1093, 614)
    for button in window.rail.findChildren(QPushButton):
        assert window.rail.rect().contains(button.mapTo(window.rail, button.rect().center()))
        assert not button.visibleRegion().isEmpty()


def test_everything_around_the_pages_has_a_name(qtbot: QtBot, window: MainWindow) -> None:
    window.top.show_person("Amina Noor")
    window.show_places(places([]))
    window.say("Saved.", undo=True)
    qtbot.waitUntil(window.rail.findChildren(QPushButton)[0].isVisible)
    parts = [
        part
        for part in window.findChildren(QWidget)
        if part.isVisible() and part.focusPolicy() & Qt.FocusPolicy.TabFocus
    ]
    nameless = [part for part in parts if not QAccessible.queryAccessibleInterface(part).text(QAccessible.Text.Name)]
    assert len(parts) > 10
    assert nameless == []
