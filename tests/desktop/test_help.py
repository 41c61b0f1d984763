"""F1 on each page: at most 150 plain words, from the manual's own files."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit
from pytestqt.qtbot import QtBot

from hubdesk.base import words
from hubdesk.base.places import resource
from hubdesk.desktop.commands import Commands
from hubdesk.desktop.desk_commands import help_command
from hubdesk.desktop.help_alone import HelpAlone
from hubdesk.desktop.screens.help import START, HelpPage, Picture, read, topic_about, topic_ids, topic_of
from hubdesk.desktop.screens.keys import KeysPage
from hubdesk.desktop.screens.settings import SettingsPage
from hubdesk.desktop.screens.unlock import lock_page
from hubdesk.desktop.widgets import ActionRow, Page
from hubdesk.desktop.window import MainWindow
from hubdesk.desktop.workplace import Workplace
from hubdesk.operations.set_up_hub import set_up_hub

PAGES = resource("help/pages")
SHORT = sorted(PAGES.rglob("*.md"))
DESKTOP = Path(__file__).parents[2] / "hubdesk/desktop"
MODULES = {path.stem for path in DESKTOP.rglob("*.py")}
BEFORE_ALL = {"closing", "privacy"}
"""Pages that stand before everything and are gone as soon as they are answered."""


@pytest.mark.parametrize("path", SHORT, ids=lambda path: str(path.relative_to(PAGES)))
def test_u22_a_page_of_help_is_short_and_about_a_page_there_is(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert len(text.split()) <= 150
    assert path.stem in MODULES | {START, "wizard"}
    assert text.startswith("# ")


@pytest.mark.parametrize("language", ["en", "cy", "pl", "ur"])
def test_u22_help_is_read_in_the_language_that_is_spoken(language: str) -> None:
    words.speak(language)
    try:
        topics = [read(id) for id in topic_ids()]
    finally:
        words.speak("en")
    assert all(topic.title and all(text and "*" not in text for _, text in topic.paragraphs) for topic in topics)
    for topic in topics:
        english = read(topic.id)
        assert len(topic.paragraphs) == len(english.paragraphs), topic.id
        translated = (PAGES / language / f"{topic.id}.md").exists()
        assert (topic.paragraphs != english.paragraphs) == translated


def test_a_page_in_urdu_begins_on_the_right_also_where_its_first_word_is_a_key() -> None:
    words.speak("ur")
    try:
        texts = [text for _, text in read("wizard").paragraphs]
    finally:
        words.speak("en")
    assert any("Enter" in text[:7] for text in texts)
    assert all(unicodedata.bidirectional(text[0]) in ("R", "AL") for text in texts)


def test_u22_each_page_has_help_of_its_own() -> None:
    made = {path: path.read_text(encoding="utf-8") for path in DESKTOP.rglob("*.py")}
    pages = {
        path.stem
        for path, text in made.items()
        if re.search(r"^class \w+\((?:\w*Page|RecordList|Wizard)\)", text, re.MULTILINE)
    }
    without = {name for name in pages if topic_about(name) == START}
    assert without <= BEFORE_ALL | {"help", "help_alone", "record_facts", "frame", "page"}


def test_u22_every_place_of_the_rail_has_help() -> None:
    places = {"today", "people", "courses", "registers", "volunteers", "print", "send", "settings", "network", "merge"}
    assert places <= set(topic_ids())


def test_u22_f1_says_what_the_page_is_about_and_leads_on_and_back(
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


def test_u22_f1_helps_before_a_file_is_open_too_and_what_was_typed_is_there_afterwards(
    qtbot: QtBot, window: MainWindow
) -> None:
    # Given somebody who types a passphrase
    page = lock_page(lambda *_: None, lambda: None)
    window.cover(page)
    page.show_names(["Manager"], "Manager")
    window.activateWindow()
    field = next(one for one in page.findChildren(QLineEdit) if one.isVisible())
    qtbot.keyClicks(field, "half of it")
    # When F1 is pressed, then the page of help is there, with nothing to look at of the file
    qtbot.keyClick(field, Qt.Key.Key_F1)
    helping = next(one for one in window.findChildren(HelpAlone) if one.isVisible())
    shown = [label.text() for label in helping.findChildren(QLabel)]
    assert read("unlock").title in shown
    assert QApplication.focusWidget() is helping.focusProxy()
    # And Esc leads back
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Escape)
    assert QApplication.focusWidget() is field
    assert field.text() == "half of it"
    # And what is unlocked meanwhile leaves no help behind
    qtbot.keyClick(field, Qt.Key.Key_F1)
    window.uncover()
    assert not [one for one in window.findChildren(HelpAlone) if one.isVisible()]


def test_a_page_without_help_of_its_own_has_the_beginners() -> None:
    assert topic_of(None) == START
    assert SettingsPage.__module__.endswith("settings")
    assert Page.__module__.rsplit(".", 1)[-1] not in topic_ids()
