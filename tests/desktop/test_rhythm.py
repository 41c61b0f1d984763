"""Where things stand on a page: what belongs together is closer, edges are in one line, what is said stays in view."""

from __future__ import annotations

from itertools import groupby

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from hubdesk.desktop.record_facts import facts_grid
from hubdesk.desktop.tally import Tally
from hubdesk.desktop.theme import Theme, scaled
from hubdesk.desktop.widgets import (
    ActionRow,
    AlonePage,
    Card,
    KeyHints,
    Page,
    Words,
    primary_button,
    quiet_button,
    section,
    words,
)
from hubdesk.desktop.widgets.foot import Foot
from hubdesk.desktop.window import MainWindow
from hubdesk.reports.one_record import Shown

BOTH_WAYS = pytest.mark.parametrize("direction", [Qt.LayoutDirection.LeftToRight, Qt.LayoutDirection.RightToLeft])


def a_card(said: str = "Aisha Bello") -> Card:
    card = Card()
    card.add_row(ActionRow("user", said))
    return card


def show(qtbot: QtBot, page: QWidget, wide: int = 1100, high: int = 700) -> None:
    qtbot.addWidget(page)
    page.resize(wide, high)
    with qtbot.waitExposed(page):
        page.show()


def test_a_section_is_closer_to_what_it_heads_than_to_what_ends_above_it(qtbot: QtBot) -> None:
    page = Page("Today")
    above, title, below = a_card(), section("Do next"), a_card()
    for part in (above, title, below):
        page.body.addWidget(part)
    show(qtbot, page)
    words_begin = title.y() + title.contentsRect().top()
    assert words_begin - above.geometry().bottom() >= 1.8 * (below.y() - title.geometry().bottom())


def test_the_first_section_of_a_column_stands_at_its_top(qtbot: QtBot) -> None:
    page = Page("Today")
    hidden, title = words("Nothing is wrong"), section("Names")
    hidden.hide()
    for part in (hidden, title, a_card()):
        page.body.addWidget(part)
    show(qtbot, page)
    assert title.contentsRect().top() == 0


@BOTH_WAYS
def test_a_page_that_scrolls_ends_where_one_that_does_not_ends(qtbot: QtBot, direction: Qt.LayoutDirection) -> None:
    edges = []
    for cards in (1, 40):
        page = Page("People")
        page.setLayoutDirection(direction)
        for _ in range(cards):
            page.body.addWidget(a_card())
        show(qtbot, page)
        card = page.findChildren(Card)[0]
        qtbot.waitUntil(lambda card=card: card.width() > 0)  # type: ignore[misc]
        edges.append((card.mapTo(page, QPoint(0, 0)).x(), card.width()))
    assert edges[0] == edges[1]


def test_the_foot_says_that_there_is_more_below_until_it_is_seen(qtbot: QtBot) -> None:
    page = Page("New person")
    for _ in range(40):
        page.body.addWidget(a_card())
    page.foot.addWidget(QPushButton("Save"))
    show(qtbot, page)
    foot = page.findChildren(Foot)[0]
    qtbot.waitUntil(lambda: foot.more)
    bar = page._scrolling.verticalScrollBar()
    bar.setValue(bar.maximum())
    assert not foot.more


def test_the_search_box_stays_where_it_is_on_a_page_that_one_can_go_back_from(window: MainWindow) -> None:
    box = window.top.box
    window.top.show_back(can=False)
    window.top.layout().activate()  # type: ignore[union-attr]
    before = box.mapTo(window, QPoint(0, 0))
    window.top.show_back(can=True)
    window.top.layout().activate()  # type: ignore[union-attr]
    assert box.mapTo(window, QPoint(0, 0)) == before


@BOTH_WAYS
def test_ways_on_stand_in_columns_whose_icons_begin_where_words_do(qtbot: QtBot, direction: Qt.LayoutDirection) -> None:
    page = AlonePage("Open your hub", "It is locked.")
    page.setLayoutDirection(direction)
    page.add_ways([(said, "plus", list) for said in ("Open another file", "New hub", "Recovery key", "Bring back")])
    show(qtbot, page)
    title = page.findChildren(Words)[0]
    edges = [
        one.mapTo(page, QPoint(one.width() if direction == Qt.LayoutDirection.RightToLeft else 0, 0)).x()
        for one in page.findChildren(QPushButton)
    ]
    begins = title.mapTo(page, QPoint(title.width() if direction == Qt.LayoutDirection.RightToLeft else 0, 0)).x()
    assert abs(edges[0] - begins) == scaled(8)
    assert edges[::2] == [edges[0]] * 2
    assert edges[1::2] == [edges[1]] * 2


def test_a_fact_of_several_lines_has_its_name_beside_the_first(qtbot: QtBot) -> None:
    facts = facts_grid([Shown("wording", "Wording shown", "The centre may keep notes of what I tell. " * 8, "")])
    show(qtbot, facts, 500, 300)
    name = next(one for one in facts.findChildren(QLabel) if one.text() == "Wording shown")
    assert name.alignment() & Qt.AlignmentFlag.AlignTop


@pytest.mark.parametrize("wide", [200, 330, 700])
def test_buttons_to_count_with_fill_their_column(qtbot: QtBot, wide: int) -> None:
    tally = Tally()
    show(qtbot, tally, wide, 400)
    buttons = tally.findChildren(QPushButton)
    qtbot.waitUntil(lambda: len({one.width() for one in buttons}) == 1)
    beside = [one for one in buttons if one.y() == buttons[0].y()]
    if len(beside) > 1:
        qtbot.waitUntil(lambda: wide - max(one.geometry().right() for one in buttons) <= len(beside) + 1)
    tally.resize(180, 400)
    qtbot.waitUntil(lambda: tally.width() == 180)


def test_lines_that_are_read_from_the_right_all_begin_at_the_same_place(qtbot: QtBot) -> None:
    shown = words(" ".join(["\u0645\u0645"] * 60))
    shown.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    shown.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignAbsolute)
    show(qtbot, shown, 210, 300)
    image = shown.grab().toImage()
    ground = image.pixel(0, 0)
    ends = [
        max((x for x in range(image.width()) if image.pixel(x, y) != ground), default=0) for y in range(image.height())
    ]
    lines = [max(line) for inked, line in groupby(ends, bool) if inked]
    assert len(lines) > 2
    assert len(set(lines)) == 1


def test_a_figure_that_trails_stands_on_the_left_where_lines_are_read_from_the_right(qtbot: QtBot) -> None:
    figure = words("12")
    figure.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    figure.setAlignment(Qt.AlignmentFlag.AlignTrailing | Qt.AlignmentFlag.AlignVCenter)
    show(qtbot, figure, 300, 40)
    image = figure.grab().toImage()
    ground = image.pixel(0, 0)
    inked = [x for x in range(image.width()) for y in range(image.height()) if image.pixel(x, y) != ground]
    assert inked
    assert max(inked) < image.width() / 2


def test_in_a_low_window_a_second_line_of_buttons_becomes_icons_that_say_their_words(qtbot: QtBot) -> None:
    page = Page("ESOL Entry 2", "Today 09:30 to 11:30")
    sheet, walk_in = quiet_button("Print the sheet to sign", "printer"), quiet_button("Somebody who walked in", "user")
    everyone = primary_button("Everyone is here", "check")
    for button in (sheet, walk_in, everyone):
        page.buttons.addWidget(button)
    show(qtbot, page, scaled(500), scaled(380))
    qtbot.waitUntil(lambda: sheet.y() == everyone.y() and sheet.width() < scaled(60))
    assert (sheet.toolTip(), sheet.text()) == ("Print the sheet to sign", "Print the sheet to sign")
    assert everyone.width() == everyone.unfolded().width()
    page.resize(scaled(900), scaled(700))
    qtbot.waitUntil(lambda: sheet.width() == sheet.unfolded().width())
    assert sheet.toolTip() == ""


def test_the_search_box_keeps_its_line_with_the_page_when_text_becomes_larger(
    qtbot: QtBot, window: MainWindow, theme: Theme
) -> None:
    page = Page("People")
    window.show_page(page, "People")
    window.top.show_back(can=False)
    theme.choose("light", 20 / 11.25)
    qtbot.waitUntil(
        lambda: window.top.box.mapTo(window, QPoint(0, 0)).x() == page.heading.mapTo(window, QPoint(0, 0)).x(),
        timeout=15_000,
    )


@pytest.mark.parametrize("wide", [683, 911, 1093, 1366])
def test_the_search_box_begins_where_the_page_does(qtbot: QtBot, window: MainWindow, wide: int) -> None:
    page = Page("People")
    window.show_page(page, "People")
    window.top.show_back(can=False)
    window.resize(wide, 600)
    qtbot.waitUntil(
        lambda: window.top.box.mapTo(window, QPoint(0, 0)).x() == page.heading.mapTo(window, QPoint(0, 0)).x(),
        timeout=15_000,
    )


def test_only_words_that_are_read_from_the_right_are_painted_here(qtbot: QtBot) -> None:
    # A page has a hundred labels, and each asked in Python whenever the search above them changes is felt at each letter.
    said = words("Nobody is waiting for a place.")
    qtbot.addWidget(said)
    said.grab()
    assert "paintEvent" not in vars(Words) | vars(said)
    said.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    assert "paintEvent" in vars(said)


def test_key_hints_come_back_as_soon_as_a_low_window_is_higher(qtbot: QtBot) -> None:
    page, hints = Page("Register"), KeyHints(("A", "absent"))
    page.foot.addWidget(hints, 1)
    show(qtbot, page, high=300)
    assert not hints.isVisible()
    for high in (900, 800):
        page.resize(1100, high)
        qtbot.waitUntil(lambda: hints.isVisible() and hints.height() >= hints.sizeHint().height() > 0)
