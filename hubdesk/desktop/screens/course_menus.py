"""What is said of those on a course run, as menus: how it went for them, or why they left."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMenu, QWidget

from hubdesk.base.words import tr
from hubdesk.desktop.widgets.menu import open_below
from hubdesk.fields.codelists import codes


@dataclass(frozen=True)
class WhatHappened:
    """What follows on each line: ``finished`` with a code of the list outcome, ``left`` with one of withdrawal_reason."""

    open: Callable[[], object]
    finished: Callable[[str], object]
    left: Callable[[str], object]
    waits_no_longer: Callable[[], object]


def what_happened(button: QWidget, status: str, then: WhatHappened) -> None:
    """Ask below the button what happened with somebody whose enrolment has this status."""
    menu = _menu(button)
    menu.addAction(tr("Open the enrolment"), then.open)
    if status == "enrolled":
        _list(menu.addMenu(tr("Finished the course")), "outcome", then.finished)
        _list(menu.addMenu(tr("Left early")), "withdrawal_reason", then.left)
    elif status == "waiting":
        menu.addAction(tr("No longer waits"), then.waits_no_longer)
    open_below(button, menu)


def how_it_went(button: QWidget, then: Callable[[str], object]) -> None:
    """Ask below the button for the outcome that many have in common."""
    menu = _menu(button)
    _list(menu, "outcome", then)
    open_below(button, menu)


def _menu(button: QWidget) -> QMenu:
    menu = QMenu(button)
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    return menu


def _list(menu: QMenu, name: str, then: Callable[[str], object]) -> None:
    for code in codes(name, on=date.today()):
        menu.addAction(code.label, partial(then, code.code))
