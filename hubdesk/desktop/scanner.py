"""Hears a card scanner whatever has the keyboard: a scanner types, only faster than any person.

What may be the beginning of a card's code is held back for the blink that a person's next key would take anyway. If the
rest does not come as fast as a scanner sends it, everything held is handed on as if nothing had been; if it does, nothing
of the code reaches what has the keyboard. A code ends with Enter, with Tab, or with a pause.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from functools import partial
from typing import Final

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QMainWindow, QWidget
from shiboken6 import isValid

from hubdesk.desktop.hearing import hear, ignore
from hubdesk.fields.card_codes import BEGINNING, number_in

FASTEST: Final = 60
"""Milliseconds between two keys of a code's first three; people who type fast take twice as long."""

QUICK: Final = 35
"""The same after a small h, which people write often and scanners hardly ever."""

PAUSE: Final = 150
"""Milliseconds after which no more of a code that has begun comes, as wireless scanners can stutter."""

_AFTER: Final = 250
"""Milliseconds within which an Enter or Tab that follows a code belongs to it."""

_MARK: Final = 3
_SHORTEST, _LONGEST = 7, 64
_KEYS: Final = frozenset((QEvent.Type.KeyPress, QEvent.Type.KeyRelease, QEvent.Type.ShortcutOverride))
_ENDS: Final = frozenset((Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab))
_HELD_DOWN: Final = frozenset((Qt.Key.Key_Shift, Qt.Key.Key_CapsLock, Qt.Key.Key_AltGr, Qt.Key.Key_NumLock))
_PLAIN: Final = Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier


@dataclass(frozen=True)
class _Held:
    """A key that was held back, and what it was meant for."""

    target: QWidget
    event: QKeyEvent


class Scanner(QObject):
    """Listens to all keys meant for the ``window`` and what belongs to it. ``scanned`` brings a code's text, without its end."""

    scanned = Signal(str)

    def __init__(self, application: QApplication, window: QWidget) -> None:
        super().__init__(window)
        self._application, self._window = application, window
        self._held: list[_Held] = []
        self._text = ""
        self._stamp, self._clock = 0, 0.0
        self._done = 0.0
        self._handing_on = False
        self._swallowed: set[int] = set()
        self._timer, self._last_chance = QTimer(self), QTimer(self)
        for timer in (self._timer, self._last_chance):
            timer.setSingleShot(True)
        # Keys that wait while the window was busy come before what a second timer brings.
        self._timer.timeout.connect(partial(self._last_chance.start, 0))
        self._last_chance.timeout.connect(self._end)
        hear(application, self)

    @property
    def holds(self) -> bool:
        """Whether a key is held back now."""
        return bool(self._held)

    def rest(self) -> None:
        """Listen no more, as the window is closed."""
        self._clear()
        ignore(self._application, self)

    def heard(self, watched: QObject, event: QEvent) -> bool:
        """A key, the mouse or a touch, see `hearing`."""
        if event.type() not in _KEYS or self._handing_on:
            return False
        if not isinstance(event, QKeyEvent) or not isinstance(watched, QWidget) or not self._is_ours(watched):
            return False
        if event.type() == QEvent.Type.ShortcutOverride:
            # What belongs to a code is no shortcut.
            if self._belongs(event):
                event.accept()
                return True
            return False
        if event.type() == QEvent.Type.KeyRelease:
            return self._released(watched, event)
        return self._pressed(watched, event)

    def _is_ours(self, target: QWidget) -> bool:
        """Whether it belongs to our window, or to none, as a list that drops down from a field does."""
        top = target.window()
        while (around := top.parentWidget()) is not None:
            top = around.window()
        return top is self._window or not isinstance(top, QMainWindow)

    def _pressed(self, target: QWidget, event: QKeyEvent) -> bool:
        now = time.monotonic()
        if event.key() in _ENDS and not self._text and now - self._done < _AFTER / 1000:
            self._swallowed.add(event.key())
            return True
        # An Enter after any other key is somebody's own.
        self._done = 0.0
        if self._text and not (self._in_time(event, now) and self._belongs(event)):
            self._end()
        if not self._belongs(event):
            return False
        if event.key() in _ENDS:
            self._swallowed.add(event.key())
            self._read()
            return True
        self._stamp, self._clock = event.timestamp(), now
        self._held.append(_Held(target, _copy(event)))
        if not _is_control(event):
            self._text += "".join(sign for sign in event.text() if sign.isprintable())
        if len(self._text) > _LONGEST:
            self._read()
        else:
            self._last_chance.stop()
            self._timer.start(self._patience())
        return True

    def _released(self, target: QWidget, event: QKeyEvent) -> bool:
        if event.key() in self._down():
            self._held.append(_Held(target, _copy(event)))
            return True
        if event.key() in self._swallowed:
            self._swallowed.discard(event.key())
            return True
        return False

    def _patience(self) -> int:
        """Milliseconds within which the next key of a code comes."""
        if self._text == "h":
            return QUICK
        return FASTEST if len(self._text) < _MARK or number_in(self._text) is not None else PAUSE

    def _belongs(self, event: QKeyEvent) -> bool:
        """Whether a key goes on with the code that was begun, or begins one."""
        sign, begun = event.text(), len(self._text) >= _MARK
        if event.isAutoRepeat():
            return False
        if event.key() in _HELD_DOWN:
            return bool(self._held)
        if event.key() in _ENDS:
            return len(self._text) >= _SHORTEST
        if begun and (_is_control(event) or (sign and not sign.isprintable())):
            # Scanners can send control characters within a code, and around it.
            return event.key() not in (Qt.Key.Key_Backspace, Qt.Key.Key_Delete, Qt.Key.Key_Escape)
        if not sign or not sign.isprintable() or event.modifiers() & ~_PLAIN:
            return False
        return begun or _begins(self._text + sign)

    def _in_time(self, event: QKeyEvent, now: float) -> bool:
        gap = event.timestamp() - self._stamp if event.timestamp() and self._stamp else 1000 * (now - self._clock)
        return gap <= (FASTEST if len(self._text) < _MARK else PAUSE)

    def _end(self) -> None:
        """What was held is a code, if it is long enough and all of it came fast; else it is handed on."""
        if number_in(self._text) is not None or len(self._text) >= _SHORTEST:
            self._read()
        elif self._held:
            self._hand_on()

    def _read(self) -> None:
        text = self._text
        self._swallowed |= self._down()
        self._clear()
        self._done = time.monotonic()
        self.scanned.emit(text)

    def _hand_on(self) -> None:
        held = self._held
        self._clear()
        self._handing_on = True
        try:
            for one in held:
                if isValid(one.target):
                    QApplication.sendEvent(one.target, one.event)
        finally:
            self._handing_on = False

    def _clear(self) -> None:
        self._held, self._text = [], ""
        self._timer.stop()
        self._last_chance.stop()

    def _down(self) -> set[int]:
        """The keys of the code that are still held down; nobody is told when they are let go."""
        down: set[int] = set()
        for one in self._held:
            if one.event.type() == QEvent.Type.KeyPress:
                down.add(one.event.key())
            else:
                down.discard(one.event.key())
        return down


def _is_control(event: QKeyEvent) -> bool:
    return bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)


def _begins(text: str) -> bool:
    """Whether a card's code may begin so."""
    if len(text) < _MARK:
        return "HD".startswith(text.upper())
    return BEGINNING.match(text) is not None


def _copy(event: QKeyEvent) -> QKeyEvent:
    return QKeyEvent(
        event.type(),
        event.key(),
        event.modifiers(),
        event.nativeScanCode(),
        event.nativeVirtualKey(),
        event.nativeModifiers(),
        event.text(),
        event.isAutoRepeat(),
        event.count(),
    )
