"""What was done last is taken back with the keys where the hands are, and by nobody who did not mean to."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot
from sqlalchemy import func, select

from hubdesk.desktop.app import Start
from hubdesk.records.people.visit import Visit
from tests.journeys import test_day_at_the_desk as day
from tests.journeys import test_keys as keys
from tests.journeys.conftest import Hands

desk, at_desk = day.desk, keys.at_desk
Key = Qt.Key
pytestmark = pytest.mark.slow


def visits(qtbot: QtBot, desk: Start) -> int:
    """How many came today, once all that was begun is done: also what a key was not to do."""
    done: list[None] = []
    desk._desk.workplace.background.change("Nothing", lambda progress: None, done.append)
    qtbot.waitUntil(lambda: done == [None], timeout=15_000)
    with keys.store_of(desk).reading() as session:
        found = session.scalar(select(func.count()).select_from(Visit).where(Visit.day == date.today()))
    return found or 0


def test_ctrl_z_takes_back_who_was_checked_in_and_first_what_is_being_typed(
    qtbot: QtBot, at_desk: Hands, desk: Start
) -> None:
    # Given somebody who was checked in by mistake
    before = visits(qtbot, desk)
    at_desk.press(Key.Key_F2)
    at_desk.wait_for("Who is here?")
    at_desk.type("amka")
    at_desk.enter()
    at_desk.wait_for("Amrit Kaur is in")
    assert visits(qtbot, desk) == before + 1
    # When Ctrl+Z is pressed in the empty box
    at_desk.press(Key.Key_Z, ctrl=True)
    # Then the visit is gone, the letters that found the person are not back, and nobody left the box
    at_desk.wait_for("Taken back: Check Amrit Kaur in")
    field = at_desk.here()
    assert isinstance(field, QLineEdit)
    assert (visits(qtbot, desk), field.text(), field.accessibleName()) == (before, "", "Who is here?")
    # And where something is typed, that goes, and nothing else
    at_desk.type("amka")
    at_desk.enter()
    at_desk.wait_for("Amrit Kaur is in")
    at_desk.type("x")
    at_desk.press(Key.Key_Z, 2, ctrl=True)
    assert field.text() == ""
    assert visits(qtbot, desk) == before + 1


def test_ctrl_z_in_a_form_takes_back_nothing_that_was_done_before_it(qtbot: QtBot, at_desk: Hands, desk: Start) -> None:
    # Given somebody who checked in, and then a form in which something is written
    at_desk.press(Key.Key_F2)
    at_desk.wait_for("Who is here?")
    at_desk.type("amka")
    at_desk.enter()
    at_desk.wait_for("Amrit Kaur is in")
    came = visits(qtbot, desk)
    at_desk.press(Key.Key_K, ctrl=True)
    at_desk.type("new person")
    at_desk.enter()
    # Not its title, which the search names too.
    at_desk.wait_for("Full name")
    at_desk.tab_to("Full name")
    at_desk.type("Ama")
    # When Ctrl+Z is pressed in the next field, in which there is nothing to take back
    at_desk.press(Key.Key_Tab)
    at_desk.press(Key.Key_Z, ctrl=True)
    # Then nobody's visit goes, and what was written stays
    assert visits(qtbot, desk) == came
    assert "Ama" in [one.text() for one in desk.window.findChildren(QLineEdit)]


def test_whoever_looks_for_somebody_just_enrolled_finds_the_person_and_takes_nothing_back(
    qtbot: QtBot, at_desk: Hands, desk: Start
) -> None:
    # Given that Undo is called "Enrol Nasrin Ahmadi on …"
    at_desk.press(Key.Key_E, ctrl=True)
    at_desk.wait_for("Who would like to learn?")
    at_desk.type("nasr")
    at_desk.wait_for("Nasrin Ahmadi")
    at_desk.press(Key.Key_Return, 2)
    at_desk.wait_for("Which course would Nasrin like?")
    at_desk.press(Key.Key_1)
    at_desk.enter()
    at_desk.wait_for("Is this right for Nasrin?")
    at_desk.enter()
    at_desk.wait_for("Nasrin is enrolled on")
    enrolled = keys.enrolments(keys.store_of(desk))
    # When the person is looked for, and Enter pressed on what is found first
    at_desk.press(Key.Key_K, ctrl=True)
    at_desk.type("nasrin")
    found = desk.window.palette_box.results.model()
    qtbot.waitUntil(
        lambda: "Nasrin Ahmadi" in [found.index(row, 0).data() for row in range(found.rowCount())], timeout=15_000
    )
    at_desk.enter()
    # Then it is the person's page, and the enrolment stands
    qtbot.waitUntil(lambda: desk.window.windowTitle() == "Nasrin Ahmadi – HubDesk", timeout=15_000)
    assert keys.enrolments(keys.store_of(desk)) == enrolled
    # And who types what Undo is called finds it, with what it would take back
    at_desk.press(Key.Key_K, ctrl=True)
    at_desk.type("undo")
    qtbot.waitUntil(lambda: "Undo “Enrol Nasrin Ahmadi" in str(found.index(1, 0).data()), timeout=15_000)
