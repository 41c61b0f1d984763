"""How rows and lines of words stand: figures under each other, long names no looser than short ones, a large screen filled."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QImage, QRawFont
from PySide6.QtWidgets import QPushButton, QWidget
from pytestqt.qtbot import QtBot

from hubdesk.base.places import resource
from hubdesk.desktop.rail import Place, Rail
from hubdesk.desktop.register_table import EARLIER, RegisterTable
from hubdesk.desktop.theme import Theme, load_other_scripts, scaled
from hubdesk.desktop.widgets import CALM, ActionRow, ColumnsLayout, Page, ReadOut, Words, in_two_lines, quiet_button
from hubdesk.desktop.widgets.breaking import breakable, without_another
from hubdesk.desktop.widgets.folding import FoldingLayout
from hubdesk.desktop.widgets.painting import TwoLines
from hubdesk.records.learning.enrolment import Enrolment
from hubdesk.reports.register_sheet import register_sheet
from hubdesk.store import Store
from tests.hub_life import a_class, a_person, a_run, keep

LONG = "Muhammad Abdul-Rahman ibn Yusuf al-Khwarizmi Fernández-Wójcik"


def ink(image: QImage, area: QRect) -> list[int]:
    """The columns of the area in which something is drawn."""
    ground = image.pixel(area.right(), area.top())
    rows, columns = range(area.top(), area.bottom()), range(area.left(), area.right())
    return [x for x in columns if any(image.pixel(x, y) != ground for y in rows)]


def painted(row: ActionRow) -> QImage:
    image = QImage(row.size(), QImage.Format.Format_RGB32)
    image.fill(QColor("white"))
    row.render(image)
    return image


@pytest.mark.parametrize("direction", [Qt.LayoutDirection.LeftToRight, Qt.LayoutDirection.RightToLeft])
def test_figures_of_rows_end_under_each_other(qtbot: QtBot, theme: Theme, direction: Qt.LayoutDirection) -> None:
    ends = []
    for name, figure in (("Amina", "7 of 8 classes"), (LONG, "12 of 8 classes")):
        row = ActionRow("user", name, "Enrolled", figure=figure)
        row.setLayoutDirection(direction)
        qtbot.addWidget(row)
        row.resize(700, 64)
        half = QRect(450, 8, 242, 48) if direction == Qt.LayoutDirection.LeftToRight else QRect(8, 8, 242, 48)
        found = ink(painted(row), half)
        ends.append(max(found) if direction == Qt.LayoutDirection.LeftToRight else min(found))
        assert row.accessibleDescription() == f"Enrolled · {figure}"
    assert abs(ends[0] - ends[1]) <= 2
    assert abs((ends[0] if direction == Qt.LayoutDirection.RightToLeft else 700 - ends[0]) - scaled(16)) <= 3


def test_a_figure_goes_to_the_second_line_of_a_narrow_row(qtbot: QtBot, theme: Theme) -> None:
    wide = ActionRow("user", "Amina Yusuf", figure="7 of 8 classes")
    qtbot.addWidget(wide)

    assert wide.heightForWidth(240) > wide.heightForWidth(700)


def test_a_long_name_s_lines_are_no_further_apart_than_others(qtbot: QtBot, theme: Theme) -> None:
    load_other_scripts()
    plain = LONG.replace("-", " ")
    for role in ("text", "strong", "small"):
        with_hyphens, without = Words(LONG, role), Words(plain, role)
        qtbot.addWidget(with_hyphens)
        qtbot.addWidget(without)
        assert with_hyphens.heightForWidth(640) == without.heightForWidth(640)
    assert TwoLines(LONG, LONG).height(640) == TwoLines(plain, plain).height(640)


def test_every_letter_that_the_one_typeface_is_said_to_have_it_has(theme: Theme) -> None:
    face = QRawFont(str(resource("fonts/AtkinsonHyperlegibleNext-Regular.ttf")), 15)

    said = [chr(code) for code in range(0xA0, 0x2030) if without_another(breakable("a" * 30) + chr(code))]

    assert "ł" in said
    assert "’" in said
    assert [letter for letter in said if not face.supportsCharacter(ord(letter)) and letter != "\u200b"] == []


def test_what_was_asked_stands_beside_the_first_line_of_a_long_answer(qtbot: QtBot, theme: Theme) -> None:
    held = QWidget()
    line = FoldingLayout(held, from_top=True)
    asked, answer = Words("Full name", "quiet"), Words(" ".join([LONG] * 4), "text")
    line.add(asked, width=190)
    line.add(answer, takes_rest=True)
    qtbot.addWidget(held)
    held.resize(520, line.heightForWidth(520))
    with qtbot.waitExposed(held):
        held.show()

    assert answer.height() > 2 * asked.height()
    assert asked.y() == answer.y()


def test_a_page_fills_a_large_screen(qtbot: QtBot, theme: Theme) -> None:
    page = Page("Today", "Four classes today.")
    page.body.addWidget(Words("Work", "text"))
    side = page.add_side()
    needs = Words("Needs someone", "section")
    side.addWidget(needs)
    qtbot.addWidget(page)
    page.resize(1708, 1000)
    with qtbot.waitExposed(page):
        page.show()

    beside = needs.parentWidget()
    assert beside is not None
    right = beside.mapTo(page, beside.rect().topRight()).x()
    assert 1708 - right < 80
    assert beside.width() == scaled(400)
    page.resize(1150, 700)
    qtbot.waitUntil(lambda: beside.width() == scaled(330))


def test_where_all_columns_would_fit_the_last_has_the_line_below(qtbot: QtBot, theme: Theme) -> None:
    held = QWidget()
    columns = ColumnsLayout(held, least=200, last_takes_rest=True)
    parts = [Words(f"Stage {number}", "text") for number in range(7)]
    for part in parts:
        columns.addWidget(part)
    qtbot.addWidget(held)
    held.resize(1800, columns.heightForWidth(1800))
    with qtbot.waitExposed(held):
        held.show()

    assert len({part.y() for part in parts[:6]}) == 1
    assert parts[6].y() > parts[0].y()
    assert parts[6].width() == 1800


@pytest.mark.parametrize(("width", "earlier"), [(600, 2), (900, 3), (1090, 5), (1640, 8)])
def test_a_wide_register_shows_more_classes_rather_than_wider_names(
    qtbot: QtBot, theme: Theme, store: Store, width: int, earlier: int
) -> None:
    run, day = a_run(store), date(2026, 9, 7)
    classes = [a_class(store, run, day + timedelta(weeks=week)) for week in range(10)]
    keep(store, Enrolment(person=a_person(store), run=run, asked_on=day, starts=day))
    table = RegisterTable()
    qtbot.addWidget(table)
    table.resize(width, 400)
    with store.reading() as session:
        table.show_sheet(register_sheet(session, classes[-1], EARLIER))

    shown = [column for column in range(2, 2 + EARLIER) if not table.view.isColumnHidden(column)]
    assert len(shown) == earlier
    assert shown == list(range(2 + EARLIER - earlier, 2 + EARLIER)), "the latest"


def test_a_page_of_few_words_is_no_wider_than_they_are_read_with_ease(qtbot: QtBot, theme: Theme) -> None:
    page = Page("Settings", widest=CALM)
    qtbot.addWidget(page)
    row = ActionRow("user", "People who work here")
    page.body.addWidget(row)
    page.resize(1700, 900)
    page.show()

    qtbot.waitUntil(lambda: row.width() > 0)
    assert row.width() <= scaled(CALM)


def test_buttons_stand_under_a_lead_that_would_need_three_lines_beside_them(qtbot: QtBot, theme: Theme) -> None:
    page = Page(
        "ESOL Entry 1", "Running · 7 Oct 2026 to 30 Dec 2026 · Room 1 · The Westcroft Community Centre · Hodan Warsame"
    )
    for said in ("Edit", "Enrol someone"):
        page.buttons.addWidget(quiet_button(said, "user"))
    qtbot.addWidget(page)
    page.resize(590, 384)
    page.show()

    qtbot.waitUntil(lambda: page.buttons.geometry().top() > page.lead.geometry().bottom())


def test_what_a_bar_takes_of_the_width_counts_for_a_lead_beside_buttons(qtbot: QtBot, theme: Theme) -> None:
    page = Page(
        "ESOL Entry 2", "Running · 5 Oct 2026 to 28 Dec 2026 · Room 1 · The Westcroft Community Centre · Senait Kidane"
    )
    for said in ("Edit", "Enrol someone"):
        page.buttons.addWidget(quiet_button(said, "user"))
    tall = QWidget()
    tall.setFixedHeight(2000)
    page.body.addWidget(tall)
    qtbot.addWidget(page)
    page.show()

    def stands_well() -> bool:
        lines = page.lead.height() / page.lead.fontMetrics().lineSpacing()
        return lines < 2.5 or page.buttons.geometry().top() > page.lead.geometry().bottom()

    for width in range(560, 700, 4):
        page.resize(width, 384)
        qtbot.waitUntil(stands_well)


def test_the_place_where_one_is_is_seen_whole_in_a_low_window(qtbot: QtBot) -> None:
    rail = Rail()
    rail.show_places([Place(f"place {n}", f"Place {n}", "user", QWidget) for n in range(8)])
    qtbot.addWidget(rail)
    rail.resize(rail.sizeHint().width(), 220)
    rail.show()

    def seen_whole() -> bool:
        [here] = [one for one in rail.findChildren(QPushButton) if one.isChecked()]
        return here.visibleRegion().boundingRect().height() == here.height()

    for n in (7, 0):
        rail.mark(f"place {n}")
        qtbot.waitUntil(seen_whole)


def test_all_of_a_code_that_is_made_narrower_is_seen(qtbot: QtBot) -> None:
    page = Page("Keys")
    shown = ReadOut("Your six words", "abacus bicycle chimney dandelion elephant festival")
    page.body.addWidget(shown)
    qtbot.addWidget(page)
    page.show()
    for width in (1200, 420, 1200):
        page.resize(width, 500)
        qtbot.waitUntil(lambda: shown.height() == shown.heightForWidth(shown.width()))
        assert 0 <= shown.height() - shown.viewport().height() <= scaled(8)


def test_a_long_code_stands_in_two_equal_lines() -> None:
    assert in_two_lines(["A", "B", "C", "D"]) == "A  B\nC  D"


def test_a_code_stands_where_the_page_begins_and_is_read_from_the_left(qtbot: QtBot) -> None:
    shown = ReadOut("The code", "7QD2C P879A")
    qtbot.addWidget(shown)
    shown.resize(800, 60)
    shown.show()
    for direction, begins in ((Qt.LayoutDirection.LeftToRight, True), (Qt.LayoutDirection.RightToLeft, False)):
        shown.setLayoutDirection(direction)
        cursor = shown.textCursor()
        first = shown.cursorRect(cursor).left()
        cursor.movePosition(cursor.MoveOperation.End)
        last = shown.cursorRect(cursor).left()
        assert first < last
        assert (first < shown.width() // 4, last > shown.width() * 3 // 4) == (begins, not begins)
