"""Saying something aloud to a screen reader, without moving the keyboard's place."""

from __future__ import annotations

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget


def announce(widget: QWidget, sentence: str) -> None:
    # Nothing is said before the first paint, and these take long to import.
    from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent

    QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(widget, sentence))


def say_place(widget: QWidget, cell: int = -1) -> None:
    """Say where the keyboard is, once Qt has said what is around it: it names the page, or the table, last.

    ``cell`` is its place among the accessible parts of a table.
    """
    from PySide6.QtGui import QAccessible, QAccessibleEvent

    def say() -> None:
        if widget.hasFocus():
            event = QAccessibleEvent(widget, QAccessible.Event.Focus)
            event.setChild(cell)
            QAccessible.updateAccessibility(event)

    if QAccessible.isActive():
        QTimer.singleShot(0, widget, say)


def spelled(code: str) -> str:
    """A code as it is said aloud: sign by sign, with a rest between its groups."""
    return ", ".join(" ".join(group) for group in code.split())
