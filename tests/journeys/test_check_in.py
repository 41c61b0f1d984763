"""Checking people in: by card from any screen, and by name among five hundred, counted in keys."""

from __future__ import annotations

import statistics
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from random import Random
from uuid import UUID

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget
from pytestqt.qtbot import QtBot
from sqlalchemy import select

from hubdesk.desktop.checking_in import CheckingIn
from hubdesk.desktop.desk_commands import check_in_command
from hubdesk.desktop.scanner import Scanner
from hubdesk.desktop.screens.check_in import CheckInPage
from hubdesk.desktop.window import MainWindow
from hubdesk.desktop.workplace import Workplace
from hubdesk.fields.card_codes import code_of
from hubdesk.fields.check_digit import SIGNS, with_check
from hubdesk.operations.cards import issue_cards, new_card
from hubdesk.operations.set_up_hub import set_up_hub
from hubdesk.records.people.person import Person
from hubdesk.records.people.visit import Visit
from hubdesk.store import Store
from tests.hub_life import a_person
from tests.journeys.conftest import Hands
from tests.journeys.keys import KeyCount, five_hundred, keys_of_a_name, seconds
from tests.scanning import scan

TODAY = date.today()


@pytest.fixture
def desk(qapp: QApplication, window: MainWindow, workplace: Workplace) -> Iterator[CheckingIn]:
    """A window that hears a scanner, with a page under it on which something is typed."""
    set_up_hub(workplace.store, "Burnage Hub", "BUR", network="South")
    checking_in = CheckingIn(workplace, window.offer, window)
    scanner = Scanner(qapp, window)
    scanner.scanned.connect(checking_in.card)
    workplace.commands.add(check_in_command(workplace, checking_in))
    window.use_undo(workplace.store.undo)
    window.show_places([])
    somewhere = QWidget()
    somewhere.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    window.show_page(somewhere, "Somewhere else")
    somewhere.setFocus()
    yield checking_in
    scanner.rest()


def a_card(store: Store, person: UUID) -> str:
    with store.operation("A card") as session:
        return issue_cards(session, [person], TODAY)[0].number


def visits(store: Store) -> list[tuple[UUID | None, str | None]]:
    with store.reading() as session:
        return [(one.person, one.entered) for one in session.scalars(select(Visit))]


def test_u01_a_card_is_checked_in_by_one_scan_from_any_screen_and_no_key(
    qtbot: QtBot, desk: CheckingIn, window: MainWindow, workplace: Workplace, hands: Hands, count_keys: KeyCount
) -> None:
    # given somebody who writes into a form
    store = workplace.store
    amina = a_person(store)
    number = a_card(store, amina)
    form = QLineEdit()
    window.show_page(form, "A form")
    form.setFocus()
    QTest.keyClicks(form, "half a sen")
    # when a card is scanned
    scan(code_of(number))
    # then it is told who came, and what was being typed is as it was
    qtbot.waitUntil(lambda: window.banner.text() == "Amina Yusuf is in.")
    assert visits(store) == [(amina, "card")]
    assert (form.text(), form.hasFocus()) == ("half a sen", True)
    count_keys("U1", "Check in by card, keys beside the scan", hands.pressed, 0, seconds(looks=1, points=1))
    # and the Undo beside it takes it back
    window.banner._button.click()
    assert visits(store) == []


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        (lambda number: number[:-1] + SIGNS[(SIGNS.index(number[-1]) + 1) % 36], "was not read right"),
        (lambda number: with_check("BUR-00123"), "is not known here"),
        (lambda number: with_check("XYZ-00123"), "is from another hub"),
        (lambda number: "nonsense", "not from a card"),
    ],
)
def test_u01_a_card_that_counts_for_nobody_says_so_in_words_and_in_no_box(
    qtbot: QtBot, desk: CheckingIn, window: MainWindow, workplace: Workplace, changed: object, said: str
) -> None:
    number = a_card(workplace.store, a_person(workplace.store))
    form = QLineEdit()
    window.show_page(form, "A form")
    form.setFocus()
    scan(code_of(changed(number)))  # type: ignore[operator]
    qtbot.waitUntil(lambda: said in window.banner.text())
    assert QApplication.activeModalWidget() is None
    assert (visits(workplace.store), form.text()) == ([], "")


def test_u01_an_old_card_says_when_it_ended_and_one_press_checks_its_person_in(
    qtbot: QtBot, desk: CheckingIn, window: MainWindow, workplace: Workplace
) -> None:
    amina = a_person(workplace.store)
    old = a_card(workplace.store, amina)
    with workplace.store.operation("New card") as session:
        new_card(session, amina, TODAY, "lost")
    form = QLineEdit()
    window.show_page(form, "A form")
    form.setFocus()
    scan(code_of(old), Qt.Key.Key_Tab)
    qtbot.waitUntil(lambda: "old card" in window.banner.text())
    assert visits(workplace.store) == []
    window.banner._button.click()
    qtbot.waitUntil(lambda: window.banner.text() == "Amina Yusuf is in.")
    assert form.hasFocus()


@pytest.mark.slow
def test_u02_six_keys_check_somebody_in_among_five_hundred_and_eight_nearly_anybody(
    qtbot: QtBot, desk: CheckingIn, hands: Hands, window: MainWindow, workplace: Workplace, count_keys: KeyCount
) -> None:
    # given five hundred people of whom nobody is expected and nobody came lately
    names = five_hundred(seed=2026)
    with workplace.store.operation("Five hundred people") as session:
        session.add_all(Person(full_name=f"{given} {family}", family_name=family) for given, family in names)
    somewhere = window.pages.currentWidget()
    assert somewhere is not None
    taken = []
    for given, family in Random(7).sample(names, 60):
        somewhere.setFocus()
        hands.pressed = 0
        # when the desk presses F2, begins the name, goes on with the family name, and presses Enter
        hands.press(Qt.Key.Key_F2)
        page = window.pages.currentWidget()
        assert isinstance(page, CheckInPage)
        qtbot.waitUntil(lambda page=page: len(page._comers) >= 500)  # type: ignore[misc]
        keys_of_a_name(qtbot, hands, page, given, family)
        hands.enter()
        # then exactly that person is in
        qtbot.waitUntil(lambda name=f"{given} {family}": f"{name} is in" in window.banner.text())  # type: ignore[misc]
        taken.append(hands.pressed)
        window.go_back()
        window.banner.hide()
    half, nearly_all = statistics.median(taken), sorted(taken)[int(0.95 * len(taken))]
    count_keys("U2", "Check in by name among 500, median", half, 6, seconds(half, looks=2))
    count_keys("U2", "Check in by name among 500, 95th percentile", nearly_all, 8, seconds(nearly_all, looks=3))


def test_u02_those_who_are_expected_come_first_and_then_those_who_came_lately(
    qtbot: QtBot, desk: CheckingIn, hands: Hands, window: MainWindow, workplace: Workplace
) -> None:
    store = workplace.store
    for name in ("Amal Farah", "Amalia Rossi"):
        a_person(store, name)
    lately = a_person(store, "Aman Gill")
    with store.operation("Came") as session:
        session.add(Visit(person=lately, day=TODAY, came=datetime.min.time(), went=datetime.min.time()))
    hands.press(Qt.Key.Key_F2)
    page = window.pages.currentWidget()
    assert isinstance(page, CheckInPage)
    qtbot.waitUntil(lambda: len(page._comers) == 3)
    hands.type("am")
    qtbot.waitUntil(lambda: not page._asked)
    assert [page._model.index(row).data() for row in page._model.selectable()][:3] == [
        "Aman Gill",
        "Amal Farah",
        "Amalia Rossi",
    ]


def test_an_empty_box_does_not_say_that_nothing_is_called_so(
    qtbot: QtBot, desk: CheckingIn, hands: Hands, window: MainWindow
) -> None:
    hands.press(Qt.Key.Key_F2)
    page = window.pages.currentWidget()
    assert isinstance(page, CheckInPage)
    qtbot.waitUntil(lambda: page._model.rowCount() == 1)
    assert page._model.index(0).data() == "Nobody else is expected now. Whoever comes is found by name."


def test_a_visitor_is_never_checked_in_by_enter_alone(
    qtbot: QtBot, desk: CheckingIn, hands: Hands, window: MainWindow, workplace: Workplace, tmp_path: Path
) -> None:
    hands.press(Qt.Key.Key_F2)
    hands.type("Gas engineer")
    hands.enter()
    page = window.pages.currentWidget()
    assert isinstance(page, CheckInPage)
    qtbot.waitUntil(lambda: page.field.selectedText() == "Gas engineer")
    hands.press(Qt.Key.Key_Down)
    hands.enter()
    qtbot.waitUntil(lambda: window.banner.text() == "Gas engineer is in.")
    qtbot.waitUntil(lambda: hands.sees("1 person in the building"))


def test_whoever_is_marked_stays_so_while_the_list_is_read_anew(
    qtbot: QtBot, desk: CheckingIn, hands: Hands, window: MainWindow, workplace: Workplace
) -> None:
    for name in ("Amal Farah", "Amalia Rossi", "Aman Gill"):
        a_person(workplace.store, name)
    hands.press(Qt.Key.Key_F2)
    page = window.pages.currentWidget()
    assert isinstance(page, CheckInPage)
    qtbot.waitUntil(lambda: len(page._comers) == 3)
    hands.type("ama")
    qtbot.waitUntil(lambda: not page._asked)
    hands.press(Qt.Key.Key_Down)
    chosen = page.results.currentIndex().data()
    assert chosen != page._model.index(page._model.selectable()[0]).data()
    # when it is read anew, and Enter comes before and after
    shown = page._turn
    page._refresh()
    qtbot.waitUntil(lambda: page._turn > shown and not page._asked)
    assert page.results.currentIndex().data() == chosen
    page._look(page.field.text())
    hands.enter()
    qtbot.waitUntil(lambda: window.banner.text() == f"{chosen} is in.")
