"""How HubDesk looks on this computer, and what it is made of."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPlainTextEdit, QWidget

import hubdesk
from hubdesk.base.places import resource
from hubdesk.base.words import tr
from hubdesk.desktop.preferences import TEXT_SIZES, Preferences
from hubdesk.desktop.theme import Scheme, Theme
from hubdesk.desktop.widgets import (
    ActionRow,
    Card,
    Choice,
    ChoiceChips,
    EmptyState,
    Page,
    hairline,
    quiet,
    section,
    strong,
    words,
)

_SCHEMES: dict[str, Scheme] = {"system": "system", "light": "light", "dark": "dark"}


class SettingsPage(Page):
    """Appearance, text size, about; a change shows at once and is kept for the next start.

    More cards of settings go into ``body`` before ``about`` through ``add_card``.
    """

    def __init__(
        self,
        theme: Theme,
        preferences: Preferences,
        show_page: Callable[[QWidget, str], None],
        backups: Callable[[], object] | None = None,
    ) -> None:
        super().__init__(tr("Settings"), tr("These are for this computer. They change nothing in the hub's file."))
        self._theme = theme
        self._preferences = preferences
        self._show_page = show_page
        self._scheme = ChoiceChips(
            tr("Light or dark"),
            [
                Choice("system", tr("As this computer does")),
                Choice("light", tr("Light")),
                Choice("dark", tr("Dark")),
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
        for title, choices in ((tr("Light or dark"), self._scheme), (tr("Size of text"), self._size)):
            look.inside.addWidget(strong(title))
            look.inside.addWidget(choices)
        if backups is not None:
            self._link_backups(backups)
        self._about()

    def _link_backups(self, backups: Callable[[], object]) -> None:
        row = ActionRow(
            "shield-check", tr("Backups"), tr("Which there are, where they lie, one onto a stick, and the way back")
        )
        row.clicked.connect(lambda _: backups())
        card = Card()
        card.add_row(row)
        self.body.addWidget(section(tr("Safe keeping")))
        self.body.addWidget(card)

    def add_card(self, title: str) -> Card:
        """A card of settings under ``title``."""
        card = Card(padded=True)
        self.body.addWidget(section(title))
        self.body.addWidget(card)
        return card

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
