"""What went wrong meanwhile: errors that nobody dealt with, what Qt complains of, and writes where none belong."""

from __future__ import annotations

import os
import sys
import threading
import traceback
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QMessageLogContext, QtMsgType, qInstallMessageHandler

from hubdesk.base.errors import Refused
from hubdesk.desktop.app import Start

_QUIET = ("This plugin does not support",)


class Faults:
    """Hears what nobody dealt with, and what Qt complains of; ``said`` is empty as long as all is well."""

    def __init__(self, start: Start, folder: Path) -> None:
        self.said: list[str] = []
        self._folder = folder
        self._reported = start._reporter._raised
        sys.excepthook = self._raised
        threading.excepthook = lambda args: self._add("".join(traceback.format_exception(args.exc_value)))
        sys.unraisablehook = lambda args: self._add("".join(traceback.format_exception(args.exc_value)))
        qInstallMessageHandler(self._qt_said)
        sys.addaudithook(self._watched)

    def _add(self, said: str) -> None:
        self.said.append(said)

    def _raised(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if isinstance(error, Refused):
            self._reported(kind, error, trace)
        else:
            self._add("".join(traceback.format_exception(kind, error, trace)))

    def _qt_said(self, kind: QtMsgType, context: QMessageLogContext, message: str) -> None:
        if kind not in (QtMsgType.QtDebugMsg, QtMsgType.QtInfoMsg) and not message.startswith(_QUIET):
            stack = "".join(traceback.format_stack(limit=12)[:-1])
            self._add(f"Qt {kind.name}: {message}\n{stack}")

    def _watched(self, event: str, args: tuple[object, ...]) -> None:
        """No write outside the folder."""
        opened = event == "open" and isinstance(args[1], str) and set(args[1]) & set("wax+")
        if not opened and event not in ("os.rename", "os.remove", "os.mkdir", "shutil.rmtree"):
            return
        target = args[0]
        path = os.path.realpath(os.fsdecode(target)) if isinstance(target, str | bytes | os.PathLike) else ""
        if path and not path.startswith((str(self._folder), "/dev/", "/proc/")):
            self._add(f"{event} outside the folder: {path}")
