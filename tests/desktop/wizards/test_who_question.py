"""What becomes of what is typed to find somebody who is new."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from hubdesk.desktop.widgets import ActionRow
from hubdesk.desktop.window import MainWindow
from hubdesk.desktop.wizards.who import WhoQuestion, WhoWords
from hubdesk.desktop.workplace import Workplace

WORDS = WhoWords("Who would like to learn?", "New learner: {name}", "New learner")


@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        ("John Smith 3rd", "New learner: John Smith 3rd"),
        ("\u202eAmina\u202c  Noor", "New learner: Amina Noor"),
        ("m19 1bh", "New learner"),
        ("07700 900123", "New learner"),
        ("BFPO 57", "New learner"),
    ],
)
def test_somebody_new_is_called_what_was_typed_where_that_is_a_name(
    qtbot: QtBot, workplace: Workplace, window: MainWindow, typed: str, offered: str
) -> None:
    page = WhoQuestion(workplace, WORDS)
    workplace.show_page(page, "Enrol")
    box = page.findChildren(QLineEdit)[0]
    box.insert(typed)
    box.textEdited.emit(typed)
    qtbot.waitUntil(lambda: [row.accessibleName() for row in page.findChildren(ActionRow)] == [offered])
