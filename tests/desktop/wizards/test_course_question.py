"""Looking for a course among many, as somebody types it."""

from __future__ import annotations

from datetime import date, timedelta

from PySide6.QtWidgets import QLabel, QLineEdit, QRadioButton
from pytestqt.qtbot import QtBot

from hubdesk.desktop.wizards.enrolment.course import CourseQuestion
from hubdesk.desktop.workplace import Workplace
from hubdesk.store import Store
from tests.hub_life import a_run


def test_a_course_is_found_without_its_accents_and_a_sentence_says_when_none_is(
    qtbot: QtBot, workplace: Workplace, store: Store
) -> None:
    # Given more courses than are seen at once
    begins = date.today() + timedelta(days=7)
    for name in ("Conversation café", "Sewing", "Cooking", "Maths", "English", "Phones", "Walking", "Job club"):
        a_run(store, name, starts=begins, ends=begins + timedelta(days=70), status="open")
    page = CourseQuestion(workplace)
    qtbot.addWidget(page)
    page.show_answers({})
    page.show()
    box = page.findChildren(QLineEdit)[0]

    def offered() -> list[str]:
        return [one.accessibleName() for one in page.findChildren(QRadioButton) if one.isVisible()]

    qtbot.keyClicks(box, "CAFE")
    assert offered() == ["Conversation café"]
    qtbot.keyClicks(box, "zz")
    assert offered() == []
    assert any("No open course fits" in label.text() for label in page.findChildren(QLabel) if label.isVisible())
