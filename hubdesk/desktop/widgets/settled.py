"""Waiting until what was shown or hidden has its place."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, QEvent, QTimer
from PySide6.QtWidgets import QWidget


def once_settled(widget: QWidget, then: Callable[[], object]) -> None:
    """Call ``then`` once all is laid out anew, unless ``widget`` is gone by then; before that it would scroll elsewhere."""

    def settle() -> None:
        QCoreApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest.value)
        then()

    QTimer.singleShot(0, widget, settle)
