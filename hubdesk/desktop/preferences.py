"""What this machine remembers between two days: how the window looks, and which file was open."""

from __future__ import annotations

from pathlib import Path
from typing import Final, get_args

from PySide6.QtCore import QSettings

from hubdesk.base.places import without_password
from hubdesk.desktop.theme import Scheme

TEXT_SIZES: Final = (1.0, 1.15, 1.3, 1.5)


class Preferences:
    """Kept in a small plain file; nothing personal but where the hub's file is and who signed in last."""

    def __init__(self, path: Path) -> None:
        self._kept = QSettings(str(path), QSettings.Format.IniFormat)

    @property
    def scheme(self) -> Scheme:
        kept = self._kept.value("appearance/scheme")
        return next((scheme for scheme in get_args(Scheme) if scheme == kept), "system")

    @scheme.setter
    def scheme(self, scheme: Scheme) -> None:
        self._kept.setValue("appearance/scheme", scheme)

    @property
    def text_size(self) -> float:
        """How many times as large as usual texts are; one of TEXT_SIZES."""
        kept = str(self._kept.value("appearance/text_size"))
        return next((size for size in TEXT_SIZES if str(size) == kept), 1.0)

    @text_size.setter
    def text_size(self, size: float) -> None:
        self._kept.setValue("appearance/text_size", str(size))

    @property
    def language(self) -> str:
        """The language chosen for this person on this computer, such as "cy"; empty for the computer's own."""
        return str(self._kept.value("appearance/language") or "")

    @language.setter
    def language(self, language: str) -> None:
        self._kept.setValue("appearance/language", language)

    @property
    def file(self) -> Path | None:
        """The hub's file that was open last."""
        kept = self._kept.value("file")
        return Path(str(kept)) if kept else None

    @file.setter
    def file(self, path: Path) -> None:
        self._kept.setValue("file", str(path))

    @property
    def server(self) -> str:
        """The address of the database on a server that was open last, without its password."""
        return str(self._kept.value("server") or "")

    @server.setter
    def server(self, address: str) -> None:
        self._kept.setValue("server", without_password(address))

    @property
    def on_server(self) -> bool:
        """Whether it was open later than any file."""
        return bool(self.server) and str(self._kept.value("on_server")) == "yes"

    @on_server.setter
    def on_server(self, later: bool) -> None:
        self._kept.setValue("on_server", "yes" if later else "")

    @property
    def sheet(self) -> str:
        """The paper in this computer's printer: a4 or letter."""
        return "letter" if self._kept.value("sheet") == "letter" else "a4"

    @sheet.setter
    def sheet(self, name: str) -> None:
        self._kept.setValue("sheet", name)

    @property
    def who(self) -> str:
        """Who signed in last, as the picker says it."""
        return str(self._kept.value("who") or "")

    @who.setter
    def who(self, name: str) -> None:
        self._kept.setValue("who", name)

    @property
    def names_only(self) -> bool:
        """Whether lists and search show no more than names."""
        return str(self._kept.value("names_only")) == "yes"

    @names_only.setter
    def names_only(self, on: bool) -> None:
        self._kept.setValue("names_only", "yes" if on else "")

    @property
    def lock_after(self) -> int:
        """Minutes without a sign of life after which the window locks, 1 to 15."""
        kept = str(self._kept.value("lock_after"))
        return int(kept) if kept.isdecimal() and 1 <= int(kept) <= 15 else 5

    @lock_after.setter
    def lock_after(self, minutes: int) -> None:
        self._kept.setValue("lock_after", minutes)
