"""What the disk can do to an open file, as sentences for a person; anything else the driver says is a fault of ours."""

from __future__ import annotations

from errno import EACCES, EDQUOT, ENAMETOOLONG, ENOSPC, EPERM, EROFS
from pathlib import Path
from typing import Final

import sqlcipher3
from sqlalchemy import Engine, event
from sqlalchemy.engine import ExceptionContext

from hubdesk.base.errors import FileTrouble
from hubdesk.base.words import tr

# The result codes of SQLite, https://sqlite.org/rescode.html
_BUSY: Final = (5, 6)
_NOT_WRITABLE: Final = (3, 8)
_GONE: Final = (10, 14)
_DAMAGED: Final = (11, 26)
_FULL: Final = 13


def trouble(error: BaseException | None, path: Path) -> FileTrouble | None:
    """What ``error`` of the driver means for the file at ``path``; None when it is not about the disk or the file."""
    if not isinstance(error, sqlcipher3.DatabaseError):
        return None
    code = _code(error)
    if code == _FULL:
        return _full()
    if code in _BUSY:
        return held_elsewhere(path)
    if code in _NOT_WRITABLE:
        return not_writable(path)
    if code in _GONE:
        return gone(path)
    if code in _DAMAGED:
        return FileTrouble(
            tr("The file {name} is damaged or belongs to other keys. Bring back your last backup.", name=path.name)
        )
    return None


def refused_by_system(error: OSError, path: Path) -> FileTrouble:
    """What an error of the system means for the file at ``path``."""
    if error.errno in (EACCES, EPERM, EROFS):
        return not_writable(path)
    if error.errno == ENAMETOOLONG:
        return FileTrouble(
            tr("The name {name} or that of its folders is too long for this disk. Pick a shorter one.", name=path.name)
        )
    return _full() if error.errno in (ENOSPC, EDQUOT) else gone(path)


def held_elsewhere(path: Path) -> FileTrouble:
    """Another program does not let go of it."""
    return FileTrouble(tr("Another program holds the file {name}. Close it there and try again.", name=path.name))


def gone(path: Path) -> FileTrouble:
    """The file, its folder or its stick is not there any more."""
    return FileTrouble(
        tr(
            "The file {name} cannot be reached, so nothing was saved. Check that its disk or stick is there and not full.",
            name=path.name,
        )
    )


def replaced(path: Path) -> FileTrouble:
    """Another file lies under its name since it was opened."""
    return FileTrouble(
        tr(
            "Another program, such as one that synchronises folders, put another file in the place of {name}, so nothing was saved. Close HubDesk and open the file again; if your last work is not in it, bring back the newest backup.",
            name=path.name,
        )
    )


def not_writable(path: Path) -> FileTrouble:
    """The file or its folder may be read but not changed."""
    return FileTrouble(
        tr(
            "HubDesk may not write the file {name} or its folder. Copy it, with all files whose names begin as its own, to your own folder, and open it there.",
            name=path.name,
        )
    )


def speak_of_trouble(engine: Engine, path: Path, *, reading: bool) -> None:
    """Let ``engine`` raise FileTrouble where the disk or the file failed."""

    @event.listens_for(engine, "handle_error")
    def _translate(context: ExceptionContext) -> None:
        error = context.original_exception
        # A write through a connection for reading is a fault of ours, not of the disk.
        if reading and _code(error) in _NOT_WRITABLE:
            return
        found = trouble(error, path)
        if found is not None:
            raise found from None


def _code(error: BaseException | None) -> int:
    return int(getattr(error, "sqlite_errorcode", 0)) & 0xFF


def _full() -> FileTrouble:
    return FileTrouble(tr("The disk is full, so this was not saved. Make some room on it and try again."))
