"""A file that may be in use: a look into it, and a copy of it under a key that stays the same meanwhile."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import sqlcipher3
from filelock import FileLock, Timeout

from hubdesk.base.errors import FileTrouble, Refused
from hubdesk.base.words import tr
from hubdesk.store.file_engines import unlocked
from hubdesk.store.trouble import gone, refused_by_system, trouble


@dataclass(frozen=True)
class OpenFile:
    """Where a hub's file lies, open or not. key_of: gives the key that opens it now, for that may be changed."""

    path: Path
    key_of: Callable[[], bytes] = field(repr=False)


@contextmanager
def same_key(path: Path, longest: float = 120.0) -> Iterator[None]:
    """Held while the file is copied, by any process, and while its key is changed: never both.

    Not to be entered twice. Raises Refused when it is not to be had within ``longest`` seconds.
    """
    held = FileLock(path.with_name(f".{path.name}.copying"), thread_local=False)
    try:
        held.acquire(timeout=longest)
    except Timeout:
        raise Refused(
            tr("The file {name} is being copied. Wait until that is done, then try again.", name=path.name)
        ) from None
    except OSError as error:
        raise refused_by_system(error, path) from None
    try:
        yield
    finally:
        held.release()


@contextmanager
def looking(held: OpenFile) -> Iterator[Any]:
    """The driver's own connection for a short look. Raises FileTrouble when the file cannot be read."""
    try:
        connection = _reading(held.path, held.key_of())
    except FileTrouble:
        # Its key may just be changed; once that is done there is another one.
        with same_key(held.path):
            connection = _reading(held.path, held.key_of())
    with _closed_after(connection, held.path):
        yield connection


@contextmanager
def copying(held: OpenFile) -> Iterator[tuple[Any, bytes]]:
    """The same for as long as it takes, and the key, which nobody changes meanwhile."""
    with same_key(held.path):
        key = held.key_of()
        connection = _reading(held.path, key)
        with _closed_after(connection, held.path):
            yield connection, key


def _reading(path: Path, key: bytes) -> Any:
    if not path.exists():  # SQLite would make one
        raise gone(path)
    return unlocked(path, key, to_read=True)


@contextmanager
def _closed_after(connection: Any, path: Path) -> Iterator[None]:
    try:
        connection.execute("PRAGMA query_only = ON")
        yield
    except sqlcipher3.DatabaseError as error:
        raise (trouble(error, path) or error) from None
    finally:
        connection.close()
