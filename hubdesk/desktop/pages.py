"""The pages of the window: places that stay, pages on top of them, and the way back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol, runtime_checkable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from hubdesk.desktop.rail import Place
from hubdesk.desktop.widgets.keyboard import KeyboardPlace, keyboard_place, reveal
from hubdesk.desktop.widgets.settled import once_settled

_REMEMBERED = 20


@dataclass
class _Visit:
    place: str
    title: str
    page: QWidget
    keyboard: KeyboardPlace | None = None


@runtime_checkable
class HasSteps(Protocol):
    """A page with steps of its own, such as a wizard; from its first step ``back`` leaves it."""

    def back(self) -> None: ...


@runtime_checkable
class SaysTitle(Protocol):
    """A page that says aloud what it is about."""

    def say_title(self) -> None: ...


class Pages(QStackedWidget):
    """Shows one page and remembers those before it; ``moved(place id, title, on top of a place)``."""

    moved = Signal(str, str, bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._places: dict[str, Place] = {}
        self._made: dict[str, QWidget] = {}
        self._visits: list[_Visit] = []

    def use_places(self, places: tuple[Place, ...]) -> None:
        """Take these places and drop all pages there were."""
        self._visits.clear()
        self._made.clear()
        while (page := self.widget(0)) is not None:
            self._drop(page)
        self._places = {place.id: place for place in places}

    def show_place(self, id: str) -> None:
        """Go to a place; its page is made at the first visit."""
        place = self._places[id]
        if id not in self._made:
            self._made[id] = place.make()
            self.addWidget(self._made[id])
        self._visit(_Visit(id, str(place.title), self._made[id]))

    def show_page(self, page: QWidget, title: str) -> None:
        """Show ``page`` on top; it is deleted once nobody can go back to it."""
        self.addWidget(page)
        self._visit(_Visit(self._visits[-1].place if self._visits else "", title, page))

    @property
    def on_top(self) -> QWidget | None:
        """The page shown now, when it lies on a place rather than being one."""
        page = self.currentWidget()
        return None if page is None or page in self._made.values() or len(self._visits) < 2 else page

    def go_back(self) -> None:
        """To the page before this one, the keyboard where it was."""
        if len(self._visits) < 2:
            return
        left = self._visits.pop()
        self._show(self._visits[-1])
        self._forget(left)

    def _visit(self, visit: _Visit) -> None:
        if self._visits:
            before = self._visits[-1]
            if before.page is visit.page:
                return
            before.keyboard = keyboard_place(before.page)
        self._visits.append(visit)
        while len(self._visits) > _REMEMBERED:
            self._forget(self._visits.pop(0))
        self._show(visit)

    def _show(self, visit: _Visit) -> None:
        here: QWidget | None = self.window().focusWidget()
        if here is not None and self.isAncestorOf(here):
            # Else Qt looks through the whole window for the next control as the old page hides; it goes to the new one.
            here.clearFocus()
        self.setCurrentWidget(visit.page)
        visit.page.setAccessibleName(visit.title)
        if visit.keyboard is not None:
            visit.keyboard.give_back()
            visit.keyboard = None
        else:
            # A page that names a focus proxy gets the keyboard there; else the next Tab goes to its first control.
            visit.page.setFocus(Qt.FocusReason.OtherFocusReason)
            if isinstance(visit.page, SaysTitle):
                # Of a control in it a screen reader does not say on which page it is, nor of a page more than its name.
                visit.page.say_title()
            once_settled(visit.page, self._reveal_keyboard)
        self.moved.emit(visit.place, visit.title, visit.page not in self._made.values())

    def _reveal_keyboard(self) -> None:
        """In a low window what has the keyboard may lie below what is in view."""
        here: QWidget | None = self.window().focusWidget()
        if here is not None and self.isAncestorOf(here):
            reveal(here)

    def _forget(self, visit: _Visit) -> None:
        kept = visit.page in self._made.values() or any(other.page is visit.page for other in self._visits)
        if not kept:
            self._drop(visit.page)

    def _drop(self, page: QWidget) -> None:
        self.removeWidget(page)
        page.deleteLater()
