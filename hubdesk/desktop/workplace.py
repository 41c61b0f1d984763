"""What a screen is given to work with. Loaded after the window is painted, for it knows the store."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Protocol
from uuid import UUID

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from hubdesk.access.rights import Deed, May, may, may_do
from hubdesk.desktop.background import Background
from hubdesk.desktop.commands import Commands
from hubdesk.desktop.privacy import Privacy
from hubdesk.desktop.theme import Theme
from hubdesk.records import kind_named
from hubdesk.store import Store


class Say(Protocol):
    """Shows one calm sentence in the window; ``undo`` puts an Undo button beside it."""

    def __call__(self, sentence: str, *, undo: bool = False) -> None: ...


class Changes(QObject):
    """Tells screens, on the window's thread, which kinds of record an operation changed: ``happened(frozenset[str])``.

    A screen connects a method of its own, so that Qt lets go of it with the screen.
    """

    happened = Signal(object)


@dataclass(frozen=True)
class Workplace:
    """The hub's file, the worker, the commands, and what a screen may ask of the window.

    ``open_record(kind, id)`` shows a record's page; ``open_place("people")`` a place of the rail; ``show_page(widget,
    title)`` any page, on top of the one shown now; ``go_back()`` leaves it again; ``warn(sentence)`` says what cannot be
    done, until it is closed. ``leads``: the file is the lead organisation's, with records of many hubs. ``privacy``: whether only
    names are shown. ``sheet()``: the paper of this computer's printer, one of `SHEETS`. ``leave()`` goes back because somebody
    wants to, and asks first where what was entered would be lost.
    """

    store: Store
    background: Background
    commands: Commands
    theme: Theme
    changes: Changes
    open_record: Callable[[str, UUID], None]
    open_place: Callable[[str], None]
    show_page: Callable[[QWidget, str], None]
    say: Say
    go_back: Callable[[], None]
    warn: Callable[[str], None]
    leads: bool = False
    privacy: Privacy = field(default_factory=Privacy)
    sheet: Callable[[], str] = lambda: "a4"
    leave: Callable[[], object] = lambda: None

    def may(self, what: May, kind: str) -> bool:
        """Whether whoever works here may do this with records of the kind."""
        return may(self.store.role, what, kind_named(kind))

    def may_do(self, deed: Deed) -> bool:
        """Whether whoever works here may do what touches no single record."""
        return may_do(self.store.role, deed)
