"""Ctrl+Z in a field that has nothing of its own to take back is the window's: it takes back what was done last."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit

from hubdesk.desktop.hearing import hear

_Key = QKeySequence.StandardKey


class UndoKey(QObject):
    """Qt's fields keep these keys for themselves also where they do nothing with them.

    While something is ``entered`` on the page, as in a form, they do: whoever means the field before is not to take back
    what was done earlier. And so does a field whose typing was just taken back: one Ctrl+Z too many takes nothing else.
    """

    def __init__(self, application: QApplication, entered: Callable[[], bool], parent: QObject) -> None:
        super().__init__(parent)
        self._entered = entered
        hear(application, self)

    def heard(self, watched: QObject, event: QEvent) -> bool:
        if event.type() != QEvent.Type.ShortcutOverride or not isinstance(event, QKeyEvent):
            return False
        if not isinstance(watched, QLineEdit | QPlainTextEdit):
            return False
        field = watched if isinstance(watched, QLineEdit) else watched.document()
        if not (event.matches(_Key.Undo) or event.matches(_Key.Redo)):
            return False
        if field.isUndoAvailable() or field.isRedoAvailable() or self._entered():
            return False
        event.ignore()
        return True
