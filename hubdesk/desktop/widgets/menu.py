"""A menu below the button that opens it, its first line marked, so that whoever only hears knows that it is open."""

from __future__ import annotations

from PySide6.QtWidgets import QAbstractButton, QMenu, QWidget


def open_below(button: QWidget, menu: QMenu) -> None:
    """Open ``menu``, called as the button is; Down and Enter take what it offers, Esc closes it."""
    menu.setAccessibleName(button.accessibleName() or (button.text() if isinstance(button, QAbstractButton) else ""))
    menu.popup(button.mapToGlobal(button.rect().bottomLeft()))
    first = next((action for action in menu.actions() if action.isEnabled() and not action.isSeparator()), None)
    if first is not None:
        menu.setActiveAction(first)
