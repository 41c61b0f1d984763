from __future__ import annotations

from functools import partial

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible, QColor
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)
from pytestqt.qtbot import QtBot

from hubdesk.desktop.theme import Theme, colours, scaled
from hubdesk.desktop.widgets import (
    ActionRow,
    Banner,
    Button,
    Card,
    Choice,
    ChoiceChips,
    ChoiceList,
    Column,
    ColumnsLayout,
    FieldLine,
    FieldRow,
    FlowLayout,
    FoldingTable,
    Page,
    PassphraseRow,
    Words,
    primary_button,
    quiet_button,
    words,
)
from hubdesk.desktop.widgets.folding_table import Cell
from tests.desktop.gallery import ANSWERS, gallery


@pytest.fixture
def shown(qtbot: QtBot) -> Page:
    page = gallery()
    qtbot.addWidget(page)
    page.resize(881, 614)
    with qtbot.waitExposed(page):
        page.show()
    return page


def test_everything_that_takes_the_keyboard_says_its_name(shown: Page) -> None:
    nameless = [
        part for part in focusable(shown) if not QAccessible.queryAccessibleInterface(part).text(QAccessible.Text.Name)
    ]
    assert nameless == []


def test_every_target_is_at_least_32_high(shown: Page) -> None:
    low = [(part, part.height()) for part in focusable(shown) if part.height() < 32]
    assert low == []


@pytest.mark.parametrize("size", [1.0, 1.5, 2.0])
@pytest.mark.parametrize("width", [881, 1154, 640])
def test_no_words_are_cut_off(qtbot: QtBot, theme: Theme, size: float, width: int) -> None:
    theme.choose("light", size)
    page = gallery()
    qtbot.addWidget(page)
    page.resize(width, 614)
    with qtbot.waitExposed(page):
        page.show()
    cut = [
        (words.text(), words.size(), words.heightForWidth(words.width()))
        for words in page.findChildren(Words)
        if words.isVisible() and words.wordWrap() and words.height() < words.heightForWidth(words.width())
    ]
    buttons = [
        (button.text(), button.size(), button.sizeHint())
        for button in page.findChildren(Button)
        if button.isVisible() and button.width() < button.sizeHint().width()
    ]
    rows = [
        (row.accessibleName(), row.height())
        for row in page.findChildren(QAbstractButton)
        if row.isVisible() and row.hasHeightForWidth() and row.height() < row.heightForWidth(row.width())
    ]
    assert (cut, buttons, rows) == ([], [], [])


def test_tab_goes_through_all_and_leaves(qtbot: QtBot, shown: Page) -> None:
    first = next(part for part in focusable(shown) if isinstance(part, Button))
    first.setFocus()
    seen = set()
    for _ in range(100):
        seen.add(shown.focusWidget())
        qtbot.keyClick(shown.focusWidget(), Qt.Key.Key_Tab)
        if shown.focusWidget() is first:
            break
    assert shown.focusWidget() is first
    buttons = [part for part in focusable(shown) if isinstance(part, Button)]
    assert set(buttons) <= seen


def test_the_focus_can_be_seen(qtbot: QtBot, shown: Page) -> None:
    for part in focusable(shown):
        shown.setFocus()
        without = part.grab().toImage()
        part.setFocus(Qt.FocusReason.TabFocusReason)
        assert part.grab().toImage() != without, part


def test_an_action_row_is_pressed_by_mouse_and_keyboard(qtbot: QtBot) -> None:
    row = ActionRow("phone", "5 learners missed two classes", "A call keeps people")
    qtbot.addWidget(row)
    row.show()
    with qtbot.waitSignal(row.clicked):
        qtbot.mouseClick(row, Qt.MouseButton.LeftButton)
    with qtbot.waitSignal(row.clicked):
        qtbot.keyClick(row, Qt.Key.Key_Space)


def test_a_choice_is_made_by_mouse_arrow_and_word(qtbot: QtBot) -> None:
    # Given one question with no answer
    choices = ChoiceList("What is Nasrin doing?", ANSWERS)
    qtbot.addWidget(choices)
    with qtbot.waitActive(choices):
        choices.show()
    assert choices.value() is None

    # When a person clicks, then presses an arrow
    first, second, _ = choices.findChildren(QAbstractButton)
    with qtbot.waitSignal(choices.chosen):
        qtbot.mouseClick(first, Qt.MouseButton.LeftButton, pos=QPoint(first.width() - 5, 5))
    assert choices.value() == "paid"
    with qtbot.waitSignal(choices.chosen):
        qtbot.keyClick(first, Qt.Key.Key_Down)
    assert choices.value() == "looking"
    assert second.isChecked()

    # And what a program chooses is not told as a person's choice
    with qtbot.assertNotEmitted(choices.chosen):
        choices.choose("none")
    assert choices.values() == ("none",)
    choices.choose()
    assert choices.value() is None


def test_several_chips_can_be_chosen(qtbot: QtBot) -> None:
    chips = ChoiceChips("Which?", ANSWERS, several=True)
    qtbot.addWidget(chips)
    chips.show()
    for button in chips.findChildren(QAbstractButton)[:2]:
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert chips.values() == ("paid", "looking")


def test_a_field_shows_what_is_wrong_and_keeps_what_was_typed(qtbot: QtBot) -> None:
    edit = QLineEdit("M14")
    row = FieldRow("Postcode", edit)
    qtbot.addWidget(row)
    row.show()
    row.show_error("Give the whole postcode, such as M14 6NQ.")
    assert edit.text() == "M14"
    assert edit.accessibleDescription() == "Give the whole postcode, such as M14 6NQ."
    row.show_error("")
    assert edit.accessibleDescription() == ""


def test_a_passphrase_can_be_pasted_and_looked_at(qtbot: QtBot) -> None:
    row = PassphraseRow("Passphrase")
    qtbot.addWidget(row)
    row.show()
    QApplication.clipboard().setText("four words and more")
    row.edit.paste()
    assert row.text() == "four words and more"
    assert row.edit.echoMode() == QLineEdit.EchoMode.Password
    qtbot.mouseClick(row.findChildren(Button)[0], Qt.MouseButton.LeftButton)
    assert row.edit.echoMode() == QLineEdit.EchoMode.Normal


def test_the_banner_undoes_and_goes(qtbot: QtBot) -> None:
    done: list[str] = []
    banner = Banner()
    qtbot.addWidget(banner)
    assert banner.text() == ""
    banner.say("Three learners are enrolled.", "done", "Undo", lambda: done.append("undone"))
    assert banner.text() == "Three learners are enrolled."
    undo = next(button for button in banner.findChildren(Button) if button.text() == "Undo")
    qtbot.mouseClick(undo, Qt.MouseButton.LeftButton)
    assert done == ["undone"]
    assert banner.text() == ""


def test_a_name_is_shown_as_it_is(qtbot: QtBot) -> None:
    label = Words("<b>Ann</b> & Bob", "text")
    qtbot.addWidget(label)
    assert label.textFormat() == Qt.TextFormat.PlainText


def test_shorter_words_take_less_room(qtbot: QtBot, shown: Page) -> None:
    shown.show_title("Does Zofia have a learning difficulty, disability or health problem that we should know of?")
    qtbot.waitUntil(lambda: shown.heading.height() >= 2 * shown.heading.fontMetrics().height())
    shown.show_title("Who is Zofia?")
    qtbot.waitUntil(lambda: shown.heading.height() < 2 * shown.heading.fontMetrics().height())


def test_a_card_can_be_filled_anew(qtbot: QtBot) -> None:
    card = Card()
    qtbot.addWidget(card)
    for name in ("one", "two"):
        card.add_row(ActionRow("", name), current=True)
    card.clear()
    card.add_row(ActionRow("", "three"))
    card.show()
    assert [row.accessibleName() for row in card.findChildren(ActionRow) if row.isVisible()] == ["three"]


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


def test_buttons_go_below_the_heading_where_it_is_narrow(qtbot: QtBot, shown: Page) -> None:
    button = next(one for one in shown.findChildren(Button) if one.text() == "Sheet to sign")
    shown.resize(scaled(1400), scaled(700))
    qtbot.waitUntil(lambda: button.geometry().left() > shown.heading.geometry().right())
    shown.resize(scaled(600), scaled(700))
    qtbot.waitUntil(lambda: button.geometry().top() > shown.heading.geometry().bottom())


def test_the_second_column_goes_below_where_it_is_narrow(qtbot: QtBot, shown: Page) -> None:
    label = next(words for words in shown.findChildren(Words) if words.text() == "Needs someone")
    shown.resize(1154, 614)
    beside = label.mapTo(shown, QPoint(0, 0))
    shown.resize(700, 614)
    qtbot.waitUntil(lambda: label.mapTo(shown, QPoint(0, 0)).x() < 100)
    assert label.mapTo(shown, QPoint(0, 0)).y() > beside.y()


def test_a_field_without_a_frame_shows_where_the_keyboard_is(qtbot: QtBot) -> None:
    page = Page("Check in")
    field = QLineEdit()
    line = FieldLine("search", field)
    page.body.addWidget(line)
    page.body.addWidget(primary_button("Enrol"))
    qtbot.addWidget(page)
    page.show()
    page.activateWindow()
    field.setFocus()
    qtbot.waitUntil(field.hasFocus)
    edge = QColor(colours().primary)
    with_it = line.grab().toImage().pixelColor(line.width() // 2, 0)
    field.clearFocus()
    without = line.grab().toImage().pixelColor(line.width() // 2, 0)
    assert (with_it == edge, without == edge) == (True, False)


def test_the_gallery_has_labels_for_sighted_people_too(shown: Page) -> None:
    edits = [edit for edit in shown.findChildren(QLineEdit) if edit.isVisible() and edit.accessibleName()]
    labelled = {label.buddy() for label in shown.findChildren(QLabel)}
    assert [edit for edit in edits if edit not in labelled] == []


def focusable(page: QWidget) -> list[QWidget]:
    return [
        part
        for part in page.findChildren(QWidget)
        if part.isVisible() and part.focusPolicy() & Qt.FocusPolicy.TabFocus and not part.focusProxy()
    ]


def test_enter_presses_what_has_the_keyboard(qtbot: QtBot) -> None:
    pressed: list[str] = []
    for made in (quiet_button("Save"), ActionRow("phone", "Call Nasrin")):
        qtbot.addWidget(made)
        made.clicked.connect(lambda *_, said=made: pressed.append(said.accessibleName() or said.text()))
        qtbot.keyClick(made, Qt.Key.Key_Return)
    assert pressed == ["Save", "Call Nasrin"]


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


def test_the_keyboard_comes_to_the_answer_that_holds(qtbot: QtBot) -> None:
    choices = ChoiceList("What is Nasrin doing?", ANSWERS)
    qtbot.addWidget(choices)
    first, second, _ = choices.findChildren(QAbstractButton)
    assert choices.focusProxy() is first
    choices.choose("looking")
    assert choices.focusProxy() is second
    choices.choose()
    assert choices.focusProxy() is first


def test_choices_know_what_a_person_picked_and_does_not_hold_yet(qtbot: QtBot) -> None:
    chips = ChoiceChips("Days", [Choice("1", "Monday"), Choice("2", "Tuesday")], several=True)
    qtbot.addWidget(chips)
    chips.choose("1")
    assert chips.picked is None
    chips.findChildren(QAbstractButton)[1].click()
    assert chips.picked == ("1", "2")
    chips.in_force()
    assert chips.picked is None
    chips.findChildren(QAbstractButton)[0].click()
    chips.findChildren(QAbstractButton)[0].click()
    assert chips.picked is None


@pytest.mark.parametrize(
    ("title", "above"), [("Erase", False), ("What we hold about Wilhelmina Featherstonehaugh", True)]
)
def test_a_heading_that_would_break_beside_the_buttons_stands_above_them(qtbot: QtBot, title: str, above: bool) -> None:
    page, button = Page(title), quiet_button("Save to hand over", "download")
    qtbot.addWidget(page)
    page.buttons.addWidget(button)
    page.resize(700, 400)
    with qtbot.waitExposed(page):
        page.show()
    qtbot.waitUntil(lambda: (button.y() >= page.heading.geometry().bottom()) == above)
    assert page.heading.height() < 2 * page.heading.fontMetrics().height()
