"""The keyboard stays where it was, and Tab goes as one reads, also after parts of a page were made anew."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QApplication,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)
from pytestqt.qtbot import QtBot

from hubdesk.desktop.rail import Place
from hubdesk.desktop.widgets import ActionRow, Choice, ChoiceChips, Page, primary_button
from hubdesk.desktop.widgets.emptying import emptied
from hubdesk.desktop.window import MainWindow

NAMES = ("Today", "People", "Courses", "Registers")


class Rows(Page):
    """A page that is filled anew, as Today is each minute."""

    def __init__(self) -> None:
        super().__init__("Today")
        self.fill("Register", "Missing", "Late")

    def fill(self, *names: str) -> None:
        emptied(self.body)
        for name in names:
            self.body.addWidget(ActionRow("sun", name))

    def row(self, name: str) -> ActionRow:
        return next(row for row in self.findChildren(ActionRow) if row.accessibleName() == name)


def rows_in(window: MainWindow) -> Rows:
    window.show_places([Place(name.lower(), name, "sun", Rows) for name in NAMES])
    page = window.pages.currentWidget()
    assert isinstance(page, Rows)
    return page


def here() -> str:
    focus = QApplication.focusWidget()
    return focus.accessibleName() if focus is not None else ""


def test_the_arrows_walk_along_the_whole_rail(qtbot: QtBot, window: MainWindow) -> None:
    rows_in(window)
    first = next(one for one in window.rail.findChildren(QPushButton) if one.accessibleName() == "Today")
    qtbot.waitUntil(first.isVisible)
    first.setFocus()
    walked = []
    for _ in NAMES:
        qtbot.keyClick(window.windowHandle(), Qt.Key.Key_Down)
        walked.append(here())
    assert walked == ["People", "Courses", "Registers", "Today"]
    qtbot.keyClick(window.windowHandle(), Qt.Key.Key_Up)
    qtbot.keyClick(window.windowHandle(), Qt.Key.Key_Return)
    assert window.windowTitle() == "Registers – HubDesk"


def test_the_keyboard_stays_on_its_row_when_the_page_is_filled_anew(qtbot: QtBot, window: MainWindow) -> None:
    page = rows_in(window)
    page.row("Missing").setFocus()
    page.fill("Register", "Missing", "Late")
    qtbot.waitUntil(lambda: here() == "Missing")
    # And where the row is done with, on the one that takes its place.
    page.fill("Register", "Late")
    qtbot.waitUntil(lambda: here() == "Late")
    page.fill("Register")
    qtbot.waitUntil(lambda: here() == "Register")


def test_back_finds_the_row_again_that_was_made_anew_meanwhile(qtbot: QtBot, window: MainWindow) -> None:
    page = rows_in(window)
    page.row("Missing").setFocus()
    window.show_page(Page("Register"), "Register")
    gone = page.row("Missing")
    with qtbot.waitSignal(gone.destroyed):
        page.fill("Register", "Missing")
    window.go_back()
    assert here() == "Missing"


def test_the_search_gives_the_keyboard_back_to_the_row_that_was_made_anew_meanwhile(
    qtbot: QtBot, window: MainWindow
) -> None:
    page = rows_in(window)
    page.row("Missing").setFocus()
    window.open_search()
    with qtbot.waitSignal(page.row("Missing").destroyed):
        page.fill("Register", "Missing")
    qtbot.keyClick(window.windowHandle(), Qt.Key.Key_Escape)
    assert here() == "Missing"


def test_tab_goes_as_one_reads_whatever_was_made_last(qtbot: QtBot, window: MainWindow) -> None:
    # Given a page whose button was made first and whose upper field last
    page = Page("Contact")
    go_on = primary_button("Continue")
    columns, left = QHBoxLayout(), QVBoxLayout()
    right, lower, upper = QLineEdit(), QLineEdit(), QLineEdit()
    for field, name in ((right, "Right"), (lower, "Lower"), (upper, "Upper")):
        field.setAccessibleName(name)
    left.addWidget(upper)
    left.addWidget(lower)
    columns.addLayout(left)
    columns.addWidget(right)
    page.body.addLayout(columns)
    page.body.addWidget(go_on)
    go_on.setAccessibleName("Continue")
    window.show_places([Place("contact", "Contact", "sun", lambda: page)])

    # When Tab is pressed, and then Shift+Tab
    upper.setFocus()
    there = [here()]
    for _ in range(3):
        qtbot.keyClick(window.windowHandle(), Qt.Key.Key_Tab)
        there.append(here())
    qtbot.keyClick(window.windowHandle(), Qt.Key.Key_Backtab, Qt.KeyboardModifier.ShiftModifier)

    # Then the keyboard goes down the left, to the right, and to the button
    assert there == ["Upper", "Lower", "Right", "Continue"]
    assert here() == "Right"


def test_tab_comes_to_what_is_chosen_also_where_it_was_not_chosen_by_hand(qtbot: QtBot, window: MainWindow) -> None:
    # Given answers of which the second is chosen, on a place that was not gone to by the rail
    page = Page("Settings")
    chips = ChoiceChips("Lock after", [Choice("1", "1 minute"), Choice("5", "5 minutes")])
    chips.choose("5")
    page.body.addWidget(chips)
    window.show_places(
        [Place("today", "Today", "sun", lambda: Page("Today")), Place("settings", "Settings", "sun", lambda: page)]
    )
    window.show_place("settings")
    page.setFocus()
    walked = []
    for _ in range(2):
        qtbot.keyClick(window.windowHandle(), Qt.Key.Key_Tab)
        walked.append(here())
    assert walked == ["5 minutes", "Settings"]


def test_a_page_that_only_tells_something_is_read_by_keys_to_its_end(qtbot: QtBot, window: MainWindow) -> None:
    page = Page("Reach by ward")
    lines = [QLabel(f"Ward {number}") for number in range(80)]
    for line in lines:
        page.body.addWidget(line)
    window.show_places([Place("network", "Network", "map", lambda: page)])
    qtbot.waitUntil(lines[0].isVisible)
    page.setFocus()
    assert lines[-1].visibleRegion().isEmpty()
    for key, seen in ((Qt.Key.Key_End, -1), (Qt.Key.Key_Home, 0)):
        qtbot.keyClick(window.windowHandle(), key)
        qtbot.waitUntil(lambda seen=seen: not lines[seen].visibleRegion().isEmpty())  # type: ignore[misc]
    for key in (Qt.Key.Key_PageDown, Qt.Key.Key_Down):
        top = lines[0].mapTo(window, lines[0].pos()).y()
        qtbot.keyClick(window.windowHandle(), key)
        qtbot.waitUntil(lambda top=top: lines[0].mapTo(window, lines[0].pos()).y() < top)  # type: ignore[misc]


def test_a_box_for_many_lines_comes_into_view_whole(qtbot: QtBot, window: MainWindow) -> None:
    page = Page("New person")
    for number in range(30):
        page.body.addWidget(ActionRow("sun", f"Row {number}"))
    notes = QPlainTextEdit()
    notes.setTabChangesFocus(True)
    notes.setFixedHeight(120)
    page.body.addWidget(notes)
    page.body.addWidget(primary_button("Save"))
    window.show_places([Place("form", "Form", "sun", lambda: page)])
    qtbot.waitUntil(notes.isVisible)
    page.findChildren(ActionRow)[-1].setFocus()
    page._scrolling.verticalScrollBar().setValue(0)
    qtbot.keyClick(window.windowHandle(), Qt.Key.Key_Tab)
    assert notes.hasFocus()
    assert notes.visibleRegion().boundingRect().height() == notes.height()


def test_tab_comes_into_view(qtbot: QtBot, window: MainWindow) -> None:
    page = rows_in(window)
    names = [f"Row {n}" for n in range(40)]
    page.fill(*names)
    qtbot.waitUntil(lambda: page.row("Row 39").isVisible())
    page.row("Row 0").setFocus()
    for _ in range(39):
        qtbot.keyClick(window.windowHandle(), Qt.Key.Key_Tab)
    last: QWidget = page.row("Row 39")
    assert last.hasFocus()
    assert not last.visibleRegion().isEmpty()
