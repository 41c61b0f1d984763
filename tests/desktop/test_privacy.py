"""Names only: what a screen that others can see does not show."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path

from PySide6.QtWidgets import QAbstractButton, QApplication, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from hubdesk.desktop.commands import Commands
from hubdesk.desktop.preferences import Preferences
from hubdesk.desktop.privacy import HiddenPage, Privacy
from hubdesk.desktop.record_list import RecordList
from hubdesk.desktop.record_pages import open_record
from hubdesk.desktop.screens.person import PersonPage
from hubdesk.desktop.screens.settings import SettingsPage
from hubdesk.desktop.ways import Ways
from hubdesk.desktop.widgets import ActionRow
from hubdesk.desktop.wizards import Papers
from hubdesk.desktop.wizards.start import enrol_someone
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


def test_the_settings_turn_it_and_say_how_it_stands(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path, workplace: Workplace
) -> None:
    page = SettingsPage(
        workplace.theme, Preferences(tmp_path / "window.ini"), workplace.show_page, Commands(), workplace.privacy
    )
    qtbot.addWidget(page)

    def chip(name: str) -> QAbstractButton:
        return next(one for one in page.findChildren(QAbstractButton) if one.accessibleName() == name)

    chip("Names only").click()
    assert workplace.privacy.on
    workplace.privacy.turn()
    assert chip("Everything").isChecked()


def test_a_wizard_finds_people_by_name_and_says_nothing_else_of_them(qtbot: QtBot, workplace: Workplace) -> None:
    a_person(workplace.store, "Amina Yusuf", phone="07700900123", postcode="M14 6NQ")
    wizard = enrol_someone(workplace, Papers(lambda work, record: None, lambda work, record: None))

    def rows() -> list[tuple[str, str]]:
        found = (one for one in wizard.findChildren(ActionRow) if one.isVisible())
        return [(one.accessibleName(), one.accessibleDescription()) for one in found]

    qtbot.keyClicks(QApplication.focusWidget(), "amina")
    qtbot.waitUntil(lambda: any(name == "Amina Yusuf" and "M14 6NQ" in said for name, said in rows()))

    # When only names are shown, also what is found already tells no more; and a phone still finds her
    workplace.privacy.turn()
    qtbot.waitUntil(lambda: ("Amina Yusuf", "") in rows())
    field = wizard.findChildren(QLineEdit)[0]
    field.selectAll()
    qtbot.keyClicks(field, "900123")
    qtbot.waitUntil(lambda: rows()[0] == ("Amina Yusuf", ""))
