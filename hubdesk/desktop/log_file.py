"""The log of HubDesk's own faults: two small files without personal data."""

from __future__ import annotations

import logging
from logging.handlers import RotatingFileHandler
from pathlib import Path


class _LogFile(RotatingFileHandler):
    """A log that is silent when the disk is full: there is nobody at a terminal to read why."""

    def handleError(self, record: logging.LogRecord) -> None:
        pass


def log_file(folder: Path) -> logging.Handler:
    """What writes the log into ``folder``, 200 kB and as much from before; nothing where there is no place to write."""
    try:
        made: logging.Handler = _LogFile(folder / "hubdesk.log", maxBytes=200_000, backupCount=1, encoding="utf-8")
    except OSError:
        return logging.NullHandler()
    made.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s"))
    return made
