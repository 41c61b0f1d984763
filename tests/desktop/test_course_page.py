"""The end of a course run, on its page."""

from __future__ import annotations

from datetime import date, timedelta

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QMenu
from pytestqt.qtbot import QtBot
from sqlalchemy import select

from hubdesk.desktop.leading import ways_of
from hubdesk.desktop.screens.course import CoursePage
from hubdesk.desktop.widgets import ActionRow, Button
from hubdesk.desktop.window import MainWindow
from hubdesk.desktop.workplace import Workplace
from hubdesk.records.learning.enrolment import Enrolment
from hubdesk.records.places.venue import Venue
from hubdesk.store import Store
from tests.hub_life import a_person, a_run, keep


def test_a_whole_class_finishes_at_once_on_the_day_it_ended(store: Store, workplace: Workplace, qtbot: QtBot) -> None:
    # Given a run that ended last week, with two learners on it and one who left
    ended = date.today() - timedelta(days=7)
    first = ended - timedelta(days=70)
    run = a_run(store, starts=first, ends=ended)
    for name in ("Amina Yusuf", "Ben Hall"):
        keep(store, Enrolment(person=a_person(store, name), run=run, asked_on=first, starts=first))
    left = {"status": "withdrawn", "withdrawal_reason": "44", "ends": first}
    keep(store, Enrolment(person=a_person(store, "Chen Li"), run=run, asked_on=first, starts=first, **left))
    page = CoursePage(workplace, ways_of(workplace), run)
    workplace.show_page(page, "Sewing")

    def finish() -> list[ActionRow]:
        return [one for one in page.findChildren(ActionRow) if one.accessibleName() == "Everybody finished"]

    qtbot.waitUntil(lambda: len(finish()) == 1)
    assert page._enrol.isHidden()

    # When it is said how it went for all of them
    finish()[0].click()
    [menu] = finish()[0].findChildren(QMenu)
    menu.actions()[0].trigger()
    qtbot.waitUntil(lambda: not finish())

    # Then both finished on its last day, in one thing to undo, and nothing is left to say
    with store.reading() as session:
        kept = {one.status: one.ends for one in session.scalars(select(Enrolment))}
    assert kept == {"completed": ended, "withdrawn": first}
    assert store.undo_title() == "2 learners finish the course"
    assert any(one.text() == "3 learners were on it." for one in page.findChildren(QLabel))


def test_two_enters_give_one_place_and_tell_no_trouble(
    store: Store, workplace: Workplace, window: MainWindow, qtbot: QtBot
) -> None:
    # Given a run with free places, for which two wait
    today = date.today()
    run = a_run(store, starts=today, ends=today + timedelta(days=70))
    for name in ("Amina Yusuf", "Ben Hall"):
        keep(store, Enrolment(person=a_person(store, name), run=run, asked_on=today, status="waiting"))
    page = CoursePage(workplace, ways_of(workplace), run)
    workplace.show_page(page, "Sewing")

    def gives() -> list[Button]:
        return [one for one in page.findChildren(Button) if one.accessibleName() == "Give Amina Yusuf a place"]

    qtbot.waitUntil(lambda: len(gives()) == 1)
    give = gives()[0]

    # When Enter is pressed twice
    for _ in range(2):
        qtbot.keyClick(give, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: not gives())
    landed: list[None] = []
    workplace.background.change("Look", lambda progress: None, landed.append)
    qtbot.waitUntil(lambda: bool(landed), timeout=15_000)

    # Then one has a place, and nobody is told that they wait no longer
    with store.reading() as session:
        assert sorted(one.status for one in session.scalars(select(Enrolment))) == ["enrolled", "waiting"]
    assert window.banner.text() == "Amina Yusuf has a place now."


def test_buttons_make_room_for_where_and_when_once_that_was_read(
    store: Store, workplace: Workplace, window: MainWindow, qtbot: QtBot
) -> None:
    # Given many on a course that is held at a place of a long name, in a small window
    today = date.today()
    venue = keep(store, Venue(name="The Westcroft and Burnage Community Learning Centre at the old library"))
    run = a_run(store, starts=today, ends=today + timedelta(days=70), venue=venue)
    for n in range(8):
        keep(store, Enrolment(person=a_person(store, f"Amina {n}"), run=run, asked_on=today, starts=today))
    window.resize(683, 384)

    # When its page is shown
    page = CoursePage(workplace, ways_of(workplace), run)
    workplace.show_page(page, "Sewing")

    # Then its buttons stand under what it says of that
    qtbot.waitUntil(lambda: "Westcroft" in page.lead.text())
    qtbot.waitUntil(lambda: page.buttons.geometry().top() > page.lead.geometry().bottom())
