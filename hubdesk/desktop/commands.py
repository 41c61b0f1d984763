"""Every action of a person, in one list that the menu, the shortcuts and the palette read."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QWidget

from hubdesk.base.words import Later, tr_later
from hubdesk.desktop.theme import icon

_FOLDED: Final = {"list": tr_later("Lists"), "new": tr_later("New record")}
"""Groups of commands, one for each kind of record, that have a menu of their own."""


@dataclass(frozen=True)
class Command:
    """One action. ``title`` may be a function where it changes, such as what Undo would undo.

    ``id`` is "group.action"; the menu draws a line between groups. ``shortcut`` is in Qt's portable form ("Ctrl+N").
    ``keywords`` are other words a person might search for; ``found_as`` is searched in the place of a title that quotes
    what was done, so that whoever looks for a person does not come to take back what was just done for them.
    """

    id: str
    title: str | Later | Callable[[], str]
    run: Callable[[], object]
    icon: str = ""
    shortcut: str = ""
    keywords: tuple[str, ...] = ()
    available: Callable[[], bool] = lambda: True
    found_as: str | Later = ""

    def said(self) -> str:
        """The title as it is to be shown now."""
        return self.title() if callable(self.title) else str(self.title)


class Commands(QObject):
    """The list, in menu order. ``changed`` is sent when commands come or go."""

    changed = Signal()

    def __init__(self, commands: Iterable[Command] = (), parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._commands: dict[str, Command] = {}
        self.add(*commands)

    def __iter__(self) -> Iterator[Command]:
        return iter(self._commands.values())

    def __getitem__(self, id: str) -> Command:
        return self._commands[id]

    def __contains__(self, id: str) -> bool:
        return id in self._commands

    def add(self, *commands: Command) -> None:
        """Put commands at the end; one with a known id takes the old one's place."""
        self._commands.update({command.id: command for command in commands})
        self.changed.emit()

    def remove(self, *ids: str) -> None:
        for gone in ids:
            self._commands.pop(gone, None)
        self.changed.emit()

    def clear(self) -> None:
        """Take all away, as whoever they worked for is not at work any more."""
        self._commands.clear()
        self.changed.emit()

    def run(self, id: str) -> None:
        """Do it, if it can be done now."""
        command = self._commands[id]
        if command.available():
            command.run()


class Shortcuts(QObject):
    """Keeps the shortcuts of ``commands`` working anywhere in ``window``."""

    def __init__(self, commands: Commands, window: QWidget) -> None:
        super().__init__(window)
        self._commands = commands
        self._window = window
        self._actions: list[QAction] = []
        self._on = True
        commands.changed.connect(self._renew)
        self._renew()

    def enable(self, *, on: bool) -> None:
        """Let the shortcuts work, or, while the window is locked, not."""
        self._on = on
        for action in self._actions:
            action.setEnabled(on)

    def _renew(self) -> None:
        for action in self._actions:
            self._window.removeAction(action)
            action.deleteLater()
        self._actions = [_action(self._commands, command, self) for command in self._commands if command.shortcut]
        self._window.addActions(self._actions)
        self.enable(on=self._on)


def fill_menu(menu: QMenu, commands: Commands) -> None:
    """Fill ``menu`` with all commands as they are now; those that cannot be done stand grey.

    What each kind of record brings stands in menus of its own.
    """
    menu.clear()
    for gone in menu.findChildren(QMenu):
        gone.deleteLater()
    group = ""
    folded: dict[str, QMenu] = {}
    for command in commands:
        beginning = command.id.split(".")[0]
        if beginning in _FOLDED:
            if beginning not in folded:
                # One that Qt makes for us would leave its Python side behind each time.
                folded[beginning] = QMenu(str(_FOLDED[beginning]), menu)
                menu.addMenu(folded[beginning])
            folded[beginning].addAction(_in_menu(commands, command, folded[beginning]))
            continue
        if group and beginning != group:
            menu.addSeparator()
        group = beginning
        menu.addAction(_in_menu(commands, command, menu))


def _in_menu(commands: Commands, command: Command, menu: QMenu) -> QAction:
    action = _action(commands, command, menu)
    action.setText(command.said().replace("&", "&&"))
    action.setEnabled(command.available())
    if command.icon:
        action.setIcon(icon(command.icon, "quiet"))
    return action


def _action(commands: Commands, command: Command, parent: QObject) -> QAction:
    action = QAction(parent)
    if command.shortcut:
        action.setShortcut(QKeySequence(command.shortcut, QKeySequence.SequenceFormat.PortableText))
        # A key that a hand rests on does it once: ten visits are not to be taken back by one long Ctrl+Z.
        action.setAutoRepeat(False)
    action.triggered.connect(lambda: commands.run(command.id))
    return action
