"""The term's page: two charts, their sentences, and the way to the enrolments behind them."""

from __future__ import annotations

from datetime import date, timedelta

from PySide6.QtGui import QColor
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from hubdesk.desktop.charts import ChartView
from hubdesk.desktop.looks import DARK, LIGHT
from hubdesk.desktop.record_list import RecordList
from hubdesk.desktop.screens.term import TermScreen
from hubdesk.desktop.theme import Theme
from hubdesk.desktop.window import MainWindow
from hubdesk.desktop.workplace import Workplace
from hubdesk.records.learning.attendance import Attendance
from hubdesk.records.learning.enrolment import Enrolment
from hubdesk.reports.term import Term
from tests.hub_life import a_class, a_person, a_run, keep

TODAY = date.today()
TERM = Term.of(TODAY)


def a_term(workplace: Workplace) -> None:
    store = workplace.store
    run = a_run(store, starts=TERM.before.first, ends=TERM.last)
    held = a_class(store, run, TODAY)
    for number, mark in enumerate(("present", "present", "absent", "late")):
        person = a_person(store, f"Learner {number}")
        keep(store, Enrolment(person=person, run=run, asked_on=TODAY))
        keep(store, Attendance(class_session=held, person=person, mark=mark))


def shown(workplace: Workplace, window: MainWindow, qtbot: QtBot) -> TermScreen:
    page = TermScreen(workplace)
    window.show_page(page, "The term")
    qtbot.waitUntil(lambda: bool(page.lead.text()))
    return page


def button(page: TermScreen, text: str) -> QPushButton:
    return next(one for one in page.findChildren(QPushButton) if one.text() == text)


def has_colour(view: ChartView, colour: str) -> bool:
    """Whether it is there, as near as the picture's colours in whole hundredths come to it."""
    picture, wanted = view.grab().toImage(), QColor(colour)

    def near(found: QColor) -> bool:
        channels = zip(found.getRgb()[:3], wanted.getRgb()[:3], strict=True)  # type: ignore[index]
        return all(abs(one - other) <= 3 for one, other in channels)

    return any(near(picture.pixelColor(x, y)) for x in range(0, picture.width(), 3) for y in range(picture.height()))


def test_each_chart_answers_its_question_for_eye_and_ear(
    workplace: Workplace, window: MainWindow, qtbot: QtBot, theme: Theme
) -> None:
    a_term(workplace)
    page = shown(workplace, window, qtbot)
    texts = [label.text() for label in page.findChildren(QLabel)]
    enrolled, came = page.findChildren(ChartView)
    assert enrolled.accessibleName().startswith("4 enrolments.")
    assert came.accessibleName().startswith("Of every 100 expected, 75 came.")
    assert {enrolled.accessibleName(), came.accessibleName()} <= set(texts)
    assert " 4" in f" {enrolled.accessibleDescription()}"
    assert "75" in came.accessibleDescription()
    qtbot.waitUntil(lambda: has_colour(enrolled, LIGHT.primary) and has_colour(came, LIGHT.primary), timeout=15_000)
    theme.choose("dark")
    qtbot.waitUntil(lambda: has_colour(enrolled, DARK.primary) and has_colour(came, DARK.primary), timeout=15_000)


def test_a_week_in_which_nobody_came_is_told_apart_from_one_without_a_register(
    workplace: Workplace, window: MainWindow, qtbot: QtBot
) -> None:
    store = workplace.store
    held = a_class(store, a_run(store, starts=TERM.first, ends=TERM.last), TODAY)
    keep(store, Attendance(class_session=held, person=a_person(store), mark="absent"))
    page = shown(workplace, window, qtbot)
    came = page.findChildren(ChartView)[1]
    assert came.accessibleName() == "Of every 100 expected, 0 came."
    assert came.accessibleDescription().endswith("0")
    figures = [label.text() for label in page.findChildren(QLabel) if label.property("figures")]
    assert figures[-4:] == ["0", "1", "0", "0"]


def test_what_is_entered_meanwhile_is_counted(workplace: Workplace, window: MainWindow, qtbot: QtBot) -> None:
    page = shown(workplace, window, qtbot)
    enrolled = page.findChildren(ChartView)[0]
    assert enrolled.accessibleName() == "Nobody has enrolled in this term."
    a_term(workplace)
    qtbot.waitUntil(lambda: enrolled.accessibleName().startswith("4 enrolments."))


def test_the_term_before_and_back(workplace: Workplace, window: MainWindow, qtbot: QtBot) -> None:
    a_term(workplace)
    page = shown(workplace, window, qtbot)
    after = button(page, "Term after")
    assert not after.isEnabled()
    button(page, "Term before").click()
    qtbot.waitUntil(lambda: TERM.before.said() in page.lead.text())
    assert page.findChildren(ChartView)[0].accessibleName() == "Nobody has enrolled in this term."
    assert after.isEnabled()
    after.click()
    qtbot.waitUntil(lambda: TERM.said() in page.lead.text())


def test_a_figure_leads_to_the_enrolments_behind_it(workplace: Workplace, window: MainWindow, qtbot: QtBot) -> None:
    a_term(workplace)
    store = workplace.store
    run = a_run(store, "Earlier", starts=TERM.before.first, ends=TERM.last)
    keep(store, Enrolment(person=a_person(store, "Earlier"), run=run, asked_on=TERM.first - timedelta(days=1)))
    page = shown(workplace, window, qtbot)
    button(page, "See these enrolments").click()
    listed = window.pages.currentWidget()
    assert isinstance(listed, RecordList)
    qtbot.waitUntil(lambda: "4" in listed.lead.text())
