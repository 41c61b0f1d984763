"""What the monkey does in the window, one thing at a time."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import get_args

from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QInputMethodEvent, QKeyEvent, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QWidget,
)
from shiboken6 import isValid

from hubdesk.base.words import tr
from hubdesk.desktop.app import Start
from hubdesk.desktop.preferences import TEXT_SIZES
from hubdesk.desktop.screens.unlock import UnlockPage
from hubdesk.desktop.theme import Scheme
from tests.faults.monkey.dialogs import Dialogs
from tests.faults.monkey.events import Events
from tests.faults.monkey.hub import PASSPHRASE
from tests.faults.monkey.signs import KEYS, SHORTCUTS, SIGNS

_LOST_AFTER = 400
"""Events outside the desk, after which it is let in by the program."""
_PEACE = 30
"""Every so many events the window gets time for what waits: drafts, searches, pages."""

_NOT_PRESSED = ("Close HubDesk", "Start a new hub", "Open another file", "Recovery key")
"""They end the program, or leave the demo hub for an empty one, in whatever language it speaks."""


class Monkey:
    """Does ``events`` things in the window of ``start``, each followed from ``seed`` alone as far as the clock allows."""

    def __init__(self, start: Start, seed: int, folder: Path) -> None:
        self._start, self._window = start, start.window
        self._random = Random(seed)
        self._outside = 0
        self.events = Events(folder)
        self.pages: set[str] = set()
        self._dialogs = Dialogs(self._random, self.events, folder)

    def once(self, number: int) -> None:
        """Do one thing, and let the window answer it."""
        if not self._at_the_desk():
            self._let_in()
        elif QApplication.activePopupWidget() is not None and self._random.random() < 0.2:
            self.events.note("key", "Escape, for a list is open")
            self._send(Qt.Key.Key_Escape, Qt.KeyboardModifier.NoModifier)
        else:
            self._outside = 0
            ways = (self._click, self._key, self._text, self._shortcut, self._wheel, self._search, self._window_itself)
            self._random.choices(ways, (40, 24, 14, 9, 4, 6, 3))[0]()
        QApplication.processEvents()
        if number % _PEACE == 0:
            QTest.qWait(60)
        page = self._window.pages.currentWidget()
        if page is not None:
            self.pages.add(type(page).__name__)

    def _at_the_desk(self) -> bool:
        return not self._window.covered and self._start._desk is not None

    def _let_in(self) -> None:
        """At the lock, or at a page that stands alone: mostly the passphrase, sometimes rubbish."""
        self._outside += 1
        page = next((one for one in _seen_in(self._window) if isinstance(one, UnlockPage)), None)
        if self._outside > _LOST_AFTER:
            raise RuntimeError("The window never came back to the desk.")
        if page is None:
            self._random.choice((self._click, self._key, self._text))()
            return
        field = page.findChild(QLineEdit)
        if field is None or not page._button.isEnabled():
            QTest.qWait(20)
            return
        if self._random.random() < 0.1:
            self._random.choice((self._click, self._shortcut, self._text))()
            return
        self.events.note("let in")
        for chip in page.findChildren(QAbstractButton):
            if chip.accessibleName() == "Manager":
                chip.click()
        field.setText(PASSPHRASE)
        QTest.keyClick(field, Qt.Key.Key_Return)
        QTest.qWait(20)

    def _scope(self) -> QWidget:
        return QApplication.activePopupWidget() or QApplication.activeModalWidget() or self._window

    def _click(self) -> None:
        scope = self._scope()
        there = list(_seen_in(scope))
        # What does something is hit more often than what only stands there.
        active: list[QWidget] = [
            one for one in there if isinstance(one, QAbstractButton | QLineEdit | QPlainTextEdit | QComboBox)
        ]
        active += [one.viewport() for one in there if isinstance(one, QAbstractItemView)]
        target = self._one_of(active if active and self._random.random() < 0.8 else there)
        if target is None or scope.windowHandle() is None:
            self._random.choice((self._key, self._shortcut))()
            return
        inside = target.visibleRegion().boundingRect()
        if inside.isEmpty():
            return
        point = QPoint(
            self._random.randint(inside.left(), inside.right()), self._random.randint(inside.top(), inside.bottom())
        )
        where = target.mapTo(scope, point)
        if not _pressed(scope.childAt(where) or target):
            return
        button = Qt.MouseButton.RightButton if self._random.random() < 0.06 else Qt.MouseButton.LeftButton
        twice = self._random.random() < 0.06
        self.events.note("click", f"{_called(target)} {where.toTuple()} {button.name}{' twice' if twice else ''}")
        held = Qt.KeyboardModifier.NoModifier
        (QTest.mouseDClick if twice else QTest.mouseClick)(scope.windowHandle(), button, held, where)

    def _one_of(self, widgets: list[QWidget]) -> QWidget | None:
        """One that can be hit. They are tried in any order, for to look at all of them takes longer than most clicks."""
        self._random.shuffle(widgets)
        return next(
            (one for one in widgets if one.isEnabled() and _pressed(one) and not one.visibleRegion().isEmpty()), None
        )

    def _key(self) -> None:
        key = self._random.choice(KEYS)
        held = Qt.KeyboardModifier.ShiftModifier if self._random.random() < 0.1 else Qt.KeyboardModifier.NoModifier
        if _pressed(QApplication.focusWidget()):
            self.events.note("key", f"{key.name} {held.name} on {_called(QApplication.focusWidget())}")
            self._send(key, held)

    def _send(self, key: Qt.Key, held: Qt.KeyboardModifier) -> None:
        popup = QApplication.activePopupWidget()
        if popup is not None:
            # A list that the key closes takes its window along, in the midst of what QTest would send there.
            for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
                if isValid(popup):
                    QApplication.sendEvent(popup, QKeyEvent(kind, key, held))
            return
        handle = self._scope().windowHandle()
        if handle is not None:
            QTest.keyPress(handle, key, held)
            if isValid(handle):
                QTest.keyRelease(handle, key, held)

    def _text(self) -> None:
        target = QApplication.focusWidget()
        if target is None:
            self._key()
            return
        said = self._random.choice(SIGNS)
        said = said[: self._random.randint(1, len(said))]
        self.events.note("text", f"{said!a} on {_called(target)}")
        if self._random.random() < 0.4:
            event = QInputMethodEvent()
            event.setCommitString(said)
            QApplication.sendEvent(target, event)
            return
        for sign in said[:30]:
            target = QApplication.focusWidget()
            if target is None:
                return
            for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
                if isValid(target):
                    QApplication.sendEvent(target, QKeyEvent(kind, 0, Qt.KeyboardModifier.NoModifier, sign))

    def _shortcut(self) -> None:
        known = [command.shortcut for command in self._start._commands if command.shortcut]
        said = self._random.choice([*SHORTCUTS, *known])
        pressed = QKeySequence(said, QKeySequence.SequenceFormat.PortableText)[0]  # type: ignore[index]
        self.events.note("shortcut", said)
        self._send(pressed.key(), pressed.keyboardModifiers())

    def _wheel(self) -> None:
        inside = self._window.rect()
        where = QPoint(self._random.randint(0, inside.right()), self._random.randint(0, inside.bottom()))
        self.events.note("wheel", str(where.toTuple()))
        QTest.wheelEvent(self._window.windowHandle(), where, QPoint(0, self._random.choice((-480, -120, 120, 480))))

    def _search(self) -> None:
        """The palette: any command, or a record, by its name."""
        commands = list(self._start._commands)
        said = self._random.choice(commands).said() if self._random.random() < 0.7 else self._random.choice(SIGNS)
        self.events.note("search", ascii(said))
        self._send(Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
        box = QApplication.focusWidget()
        if isinstance(box, QLineEdit):
            event = QInputMethodEvent()
            event.setCommitString(said[: self._random.randint(2, len(said) + 2)])
            QApplication.sendEvent(box, event)
            QTest.qWait(self._random.choice((0, 30, 120)))
            self._send(Qt.Key.Key_Return, Qt.KeyboardModifier.NoModifier)

    def _window_itself(self) -> None:
        if self._random.random() < 0.8:
            width, height = self._random.randint(900, 1900), self._random.randint(500, 1100)
            self.events.note("resize", f"{width}×{height}")
            self._window.resize(width, height)
        else:
            scheme, size = self._random.choice(get_args(Scheme)), self._random.choice(TEXT_SIZES)
            self.events.note("theme", f"{scheme} {size}")
            self._start._theme.choose(scheme, size)


def _seen_in(widget: QWidget) -> Iterator[QWidget]:
    """All that can be seen of what stands in it, in the order in which it was made.

    Never findChildren of the window: what it finds is then kept by the window, Python's half of a scroll bar long after
    its page is gone.
    """
    for child in widget.children():
        if isinstance(child, QWidget) and not child.isWindow() and child.isVisible():
            yield child
            yield from _seen_in(child)


def _pressed(widget: QWidget | None) -> bool:
    while widget is not None:
        name = widget.accessibleName() or (widget.text() if isinstance(widget, QAbstractButton) else "")
        if name in [tr(one) for one in _NOT_PRESSED]:
            return False
        widget = widget.parentWidget()
    return True


def _called(widget: QWidget | None) -> str:
    if widget is None:
        return "nothing"
    name = widget.accessibleName() or (widget.text() if isinstance(widget, QAbstractButton) else "")
    return f"{type(widget).__name__} {name[:60]!a}"
