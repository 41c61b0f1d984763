"""The encrypted file among others: checked before it is opened, made under another name, held by one process."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

import sqlcipher3
from filelock import FileLock, Timeout

from hubdesk.base import in_place
from hubdesk.base.errors import Refused
from hubdesk.base.words import tr
from hubdesk.store.trouble import refused_by_system

OLDEST_SQLITE: Final = (3, 51, 3)
"""Earlier versions can damage a file when two connections write at once (the WAL-reset fault)."""


_PLAIN_HEADER: Final = b"SQLite format 3\0"


def check_engine(version: tuple[int, ...] = sqlcipher3.sqlite_version_info) -> None:
    """Raises Refused when the SQLite in use is too old to be trusted, or does not encrypt."""
    if version < OLDEST_SQLITE:
        raise Refused(
            tr(
                "HubDesk needs SQLite {needed} or newer and found {found}. Install HubDesk again; your data is untouched.",
                needed=".".join(map(str, OLDEST_SQLITE)),
                found=".".join(map(str, version)),
            )
        )


def check_header(path: Path) -> None:
    """Raises Refused when the file is not there, is empty, or is not encrypted."""
    try:
        with path.open("rb") as opened:
            header = opened.read(16)
    except FileNotFoundError:
        raise Refused(tr("There is no file {name} in this folder. Check where it lies.", name=path.name)) from None
    except (OSError, ValueError):  # a path with a NUL in it is no path
        raise Refused(
            tr("The file {name} cannot be read. Check that the disk is there and not full.", name=path.name)
        ) from None
    if header == _PLAIN_HEADER:
        raise Refused(
            tr(
                "The file {name} is not encrypted, so HubDesk does not open it. Pick the hub's own file.",
                name=path.name,
            )
        )
    if len(header) < 16:
        raise Refused(tr("The file {name} is damaged: it is empty. Bring back your last backup.", name=path.name))


@contextmanager
def new(path: Path, keys: Path, *others: Path) -> Iterator[Path]:
    """Another name to make a file under, which takes the name ``path`` once it is whole; ``keys`` and others belong to it.

    Raises Refused when either is there. What was left of a making that broke off is cleared away first: no file was
    ever opened with those keys. Keys alone are never touched, for their file may only lie elsewhere.
    """
    part = path.with_name(path.name + ".part")
    if path.exists() or (keys.exists() and not part.exists()):
        raise Refused(tr("There is a file {name} already. Open it, or pick another name.", name=path.name))
    path.parent.mkdir(parents=True, exist_ok=True)
    _clear(part, keys, *others)
    try:
        part.touch()
        yield part
        part.replace(path)
    except BaseException:
        _clear(part, keys, *others)
        raise
    part.with_name(part.name + ".lock").unlink(missing_ok=True)


def _clear(part: Path, *belonging: Path) -> None:
    """The part goes last: as long as it is there, the keys are known to be of no use."""
    beside = [part.with_name(part.name + ending) for ending in ("-wal", "-shm", "-journal", ".lock")]
    for left in (*belonging, *beside, part):
        with suppress(OSError):
            left.unlink(missing_ok=True)


def lock(path: Path) -> FileLock:
    """Hold the file for this process alone, until released or the process ends. Raises Refused when another has it."""
    # The worker opens the file and the window closes it: the lock must not belong to one thread.
    held = FileLock(path.with_name(path.name + ".lock"), thread_local=False)
    try:
        held.acquire(timeout=0)
    except Timeout:
        raise Refused(tr("HubDesk has this file open already. Look for its window, or close it first.")) from None
    except OSError as error:
        raise refused_by_system(error, path) from None
    return held


def is_open(path: Path) -> bool:
    """Whether a HubDesk has the file open now, or it lies where none may write."""
    try:
        lock(path).release()
    except Refused:
        return True
    return False


def finish_moving(path: Path) -> None:
    """Finish putting a restored file in place where the computer stopped halfway. Raises Refused when it cannot be."""
    if in_place.moving(path):
        held = lock(path)
        try:
            in_place.finish(path)
        except OSError as error:
            raise refused_by_system(error, path) from None
        finally:
            held.release()


def side_files(path: Path) -> tuple[Path, Path]:
    """What SQLite keeps beside the file while it is open, and leaves there when the computer stops."""
    return path.with_name(path.name + "-wal"), path.with_name(path.name + "-shm")
