"""Backups: the whole file as it is at one moment, made while the hub works, and kept only once it has been opened."""

from __future__ import annotations

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Final

from filelock import FileLock, Timeout

from hubdesk.base.errors import FileTrouble, Refused
from hubdesk.base.pieces import flush_folder
from hubdesk.base.places import backups_folder
from hubdesk.base.progress import Progress
from hubdesk.base.room import Room, room_in, size_of
from hubdesk.base.words import tr
from hubdesk.store import backup_file
from hubdesk.store.backup_copy import Standing, copy_of, is_whole, standing
from hubdesk.store.backup_file import SUFFIX, Manifest
from hubdesk.store.backup_list import Backup, backups_in, plain, thin
from hubdesk.store.file import side_files
from hubdesk.store.in_use import OpenFile, looking
from hubdesk.store.migrate import check_not_newer, is_current
from hubdesk.store.small_facts import FOLDER
from hubdesk.store.thinning import gone_by

_ENDINGS: Final = ("-wal", "-shm", "-journal", ".keys", ".anchor", ".anchor.new")
_MARGIN: Final = 4_000_000
"""Bytes for keys, names and what the file grows by meanwhile."""

_LONGEST_WAIT: Final = 120
"""Seconds to wait for another backup into the same folder."""


def make(held: OpenFile, why: str, progress: Progress | None = None, folder: Path | None = None) -> Backup:
    """Back the file up into ``folder``, by default the one chosen for it, and thin the backups there.

    The file may be in use meanwhile. Raises FileTrouble when the disk does not take the backup, Refused when it was
    written but does not hold what it should, Cancelled when asked to stop: no backup is left of it then, and those
    there were stay.
    """
    steps = progress or Progress()
    into = folder or folder_of(held)
    with _written_to(into), _alone(into, steps):
        room(held, into).require()
        part = into / f".{held.path.stem}{SUFFIX}.part"
        copy = part.with_name(part.name + ".db")
        try:
            now = datetime.now(UTC)
            manifest, key = copy_of(held, copy, now, why, steps.share(0, 45))
            written = _proven_and_written(part, copy, key, manifest, steps.share(45, 100))
            target = _free(into, held.path.stem, now)
            part.replace(target)
            flush_folder(into)
        finally:
            _clear(part, copy)
        made = Backup(target, target.stat().st_size, written)
        thin(into, made, held.path.stem)
    return made


def _proven_and_written(part: Path, copy: Path, key: bytes, manifest: Manifest, steps: Progress) -> Manifest:
    """Open the copy and count, while it is written as a backup and that is read again: neither waits for the other.

    Raises Refused when it is not whole; nobody has the backup yet.
    """
    with ThreadPoolExecutor(1, "backup") as beside:
        whole = beside.submit(is_whole, copy, key, manifest, steps.silent())
        with part.open("wb") as out:
            backup_file.write(out, copy, manifest, steps.share(0, 40))
        written = backup_file.check(part, steps.share(40, 60))
        if not whole.result():
            raise Refused(
                tr(
                    "The backup could be written but not opened again whole, so it was not kept. The earlier ones "
                    "are still there. Check the data, then back up again."
                )
            )
        steps.step(100, 100)
    return written


def room(held: OpenFile, folder: Path) -> Room:
    """What the next backup takes in ``folder`` while it is made: the copy that is opened, and the file it goes into.

    Raises OSError when the disk is not there.
    """
    return room_in(folder, 2 * size_of(held.path, *side_files(held.path)) + _MARGIN)


def make_if_changed(held: OpenFile, why: str, progress: Progress | None = None) -> Backup | None:
    """The same, unless nothing was done since the last backup; then None."""
    now = standing_of(held)
    last = last_backup(folder_of(held), now.hub, held.path.stem)
    if not now.worth_keeping or (last and now.same_as(last.manifest)):
        return None
    return make(held, why, progress)


def before_migrating(held: OpenFile) -> None:
    """Back up a file that an older HubDesk made, before this one changes how it is made; nothing where it is new."""
    with looking(held) as connection:
        versioned = connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'alembic_version'").fetchone()
        version = connection.execute("SELECT version_num FROM alembic_version").fetchone()[0] if versioned else None
    check_not_newer(version)
    if version is not None and not is_current(version):
        make(held, "migration")


def verify(path: Path, key: bytes, progress: Progress | None = None) -> Manifest:
    """Open a backup with its key, check it and count. Raises Refused when it would not bring the file back."""
    steps = progress or Progress()
    copy = path.with_name(f".{path.name}.part.db")
    with _written_to(path.parent):
        try:
            manifest = backup_file.unpack(path, copy, steps.share(0, 50))
            if not is_whole(copy, key, manifest, steps.share(50, 100)):
                raise backup_file.damaged(path)
        finally:
            _clear(copy)
    return manifest


def last_backup(folder: Path, hub: str, name: str) -> Backup | None:
    """The newest backup of this hub, or of files of this name as long as they belong to none."""
    of_it = [one for one in backups_in(folder).whole if one.is_of(hub, name)]
    return of_it[0] if of_it else None


def held_until(held: OpenFile) -> date | None:
    """The day by which no backup of today is left, when one is made every week; None where there is none.

    Copies that somebody carried elsewhere are not known.
    """
    hub = standing_of(held).hub
    of_it = [one for one in backups_in(folder_of(held)).whole if one.is_of(hub, held.path.stem)]
    return gone_by({one.manifest.when for one in of_it}, datetime.now(UTC))


def standing_of(held: OpenFile) -> Standing:
    """How far the file has come, to compare with what a backup has. Raises FileTrouble when it cannot be read."""
    with looking(held) as connection:
        return standing(connection, held.path)


def folder_of(held: OpenFile) -> Path:
    """The folder chosen for backups where it is there, else the one beside the file."""
    with looking(held) as connection:
        row = connection.execute("SELECT value FROM setting WHERE name = ?", (FOLDER,)).fetchone()
    chosen = Path(row[0]) if row and row[0] else None
    return chosen if chosen and chosen.is_dir() else backups_folder(held.path)


@contextmanager
def _written_to(folder: Path) -> Iterator[None]:
    """Says of the disk's errors where the backup was to go, and that the hub's own file is safe."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        yield
    except OSError:
        raise FileTrouble(
            tr(
                "No backup could be written into the folder {folder}. See that its disk is there and not full, or choose "
                "another folder. The hub’s own file is untouched.",
                folder=folder.name,
            )
        ) from None


@contextmanager
def _alone(folder: Path, steps: Progress) -> Iterator[None]:
    """One backup at a time into a folder; what a killed one left there is cleared away."""
    held = FileLock(folder / ".backups.lock", thread_local=False)
    for waited in range(_LONGEST_WAIT * 5):
        try:
            held.acquire(timeout=0)
            break
        except Timeout:
            steps.step(0, 100)
            time.sleep(0.2)
            if waited == _LONGEST_WAIT * 5 - 1:
                raise Refused(
                    tr("Another backup is being written into this folder. Wait until it is done, then try again.")
                ) from None
    try:
        _clear(*folder.glob(f".*{SUFFIX}.part*"))
        yield
    finally:
        held.release()


def _free(folder: Path, name: str, moment: datetime) -> Path:
    """A name for the backup that is not taken: the hub's file and the time on the wall, which comes twice in autumn."""
    said = f"{plain(name)} {moment.astimezone():%Y-%m-%d %H%M}"
    path, number = folder / f"{said}{SUFFIX}", 2
    while path.exists():
        path, number = folder / f"{said} ({number}){SUFFIX}", number + 1
    return path


def _clear(*paths: Path) -> None:
    for path in paths:
        for one in (path, *(path.with_name(path.name + end) for end in _ENDINGS)):
            with suppress(OSError):
                one.unlink(missing_ok=True)
