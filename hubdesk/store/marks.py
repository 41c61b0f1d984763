"""Two numbers in the file's first page that say which log belongs to it, and whether it was closed.

SQLite takes whatever log lies beside a file for its own. So the first page, which both hold, keeps two marks
(SQLite's user_version and application_id). ``latest`` is drawn anew whenever a log begins and again just before it is
taken into the file; ``began`` is what ``latest`` was in the file when the log began. A log then belongs to a file that
still has the mark it began at, or already the mark it ends at. A closed file has a ``latest`` below nought; one that was
left open without its log is not whole. The log is taken in only here and seldom: a copy of the folder made meanwhile,
by whatever means, is nearly always of one moment.
"""

from __future__ import annotations

import atexit
import secrets
from contextlib import suppress
from pathlib import Path
from typing import Any, Final

import sqlcipher3
from sqlalchemy import Connection, Engine, event

_LARGEST_LOG: Final = 32 * 2**20
"""Bytes; a day at a hub writes less."""

Marks = tuple[int, int]


def under_way(marks: Marks) -> bool:
    """Whether a file with these marks was left open."""
    return marks[1] > 0


def belongs(file: Marks, log: Marks) -> bool:
    """Whether a log with these marks belongs to a file with those."""
    return file[1] in log


class InUse:
    """Keeps the marks of an open file by listening to the engine that writes."""

    def __init__(self, writer: Engine, log: Path) -> None:
        self._writer, self._log = writer, log
        self._whole: int | None = None
        self._kept = False
        self.open()

    def open(self) -> None:
        """Mark the file as open, with a log of its own from now on."""
        self._kept = True
        # A program that ends by a fault lets SQLite take in and remove the log as if the file were closed: close it first.
        atexit.register(self.close)
        event.listen(self._writer, "begin", self._begin_log)
        event.listen(self._writer, "checkin", self._take_in_when_large)
        self._do(self._opened)

    def open_again(self) -> None:
        """After a close that came to nothing. With a disk that fails now the next change marks the file."""
        with suppress(sqlcipher3.DatabaseError):
            self.open()

    def close(self) -> None:
        """Take the log into the file and mark it closed; the last thing that is done with it. More calls do nothing."""
        if not self._kept:
            return
        self._kept = False
        atexit.unregister(self.close)
        event.remove(self._writer, "begin", self._begin_log)
        event.remove(self._writer, "checkin", self._take_in_when_large)
        # With a disk that fails now the log stays, and the next start takes it in.
        with suppress(sqlcipher3.DatabaseError):
            self._do(self._closed)

    def _do(self, what: Any) -> None:
        raw = self._writer.raw_connection()
        try:
            what(raw.driver_connection)
        finally:
            raw.close()

    def _begin_log(self, connection: Connection) -> None:
        driver: Any = connection.connection.driver_connection
        latest = _marks(driver)[1]
        if latest == self._whole:
            _write_marks(driver, latest, _drawn())

    def _take_in_when_large(self, connection: Any, _: object) -> None:
        # A disk that fails now is met again by the next change, which says so.
        with suppress(OSError, sqlcipher3.DatabaseError):
            if connection is not None and self._log.stat().st_size > _LARGEST_LOG:
                self.take_in(connection)

    def _opened(self, driver: Any) -> None:
        self._checkpoint(driver)
        self._mark(driver, _drawn(), fresh=True)

    def _closed(self, driver: Any) -> None:
        self.take_in(driver)
        self._mark(driver, -_drawn(), fresh=True)

    def take_in(self, driver: Any) -> bool:
        """Take the log into the file and empty it; False where somebody who reads still holds on to it.

        SQLite waits for them as long as it does for any lock.
        """
        return self._mark(driver, _drawn(), fresh=_marks(driver)[1] == self._whole)

    def _mark(self, driver: Any, drawn: int, *, fresh: bool) -> bool:
        """The last change of a log, which is then taken into the file; ``fresh``: it is the first one too."""
        driver.execute("BEGIN IMMEDIATE")
        try:
            began, latest = _marks(driver)
            _write_marks(driver, latest if fresh else began, drawn)
            driver.execute("COMMIT")
        except BaseException:
            if driver.in_transaction:
                driver.rollback()
            raise
        return self._checkpoint(driver)

    def _checkpoint(self, driver: Any) -> bool:
        blocked, held, taken = driver.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        if held == taken:
            self._whole = _marks(driver)[1]
        return not blocked


def mark_copy_closed(driver: Any) -> None:
    """Mark a file that SQLite copied out of an open one as closed: it has no log and needs none."""
    latest = _marks(driver)[1]
    if latest > 0:
        driver.execute(f"PRAGMA application_id = {-latest}")


def _marks(driver: Any) -> Marks:
    return int(driver.execute("PRAGMA user_version").fetchone()[0]), int(
        driver.execute("PRAGMA application_id").fetchone()[0]
    )


def _write_marks(driver: Any, began: int, latest: int) -> None:
    driver.execute(f"PRAGMA user_version = {began}")
    driver.execute(f"PRAGMA application_id = {latest}")


def _drawn() -> int:
    return secrets.randbits(30) + 1
