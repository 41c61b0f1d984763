"""Connections to the encrypted file: one that writes, those that read and what they may not see, and writing it all anew."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import sqlcipher3
from sqlalchemy import Connection, Engine, QueuePool, create_engine, event

from hubdesk.base.errors import FileTrouble, Refused
from hubdesk.base.words import tr
from hubdesk.fields.sealed import Sealer, give_sealer
from hubdesk.store.file import side_files
from hubdesk.store.trouble import gone, held_elsewhere, replaced, speak_of_trouble, trouble


def writer(path: Path, key: bytes, sealer: Sealer) -> Engine:
    """An engine for one connection that writes."""
    return _engine(path, key, sealer, None)


def reader(path: Path, key: bytes, sealer: Sealer, unseen: dict[str, frozenset[str]]) -> Engine:
    """An engine for reading alone; the columns named in ``unseen``, by table, read as empty."""
    return _engine(path, key, sealer, unseen)


@contextmanager
def links_unchecked(writer: Engine) -> Iterator[Connection]:
    """A transaction in which a table that others link to may be dropped and made anew."""
    with writer.connect() as connection:
        # SQLite takes no notice of this within a transaction.
        driver: Any = connection.connection.driver_connection
        driver.execute("PRAGMA foreign_keys = OFF")
        try:
            with connection.begin():
                yield connection
        finally:
            driver.execute("PRAGMA foreign_keys = ON")


def check_encrypted(connection: Connection) -> None:
    """Raises Refused when the file does not open with its key, or the driver does not encrypt at all."""
    answer = connection.exec_driver_sql("PRAGMA cipher_version")
    # A driver that does not encrypt does not know the question, and answers nothing at all.
    if not (answer.returns_rows and answer.scalar()):
        raise Refused(tr("This HubDesk was built without encryption, so it does not open your file. Install it again."))


def clear(writer: Engine, path: Path, take_in_log: Callable[[Any], bool]) -> None:
    """Write the open file anew without its free pages, and empty the log beside it. Raises FileTrouble."""
    with writer.connect() as connection:
        driver: Any = connection.connection.driver_connection
        try:
            driver.execute("VACUUM")
            emptied = take_in_log(driver)
        except sqlcipher3.DatabaseError as error:
            raise (trouble(error, path) or error) from None
    if not emptied:
        raise FileTrouble(
            tr("What was erased is gone, but its traces could not be cleared yet. Close HubDesk and open it again.")
        )


def rewrite(path: Path, old: bytes, new: bytes) -> None:
    """Put the closed file in place anew under another key, whole and checked. Raises Refused when it cannot be done."""
    part = path.with_name(path.name + ".rekeyed")
    part.unlink(missing_ok=True)
    try:
        connection = _opener(path, old, None)()
        try:
            connection.execute(f"ATTACH DATABASE ? AS part KEY \"x'{new.hex()}'\"", (str(part),))
            connection.execute("SELECT sqlcipher_export('part')")
            connection.execute("DETACH DATABASE part")
            if connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]:
                raise held_elsewhere(path)
            tables = "SELECT count(*), sum(length(sql)) FROM sqlite_master"
            before = connection.execute(tables).fetchone()
        finally:
            connection.close()
        written = _opener(part, new, None)()
        try:
            if (
                written.execute("PRAGMA quick_check").fetchone() != ("ok",)
                or written.execute(tables).fetchone() != before
            ):
                raise Refused(tr("The new copy of the file is not right, so the old one stays. Check the disk."))
            written.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        finally:
            written.close()
        with part.open("rb+") as held:
            os.fsync(held.fileno())
        # What is beside the old file, empty by now, says how long that one was: nobody may read the new one with it.
        for beside in side_files(path):
            beside.unlink(missing_ok=True)
        part.replace(path)
        for beside in side_files(path):
            beside.unlink(missing_ok=True)
    except sqlcipher3.DatabaseError as error:
        raise (trouble(error, path) or error) from None
    finally:
        for left in (part, *side_files(part)):
            left.unlink(missing_ok=True)


def _number(path: Path) -> tuple[int, int] | None:
    """What the system knows the file at this path by; None where there is none."""
    try:
        there = path.stat()
    except OSError:
        return None
    return there.st_dev, there.st_ino


def _engine(path: Path, key: bytes, sealer: Sealer, unseen: dict[str, frozenset[str]] | None) -> Engine:
    reading = unseen is not None
    engine = create_engine(
        "sqlite+pysqlite://",
        creator=_opener(path, key, unseen),
        module=sqlcipher3.dbapi2,
        poolclass=QueuePool,
        hide_parameters=True,
        pool_size=4 if reading else 1,
        max_overflow=4 if reading else 0,
    )

    give_sealer(engine.dialect, sealer)
    speak_of_trouble(engine, path, reading=reading)
    opened: dict[str, tuple[int, int]] = {}

    @event.listens_for(engine, "engine_disposed")
    def _let_go(_: Engine) -> None:
        # The file is written anew by HubDesk itself only while none of the engine's connections is open.
        opened.clear()

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        # Linux goes on writing into a file that was taken away or replaced, and nobody would ever find it.
        here = _number(path)
        if here is None:
            raise gone(path)
        if opened.setdefault("number", here) != here:
            raise replaced(path)
        connection.exec_driver_sql("BEGIN" if reading else "BEGIN IMMEDIATE")

    # SQLite keeps a transaction open whose COMMIT it refuses; SQLAlchemy takes it for ended, so the next BEGIN would fail.
    @event.listens_for(engine, "checkin")
    def _end(connection: Any, _: object) -> None:
        if connection is not None and connection.in_transaction:
            connection.rollback()

    return engine


def unlocked(path: Path, key: bytes, *, to_read: bool = False) -> Any:
    """The driver's own connection to the file, or to a new one, opened with its key and nothing else set.

    One ``to_read`` leaves a log that it finds beside the file where it is.
    """
    where = f"{path.absolute().as_uri()}?mode=ro" if to_read else str(path)
    connection = sqlcipher3.connect(where, check_same_thread=False, isolation_level=None, timeout=10, uri=to_read)
    connection.execute("PRAGMA cipher_log_level = NONE")
    connection.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
    try:
        connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    except sqlcipher3.DatabaseError as error:
        connection.close()
        raise (trouble(error, path) or error) from None
    return connection


def _hides(unseen: dict[str, frozenset[str]]) -> Callable[..., int]:
    """What SQLite asks before it reads a column: those in ``unseen`` it reads as NULL."""
    nothing: frozenset[str] = frozenset()

    def asked(action: int, table: str | None, column: str | None, *_: object) -> int:
        if action == sqlcipher3.SQLITE_READ and column in unseen.get(table or "", nothing):
            return int(sqlcipher3.SQLITE_IGNORE)
        return int(sqlcipher3.SQLITE_OK)

    return asked


def _opener(path: Path, key: bytes, unseen: dict[str, frozenset[str]] | None) -> Callable[[], Any]:
    """Opens a connection: to write with where ``unseen`` is None, else only to read what is seen."""

    def opened() -> Any:
        connection = unlocked(path, key)
        set_up = connection.cursor()
        set_up.execute("PRAGMA journal_mode = WAL")
        # The log is taken into the file by marks.py alone.
        set_up.execute("PRAGMA wal_autocheckpoint = 0")
        set_up.execute("PRAGMA synchronous = FULL")
        set_up.execute("PRAGMA foreign_keys = ON")
        set_up.execute("PRAGMA secure_delete = ON")
        set_up.execute("PRAGMA temp_store = MEMORY")
        set_up.execute("PRAGMA mmap_size = 0")
        # A page that has to be read again is unlocked and proven again, and a merge comes back to very many. A file keeps
        # no more of them than it has.
        set_up.execute(f"PRAGMA cache_size = -{128_000 if unseen is None else 16_000}")
        if unseen is not None:
            set_up.execute("PRAGMA query_only = ON")
        set_up.close()
        if unseen:
            connection.set_authorizer(_hides(unseen))
        return connection

    return opened
