"""Repair: what can still be read of a damaged file becomes a sound one; the damaged one is kept beside it."""

from __future__ import annotations

import os
import shutil
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

import sqlcipher3
from sqlalchemy import Connection, Engine, func, select

from hubdesk.access import key_file
from hubdesk.access.key_file import slots_path
from hubdesk.access.key_slots import Keys
from hubdesk.access.rights import Deed, require
from hubdesk.access.roles import Role
from hubdesk.access.sealing import Seals
from hubdesk.base.errors import Refused
from hubdesk.base.progress import Progress
from hubdesk.base.words import tr, tr_many, without_marks
from hubdesk.records import KINDS
from hubdesk.store import file, file_engines, migrate
from hubdesk.store.anchor import AnchorFile, anchor_path
from hubdesk.store.chain import Head
from hubdesk.store.completing import Completed, ask_again, complete
from hubdesk.store.damage import assembled
from hubdesk.store.marks import mark_copy_closed
from hubdesk.store.mending import search_anew, table_of
from hubdesk.store.pages import PAGE, Pages
from hubdesk.store.repair_log import LoggedRepair, log_repair
from hubdesk.store.salvage import copy_all, reading_what_is_left, role_left, version_left
from hubdesk.store.trouble import refused_by_system, trouble
from hubdesk.store.versions import NEWEST

_PARTS: Final = 4
"""Into which the work is divided for whoever waits: putting together, reading, completing, looking through the log."""


@dataclass(frozen=True)
class Repaired:
    """What came of it. ``kept``: where the damaged file lies now. ``lost``, ``rebuilt``: records by the name of their kind.

    ``accounts``: how many were lost and made anew from the key file; ``log``: how many parts of the log are missing;
    ``unproven``: of how many people nobody can prove any more what they may do;
    ``post_keys``: whether the file signs with the keys that others know.
    """

    kept: Path
    records: int
    rebuilt: Counter[str]
    lost: Counter[str]
    accounts: int = 0
    log: int = 0
    unproven: int = 0
    post_keys: bool = True

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
        if self.accounts:
            said.append(
                tr(
                    "As what people work here could not be read: you manage now. Give everybody else their part again under “People who work here”."
                )
            )
        if not self.post_keys:
            said.append(
                tr(
                    "The keys that sign packages and certificates could not be read, so this file takes new ones. Under “Keys and invitations”, give the others a new answer or invitation and compare its six words. Certificates printed before are no longer known here."
                )
            )
        if self.unproven:
            said.append(
                tr_many(
                    "What {n} person may do here could not be proven any more; “Check my data” tells who it is.",
                    "What {n} people may do here could not be proven any more; “Check my data” tells who they are.",
                    self.unproven,
                )
            )
        if self.log:
            said.append(tr("Parts of the log are missing too; “Who did what” tells of it when the log is checked."))
        if not self.lost.total():
            said.append(tr("No record is lost."))
        return said


def repair(path: Path, keys: Keys, progress: Progress) -> Repaired:
    """Put a sound file in the place of the damaged one at ``path``.

    Raises Refused when too little can be read, or whoever holds the keys may not; then everything is as it was.
    """
    held = file.lock(path)
    broken, new = path.with_name(path.name + ".broken"), path.with_name(path.name + ".mended")
    try:
        for left in (broken, new):
            _clear(left)
        _put_together(path, broken, new, keys, progress)
        done, records, log = _filled(path, broken, new, keys, progress)
        if not records:
            raise Refused(tr("Nothing of this file can be read any more. Bring back your last backup."))
        kept = _put_in_place(path, new, keys, log.at)
        return Repaired(
            kept, records, +done.rebuilt, +done.lost, done.accounts, log.parts, log.unproven, done.post_keys
        )
    except OSError as error:
        raise refused_by_system(error, path) from None
    except sqlcipher3.DatabaseError as error:
        raise (trouble(error, path) or error) from None
    finally:
        for left in (broken, new):
            _clear(left)
        held.release()


def _put_together(path: Path, broken: Path, new: Path, keys: Keys, progress: Progress) -> None:
    """Make ``broken`` from all pages that are left, and ``new`` empty, of the same schema."""
    version = NEWEST
    while True:
        spares = _empty_file(new, keys, version)
        assembled(path, file.side_files(path)[0], keys.data, broken, spares, _Part(progress, 0))
        with reading_what_is_left(broken, keys.data) as source:
            _check_rights(role_left(source, keys.holder) if keys.holder else None, keys)
            found = version_left(source)
        if found == version:
            return
        version = found
        for left in (broken, new):
            _clear(left)


def _check_rights(known: tuple[str, bool] | None, keys: Keys) -> None:
    """Raises Refused for whoever may not repair.

    Nobody does without the second key, which reception has not and nobody can give themselves; where their account lies
    in a damaged place it stands for it.
    """
    if known is None or not keys.special:
        require(Role.MANAGER if keys.special else Role.RECEPTION, Deed.REPAIR)
        return
    role, ended = known
    if ended:
        raise Refused(tr("This account is no longer there. Ask a manager for a new one."))
    require(Role(role), Deed.REPAIR)


def _empty_file(new: Path, keys: Keys, version: str) -> dict[int, bytes]:
    """Make a new file; its pages that list the tables, by number: every file has them at the same place, being made alike."""
    new.touch()
    writer = _writer(new, keys)
    with file_engines.links_unchecked(writer) as connection:
        migrate.upgrade(connection, _seals(keys), version)
    with writer.connect() as connection:
        roots = set(connection.exec_driver_sql("SELECT rootpage FROM sqlite_master").scalars())
    writer.dispose()
    held = new.read_bytes()
    pages = Pages(keys.data, held[:16])
    lists = [number for number in range(2, len(held) // PAGE + 1) if number not in roots]
    return {number: pages.opened(held[(number - 1) * PAGE : number * PAGE]) for number in lists}


def _filled(path: Path, broken: Path, new: Path, keys: Keys, progress: Progress) -> tuple[Completed, int, LoggedRepair]:
    writer = _writer(new, keys)
    try:
        with file_engines.links_unchecked(writer) as connection:
            with reading_what_is_left(broken, keys.data) as source:
                copy_all(source, connection, _Part(progress, 1))
            if not migrate.is_current(migrate.version_of(connection)):
                migrate.upgrade(connection, _seals(keys), checked=False)
            progress.step(2, _PARTS)
            done = complete(connection, path, keys)
            search_anew(connection)
            progress.step(3, _PARTS)
            records = _count(connection)
            special = {one.id for one in key_file.read(slots_path(path)).people if one.special}
            log = log_repair(connection, AnchorFile(path, keys.data), keys.name, _counts(done), special)
            if log.parts:
                ask_again(connection)
        raw = writer.raw_connection()
        mark_copy_closed(raw.driver_connection)
        raw.close()
    finally:
        writer.dispose()
    return done, records, log


def _count(connection: Connection) -> int:
    return sum(connection.scalar(select(func.count()).select_from(table_of(kind))) or 0 for kind in KINDS)


def _counts(done: Completed) -> dict[str, object]:
    return {"rebuilt": dict(+done.rebuilt), "lost": dict(+done.lost), "accounts": done.accounts, "post": done.post_keys}


def _put_in_place(path: Path, new: Path, keys: Keys, at: Head) -> Path:
    """The damaged file is kept under another name, with all that belongs to it, and the new one takes its place.

    There is a file at ``path`` at every moment. A log that is left beside the new one when the computer stops here is
    known for another's.
    """
    now = f"{datetime.now().astimezone():%Y-%m-%d %H-%M-%S}"
    said = tr("{name} damaged {day}{ending}", name=path.stem, day=now, ending=path.suffix)
    kept = path.with_name(without_marks(said))
    log = file.side_files(path)[0]
    beside = (
        (slots_path(path), slots_path(kept)),
        (anchor_path(path), anchor_path(kept)),
        (log, file.side_files(kept)[0]),
    )
    try:
        for one, other in ((path, kept), *beside):
            if one.exists():
                shutil.copyfile(one, other)
        with new.open("rb+") as written:
            os.fsync(written.fileno())
        AnchorFile(path, keys.data).write(at, closed=True)
        new.replace(path)
    except OSError:
        for _, other in ((path, kept), *beside):
            other.unlink(missing_ok=True)
        raise
    for left in file.side_files(path):
        left.unlink(missing_ok=True)
    return kept


def _writer(new: Path, keys: Keys) -> Engine:
    return file_engines.writer(new, keys.data, _seals(keys))


def _seals(keys: Keys) -> Seals:
    return Seals(keys.special_public, keys.special)


def _clear(one: Path) -> None:
    for left in (one, *file.side_files(one), one.with_name(one.name + "-journal")):
        with suppress(OSError):
            left.unlink(missing_ok=True)


class _Part(Progress):
    """Progress of one part of the whole."""

    def __init__(self, whole: Progress, part: int) -> None:
        super().__init__(lambda done, of: whole.step(part * of + done, _PARTS * of))
