"""What happens when HubDesk has a fault: one calm dialog, details without personal data, a log."""

from __future__ import annotations

import logging
import platform
import re
import sys
import threading
import traceback
from functools import cached_property
from pathlib import Path
from types import TracebackType

import PySide6
from PySide6.QtCore import QMessageLogContext, QObject, QSize, QtMsgType, Signal, qInstallMessageHandler
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

import hubdesk
from hubdesk.base.errors import Refused
from hubdesk.base.words import tr
from hubdesk.desktop.theme import scaled
from hubdesk.desktop.widgets import FlowLayout, bare_button, heading, primary_button, quiet_button, small, words
from hubdesk.desktop.widgets.scrolling import Scrolling

_LEVELS = {
    QtMsgType.QtDebugMsg: logging.DEBUG,
    QtMsgType.QtInfoMsg: logging.INFO,
    QtMsgType.QtWarningMsg: logging.WARNING,
    QtMsgType.QtCriticalMsg: logging.ERROR,
    QtMsgType.QtFatalMsg: logging.CRITICAL,
}


def details(error: BaseException) -> str:
    """Where ``error`` arose, in text that may be sent to anyone: kinds and lines of code, no messages, no values."""
    versions = f"HubDesk {hubdesk.__version__}, Python {platform.python_version()}, Qt {PySide6.__version__}"
    return "\n".join([f"{versions}, {platform.system()} {platform.release()}", *_chain(error)])


def _chain(error: BaseException) -> list[str]:
    before = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    lines = [*_chain(before), "then:"] if before is not None else []
    for frame in traceback.extract_tb(error.__traceback__):
        lines.append(f"  {_short(frame.filename)}:{frame.lineno} in {frame.name}")
        lines += [f"    {frame.line}"] if frame.line else []
    kind = type(error)
    return [*lines, f"{kind.__module__}.{kind.__qualname__}"]


def _short(filename: str) -> str:
    # A path tells whose computer it is: keep only what lies inside packages.
    parts = Path(filename).parts
    for root in ("hubdesk", "site-packages", "tests"):
        if root in parts:
            return "/".join(parts[len(parts) - 1 - parts[::-1].index(root) :])
    return parts[-1] if parts else ""


class Reporter(QObject):
    """Hears of every error that nobody dealt with, on any thread; writes it down and shows one dialog.

    ``folder`` takes the log: two files of 200 kB at most; without a place to write there is none. ``refused(sentence)``
    is sent instead for an answer to a person, such as that the stick is gone: that is no fault.
    """

    refused = Signal(str)
    _heard = Signal(object)

    def __init__(self, folder: Path, parent: QWidget) -> None:
        super().__init__(parent)
        self._window = parent
        self._folder = folder
        self._dialog: FaultDialog | None = None
        self._log = logging.getLogger("hubdesk")
        self._file = _LateLog(folder)
        self._log.propagate = False
        self._log.addHandler(self._file)
        self._heard.connect(self._show)

    def install(self) -> None:
        """Hear what Python and Qt would print."""
        sys.excepthook = self._raised
        threading.excepthook = self._raised_in_thread
        qInstallMessageHandler(self._qt_said)

    def close(self) -> None:
        """Give the hooks back and close the log."""
        sys.excepthook = sys.__excepthook__
        threading.excepthook = threading.__excepthook__
        qInstallMessageHandler(None)
        self._log.removeHandler(self._file)
        self._file.close()

    def report(self, error: BaseException) -> None:
        """Log ``error`` and show it; safe on any thread."""
        if isinstance(error, Refused):
            self.refused.emit(error.sentence)
            return
        self._log.error(details(error))
        self._heard.emit(error)

    def _raised(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, error, trace)
        else:
            self.report(error)

    def _raised_in_thread(self, args: threading.ExceptHookArgs) -> None:
        if args.exc_value is not None:
            self.report(args.exc_value)

    def _qt_said(self, kind: QtMsgType, context: QMessageLogContext, message: str) -> None:
        # Qt quotes texts and paths in its messages; those may be a person's.
        self._log.log(_LEVELS[kind], "Qt %s: %s", context.category or "", re.sub(r'"[^"]*"', '"…"', message))

    def _show(self, error: BaseException) -> None:
        if self._dialog is not None and self._dialog.isVisible():
            return
        self._dialog = FaultDialog(details(error), self._folder, self._window)
        self._dialog.open()


class _LateLog(logging.Handler):
    """Opens the log with its first line: most days have none, and what rotates files is slow to import."""

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self._folder = folder

    @cached_property
    def _file(self) -> logging.Handler:
        from hubdesk.desktop.log_file import log_file

        return log_file(self._folder)

    def emit(self, record: logging.LogRecord) -> None:
        self._file.emit(record)

    def close(self) -> None:
        if "_file" in vars(self):
            self._file.close()
        super().close()


class FaultDialog(QDialog):
    """Says that something went wrong in HubDesk, that the work is safe, and how to tell the makers."""

    def __init__(self, said: str, folder: Path, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._said = said
        self._folder = folder
        self.setWindowTitle(tr("Something went wrong"))
        said_first = QWidget()
        column = QVBoxLayout(said_first)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(scaled(12))
        column.addWidget(heading(tr("Something went wrong in HubDesk")))
        column.addWidget(
            words(tr("This is a fault of ours, not of yours. What was saved before is safe; the last step may not be."))
        )
        column.addWidget(
            words(tr("If it happens again, copy the details and send them to whoever looks after HubDesk for you."))
        )
        column.addWidget(small(tr("The details say where in HubDesk it happened. They hold no names and no answers.")))
        close = primary_button(tr("Close"))
        copy = quiet_button(tr("Copy details"), "copy")
        show = bare_button(tr("Show the log"), "folder-open")
        close.clicked.connect(self.accept)
        copy.clicked.connect(self._copy)
        show.clicked.connect(self._show_log)
        line = FlowLayout()
        for button in (close, copy, show):
            line.addWidget(button)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(scaled(32), scaled(24), scaled(32), scaled(24))
        whole.setSpacing(scaled(20))
        # On a small screen with large letters the words scroll, and the buttons stay in view.
        whole.addWidget(Scrolling(said_first), 1)
        whole.addLayout(line)
        wide = scaled(520)
        high = column.totalHeightForWidth(wide - 2 * scaled(32)) + line.heightForWidth(wide) + scaled(24 + 20 + 24)
        self.resize(QSize(wide, high).boundedTo(self.screen().availableSize()))
        close.setFocus()

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self._said)

    def _show_log(self) -> None:
        from PySide6.QtCore import QUrl
        from PySide6.QtGui import QDesktopServices

        QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._folder)))
