"""Paper registers keyed back, one after the other, while other things happen to them."""

from __future__ import annotations

from datetime import date, timedelta
from threading import Event
from uuid import UUID

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from hubdesk.desktop.screens.key_back import KeyBackPage
from hubdesk.desktop.widgets import ActionRow
from hubdesk.desktop.window import MainWindow
from hubdesk.desktop.workplace import Workplace
from hubdesk.operations.enrol import enrol
from hubdesk.operations.one_record import remove_record
from hubdesk.operations.set_up_hub import set_up_hub
from hubdesk.printing.gathering_words import sheet_id
from tests.hub_life import a_class, a_person, a_run

TODAY = date.today()
YESTERDAY = TODAY - timedelta(days=1)


@pytest.fixture
def page(qtbot: QtBot, workplace: Workplace) -> KeyBackPage:
    set_up_hub(workplace.store, "Westcroft", "WES")
    made = KeyBackPage(workplace)
    qtbot.addWidget(made)
    made.show()
    return made


def a_register(workplace: Workplace, course: str) -> tuple[UUID, str]:
    """Yesterday's class, with one learner on it, and the code of its sheet."""
    store = workplace.store
    run = a_run(store, course, starts=YESTERDAY, ends=TODAY)
    held, learner = a_class(store, run, YESTERDAY), a_person(store, f"{course} learner")
    with store.operation("Enrol") as session:
        enrol(session, store.around(session), learner, run, asked_on=YESTERDAY)
    with store.reading() as session:
        return held, sheet_id(session, held)


def says(page: KeyBackPage, part: str) -> bool:
    return any(part in label.text() for label in page.findChildren(QLabel) if label.isVisibleTo(page))


def waits(page: KeyBackPage, course: str) -> bool:
    rows = [row for row in page.findChildren(ActionRow) if row.isVisibleTo(page)]
    return any(course in row.accessibleName() for row in rows)


def save(qtbot: QtBot, page: KeyBackPage, title: str) -> None:
    """Save the sheet of that course, on which everybody came, once it is there."""
    qtbot.waitUntil(lambda: says(page, f"{title} on"), timeout=15_000)
    qtbot.keyClick(page.lines, Qt.Key.Key_Return)


def test_a_class_that_is_removed_after_its_sheet_was_saved_is_told_no_more_and_stops_nothing(
    qtbot: QtBot, page: KeyBackPage, workplace: Workplace, window: MainWindow
) -> None:
    # Given a sheet that was saved, then taken back, and its class removed
    store = workplace.store
    held, code = a_register(workplace, "Sewing")
    page.open_sheet(code)
    save(qtbot, page, "Sewing")
    qtbot.waitUntil(lambda: says(page, "1 here, 0 away"), timeout=15_000)
    store.undo()
    with store.operation("Remove") as session:
        remove_record(session, "class_session", held)
    # When another register begins to wait
    a_register(workplace, "Baking")
    # Then it is shown, and nothing is said of the one that is gone
    qtbot.waitUntil(lambda: waits(page, "Baking"), timeout=15_000)
    assert not says(page, "Sewing")
    assert "no longer there" not in window.banner.text()


def test_a_sheet_scanned_while_the_one_before_is_written_stays_open(
    qtbot: QtBot, page: KeyBackPage, workplace: Workplace, window: MainWindow
) -> None:
    # Given a worker that is busy when a sheet is saved
    (_, first), (_, second) = a_register(workplace, "Sewing"), a_register(workplace, "Baking")
    page.open_sheet(first)
    qtbot.waitUntil(lambda: says(page, "Sewing on"), timeout=15_000)
    free = Event()
    workplace.background.change("Wait", lambda progress: free.wait(30))
    save(qtbot, page, "Sewing")
    # When the next one is scanned, and only then the first is written
    page.open_sheet(second)
    qtbot.waitUntil(lambda: says(page, "Baking on"), timeout=15_000)
    free.set()
    qtbot.waitUntil(lambda: "1 here, 0 away" in window.banner.text(), timeout=15_000)
    # Then the next one is still there to be saved
    assert says(page, "Baking on")
    save(qtbot, page, "Baking")
    qtbot.waitUntil(lambda: not waits(page, "Baking") and says(page, "No register is missing"), timeout=15_000)
