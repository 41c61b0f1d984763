"""How widgets are placed beside and below each other, and fold where there is no room."""

from __future__ import annotations

from functools import partial

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)
from pytestqt.qtbot import QtBot

from hubdesk.desktop.theme import colours, scaled
from hubdesk.desktop.widgets import (
    ActionRow,
    Card,
    Column,
    ColumnsLayout,
    FlowLayout,
    FoldingTable,
    Words,
    quiet_button,
    words,
)
from hubdesk.desktop.widgets.folding_table import Cell


@pytest.mark.parametrize("direction", [Qt.LayoutDirection.LeftToRight, Qt.LayoutDirection.RightToLeft])
def test_a_flow_follows_the_reading_direction_and_wraps(qtbot: QtBot, direction: Qt.LayoutDirection) -> None:
    held = QWidget()
    qtbot.addWidget(held)
    held.setLayoutDirection(direction)
    flow = FlowLayout(held)
    buttons = [quiet_button("Check in"), quiet_button("Enrol someone"), quiet_button("New volunteer")]
    for button in buttons:
        flow.addWidget(button)
    held.resize(buttons[0].sizeHint().width() + buttons[1].sizeHint().width() + 20, 200)
    held.show()
    first, second, third = (button.geometry() for button in buttons)
    assert (first.x() < second.x()) == (direction == Qt.LayoutDirection.LeftToRight)
    assert third.top() > first.bottom()


def test_a_flow_stands_at_the_foot_of_its_line_and_takes_a_widget_in_between(qtbot: QtBot) -> None:
    held = QWidget()
    qtbot.addWidget(held)
    line = QHBoxLayout(held)
    tall = QWidget()
    tall.setFixedHeight(120)
    flow = FlowLayout()
    last, first = quiet_button("Last"), quiet_button("First")
    flow.addWidget(last)
    flow.insertWidget(0, first)
    line.addWidget(tall)
    line.addLayout(flow)
    line.setAlignment(flow, Qt.AlignmentFlag.AlignBottom)
    held.show()
    assert first.x() < last.x()
    assert first.geometry().bottom() == tall.geometry().bottom()


def test_what_is_to_stand_at_the_foot_of_a_line_of_a_flow_does(qtbot: QtBot) -> None:
    held, tall = QWidget(), QWidget()
    qtbot.addWidget(held)
    tall.setFixedSize(40, 120)
    flow = FlowLayout(held)
    low, between = quiet_button("Foot"), quiet_button("Middle")
    for widget in (tall, low, between):
        flow.addWidget(widget)
    flow.setAlignment(low, Qt.AlignmentFlag.AlignBottom)
    held.resize(600, 200)
    held.show()
    assert low.geometry().bottom() == tall.geometry().bottom()
    assert between.geometry().center().y() == tall.geometry().center().y()


def test_a_layout_that_the_collector_has_emptied_holds_nothing(qtbot: QtBot) -> None:
    held = QWidget()
    qtbot.addWidget(held)
    flow = FlowLayout(held)
    flow.addWidget(quiet_button("Check in"))
    flow.__dict__.clear()
    assert (flow.count(), flow.itemAt(0)) == (0, None)


@pytest.mark.parametrize(("width", "beside"), [(1100, 5), (660, 3), (300, 1)])
def test_columns_stand_side_by_side_as_far_as_they_fit_and_the_last_takes_what_is_left(
    qtbot: QtBot, width: int, beside: int
) -> None:
    # Given seven columns of at least 200
    held = QWidget()
    qtbot.addWidget(held)
    columns = ColumnsLayout(held, least=200, last_takes_rest=True)
    parts = [QLabel(f"Stage {number}") for number in range(7)]
    for part in parts:
        columns.addWidget(part)
    # When there is so much room
    held.resize(width, columns.heightForWidth(width))
    with qtbot.waitExposed(held):
        held.show()
    # Then so many stand in a row, none is beyond the edge, and the last row ends where the others do
    top = parts[0].geometry().top()
    assert sum(part.geometry().top() == top for part in parts) == beside
    rows = {part.geometry().top() for part in parts}
    assert len(rows) == -(-7 // beside)
    assert all(columns.geometry().contains(part.geometry()) for part in parts)
    assert columns.itemAt(6).geometry().right() >= columns.geometry().right() - beside  # type: ignore[union-attr]


def test_a_long_word_makes_columns_wider_and_fewer(qtbot: QtBot) -> None:
    # Given room for three columns of at least 60, one of which has a word that needs more
    held = QWidget()
    qtbot.addWidget(held)
    columns = ColumnsLayout(held, least=60)
    parts = [QPushButton("One"), QPushButton("Zaświadczenia wolontariuszy"), QPushButton("Two")]
    for part in parts:
        columns.addWidget(part)
    needs = parts[1].minimumSizeHint().width()
    held.resize(2 * needs + scaled(24), 200)
    # When they are shown, then as many stand in a row as have room for it
    with qtbot.waitExposed(held):
        held.show()
    assert [part.geometry().top() == parts[0].geometry().top() for part in parts] == [True, True, False]
    assert parts[1].width() >= needs


def test_a_table_folds_where_it_has_no_room_and_back(qtbot: QtBot) -> None:
    # Given a table whose second line has no certificates
    columns = [Column("Hub", figures=False), Column("Enrolments"), Column("Certificates")]
    lines: list[list[Cell | None]] = [
        [partial(words, "Westcroft"), partial(words, "169"), partial(words, "12")],
        [partial(words, "Aston"), partial(words, "30"), None],
    ]
    page = QWidget()
    qtbot.addWidget(page)
    table = FoldingTable(columns, lines)
    QVBoxLayout(page).addWidget(table)

    def said() -> list[str]:
        return [one.text() for one in table.findChildren(Words) if one.isVisible()]

    def label(text: str) -> Words:
        return next(one for one in table.findChildren(Words) if one.isVisible() and one.text() == text)

    def top(text: str) -> int:
        return label(text).mapTo(table, label(text).rect().center()).y()

    # When there is room, then a heading stands once and a line's figures beside its name
    page.resize(scaled(500), scaled(300))
    page.show()
    qtbot.waitUntil(lambda: said().count("Certificates") == 1 and abs(top("12") - top("Westcroft")) <= 1)

    # When there is none, then figures stand under their headings, below the name, and nothing is said of an empty cell
    page.resize(scaled(140), scaled(300))
    qtbot.waitUntil(lambda: said().count("Enrolments") == 2 and said().count("Certificates") == 1)
    qtbot.waitUntil(lambda: top("Westcroft") < top("169") < top("12") < top("Aston") < top("30"))
    assert page.width() == scaled(140)

    # When there is room again, then it is a table again
    page.resize(scaled(500), scaled(300))
    qtbot.waitUntil(lambda: said().count("Enrolments") == 1 and abs(top("30") - top("Aston")) <= 1)


def test_a_bar_marks_each_row_of_now(qtbot: QtBot) -> None:
    card = Card()
    qtbot.addWidget(card)
    for name, current in (("one", True), ("two", True), ("three", False)):
        card.add_row(ActionRow("", name), current=current)
    card.resize(400, 200)
    with qtbot.waitExposed(card):
        card.show()
    image = card.grab().toImage()
    rows = card.findChildren(ActionRow)
    marked = [image.pixelColor(1, row.geometry().center().y()).name() == colours().primary.lower() for row in rows]
    assert marked == [True, True, False]
