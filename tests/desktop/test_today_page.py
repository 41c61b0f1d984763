"""Today in the window: who is in the building stands beside the day, one key from the roll-call."""

from __future__ import annotations

from dataclasses import fields
from datetime import date, time, timedelta

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot
from sqlalchemy import select

from hubdesk.base.words import tr_later
from hubdesk.desktop.commands import Command, Commands
from hubdesk.desktop.screens.person import PersonPage
from hubdesk.desktop.screens.today import ClassRow, TodayPage
from hubdesk.desktop.ways import Ways
from hubdesk.desktop.widgets import ActionRow
from hubdesk.desktop.workplace import Workplace
from hubdesk.records.learning.class_session import ClassSession
from hubdesk.records.learning.course import Course
from hubdesk.records.learning.enrolment import Enrolment
from hubdesk.records.people.visit import Visit
from hubdesk.records.volunteering.application import Application
from hubdesk.records.volunteering.dbs_check import DbsCheck
from hubdesk.store import Store
from hubdesk.store.tables import audit
from hubdesk.store.values import unpack
from tests.hub_life import a_person, a_role, a_run, keep

WEEK = timedelta(days=7)


def test_who_is_in_leads_to_the_roll_call(qtbot: QtBot, workplace: Workplace, store: Store, commands: Commands) -> None:
    # Given somebody who came today
    printed: list[str] = []
    commands.add(Command("paper.roll-call", tr_later("Fire roll-call"), lambda: printed.append("roll-call")))
    keep(store, Visit(person=a_person(store), day=date.today(), came=time(0), what_for="drop_in"))
    page = TodayPage(workplace, Ways(**{way.name: lambda *_: None for way in fields(Ways)}))
    workplace.show_page(page, "Today")

    def row() -> ActionRow | None:
        rows = page.findChildren(ActionRow)
        return next((one for one in rows if one.isVisible() and one.accessibleName() == "1 person is in"), None)

    qtbot.waitUntil(lambda: row() is not None)
    found = row()
    assert found is not None
    qtbot.keyClick(found, Qt.Key.Key_Return)
    assert printed == ["roll-call"]


def test_a_register_that_the_day_s_list_shows_is_not_told_twice_and_rows_are_of_one_height(
    qtbot: QtBot, workplace: Workplace, store: Store
) -> None:
    # Given classes of today with short and long titles that are over, and one of last week, none with a mark
    today = date.today()
    for title, day in (("Sewing", today), ("Getting started with your phone", today), ("Baking", today - WEEK)):
        run = a_run(store, title)
        keep(store, ClassSession(run=run, day=day, starts=time(0), ends=time(0, 1)))
        keep(store, Enrolment(person=a_person(store), run=run, asked_on=day - WEEK, starts=day - WEEK))
    page = TodayPage(workplace, Ways(**{way.name: lambda *_: None for way in fields(Ways)}))
    workplace.show_page(page, "Today")
    page.window().resize(1366, 768)

    def told() -> list[str]:
        rows = [row for row in page.findChildren(ActionRow) if row.isVisible()]
        return [row.accessibleName() for row in rows if "register" in row.accessibleName()]

    qtbot.waitUntil(lambda: len(page.findChildren(ClassRow)) == 2 and bool(told()))
    assert told() == ["Baking: the register is missing"]
    qtbot.waitUntil(lambda: len({row.height() for row in page.findChildren(ClassRow)}) == 1)


def test_s15_whose_check_runs_out_is_read_from_restricted_records_and_is_written_down_once(
    qtbot: QtBot, workplace: Workplace, store: Store
) -> None:
    def read() -> list[object]:
        with store.reading_plainly() as connection:
            lines = connection.scalars(select(audit.c.about).where(audit.c.what == "read_restricted"))
            return [unpack(line) for line in lines]

    # Given a volunteer whose check runs out
    today, person = date.today(), a_person(store, "Ben Hall")
    issued = today - timedelta(days=900)
    check = DbsCheck(person=person, level="basic", outcome="clear", issued=issued, next_check=today)
    works = Application(person=person, role=a_role(store, dbs_level="basic"), stage="active", applied_on=issued)
    keep(store, check, works, Course(name="Sewing"))

    # When somebody has Today before them, which looks again as things change
    page = TodayPage(workplace, Ways(**{way.name: lambda *_: None for way in fields(Ways)}))
    workplace.show_page(page, "Today")
    qtbot.waitUntil(lambda: read() == [{"kind": "dbs_check"}], timeout=15_000)
    a_person(store, "Chen Li")
    page._refresh()
    qtbot.waitUntil(lambda: not page._looks, timeout=15_000)

    # Then the log says so once, and of whom when their own page is opened
    workplace.show_page(PersonPage(workplace, page._ways, person), "Ben Hall")
    expected = [{"kind": "dbs_check"}, {"kind": "dbs_check", "of": str(person)}]
    qtbot.waitUntil(lambda: read() == expected, timeout=15_000)
