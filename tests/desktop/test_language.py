"""The window in another language: chosen in Settings, at once, from the right side, and kept."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QLocale, Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QAbstractButton, QApplication
from pytestqt.qtbot import QtBot

from hubdesk.access.key_file import slots_path
from hubdesk.base import words
from hubdesk.base.words import languages, tr, tr_later
from hubdesk.desktop import language
from hubdesk.desktop.app import Start
from hubdesk.desktop.language import Language, direction_of, own_name
from hubdesk.desktop.preferences import Preferences
from hubdesk.fields.dates import show_date
from tests.conftest import PASSPHRASE
from tests.wearing import put_back, what_is_worn


@pytest.fixture
def spoken(qapp: QApplication) -> Iterator[Language]:
    """The language of the application, English again at the end."""
    made = Language(qapp)
    yield made
    made.use("en")


def test_every_language_says_its_own_name_and_side() -> None:
    said = {name: own_name(name) for name in languages()}
    assert {"en": "English", "cy": "Cymraeg", "pl": "Polski", "ur": "اردو"}.items() <= said.items()
    assert all(said.values())


@pytest.mark.parametrize(
    "name", ["ar", "ckb", "cy", "dv", "en", "fa", "he", "pl", "ps", "sd", "so", "ti", "ug", "ur", "yi"]
)
def test_which_languages_are_read_from_the_right_is_as_unicode_says(name: str) -> None:
    assert direction_of(name) == QLocale(name).textDirection()


@pytest.mark.parametrize(
    ("computer", "spoken_there"),
    [
        (["cy-GB", "en-GB"], "cy"),
        (["so-GB", "pl_PL"], "pl"),
        (["so-GB", "ti"], "en"),
        (["en-GB", "cy"], "en"),
        ([], "en"),
    ],
)
def test_a_language_nobody_chose_is_the_computers_where_there_is_a_catalogue(
    computer: list[str], spoken_there: str
) -> None:
    assert language.first_known(computer) == spoken_there


@pytest.mark.parametrize(
    ("chosen", "cancel"), [("pl", "Anuluj"), ("cy", "Canslo"), ("ur", "منسوخ کریں"), ("en", "Cancel")]
)
def test_qt_s_own_words_follow_also_where_nobody_has_translated_qt(spoken: Language, chosen: str, cancel: str) -> None:
    spoken.use(chosen)
    said = QCoreApplication.translate("QPlatformTheme", "Cancel").replace("&", "")
    assert said == cancel


@pytest.mark.parametrize("chosen", ["cy", "ur"])
def test_what_qt_says_and_nobody_has_translated_stays_english(spoken: Language, chosen: str) -> None:
    spoken.use(chosen)
    assert QCoreApplication.translate("QFileDialog", "Look in:") == "Look in:"
    for keys in ("F2", "Ctrl+K", "Alt+Left"):
        assert QKeySequence(keys).toString(QKeySequence.SequenceFormat.NativeText) == keys


def test_dates_and_numbers_keep_their_form_in_every_language(spoken: Language) -> None:
    for name in languages():
        spoken.use(name)
        assert show_date(date(2026, 11, 3)).split()[::2] == ["3", "2026"]
        assert QLocale().toString(1234567) == "1,234,567"


def test_a_language_is_chosen_in_settings_and_spoken_at_once(
    qtbot: QtBot,
    qapp: QApplication,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    empty_file: Path,
    spoken: Language,
) -> None:
    # Given an open hub, its window in English
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    worn = what_is_worn(qapp)
    file, label = tmp_path / "hub.hubdesk", tr_later("Courses")
    shutil.copy(empty_file, file)
    shutil.copy(slots_path(empty_file), slots_path(file))
    preferences = Preferences(tmp_path / "window.ini")
    spoken.use("en")
    start = Start(qapp, preferences, file, language=spoken)
    window = start.window
    qtbot.addWidget(window)
    window.show()
    start.unlock(PASSPHRASE)

    def button(name: str) -> QAbstractButton:
        return next(one for one in window._frame.findChildren(QAbstractButton) if one.accessibleName() == name)

    qtbot.waitUntil(lambda: "window.lock" in start._commands, timeout=15_000)
    window.show_place("settings")

    # When Urdu is chosen
    button("اردو").click()
    qtbot.waitUntil(lambda: str(label) == "کورس")
    qtbot.waitUntil(lambda: button("آج").isVisible())

    # Then the frame, the menu and labels declared before say it, and are read from the right
    assert qapp.layoutDirection() == Qt.LayoutDirection.RightToLeft
    assert button("آج").mapTo(window, button("آج").rect().center()).x() > window.width() / 2
    assert words.without_marks(window.windowTitle()) == "ترتیبات – HubDesk"
    assert start._commands["go.today"].said() == "آج"
    assert button("اردو").isChecked()
    assert Preferences(tmp_path / "window.ini").language == "ur"

    # When the computer's own is chosen again, then all is as before
    window.show_place("settings")
    button("English").click()
    qtbot.waitUntil(lambda: button("Today").isVisible())
    assert (tr("Today"), words.language()) == ("Today", "en")
    assert button("Today").mapTo(window, button("Today").rect().center()).x() < window.width() / 2
    assert qapp.layoutDirection() == Qt.LayoutDirection.LeftToRight
    window.close()
    put_back(qapp, worn)
