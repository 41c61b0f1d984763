"""Find anyone or anything: commands first, then records, from the keyboard."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QModelIndex, QObject, QRect, QSignalBlocker, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from hubdesk.base.words import tr, tr_many, without_marks
from hubdesk.desktop.background import Background
from hubdesk.desktop.commands import Command, Commands
from hubdesk.desktop.found import Hit, ResultList, Results
from hubdesk.desktop.theme import scaled
from hubdesk.desktop.widgets import Icon, announce, hairline
from hubdesk.desktop.widgets.keyboard import KeyboardPlace, keyboard_place

_COMMANDS_SHOWN = 6
_WIDTH = 520
_KEYS_FOR_LIST = (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown)


Provider = Callable[[str], Sequence[Hit]]


@dataclass(frozen=True)
class Listed:
    """A command that can be done now: what it is called, what it is found as in plain letters, and all plain words for it."""

    command: Command
    said: str
    plain: str
    words: tuple[str, ...]


def listed(commands: Commands) -> list[Listed]:
    """What can be done now, in menu order; what Undo is called is asked of the file, so not for each letter typed."""
    found = []
    for command in commands:
        if command.available():
            said = command.said()
            plain = _plain(str(command.found_as) or said)
            keywords = (word for keyword in command.keywords for word in _plain(keyword).split())
            found.append(Listed(command, said, plain, (*plain.split(), *keywords)))
    return found


def found_commands(have: Sequence[Listed], words: str) -> list[Hit]:
    """The commands in whose title or keywords every word of ``words`` begins a word, best first."""
    plain = _plain(words)
    wanted = plain.split()
    fitting = [one for one in have if all(any(word.startswith(want) for word in one.words) for want in wanted)]
    shown = sorted(fitting, key=lambda one: not one.plain.startswith(plain))[:_COMMANDS_SHOWN] if wanted else fitting
    return [Hit(one.said, one.command.shortcut, one.command.icon, one.command.run) for one in shown]


def _plain(text: str) -> str:
    apart = unicodedata.normalize("NFKD", without_marks(text).casefold())
    return "".join(letter for letter in apart if not unicodedata.combining(letter))


class Palette(QFrame):
    """The field and its results, over the window. ``provide`` adds who else is asked, away from the window's thread."""

    def __init__(self, commands: Commands, background: Background, parent: QWidget) -> None:
        super().__init__(parent)
        self.setProperty("role", "popup")
        self._commands = commands
        commands.changed.connect(self._list_anew)
        self._listed: list[Listed] = []
        self._background = background
        self._providers: dict[str, Provider] = {}
        self._asked: list[Future[None]] = []
        self._turn = 0
        self._said: tuple[str, ...] = ()
        self._pending = 0
        self._enter_waits = False
        self._room = 0
        self._before: KeyboardPlace | None = None
        self.field = QLineEdit()
        self.field.setProperty("role", "bare")
        self.field.setAccessibleName(tr("Find anyone or anything"))
        self.field.setPlaceholderText(tr("Find anyone or anything"))
        self.field.textChanged.connect(self._look)
        self.field.installEventFilter(self)
        self._model = Results(self)
        self.results = ResultList(self._model, tr("What was found"))
        self.results.clicked.connect(self._run)
        line = QHBoxLayout()
        line.setContentsMargins(scaled(15), 0, scaled(15), 0)
        line.setSpacing(scaled(10))
        line.addWidget(Icon("search"))
        line.addWidget(self.field, 1)
        column = self._column = QVBoxLayout(self)
        column.setContentsMargins(1, 1, 1, scaled(6))
        column.setSpacing(0)
        column.addLayout(line)
        column.addWidget(hairline())
        column.addWidget(self.results, 1)
        self.hide()

    def provide(self, section: str, provider: Provider) -> None:
        """Ask ``provider`` too, and show what it finds under ``section``; at most 50 ms, and without touching widgets.

        It takes the place of the section's provider before, whose file belonged to whoever was signed in then.
        """
        self._providers[section] = provider

    def open_at(self, where: QRect, text: str = "") -> None:
        """Show over ``where`` (the search box, in the parent's coordinates) and take the keyboard.

        It is wider than the box where the window is too narrow for that to be of use.
        """
        if self.isHidden():
            self._before = keyboard_place(self.window())
        around = self.parentWidget() or self
        edge = scaled(16)
        wide = max(where.width(), min(scaled(_WIDTH), around.width() - 2 * edge))
        start = (
            min(where.left(), around.width() - edge - wide) if self.isLeftToRight() else max(where.right() - wide, edge)
        )
        self.setGeometry(QRect(start, where.top(), wide, where.height()))
        self._column.activate()
        self._room = around.height() - where.top() - scaled(24)
        self._listed = listed(self._commands)
        with QSignalBlocker(self.field):
            self.field.setText(text)
        self._look(text)
        self.show()
        self.raise_()
        self.field.setFocus()

    def close_up(self) -> None:
        """Hide, and give the keyboard back to where it was."""
        self._turn += 1
        before, self._before = self._before, None
        if before is not None:
            # Before it hides, or the keyboard would go by way of whatever comes next in the window, and that is heard.
            before.give_back()
        self.hide()
        with QSignalBlocker(self.field):
            self.field.clear()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.field and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            return self._key(event)
        if watched is self.field and event.type() == QEvent.Type.FocusOut and self.isVisible():
            self._before = None
            self.close_up()
        return super().eventFilter(watched, event)

    def _key(self, event: QKeyEvent) -> bool:
        key = event.key()
        if key == Qt.Key.Key_Escape:
            self.close_up()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            # The letters before it may still be on their way: what they find is meant.
            self._enter_waits = self._pending > 0 and not self._model.selectable()
            self._run(self.results.currentIndex())
        elif key in _KEYS_FOR_LIST:
            self._move(-1 if key in (Qt.Key.Key_Up, Qt.Key.Key_PageUp) else 1, 5 if "Page" in str(key) else 1)
        else:
            return False
        return True

    def _move(self, way: int, steps: int) -> None:
        rows = self._model.selectable()
        if not rows:
            return
        now = self.results.currentIndex().row()
        place = rows.index(now) if now in rows else -1
        self._choose(rows[max(0, min(len(rows) - 1, place + way * steps))])

    def _choose(self, row: int) -> None:
        index = self._model.index(row)
        self.results.setCurrentIndex(index)
        announce(self.field, str(index.data(Qt.ItemDataRole.AccessibleTextRole)))

    def _look(self, text: str) -> None:
        self._turn += 1
        self._pending, self._enter_waits = 0, False
        turn, self._said = self._turn, ()
        for asked in self._asked:
            asked.cancel()
        self._model.show(tr("Commands"), 0, found_commands(self._listed, text), clear=not text.strip())
        self._first()
        if not text.strip():
            return
        self._pending = len(self._providers)
        self._asked = [self._ask(turn, order, section, text) for order, section in enumerate(self._providers, 1)]

    def _list_anew(self) -> None:
        """Take up commands that come while it is open, as some do in the first moments after signing in."""
        if self.isVisible():
            self._listed = listed(self._commands)
            self._model.show(tr("Commands"), 0, found_commands(self._listed, self.field.text()))
            self._first()

    def _ask(self, turn: int, order: int, section: str, text: str) -> Future[None]:
        provider = self._providers[section]

        def look() -> Sequence[Hit]:
            return provider(text) if turn == self._turn else ()

        def found(hits: Sequence[Hit]) -> None:
            self._found(turn, section, order, hits)

        return self._background.read(look, found, owner=self)

    def _found(self, turn: int, section: str, order: int, hits: Sequence[Hit]) -> None:
        if turn != self._turn or self.isHidden():
            return
        self._pending -= 1
        self._model.show(section, order, hits)
        self._first()
        if self._enter_waits and hits:
            self._run(self.results.currentIndex())
            return
        self._tell()

    def _tell(self) -> None:
        """How much was found, and what Enter opens; where nothing was, what is shown instead."""
        rows = self._model.selectable()
        first = str(self._model.index(rows[0] if rows else 0).data(Qt.ItemDataRole.AccessibleTextRole))
        said = (tr_many("{n} thing found", "{n} things found", len(rows)), first) if rows else (first,)
        if said != self._said:
            self._said = said
            for one in said:
                announce(self.field, one)

    def _first(self) -> None:
        rows = self._model.selectable()
        self.results.setCurrentIndex(self._model.index(rows[0]) if rows else QModelIndex())
        listed = sum(self.results.sizeHintForRow(row) for row in range(self._model.rowCount()))
        self.resize(self.width(), min(self._room, listed + scaled(38 + 12)))

    def _run(self, index: QModelIndex) -> None:
        hit = self._model.hit(index)
        if hit is not None:
            self.close_up()
            hit.run()
