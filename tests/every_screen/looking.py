"""What is wrong with a screen, in words: names, keys, targets, and the ring that shows the keyboard's place."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QAccessible, QImage, QKeySequence, QPainter, QShortcut
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractScrollArea,
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QScrollArea,
    QWidget,
)
from shiboken6 import isValid

from hubdesk.desktop.palette import Palette
from hubdesk.desktop.rail import Rail

TARGET = 32
"""The least width and height of what is pressed, in px at usual text size."""
MOST_WALKED = 60
"""Of a page with more stops, as a list of tick boxes has, so many are walked."""
_NO_ROLES = {
    QAccessible.Role.NoRole,
    QAccessible.Role.Client,
    QAccessible.Role.Pane,
    QAccessible.Role.Window,
    QAccessible.Role.Grouping,
    QAccessible.Role.StaticText,
}
_MNEMONIC = re.compile(r"&(\w)")
_RING = 6
"""A ring that shows the keyboard's place lies at most so many px within a control's edge."""


def told(widget: QWidget) -> str:
    """A widget as a fault names it."""
    text = widget.text() if isinstance(widget, QLabel | QAbstractButton) else ""
    said = widget.accessibleName() or text or widget.property("role") or ""
    at = widget.mapTo(widget.window(), QPoint(0, 0))
    return f"{type(widget).__name__} “{str(said)[:50]}” at {at.x()}, {at.y()}, {widget.width()}×{widget.height()}"


def seen(window: QWidget) -> list[QWidget]:
    """All widgets in view of whoever scrolls to them."""
    return [one for one in window.findChildren(QWidget) if one.isVisible() and one.window() is window]


def stops(window: QWidget) -> list[QWidget]:
    """Everything that takes the keyboard by Tab."""
    return [
        one
        for one in seen(window)
        if one.isEnabled() and one.focusPolicy() & Qt.FocusPolicy.TabFocus and one.focusProxy() is None
    ]


def nameless(window: QWidget) -> Iterator[str]:
    """U9: what has the keyboard says its name and what it is; and so does what is pressed, and each heading of a table."""
    for one in {*stops(window), *(each for each in seen(window) if isinstance(each, QAbstractButton))}:
        spoken = QAccessible.queryAccessibleInterface(one)
        if not spoken.text(QAccessible.Text.Name).strip():
            yield f"has no name: {told(one)}"
        elif spoken.role() in _NO_ROLES:
            yield f"has no sensible role ({spoken.role().name}): {told(one)}"


def clashes(window: QWidget) -> Iterator[str]:
    """U9: two controls that the same keys would reach."""
    taken: dict[str, str] = {}
    for key, whose in (*_mnemonics(window), *_shortcuts(window)):
        if key in taken:
            yield f"{key} means two things: {taken[key]}, {whose}"
        taken[key] = whose


def _mnemonics(window: QWidget) -> Iterator[tuple[str, str]]:
    for one in seen(window):
        text = one.text() if isinstance(one, QAbstractButton | QLabel) else ""
        found = _MNEMONIC.search(text.replace("&&", ""))
        if found and (not isinstance(one, QLabel) or one.buddy() is not None):
            yield f"Alt+{found[1]}".upper(), told(one)


def _shortcuts(window: QWidget) -> Iterator[tuple[str, str]]:
    for each in window.findChildren(QShortcut):
        parent = each.parent()
        if isinstance(parent, QWidget) and parent.isVisible():
            yield _written(each.key()), f"a key of {type(parent).__name__}"
    for one in (window, *seen(window)):
        for action in one.actions():
            if not action.shortcut().isEmpty():
                yield _written(action.shortcut()), f"a command of {type(one).__name__}"


def _written(key: QKeySequence) -> str:
    return key.toString(QKeySequence.SequenceFormat.PortableText).upper()


def small_targets(window: QWidget) -> Iterator[str]:
    """2.5.8: what is pressed is at least 32 px wide and high."""
    for one in {*stops(window), *(each for each in seen(window) if isinstance(each, QAbstractButton))}:
        # What a button within a field does, the field does too wherever it is pressed.
        if min(one.width(), one.height()) < TARGET and not isinstance(one.parentWidget(), QComboBox | QLineEdit):
            yield f"is smaller than {TARGET} px: {told(one)}"


def tabbing(window: QWidget, tries: int = 3) -> Iterator[str]:
    """U10: Tab comes to all, as one reads, and round again; Shift+Tab goes back."""
    wanted = stops(window)
    if len(wanted) < 2 or any(isinstance(one, Palette) for one in seen(window)):
        return
    wanted[0].setFocus(Qt.FocusReason.TabFocusReason)
    whole = len(wanted) <= MOST_WALKED
    walked = _walk(window, Qt.Key.Key_Tab, len(wanted) + 3 if whole else MOST_WALKED)
    back = _walk(window, Qt.Key.Key_Backtab, 3)
    if not all(isValid(one) for one in (*wanted, *walked, *back)) or set(stops(window)) != set(wanted):
        # The page was filled anew meanwhile, as Today is each minute, or work ended that could be cancelled.
        if tries:
            yield from tabbing(window, tries - 1)
        else:
            yield "is filled anew all the time"
        return
    missed = [told(one) for one in wanted if one not in walked and not _others(one) & set(walked)]
    if missed and whole:
        yield f"Tab does not come to: {'; '.join(missed)}"
    if len(walked) != len(set(walked)) or len(walked) > len(wanted):
        yield f"Tab goes on without coming round: {'; '.join(told(one) for one in walked[-3:])}"
    if whole and back[1:] != walked[:0:-1][: len(back) - 1] and not missed:
        yield f"Shift+Tab goes another way: {'; '.join(told(one) for one in back)}"
    for before, after in pairwise(_from_the_top(walked) if whole else walked):
        if _is_backwards(before, after):
            yield f"Tab goes backwards, from {told(before)} to {told(after)}"


def _others(one: QWidget) -> set[QWidget]:
    """The answers to one question are one stop: arrows lead from one to the other."""
    group = one.group() if isinstance(one, QAbstractButton) else None
    return set(group.buttons()) if group is not None else set()


def _walk(window: QWidget, key: Qt.Key, most: int) -> list[QWidget]:
    """What the keyboard comes to until it is where it was."""
    began = QApplication.focusWidget()
    walked = [began] if began is not None else []
    same = _others(began) if began is not None else set()
    held = Qt.KeyboardModifier.ShiftModifier if key == Qt.Key.Key_Backtab else Qt.KeyboardModifier.NoModifier
    for _ in range(most):
        QTest.keyClick(window.windowHandle(), key, held)
        now = QApplication.focusWidget()
        if now is None or now is began or now in same:
            break
        walked.append(now)
    return walked


def _from_the_top(walked: list[QWidget]) -> list[QWidget]:
    """The same round, begun where reading begins."""

    def place(one: QWidget) -> tuple[int, int]:
        middle = one.mapTo(one.window(), one.rect().center())
        return round(middle.y() / 10), -middle.x() if one.window().isRightToLeft() else middle.x()

    first = walked.index(min(walked, key=place))
    return walked[first:] + walked[:first]


def _is_backwards(before: QWidget, after: QWidget) -> bool:
    """Whether one who reads would come to ``after`` first, though it is neither in another column nor below."""
    if _scroll(before) is not _scroll(after):
        return False
    one, other = (QRect(each.mapTo(each.window(), QPoint(0, 0)), each.size()) for each in (before, after))
    beside = one.top() < other.bottom() and other.top() < one.bottom()
    same_column = one.left() < other.right() and other.left() < one.right()
    if beside and not same_column:
        # Not the field's own direction: a phone number is written from left to right everywhere.
        right_to_left = before.window().layoutDirection() == Qt.LayoutDirection.RightToLeft
        return other.left() > one.left() if right_to_left else other.left() < one.left()
    return same_column and other.bottom() <= one.top()


def unmarked(window: QWidget, looked_at: set[tuple[object, ...]]) -> Iterator[str]:
    """2.4.7: what has the keyboard shows it. ``looked_at``: kinds of control that were looked at before are passed over."""
    elsewhere = window.focusWidget()
    for one in stops(window):
        if not isValid(one):
            continue  # the page was filled anew meanwhile
        if not isinstance(one, QAbstractScrollArea):
            kind = (type(one), getattr(one, "_look", ""), one.property("role"), getattr(one, "isChecked", bool)())
            if kind in looked_at:
                continue
            looked_at.add(kind)
        one.setFocus(Qt.FocusReason.TabFocusReason)
        with_it = _rim(one)
        one.clearFocus()
        if with_it == _rim(one):
            yield f"does not show that it has the keyboard: {told(one)}"
    if elsewhere is not None:
        elsewhere.setFocus()


def _rim(widget: QWidget) -> QImage:
    """How the edge of a control looks, for the cursor in a field is not enough; of a list, all of it."""
    image = widget.grab().toImage()
    if not isinstance(widget, QAbstractItemView) and widget.height() > 2 * _RING:
        painter = QPainter(image)
        painter.fillRect(widget.rect().adjusted(_RING, _RING, -_RING, -_RING), Qt.GlobalColor.black)
        painter.end()
    return image


def _scroll(widget: QWidget) -> QWidget | None:
    """The page or list that a control scrolls with; the rail and the line above are areas of their own."""
    around = widget.parentWidget()
    while around is not None and not isinstance(around, QScrollArea | Rail):
        around = around.parentWidget()
    return around
