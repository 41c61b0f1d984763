"""Opening the encrypted file: the checks before any row is read, and how each connection is set."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

import sqlcipher3
from filelock import FileLock, Timeout
from sqlalchemy import Connection, Engine, QueuePool, create_engine, event

from hubdesk.base.errors import Refused
from hubdesk.base.words import tr

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
    except OSError:
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


def lock(path: Path) -> FileLock:
    """Hold the file for this process alone, until released or the process ends. Raises Refused when another has it."""
    # The worker opens the file and the window closes it: the lock must not belong to one thread.
    held = FileLock(path.with_name(path.name + ".lock"), thread_local=False)
    try:
        held.acquire(timeout=0)
    except Timeout:
        raise Refused(tr("HubDesk has this file open already. Look for its window, or close it first.")) from None
    return held


def side_files(path: Path) -> tuple[Path, Path]:
    """What SQLite keeps beside the file while it is open, and leaves there when the computer stops."""
    return path.with_name(path.name + "-wal"), path.with_name(path.name + "-shm")


def engines(path: Path, key: bytes) -> tuple[Engine, Engine]:
    """Engines for reading and for writing; the reading one cannot write."""
    reader = _engine(_opener(path, key, reading=True), "BEGIN", pool_size=4)
    writer = _engine(_opener(path, key, reading=False), "BEGIN IMMEDIATE", pool_size=1)
    return reader, writer


def check_encrypted(connection: Connection) -> None:
    """Raises Refused when the file does not open with its key, or the driver does not encrypt at all."""
    if not connection.exec_driver_sql("PRAGMA cipher_version").scalar():
        raise Refused(tr("This HubDesk was built without encryption, so it does not open your file. Install it again."))


def _engine(opener: Callable[[], Any], begin: str, pool_size: int) -> Engine:
    engine = create_engine(
        "sqlite+pysqlite://",
        creator=opener,
        module=sqlcipher3.dbapi2,
        poolclass=QueuePool,
        hide_parameters=True,
        pool_size=pool_size,
        max_overflow=0 if pool_size == 1 else 4,
    )

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        connection.exec_driver_sql(begin)

    return engine


def _opener(path: Path, key: bytes, *, reading: bool) -> Callable[[], Any]:
    def opened() -> Any:
        connection = sqlcipher3.connect(str(path), check_same_thread=False, isolation_level=None, timeout=10)
        set_up = connection.cursor()
        set_up.execute("PRAGMA cipher_log_level = NONE")
        set_up.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
        try:
            set_up.execute("SELECT count(*) FROM sqlite_master").fetchone()
        except sqlcipher3.DatabaseError:
            connection.close()
            raise Refused(
                tr("The file {name} is damaged or belongs to other keys. Bring back your last backup.", name=path.name)
            ) from None
        set_up.execute("PRAGMA journal_mode = WAL")
        set_up.execute("PRAGMA synchronous = FULL")
        set_up.execute("PRAGMA foreign_keys = ON")
        set_up.execute("PRAGMA secure_delete = ON")
        set_up.execute("PRAGMA temp_store = MEMORY")
        set_up.execute("PRAGMA mmap_size = 0")
        set_up.execute("PRAGMA cache_size = -16000")
        if reading:
            set_up.execute("PRAGMA query_only = ON")
        set_up.close()
        return connection

    return opened
