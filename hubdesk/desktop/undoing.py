"""Undo and redo, by the names of what they take back and do again."""

from __future__ import annotations

from collections.abc import Callable

from hubdesk.base.words import tr
from hubdesk.desktop.background import Background
from hubdesk.desktop.commands import Command
from hubdesk.store import Store


class Undoing:
    """Takes the latest operation back and does it again, and lets ``say`` say so."""

    def __init__(self, store: Store, background: Background, say: Callable[[str], object]) -> None:
        self._store, self._background, self._say = store, background, say

    def commands(self) -> tuple[Command, Command]:
        return (
            Command("edit.undo", self._undo_title, self.undo, "undo-2", "Ctrl+Z", found_as=tr("Undo")),
            Command("edit.redo", self._redo_title, self._redo, "redo-2", "Ctrl+Shift+Z", found_as=tr("Redo")),
        )

    def undo(self) -> None:
        self._turn(tr("Undo"), self._store.undo, lambda title: tr("Taken back: {title}.", title=title))

    def _redo(self) -> None:
        self._turn(tr("Redo"), self._store.redo, lambda title: tr("Done again: {title}.", title=title))

    def _undo_title(self) -> str:
        title = self._store.undo_title()
        return tr("Undo “{title}”", title=title) if title else tr("Undo")

    def _redo_title(self) -> str:
        title = self._store.redo_title()
        return tr("Redo “{title}”", title=title) if title else tr("Redo")

    def _turn(self, title: str, turn: Callable[[], str], sentence: Callable[[str], str]) -> None:
        self._background.change(title, lambda progress: turn(), lambda turned: self._say(sentence(turned)))
