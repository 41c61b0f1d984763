"""Reading what can still be read of a file of which pages are missing, into a new one of the same schema."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, Final
from uuid import UUID

import sqlcipher3
from sqlalchemy import Connection

from hubdesk.access.roles import Role
from hubdesk.base.progress import Progress
from hubdesk.store.rights_by_log import TELLING, ByLog, least, take
from hubdesk.store.values import unpack
from hubdesk.store.versions import NEWEST, VERSIONS

_AT_ONCE: Final = 500


@contextmanager
def reading_what_is_left(broken: Path, key: bytes) -> Iterator[Any]:
    """The driver's connection to a file put together from what was left, also where its list of tables is not whole."""
    source = sqlcipher3.connect(str(broken), isolation_level=None)
    try:
        source.execute("PRAGMA cipher_log_level = NONE")
        source.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
        source.execute("PRAGMA writable_schema = ON")
        yield source
    finally:
        source.close()


def version_left(source: Any) -> str:
    """The version of its schema; the newest where that cannot be read."""
    with suppress(sqlcipher3.DatabaseError):
        for (version,) in source.execute("SELECT version_num FROM alembic_version"):
            if version in VERSIONS:
                return str(version)
    return NEWEST


def role_left(source: Any, holder: UUID) -> tuple[str, bool] | None:
    """In which role the holder works, and whether their account was taken; None where that cannot be read.

    Of what the row says and what the log says as far as it can be read, the lesser.
    """
    with suppress(sqlcipher3.DatabaseError):
        for role, ended in source.execute("SELECT role, ended FROM account WHERE id = ?", (holder.hex,)):
            told = _rights_left(source)
            known = told.role(holder, Role(role))
            return str(least(Role(role), known) or role), ended is not None or known is None
    return None


def _rights_left(source: Any) -> ByLog:
    told = ByLog()
    words = ", ".join(f"'{what}'" for what in TELLING)
    with suppress(sqlcipher3.DatabaseError):
        for what, about in source.execute(f"SELECT what, about FROM audit WHERE what IN ({words}) ORDER BY seq"):  # noqa: S608 - its own words
            with suppress(ValueError, KeyError, TypeError, AttributeError):
                take(told, what, unpack(about))
    return told


def copy_all(source: Any, connection: Connection, progress: Progress) -> None:
    """Put every row that can be read into the tables of the same name. Raises Cancelled when asked to stop."""
    driver: Any = connection.connection.driver_connection
    listed = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT GLOB 'sqlite_*'"
    tables = [name for (name,) in driver.execute(listed) if not name.startswith(("search_trigram", "alembic_"))]
    for done, table in enumerate(tables):
        progress.step(done, len(tables))
        driver.execute(f"DELETE FROM {table}")  # noqa: S608 - its own names
        with suppress(sqlcipher3.DatabaseError):
            there = {row[1] for row in source.execute(f"PRAGMA table_info({table})")}
            names = [row[1] for row in driver.execute(f"PRAGMA table_info({table})") if row[1] in there]
            columns = ", ".join(f'"{name}"' for name in names)
            put = f"INSERT OR IGNORE INTO {table} ({columns}) VALUES ({', '.join('?' * len(names))})"  # noqa: S608 - its own names
            for rows in _readable(source, table, columns) if names else ():
                driver.executemany(put, rows)


def _readable(source: Any, table: str, columns: str) -> Iterator[list[tuple[Any, ...]]]:
    """All rows that can be read, in batches."""
    where = f"FROM {table} NOT INDEXED WHERE rowid > ? ORDER BY rowid LIMIT {_AT_ONCE}"
    last = -(2**63)
    while True:
        ids = [row[0] for row in source.execute(f"SELECT rowid {where}", (last,))]
        if not ids:
            return
        try:
            yield [row[1:] for row in source.execute(f"SELECT rowid, {columns} {where}", (last,))]
        except sqlcipher3.DatabaseError:
            yield list(_one_by_one(source, table, columns, ids))
        # The row of a stand-in has a number of its own, which where it comes last is behind those read.
        if max(ids) <= last:
            return
        last = max(ids)


def _one_by_one(source: Any, table: str, columns: str, ids: list[int]) -> Iterator[tuple[Any, ...]]:
    for id in ids:
        with suppress(sqlcipher3.DatabaseError):
            yield from source.execute(f"SELECT {columns} FROM {table} NOT INDEXED WHERE rowid = ?", (id,))  # noqa: S608 - its own names
