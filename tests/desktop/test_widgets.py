from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible, QColor
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QLabel,
    QLineEdit,
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
    FieldLine,
    FieldRow,
    Page,
    PassphraseRow,
    Words,
    primary_button,
    quiet_button,
)
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
