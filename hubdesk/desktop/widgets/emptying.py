"""Emptying a layout, to fill it anew."""

from __future__ import annotations

from PySide6.QtWidgets import QLayout

from hubdesk.desktop.widgets.keyboard import keep_keyboard, keyboard_place


def emptied(layout: QLayout) -> None:
    """Take all widgets out of the layout, to fill it anew; the keyboard goes back to what is called the same then."""
    within = layout.parentWidget()
    place = keyboard_place(within) if within is not None else None
    going = []
    while (item := layout.takeAt(0)) is not None:
        widget = item.widget()
        if widget is not None:
            going.append(widget)
    keep_keyboard(place, *going)
    for widget in going:
        widget.hide()
        widget.deleteLater()
