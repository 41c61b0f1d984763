"""F1 on each page: at most 150 plain words, from the manual's own files."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from hubdesk.base.places import resource
from hubdesk.desktop.commands import Commands
from hubdesk.desktop.desk_commands import help_command
from hubdesk.desktop.screens.help import START, HelpPage, Picture, read, topic_ids, topic_of
from hubdesk.desktop.screens.keys import KeysPage
from hubdesk.desktop.screens.settings import SettingsPage
from hubdesk.desktop.widgets import ActionRow, Page
from hubdesk.desktop.window import MainWindow
from hubdesk.desktop.workplace import Workplace
from hubdesk.operations.set_up_hub import set_up_hub

SHORT = sorted(resource("help/pages").glob("*.md"))
SCREENS = Path(__file__).parents[2] / "hubdesk/desktop/screens"


@pytest.mark.parametrize("path", SHORT, ids=lambda path: path.stem)
def test_u21_a_page_of_help_is_short_and_about_a_screen_there_is(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").split()) <= 150
    assert path.stem == START or (SCREENS / f"{path.stem}.py").exists() or path.stem in ("people", "courses")
    topic = read(path.stem)
    assert topic.title
    assert all(text and "*" not in text for _, text in topic.paragraphs)


def test_u21_every_place_of_the_rail_has_help() -> None:
    places = {"today", "people", "courses", "registers", "volunteers", "print", "send", "settings", "network", "merge"}
    assert places <= set(topic_ids())


def test_u21_f1_says_what_the_page_is_about_and_leads_on_and_back(
    qtbot: QtBot, window: MainWindow, workplace: Workplace, commands: Commands
) -> None:
    set_up_hub(workplace.store, "Westcroft", "WES")
    commands.add(help_command(workplace, window.pages.currentWidget))
    page = KeysPage(workplace, lambda words: None)
    workplace.show_page(page, "Keys and invitations")
    window.activateWindow()
    qtbot.keyClick(window, Qt.Key.Key_F1)
    helping = window.pages.currentWidget()
    assert isinstance(helping, HelpPage)
    shown = " ".join(label.text() for label in helping.findChildren(QLabel))
    assert "six words" in shown
    other = next(row for row in helping.findChildren(ActionRow) if row.accessibleName().startswith("How hubs"))
    qtbot.keyClick(other, Qt.Key.Key_Return)
    sync = window.pages.currentWidget()
    assert isinstance(sync, HelpPage)
    picture = sync.findChild(Picture)
    assert picture is not None
    assert picture.accessibleName()
    window.go_back()
    window.go_back()
    assert window.pages.currentWidget() is page


def test_a_page_without_help_of_its_own_has_the_beginners() -> None:
    assert topic_of(None) == START
    assert SettingsPage.__module__.endswith("settings")
    assert Page.__module__.rsplit(".", 1)[-1] not in topic_ids()
