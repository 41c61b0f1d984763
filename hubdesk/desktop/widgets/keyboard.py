"""Where Tab goes, and where the keyboard is: both stay right while parts of a page are made anew."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Final

import shiboken6
from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtWidgets import QAbstractButton, QLayout, QScrollArea, QWidget

from hubdesk.desktop.widgets.settled import once_settled

_SOON: Final = 10
"""Milliseconds until it is looked again whether what is made anew is there."""
_TRIES: Final = 20


@dataclass(frozen=True)
class KeyboardPlace:
    """A control within ``within``, told also by its name and its order, for the control itself may be gone later."""

    within: QWidget
    control: QWidget
    name: str
    order: int

    def is_there(self) -> bool:
        """Whether the control, or one called so, can have the keyboard."""
        there = _controls(self.within)
        held = shiboken6.isValid(self.control) and self.control in there
        return held or any(_called(one) == self.name for one in there)

    def give_back(self) -> QWidget | None:
        """Put the keyboard there again: on the control, else on the one called so.

        Where neither is left, it goes to where the page begins, else to the control in its place, else to the page.
        Gives where that was.
        """
        if not shiboken6.isValid(self.within):
            return None
        there = _controls(self.within)
        if shiboken6.isValid(self.control) and self.control in there:
            found = self.control
        else:
            same = [one for one in there if _called(one) == self.name]
            begins = [one for one in [_begins(self.within)] if one is not None]
            found = next(iter([*same, *begins, *there[self.order :], *there[-1:]]), _page_around(self.within))
        found.setFocus(Qt.FocusReason.OtherFocusReason)
        return found


def keyboard_place(within: QWidget) -> KeyboardPlace | None:
    """Where the keyboard is within ``within``; None when it is elsewhere."""
    control: QWidget | None = within.window().focusWidget()
    if control is None or not within.isAncestorOf(control):
        return None
    there = _controls(within)
    return KeyboardPlace(within, control, _called(control), there.index(control) if control in there else 0)


def keep_keyboard(place: KeyboardPlace | None, *going: QWidget) -> None:
    """Before ``going`` are hidden to be made anew: if the keyboard is in them at ``place``, it will be there again.

    Otherwise it would jump to whatever comes next in the window, under the hands of who is typing.
    """
    if place is None or not any(one is place.control or one.isAncestorOf(place.control) for one in going):
        return
    was_seen = not place.control.visibleRegion().isEmpty()
    place.control.clearFocus()

    def give_back(tries: int, before: int) -> None:
        if not shiboken6.isValid(place.within) or place.within.window().focusWidget() is not None:
            return
        now = len(_controls(place.within))
        if tries and not place.is_there() and now != before:
            # A layout shows its new widgets a moment later, and later still on a busy machine: until no more come.
            QTimer.singleShot(_SOON, partial(give_back, tries - 1, now or -1))
        elif (there := place.give_back()) is not None and was_seen:
            once_settled(there, lambda: reveal(there))

    # At 0 it would come before a layout shows its new widgets, for which it waits as well.
    QTimer.singleShot(1, partial(give_back, _TRIES, -1))


def go_by_tab(within: QWidget, *, on: bool) -> bool:
    """Move the keyboard to the control after or before it in reading order, round at the ends; False outside ``within``.

    Qt goes by the order in which widgets were made, and what is made anew comes last there.
    """
    now = within.window().focusWidget()
    seen = [one for one in _read(within) if one is now or _is_stop(one, within)]
    if now not in seen or len(seen) < 2:
        return False
    to = seen[(seen.index(now) + (1 if on else -1)) % len(seen)]
    to.setFocus(Qt.FocusReason.TabFocusReason if on else Qt.FocusReason.BacktabFocusReason)
    reveal(to)
    return True


def _begins(within: QWidget) -> QWidget | None:
    """The control that the page around ``within`` names as its first."""
    around: QWidget | None = within
    while around is not None:
        # What a scroll area holds names the area, which is around it.
        named = around.focusProxy()
        if named is not None and around.isAncestorOf(named) and named.isEnabled():
            return named
        around = around.parentWidget()
    return None


def _page_around(within: QWidget) -> QWidget:
    """The page that holds it, which has a name to be said; itself where none does."""
    around: QWidget | None = within
    while around is not None and around.property("role") != "page":
        around = around.parentWidget()
    return around or within


def _controls(within: QWidget) -> list[QWidget]:
    """What Tab comes to, in reading order."""
    return [one for one in _read(within) if _is_stop(one, within)]


def _is_stop(one: QWidget, within: QWidget) -> bool:
    return _takes_tab(one) and one.focusProxy() is None and one.isVisibleTo(within) and one.isEnabledTo(within)


def _takes_tab(one: QWidget) -> bool:
    """Whether Tab comes to it; of buttons that exclude each other, to the chosen one.

    Qt lets Tab come to another one as soon as one of them has had the keyboard, and not already when it is chosen.
    """
    group = one.group() if isinstance(one, QAbstractButton) else None
    chosen = group.checkedButton() if group is not None and group.exclusive() else None
    if chosen is not None and not chosen.isHidden() and chosen.isEnabled():
        return one is chosen
    return bool(one.focusPolicy() & Qt.FocusPolicy.TabFocus)


def _read(widget: QWidget) -> Iterator[QWidget]:
    """The widgets in ``widget`` that are not hidden, as its layouts have them; controls are not looked into.

    Pages that wait behind the one that is seen hold most of a window's widgets.
    """
    for part in _parts(widget):
        if part.isHidden():
            continue
        yield part
        if not (part.focusPolicy() & Qt.FocusPolicy.TabFocus):
            yield from _read(part)


def _parts(widget: QWidget) -> Iterator[QWidget]:
    layout = widget.layout()
    held = widget.widget() if isinstance(widget, QScrollArea) else None
    within = [child for child in widget.children() if isinstance(child, QWidget) and not child.isWindow()]
    if held is not None:
        yield held
    elif layout is not None:
        yield from _laid_out(layout, within)
    else:
        yield from within


def _laid_out(layout: QLayout, widgets: Sequence[QWidget]) -> Iterator[QWidget]:
    # Never by itemAt() and layout(): of a layout written in Python they give a second wrapper, whose end is the end of
    # the layout's items too.
    placed: list[tuple[int, QWidget | QLayout]] = [(layout.indexOf(one), one) for one in widgets]
    placed += [(layout.indexOf(one), one) for one in layout.children() if isinstance(one, QLayout)]
    for at, part in sorted(placed, key=lambda each: each[0]):
        if isinstance(part, QLayout):
            yield from _laid_out(part, widgets)
        elif at >= 0:
            yield part


def reveal(control: QWidget) -> None:
    """Scroll the areas around it so that it is in view."""
    around = control.parentWidget()
    while around is not None:
        if isinstance(around, QScrollArea):
            around.ensureWidgetVisible(control)
            _reveal_whole(around, control)
        around = around.parentWidget()


def _reveal_whole(area: QScrollArea, control: QWidget) -> None:
    """Of a box for many lines Qt brings only the cursor into view, so that its edge, which says where one is, is cut."""
    held = area.widget()
    if held is not None and held.isAncestorOf(control) and control.height() <= area.viewport().height():
        top = control.mapTo(held, QPoint(0, 0))
        for y in (top.y() + control.height(), top.y()):
            area.ensureVisible(top.x(), y, 0, 0)


def _called(control: QWidget) -> str:
    return control.accessibleName() or (control.text() if isinstance(control, QAbstractButton) else "")
