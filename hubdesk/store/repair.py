"""Repair: what can still be read of a damaged file becomes a sound one; the damaged one is kept beside it."""

from __future__ import annotations

import os
import shutil
from collections import Counter
from collections.abc import Iterator
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Final
from uuid import UUID

import sqlcipher3
from sqlalchemy import Connection, delete, exists, func, select, update

from hubdesk.access.key_slots import Keys, slots_path
from hubdesk.access.sealing import Seals
from hubdesk.base.errors import Refused
from hubdesk.base.progress import Progress
from hubdesk.base.words import tr, tr_many
from hubdesk.fields.types import Link
from hubdesk.records import KINDS, Record, fields_of
from hubdesk.store import file, migrate
from hubdesk.store.damage import assembled
from hubdesk.store.in_use import mark_copy_closed
from hubdesk.store.mending import clocks_anew, index_anew, put_back, search_anew, table_of
from hubdesk.store.pages import PAGE, Pages
from hubdesk.store.tables import journal, row_clock, search_entry
from hubdesk.store.trouble import refused_by_system

_AT_ONCE: Final = 500


@dataclass(frozen=True)
class Repaired:
    """What came of it. ``kept``: where the damaged file lies now. ``lost``, ``rebuilt``: records by the name of their kind."""

    kept: Path
    records: int
    rebuilt: Counter[str]
    lost: Counter[str]

    def sentences(self) -> list[str]:
        """What is there again and what is not, in words."""
        said = [tr_many("{n} record is safe.", "{n} records are safe.", self.records)]
        rebuilt = self.rebuilt.total()
        if rebuilt:
            said.append(
                tr_many(
                    "{n} of them lay in a damaged place and was made again from the journal.",
                    "{n} of them lay in damaged places and were made again from the journal.",
                    rebuilt,
                )
            )
        said += [
            tr("Lost: {kind}, {n}.", kind=kind.kind.many, n=f"{self.lost[kind.__tablename__]:,}")
            for kind in KINDS
            if self.lost[kind.__tablename__]
        ]
        return [*said, tr("Nothing is lost.")] if not self.lost.total() else said


def repair(path: Path, keys: Keys, progress: Progress) -> Repaired:
    """Put a sound file in the place of the damaged one at ``path``. Raises Refused when too little can be read."""
    held = file.lock(path)
    broken, new = path.with_name(path.name + ".broken"), path.with_name(path.name + ".mended")
    try:
        for left in (broken, new):
            _clear(left)
        spares = _empty_file(new, keys)
        assembled(path, file.side_files(path)[0], keys.data, broken, spares, progress)
        records, rebuilt, lost = _filled(broken, new, keys, progress)
        if not records:
            raise Refused(tr("Nothing of this file can be read any more. Bring back your last backup."))
        return Repaired(_put_in_place(path, new), records, rebuilt, lost)
    except OSError as error:
        raise refused_by_system(error, path) from None
    finally:
        for left in (broken, new):
            _clear(left)
        held.release()


def _empty_file(new: Path, keys: Keys) -> dict[int, bytes]:
    """Make a new file; its pages that list the tables, by number: every file has them at the same place, being made alike."""
    new.touch()
    seals = Seals(keys.special_public, keys.special)
    writer = file.writer(new, keys.data, seals)
    with file.links_unchecked(writer) as connection:
        migrate.upgrade(connection, seals)
    with writer.connect() as connection:
        roots = set(connection.exec_driver_sql("SELECT rootpage FROM sqlite_master").scalars())
    writer.dispose()
    held = new.read_bytes()
    pages = Pages(keys.data, held[:16])
    lists = [number for number in range(2, len(held) // PAGE + 1) if number not in roots]
    return {number: pages.opened(held[(number - 1) * PAGE : number * PAGE]) for number in lists}


def _filled(broken: Path, new: Path, keys: Keys, progress: Progress) -> tuple[int, Counter[str], Counter[str]]:
    writer = file.writer(new, keys.data, Seals(keys.special_public, keys.special))
    try:
        with file.links_unchecked(writer) as connection:
            with closing(_unchecked(broken, keys.data)) as source:
                _copy(source, connection, progress)
            rebuilt, lost = _complete(connection)
            search_anew(connection)
            records = sum(connection.scalar(select(func.count()).select_from(kind.__table__)) or 0 for kind in KINDS)
        raw = writer.raw_connection()
        mark_copy_closed(raw.driver_connection)
        raw.close()
    finally:
        writer.dispose()
    return records, rebuilt, lost


def _unchecked(broken: Path, key: bytes) -> Any:
    """A connection that reads what it can, also where the list of tables is not whole."""
    source = sqlcipher3.connect(str(broken), isolation_level=None)
    source.execute("PRAGMA cipher_log_level = NONE")
    source.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
    source.execute("PRAGMA writable_schema = ON")
    return source


def _copy(source: Any, connection: Connection, progress: Progress) -> None:
    driver: Any = connection.connection.driver_connection
    tables = list(Record.metadata.sorted_tables)
    for done, table in enumerate(tables):
        progress.step(done, len(tables))
        with suppress(sqlcipher3.DatabaseError):
            there = {row[1] for row in source.execute(f"PRAGMA table_info({table.name})")}
            names = [column.name for column in table.columns if column.name in there]
            listed = ", ".join(f'"{name}"' for name in names)
            put = f"INSERT OR IGNORE INTO {table.name} ({listed}) VALUES ({', '.join('?' * len(names))})"  # noqa: S608 - its own names
            for rows in _readable(source, table.name, listed) if names else ():
                driver.executemany(put, rows)


def _readable(source: Any, table: str, listed: str) -> Iterator[list[tuple[Any, ...]]]:
    """All rows that can be read, in batches."""
    where = f"FROM {table} NOT INDEXED WHERE rowid > ? ORDER BY rowid LIMIT {_AT_ONCE}"
    last = -(2**63)
    while True:
        ids = [row[0] for row in source.execute(f"SELECT rowid {where}", (last,))]
        if not ids:
            return
        try:
            yield [row[1:] for row in source.execute(f"SELECT rowid, {listed} {where}", (last,))]
        except sqlcipher3.DatabaseError:
            yield list(_one_by_one(source, table, listed, ids))
        last = max(ids)  # the row of a stand-in has a number of its own


def _one_by_one(source: Any, table: str, listed: str, ids: list[int]) -> Iterator[tuple[Any, ...]]:
    for id in ids:
        with suppress(sqlcipher3.DatabaseError):
            yield from source.execute(f"SELECT {listed} FROM {table} NOT INDEXED WHERE rowid = ?", (id,))  # noqa: S608 - its own names


def _complete(connection: Connection) -> tuple[Counter[str], Counter[str]]:
    """Make anew what the journal knows, and take out what cannot stand without what is lost."""
    rebuilt: Counter[str] = Counter()
    lost: Counter[str] = Counter()
    for kind in KINDS:
        table, name = kind.__table__, kind.__tablename__
        away = ~exists().where(table.c.id == row_clock.c.record)
        wanted = set(
            connection.scalars(select(row_clock.c.record).where(row_clock.c.kind == name, ~row_clock.c.gone, away))
        )
        unknown = ~exists().where(table.c.id == journal.c.record) & ~exists().where(
            row_clock.c.record == journal.c.record
        )
        said = set(connection.scalars(select(journal.c.record).where(journal.c.kind == name, unknown)))
        back = put_back(connection, kind, list(wanted | said))
        rebuilt[name] += len(back)
        lost[name] += len(wanted - set(back))
    while any(_cut_loose(connection, kind, lost) for kind in KINDS):
        pass
    for kind in KINDS:
        table = kind.__table__
        clockless = select(table.c.id).where(~exists().where(row_clock.c.record == table.c.id))
        clocks_anew(connection, list(connection.scalars(clockless)))
        hidden = select(table.c.id).where(~exists().where(search_entry.c.record == table.c.id))
        index_anew(connection, kind, list(connection.scalars(hidden)))
    connection.execute(
        delete(search_entry).where(~search_entry.c.record.in_(select(row_clock.c.record).where(~row_clock.c.gone)))
    )
    return +rebuilt, +lost


def _cut_loose(connection: Connection, kind: type[Record], lost: Counter[str]) -> bool:
    """Take out records whose owner is lost, and empty other links that lead nowhere; whether any was taken out."""
    table, taken = table_of(kind), False
    for field in fields_of(kind):
        if not isinstance(field.type, Link):
            continue
        target = Record.metadata.tables[field.type.to].alias("target")
        column = table.c[field.name]
        nowhere = column.is_not(None) & ~exists().where(target.c.id == column)
        if not field.required:
            connection.execute(update(table).where(nowhere).values({field.name: None}))
            continue
        ids: list[UUID] = list(connection.scalars(select(table.c.id).where(nowhere)))
        for start in range(0, len(ids), _AT_ONCE):
            connection.execute(delete(table).where(table.c.id.in_(ids[start : start + _AT_ONCE])))
        lost[kind.__tablename__] += len(ids)
        taken = taken or bool(ids)
    return taken


def _put_in_place(path: Path, new: Path) -> Path:
    """The damaged file takes another name, with its keys and its log, and the new one its place."""
    now = f"{datetime.now().astimezone():%Y-%m-%d %H-%M-%S}"
    kept = path.with_name(tr("{name} damaged {day}{ending}", name=path.stem, day=now, ending=path.suffix))
    with new.open("rb+") as written:
        os.fsync(written.fileno())
    shutil.copyfile(slots_path(path), slots_path(kept))
    path.rename(kept)
    for left, moved in zip(file.side_files(path), file.side_files(kept), strict=True):
        if left.exists():
            left.replace(moved)
    new.replace(path)
    return kept


def _clear(one: Path) -> None:
    for left in (one, *file.side_files(one), one.with_name(one.name + "-journal")):
        with suppress(OSError):
            left.unlink(missing_ok=True)
