"""Names only: what a screen that others can see does not show."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path

from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from hubdesk.desktop.preferences import Preferences
from hubdesk.desktop.privacy import HiddenPage, Privacy
from hubdesk.desktop.record_list import RecordList
from hubdesk.desktop.record_pages import open_record
from hubdesk.desktop.screens.person import PersonPage
from hubdesk.desktop.ways import Ways
from hubdesk.desktop.workplace import Workplace
from hubdesk.records import KINDS
from tests.hub_life import a_person


def seen(page: RecordList) -> list[str]:
    shown = [at for at in range(page.model.columnCount()) if not page.table.isColumnHidden(at)]
    return [str(page.model.index(0, at).data()) for at in shown]


def test_a_list_of_people_shows_their_names_and_nothing_else_until_it_is_turned_off(
    qtbot: QtBot, workplace: Workplace
) -> None:
    a_person(workplace.store, "Amina Yusuf", phone="07700900123")
    page = RecordList(workplace, "person")
    workplace.show_page(page, "People")
    qtbot.waitUntil(lambda: page.model.rowCount() == 1)
    assert "07700 900123" in seen(page)
    workplace.privacy.turn()
    assert seen(page) == ["Amina Yusuf"]
    workplace.privacy.turn()
    assert "07700 900123" in seen(page)


def test_a_person_opens_only_once_somebody_says_so(qtbot: QtBot, workplace: Workplace) -> None:
    person = a_person(workplace.store, "Amina Yusuf", phone="07700900123")
    workplace.privacy.turn()
    shown = workplace.show_page.__self__.pages  # type: ignore[attr-defined]
    open_record(workplace, Ways(**{way.name: print for way in fields(Ways)}), "person", person)
    qtbot.waitUntil(lambda: isinstance(shown.currentWidget(), HiddenPage), timeout=15_000)
    assert shown.currentWidget().heading.text() == "Amina Yusuf"
    button = QApplication.focusWidget()
    assert isinstance(button, QPushButton)
    button.click()
    qtbot.waitUntil(lambda: isinstance(shown.currentWidget(), PersonPage), timeout=15_000)


def test_everything_that_says_something_of_a_person_is_hidden_and_courses_are_not() -> None:
    privacy = Privacy(on=True)
    about = {kind.__tablename__ for kind in KINDS if privacy.hides(kind)}
    assert {"person", "enrolment", "support_need", "consent_event", "application", "subject_request"} <= about
    assert not about & {"course", "course_run", "venue", "ward", "hub"}


def test_it_is_remembered(tmp_path: Path) -> None:
    preferences = Preferences(tmp_path / "window.ini")
    privacy = Privacy(on=preferences.names_only, keep=lambda on: setattr(preferences, "names_only", on))
    privacy.turn()
    assert Preferences(tmp_path / "window.ini").names_only
    privacy.turn()
    assert not Preferences(tmp_path / "window.ini").names_only
