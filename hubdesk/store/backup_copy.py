"""A copy of the database as SQLite sees it whole at one moment, and the proof that it is one."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import datetime
from errno import EIO
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

import sqlcipher3

from hubdesk.access.key_file import slots_path
from hubdesk.base.errors import Cancelled, Refused
from hubdesk.base.progress import Progress
from hubdesk.store.anchor import AnchorFile
from hubdesk.store.backup_file import FORMAT, Manifest
from hubdesk.store.chain import Head
from hubdesk.store.digests import NOTHING
from hubdesk.store.file_engines import unlocked
from hubdesk.store.in_use import OpenFile, copying
from hubdesk.store.marks import mark_copy_closed

_PAGES: Final = 512
"""Copied at a time: 2 MiB, some milliseconds."""

_INSTRUCTIONS: Final = 200_000
"""Of SQLite's, after each of which a check may be stopped."""

_OF_EVERY_FILE: Final = ("accounts", "keys")
"""Marks that say something of a file in which nothing was ever done, too."""

_DAMAGED: Final = (11, 26)
_INTERRUPTED: Final = 9
"""Result codes of SQLite, https://sqlite.org/rescode.html"""


@dataclass(frozen=True)
class Standing:
    """How far a file has come. epoch, seq: its own; heads: the last seq of each epoch; marks: what is not journalled."""

    hub: str
    epoch: str
    seq: int
    heads: dict[str, int]
    marks: dict[str, Any]

    @property
    def worth_keeping(self) -> bool:
        """Whether anything was ever done in it."""
        return bool(self.heads or any(value for name, value in self.marks.items() if name not in _OF_EVERY_FILE))

    def same_as(self, manifest: Manifest) -> bool:
        """Whether a backup holds all that was done."""
        return manifest.journal.get("heads") == self.heads and manifest.marks == self.marks


def standing(connection: Any, path: Path) -> Standing:
    """What the driver's ``connection`` sees, and the keys of the file at ``path``."""
    heads, epoch, own = {}, "", 0
    for number, name, mine in connection.execute("SELECT number, epoch, mine FROM device_epoch").fetchall():
        row = connection.execute("SELECT max(seq) FROM journal WHERE epoch = ?", (number,)).fetchone()
        if row[0]:
            heads[str(name)] = row[0]
        if mine:
            epoch, own = str(name), row[0] or 0
    hub = connection.execute("SELECT value FROM setting WHERE name = 'hub'").fetchone()
    marks = {
        "draft": connection.execute("SELECT max(saved_at) FROM draft").fetchone()[0],
        "parked": connection.execute("SELECT count(*) FROM parked").fetchone()[0],
        "conflict": connection.execute("SELECT count(*) FROM conflict").fetchone()[0],
        "accounts": _accounts(connection),
        "keys": _keys(path),
    }
    return Standing(str(hub[0]) if hub else "", epoch, own, heads, marks)


def copy_of(held: OpenFile, target: Path, now: datetime, why: str, progress: Progress) -> tuple[Manifest, bytes]:
    """Write the database as it is now under ``target``, its keys and an anchor beside it; what it holds, and its key.

    Others may read and write meanwhile. Raises FileTrouble when the hub's file cannot be read, OSError when ``target`` cannot be written.
    """
    with copying(held) as (source, key):
        # The transaction holds this moment fast, for counting and for every page: others' writes begin nothing anew.
        source.execute("BEGIN")
        manifest = _manifest(source, held.path, now, why)
        try:
            _copy(source, target, key, progress)
        except sqlcipher3.DatabaseError as error:
            if _code(error) in _DAMAGED:
                raise
            raise OSError(EIO, "The copy could not be written", str(target)) from None
        slots_path(target).write_bytes(slots_path(held.path).read_bytes())
        AnchorFile(target, key).write(Head(**manifest.journal["chain"]), closed=True)
        return manifest, key


def is_whole(path: Path, key: bytes, manifest: Manifest, progress: Progress) -> bool:
    """Open a copy, check its every page and count: whether it is what the manifest says. Raises Cancelled when stopped."""
    try:
        copy = unlocked(path, key)
    except (Refused, sqlcipher3.DatabaseError):
        return False
    try:
        copy.execute("PRAGMA query_only = ON")
        copy.set_progress_handler(_stopping(progress), _INSTRUCTIONS)
        encrypted = bool(copy.execute("PRAGMA cipher_version").fetchone()[0])
        found = [row[0] for row in copy.execute("PRAGMA integrity_check(1)").fetchall()]
        as_told = _counts(copy) == manifest.counts and asdict(_end_of_log(copy)) == manifest.journal["chain"]
        return encrypted and found == ["ok"] and as_told
    except sqlcipher3.DatabaseError as error:
        if _code(error) == _INTERRUPTED:
            raise Cancelled from None
        return False
    finally:
        copy.close()


def _copy(source: Any, target: Path, key: bytes, progress: Progress) -> None:
    made = unlocked(target, key)
    try:
        # It is flushed once it is a backup; until then nobody relies on it.
        made.execute("PRAGMA journal_mode = OFF")
        made.execute("PRAGMA synchronous = OFF")
        source.backup(made, pages=_PAGES, progress=_told(progress))
        made.execute("PRAGMA journal_mode = DELETE")
        mark_copy_closed(made)
    finally:
        made.close()


def _manifest(source: Any, path: Path, now: datetime, why: str) -> Manifest:
    stands = standing(source, path)
    version = source.execute("SELECT version_num FROM alembic_version").fetchone()
    journal = {"epoch": stands.epoch, "seq": stands.seq, "heads": stands.heads, "chain": asdict(_end_of_log(source))}
    moment = now.isoformat(timespec="milliseconds")
    return Manifest(FORMAT, version[0], moment, why, stands.hub, _counts(source), journal, stands.marks, {})


def _end_of_log(connection: Any) -> Head:
    """Nothing in a file from before there was a log."""
    if not _has_table(connection, "audit"):
        return Head(0, NOTHING)
    row = connection.execute("SELECT seq, hash FROM audit ORDER BY seq DESC LIMIT 1").fetchone()
    return Head(*row) if row else Head(0, NOTHING)


def _accounts(connection: Any) -> str:
    """Who works with the file and as what, as a hash: nobody is to be known by it."""
    if not _has_table(connection, "account"):
        return ""
    rows = connection.execute("SELECT hex(id), role, ended FROM account ORDER BY id").fetchall()
    return sha256(json.dumps(rows).encode()).hexdigest()


def _keys(path: Path) -> str:
    """The key file as a hash; nothing where it is missing, which a backup then says."""
    try:
        return sha256(slots_path(path).read_bytes()).hexdigest()
    except OSError:
        return ""


def _has_table(connection: Any, name: str) -> bool:
    return bool(connection.execute("SELECT 1 FROM sqlite_master WHERE name = ?", (name,)).fetchone())


def _counts(connection: Any) -> dict[str, int]:
    """How many rows each table has; a virtual table's own ones follow from another and are left to the check."""
    names = connection.execute(
        "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND name NOT LIKE 'sqlite\\_%' "
        "ESCAPE '\\' ORDER BY name"
    ).fetchall()
    # The names are the file's own, and each is quoted.
    return {name: connection.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] for (name,) in names}  # noqa: S608


def _told(progress: Progress) -> Callable[[int, int, int], None]:
    return lambda _status, left, of: progress.step(of - left, max(of, 1))


def _stopping(progress: Progress) -> Callable[[], int]:
    """For SQLite: 0 to go on. It says nothing of how far it is, so the bar waits where it was."""

    def stop() -> int:
        try:
            progress.step(0, 1)
        except Cancelled:
            return 1
        return 0

    return stop


def _code(error: BaseException) -> int:
    return int(getattr(error, "sqlite_errorcode", 0)) & 0xFF
