"""The language of the window: HubDesk's own words, those of Qt, and the side from which it is read."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QLibraryInfo, QLocale, QObject, Qt, QTranslator
from PySide6.QtWidgets import QApplication

from hubdesk.base.words import ENGLISH, catalogue_of, languages, reads_from_the_right, speak, tr_later
from hubdesk.base.words import language as spoken

_OF_QT = (
    tr_later("OK"),
    tr_later("Cancel"),
    tr_later("Close"),
    tr_later("Yes"),
    tr_later("No"),
    tr_later("Open"),
    tr_later("Save"),
    tr_later("Undo"),
    tr_later("Redo"),
    tr_later("Cut"),
    tr_later("Copy"),
    tr_later("Paste"),
    tr_later("Delete"),
    tr_later("Select All"),
    tr_later("Copy Link Location"),
    tr_later("Clear"),
    tr_later("Step up"),
    tr_later("Step down"),
)
"""What Qt's own menus and boxes say, for languages into which nobody has translated Qt."""


class _WordsOfQt(QTranslator):
    """Finds Qt's own words in HubDesk's catalogue; a letter that stood after & is not one in another language."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._known = {words.sentence: words for words in _OF_QT}

    def isEmpty(self) -> bool:
        return False

    def translate(
        self,
        context: str,
        sourceText: str,  # noqa: N803 - as Qt calls it
        disambiguation: str | None = None,
        n: int = -1,
    ) -> str | None:
        # For None Qt keeps its own word; an empty text it would show.
        found = self._known.get(sourceText.replace("&", ""))
        return None if found is None else str(found)


class Language(QObject):
    """What ``application`` speaks and reads; Qt's own words come from Qt where it has the language."""

    def __init__(self, application: QApplication) -> None:
        super().__init__(application)
        self._application = application
        self._of_qt = _WordsOfQt(self)
        self._from_qt = QTranslator(self)
        # A machine without a language set would show dates as "9 11 2026"; they look the same in every language.
        QLocale.setDefault(QLocale("en_GB"))

    def use(self, chosen: str) -> None:
        """Speak the language a person has chosen, or for "" the computer's own; pages that are open stay as they are."""
        name = chosen if chosen in languages() else first_known(QLocale.system().uiLanguages())
        speak(name)
        name = spoken()
        self._application.removeTranslator(self._of_qt)
        self._application.removeTranslator(self._from_qt)
        folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
        if self._from_qt.load(QLocale("en_GB" if name == ENGLISH else name), "qtbase", "_", folder):
            self._application.installTranslator(self._from_qt)
        else:
            self._application.installTranslator(self._of_qt)
        self._application.setLayoutDirection(direction_of(name))


def first_known(wanted: Sequence[str]) -> str:
    """The first of these languages, such as "cy-GB", that HubDesk can speak; else English."""
    known = languages()
    plain = [one.replace("_", "-").split("-")[0] for one in wanted]
    return next((one for one in plain if one in known), ENGLISH)


def direction_of(language: str) -> Qt.LayoutDirection:
    """The side from which the language is read."""
    return Qt.LayoutDirection.RightToLeft if reads_from_the_right(language) else Qt.LayoutDirection.LeftToRight


def own_name(language: str) -> str:
    """What those who speak it call the language, such as Cymraeg."""
    if language == ENGLISH:
        return "English"
    said = QLocale(language).nativeLanguageName()
    return said[:1].upper() + said[1:]


def is_checked(language: str) -> bool:
    """Whether somebody who grew up with the language has read what HubDesk says in it."""
    known = None if language == ENGLISH else catalogue_of(language)
    return language == ENGLISH or (known is not None and known.checked)
