"""Today in the window: who is in the building stands beside the day, one key from the roll-call."""

from __future__ import annotations

from dataclasses import fields
from datetime import date, time

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from hubdesk.base.words import tr_later
from hubdesk.desktop.commands import Command, Commands
from hubdesk.desktop.screens.today import TodayPage
from hubdesk.desktop.ways import Ways
from hubdesk.desktop.widgets import ActionRow
from hubdesk.desktop.workplace import Workplace
from hubdesk.records.people.visit import Visit
from hubdesk.store import Store
from tests.hub_life import a_person, keep


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
