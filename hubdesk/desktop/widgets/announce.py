"""Saying something aloud to a screen reader, without moving the keyboard's place."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget


def announce(widget: QWidget, sentence: str) -> None:
    # Nothing is said before the first paint, and these take long to import.
    from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent

    QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(widget, sentence))


def spelled(code: str) -> str:
    """A code as it is said aloud: sign by sign, with a rest between its groups."""
    return ", ".join(" ".join(group) for group in code.split())
