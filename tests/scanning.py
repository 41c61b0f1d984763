"""A card scanner: keys that come faster than anybody types, with the times at which they were pressed."""

from __future__ import annotations

from itertools import count
from typing import Final

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication

_CLOCK: Final = count(1_000_000, 1000)
"""Milliseconds at which texts begin; each a second after the last."""


def scan(text: str, end: Qt.Key | None = Qt.Key.Key_Return, gap: int = 5) -> None:
    """Press these keys on what has the keyboard, ``gap`` milliseconds apart by their own clock, however slow the test is."""
    at = next(_CLOCK)
    for sign in text:
        press(ord(sign.upper()[0]), sign, at)
        at += gap
    if end is not None:
        press(end, "\t" if end == Qt.Key.Key_Tab else "\r", at)


def press(key: int, text: str, at: int, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    """One key, down and up again, at that time."""
    for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
        here = QApplication.focusWidget()
        assert here is not None
        event = QKeyEvent(kind, key, held, text)
        event.setTimestamp(at)
        QApplication.sendEvent(here, event)
