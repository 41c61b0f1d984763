"""Ctrl+Z in a field that has nothing of its own to take back is the window's: it takes back what was done last."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QKeyEvent, QKeySequence, QTextDocument
from PySide6.QtWidgets import QApplication, QComboBox, QLineEdit, QPlainTextEdit, QWidget

from hubdesk.base.words import tr
from hubdesk.desktop.hearing import hear
from hubdesk.desktop.leaving import begun, entered

_Key = QKeySequence.StandardKey


class UndoKey(QObject):
    """Qt's fields keep these keys for themselves also where they do nothing with them.

    While something is entered on the page that is ``shown``, they do; and in a form, wherever on it the keyboard is: whoever
    means the field before, or the answer just picked, is not to take back what was done earlier, and is told so where
    nothing is left to take back. And so does a field whose typing was just taken back: one Ctrl+Z too many takes nothing else.
    Another window's keys are its own.
    """

    def __init__(
        self,
        application: QApplication,
        shown: Callable[[], QWidget | None],
        tell: Callable[[str], object],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._shown, self._tell = shown, tell
        hear(application, self)

    def heard(self, watched: QObject, event: QEvent) -> bool:
        if event.type() != QEvent.Type.ShortcutOverride or not isinstance(event, QKeyEvent):
            return False
        back = event.matches(_Key.Undo)
        if not (back or event.matches(_Key.Redo)):
            return False
        page, field = self._shown(), _field(watched)
        if page is None or not (isinstance(watched, QWidget) and watched.window() is page.window()):
            return False
        in_form = begun(page)
        if in_form and back and not (field is not None and field.isUndoAvailable()):
            self._tell(
                tr(
                    "There is nothing more to take back here: on this page Ctrl+Z only takes back typing, in the box where it was typed. Once the page is finished or left, it takes back what was done before it."
                )
            )
        if field is None:
            # Taken here, it is no shortcut any more; the key itself does nothing where nothing is written.
            event.setAccepted(in_form)
            return in_form
        here = in_form or bool(entered(page))
        if field.isUndoAvailable() or field.isRedoAvailable() or here:
            return False
        event.ignore()
        return True


def _field(watched: QObject) -> QLineEdit | QTextDocument | None:
    """What is written in there, if anything can be."""
    if isinstance(watched, QComboBox):
        return watched.lineEdit()
    if isinstance(watched, QPlainTextEdit):
        return watched.document()
    return watched if isinstance(watched, QLineEdit) else None
