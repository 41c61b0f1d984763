"""How HubDesk looks on this computer, and what it is made of."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import get_args

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPlainTextEdit, QWidget

import hubdesk
from hubdesk.base.places import resource
from hubdesk.base.words import languages, tr, tr_many
from hubdesk.desktop.commands import Commands
from hubdesk.desktop.language import is_checked, own_name
from hubdesk.desktop.preferences import TEXT_SIZES, Preferences
from hubdesk.desktop.privacy import Privacy
from hubdesk.desktop.theme import Scheme, Theme, scaled
from hubdesk.desktop.widgets import (
    CALM,
    ActionRow,
    Card,
    Choice,
    ChoiceChips,
    EmptyState,
    FieldRow,
    Page,
    hairline,
    quiet,
    section,
    words,
)

_SCHEMES: dict[str, Scheme] = {scheme: scheme for scheme in get_args(Scheme)}


class SettingsPage(Page):
    """Appearance, text size, about; a change shows at once and is kept for the next start.

    More cards of settings go into ``body`` before ``about`` through ``add_card``.
    """

    def __init__(
        self,
        theme: Theme,
        preferences: Preferences,
        show_page: Callable[[QWidget, str], None],
        commands: Commands,
        privacy: Privacy,
        speak: Callable[[str], object] = lambda language: None,
    ) -> None:
        super().__init__(tr("Settings"), widest=CALM)
        self._speak = speak
        self._theme = theme
        self._preferences = preferences
        self._show_page = show_page
        self._privacy = privacy
        self._accounts(commands)
        self._scheme = ChoiceChips(
            tr("Colours"),
            [
                Choice("system", tr("As this computer does")),
                Choice("light", tr("Light")),
                Choice("dark", tr("Dark")),
                Choice("contrast", tr("High contrast")),
                Choice("cream", tr("Cream")),
            ],
        )
        self._scheme.choose(theme.scheme)
        self._scheme.chosen.connect(self._change)
        names = (tr("Usual"), tr("Larger"), tr("Large"), tr("Largest"))
        self._size = ChoiceChips(
            tr("Size of text"), [Choice(str(size), name) for size, name in zip(TEXT_SIZES, names, strict=True)]
        )
        self._size.choose(str(theme.text_size))
        self._size.chosen.connect(self._change)
        look = self.add_card(tr("How it looks"))
        for title, choices in ((tr("Colours"), self._scheme), (tr("Size of text"), self._size)):
            if look.inside.count():
                look.inside.addSpacing(scaled(8))
            look.inside.addWidget(FieldRow(title, choices))
        self._add_languages()
        self._sheet = ChoiceChips(
            tr("Paper in the printer"), [Choice("a4", tr("A4")), Choice("letter", tr("US Letter"))]
        )
        self._sheet.choose(preferences.sheet)
        self._sheet.chosen.connect(self._change_sheet)
        paper = self.add_card(tr("Printing"))
        paper.inside.addWidget(FieldRow(tr("Paper in the printer"), self._sheet))
        if "backup.list" in commands:
            safe = {"backup.list": tr("Which there are, where they lie, one onto a stick, and the way back")}
            self.body.addWidget(section(tr("Safe keeping")))
            self.body.addWidget(_leading(commands, safe))
        back = {
            "look.log": tr("Every change, print and export, with who and when"),
            "look.bin": tr("What was removed in the last thirty days, to be put back"),
        }
        if any(name in commands for name in back):
            self.body.addWidget(section(tr("What was done in this file")))
            self.body.addWidget(_leading(commands, back))
        self.body.addWidget(section(tr("The hub’s file")))
        whole = tr("Looks whether everything in the hub’s file is in order")
        other = tr("A laptop with a copy of the file, and how both come to hold the same")
        keys = tr("The lead’s invitation, the hub’s answer, and whose keys hold")
        said = {"file.check": whole, "file.two_computers": other, "settings.keys": keys}
        self.body.addWidget(_leading(commands, said))
        self._about()
        for choices in self.findChildren(ChoiceChips):
            # Nothing waits here to be saved: Ctrl+Z takes back what was done last, as everywhere.
            choices.chosen.connect(choices.in_force)

    def add_card(self, title: str) -> Card:
        """A card of settings under ``title``."""
        card = Card(padded=True)
        self.body.addWidget(section(title))
        self.body.addWidget(card)
        return card

    def _add_languages(self) -> None:
        card = self.add_card(tr("Language"))
        known = languages()
        self._language = ChoiceChips(
            tr("Language"),
            [Choice("", tr("As this computer does")), *(Choice(name, own_name(name)) for name in known)],
        )
        chosen = self._preferences.language
        self._language.choose(chosen if chosen in known else "")
        self._language.chosen.connect(lambda: self._speak(self._language.value() or ""))
        card.inside.addWidget(self._language)
        unread = ", ".join(own_name(name) for name in known if not is_checked(name))
        if unread:
            said = tr("Not yet checked by anybody who grew up with them: {languages}.", languages=unread)
            card.inside.addWidget(quiet(said))
        card.inside.addWidget(
            quiet(tr("What has no translation yet stays in English. Dates look the same everywhere."))
        )

    def _accounts(self, commands: Commands) -> None:
        said = {
            "settings.accounts": tr("Who signs in, as what, and your own passphrase"),
            "settings.recovery": tr("For when every passphrase is lost"),
        }
        card = _leading(commands, said)
        self._lock_after = ChoiceChips(
            tr("Lock when nobody has touched anything for"),
            [Choice(str(n), tr_many("{n} minute", "{n} minutes", n)) for n in (1, 2, 5, 10, 15)],
        )
        self._lock_after.choose(str(self._preferences.lock_after))
        self._lock_after.chosen.connect(self._change_lock)
        lock = Card(padded=True)
        lock.inside.addWidget(FieldRow(tr("Lock when nobody has touched anything for"), self._lock_after))
        lock.inside.addWidget(quiet(tr("After ten hours it locks however busy you are. What is being typed stays.")))
        self._names_only = ChoiceChips(
            tr("On the screen, lists and search show"),
            [Choice("", tr("Everything")), Choice("names", tr("Names only"))],
        )
        self._names_only.chosen.connect(self._change_privacy)
        self._privacy.changed.connect(self._show_privacy)
        self._show_privacy()
        seen = Card(padded=True)
        seen.inside.addWidget(FieldRow(tr("On the screen, lists and search show"), self._names_only))
        seen.inside.addWidget(quiet(tr("For a desk where others can see the screen; Ctrl+Shift+H does the same.")))
        self.body.addWidget(section(tr("Who may come in")))
        self.body.addWidget(card)
        self.body.addWidget(lock)
        self.body.addWidget(seen)

    def _change_privacy(self) -> None:
        if (self._names_only.value() == "names") != self._privacy.on:
            self._privacy.turn()

    def _show_privacy(self) -> None:
        self._names_only.choose("names" if self._privacy.on else "")

    def _change_lock(self) -> None:
        self._preferences.lock_after = int(self._lock_after.value() or 5)

    def _change_sheet(self) -> None:
        self._preferences.sheet = self._sheet.value() or "a4"

    def _change(self) -> None:
        scheme = _SCHEMES[self._scheme.value() or "system"]
        size = float(self._size.value() or 1.0)
        self._preferences.scheme = scheme
        self._preferences.text_size = size
        self._theme.choose(scheme, size)

    def _about(self) -> None:
        card = Card()
        about = Card(padded=True)
        about.inside.addWidget(words(tr("HubDesk {version}", version=hubdesk.__version__)))
        about.inside.addWidget(hairline())
        about.inside.addWidget(
            quiet(
                tr(
                    "Free to use, to give on and to change, under the Apache licence, version 2.0. It comes without warranty."
                )
            )
        )
        self.body.addWidget(section(tr("About HubDesk")))
        self.body.addWidget(about)
        row = ActionRow("file-text", tr("Licences"), tr("What HubDesk is built from, and on which terms"))
        row.clicked.connect(lambda: self._show_page(LicencesPage(self._show_page), tr("Licences")))
        card.add_row(row)
        self.body.addWidget(card)


class LicencesPage(Page):
    """The terms of everything that HubDesk is built from."""

    def __init__(self, show_page: Callable[[QWidget, str], None]) -> None:
        super().__init__(tr("Licences"), tr("HubDesk stands on the work of many people. These are their terms."))
        self._show_page = show_page
        card = Card()
        texts = sorted(path for path in resource("licences").glob("*") if path.is_file())
        for path in texts:
            row = ActionRow("file-text", path.stem.replace("_", " "))
            row.clicked.connect(partial(self._open, path))
            card.add_row(row)
        if not texts:
            card.add_row(
                EmptyState("file-text", tr("The licences are missing here."), tr("They stand in the sources."))
            )
        self.body.addWidget(card)

    def _open(self, path: Path) -> None:
        title = path.stem.replace("_", " ")
        page = Page(title, scrolls=False)
        text = QPlainTextEdit(path.read_text("utf-8", errors="replace"))
        text.setReadOnly(True)
        text.setAccessibleName(title)
        text.setTabChangesFocus(True)
        text.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByKeyboard | Qt.TextInteractionFlag.TextSelectableByMouse
        )
        page.body.addWidget(text, 1)
        page.setFocusProxy(text)
        self._show_page(page, title)


def _leading(commands: Commands, said: dict[str, str]) -> Card:
    """A row for each of the commands that whoever works here may use, with a few words about it."""
    card = Card()
    for name, detail in said.items():
        if name in commands:
            row = ActionRow(commands[name].icon, commands[name].said(), detail)
            row.clicked.connect(partial(commands.run, name))
            card.add_row(row)
    return card
