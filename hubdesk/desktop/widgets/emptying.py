"""Emptying a layout, to fill it anew."""

from __future__ import annotations

from PySide6.QtWidgets import QLayout

from hubdesk.desktop.widgets.keyboard import keep_keyboard


def emptied(layout: QLayout) -> None:
    """Take all widgets out of the layout, to fill it anew; the keyboard goes back to what is called the same then."""
    items = [layout.itemAt(at) for at in range(layout.count())]
    going = [widget for item in items if item is not None and (widget := item.widget()) is not None]
    within = layout.parentWidget()
    if within is not None:
        keep_keyboard(within, *going)
    while layout.takeAt(0) is not None:
        pass
    for widget in going:
        widget.hide()
        widget.deleteLater()
