"""Bringing a backup back: proven first, then put in place whole, and the file that was there is never lost."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from sqlalchemy import Connection, select
from sqlalchemy.orm import configure_mappers

from hubdesk.access.key_file import slots_path
from hubdesk.access.key_slots import Keys
from hubdesk.access.recovery import is_code
from hubdesk.access.rights import Deed
from hubdesk.access.signing_in import as_person, names, open_with_recovery, sign_in
from hubdesk.base import in_place
from hubdesk.base.errors import Refused
from hubdesk.base.progress import Progress
from hubdesk.base.room import room_in, size_of
from hubdesk.base.words import tr, tr_many
from hubdesk.store import backup_file, file, migrate
from hubdesk.store.anchor import anchor_path
from hubdesk.store.backup_copy import is_whole
from hubdesk.store.backup_file import Manifest
from hubdesk.store.opening import connected
from hubdesk.store.small_facts import RESTORED
from hubdesk.store.store import Store
from hubdesk.store.tables import device_epoch, operation
from hubdesk.store.trouble import refused_by_system

_BELONGING: Final = (lambda path: path, slots_path, anchor_path)
"""What a hub's file is made of. The list of what was erased is not among it: that stays where it is, for good."""


@dataclass(frozen=True)
class Proven:
    """A backup that was unpacked beside ``target``, opened and counted, and needs only to be put in place."""

    target: Path
    part: Path
    manifest: Manifest


@dataclass(frozen=True)
class Restored:
    """What was brought back; ``aside`` is where the file that was there lies now, if there was one."""

    path: Path
    manifest: Manifest
    aside: Path | None


def restore(
    backup: Path, target: Path, key_of: Callable[[Path], Keys], progress: Progress | None = None, *, now: datetime
) -> Restored:
    """Bring a backup back under the name ``target``. ``key_of`` gives what somebody has of a file's keys: see `keys_of`.

    The file that is there, whole or damaged, is moved aside. Raises Refused when the backup does not prove whole, when
    ``key_of`` refuses, when they may not bring one back, or while HubDesk has the file open; then all is as it was.
    """
    return put_in_place(prove(backup, target, key_of, progress), now=now)


def keys_of(part: Path, typed: str, name: str | None = None) -> Keys:
    """The keys by a passphrase of that day, or by its recovery key, for the person called ``name``.

    Raises Refused as `sign_in` does.
    """
    if not is_code(typed):
        return sign_in(part, typed, name)
    known = names(part)
    if name is None and len(known) != 1:
        raise Refused(tr("Several people work with this file. Say who you are."))
    return as_person(part, open_with_recovery(part, typed), name or known[0])


def prove(backup: Path, target: Path, key_of: Callable[[Path], Keys], progress: Progress | None = None) -> Proven:
    """Unpack a backup beside ``target`` and make sure that it opens and holds what it should.

    What is brought back numbers its changes anew, and sends nothing before a person has confirmed. Raises Refused when
    whoever has the keys may not do this, by the rights of that day.
    """
    steps = progress or Progress()
    part = target.with_name(f".{target.name}.restoring")
    file.finish_moving(target)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        _clear(part)
        room_in(target.parent, size_of(backup)).require()
        manifest = backup_file.unpack(backup, part, steps.share(0, 40))
        # The keys are those of that day, so they are asked for the key and not whoever works now.
        keys = key_of(part)
        migrate.check_not_newer(manifest.schema)
        if not is_whole(part, keys.data, manifest, steps.share(40, 95)):
            raise backup_file.damaged(backup)
        _begin_anew(part, target, keys, manifest)
        steps.step(100, 100)
    except OSError as error:
        _clear(part)
        raise refused_by_system(error, target) from None
    except BaseException:
        _clear(part)
        raise
    return Proven(target, part, manifest)


def put_in_place(proven: Proven, *, now: datetime) -> Restored:
    """Give the restored file its name, all at once. ``now`` names the file that is moved aside.

    Raises Refused when the file is open or the disk does not do it; then the one that was there still is.
    """
    target, part = proven.target, proven.part
    try:
        held = file.lock(target)
        try:
            in_place.finish(target)
            there = any(one(target).exists() for one in _BELONGING)
            aside = _free_aside(target, now)
            old = [(path, aside.with_name(path.name.replace(target.name, aside.name, 1))) for path in _whole(target)]
            in_place.put_in_place(target, old, [(one(part), one(target)) for one in _BELONGING])
        finally:
            held.release()
    except OSError as error:
        raise refused_by_system(error, target) from None
    finally:
        if not in_place.moving(target):
            _clear(part)
    return Restored(target, proven.manifest, aside if there else None)


def forget(proven: Proven) -> None:
    """Clear away what was unpacked and is not to be put in place after all."""
    _clear(proven.part)


def drop_aside(restored: Restored) -> None:
    """Remove the file that was moved aside, once there is a backup of it."""
    if restored.aside is not None:
        with suppress(OSError):
            for path in _whole(restored.aside):
                path.unlink(missing_ok=True)


def unconfirmed(store: Store) -> datetime | None:
    """The moment of the backup that this file was brought back from, until a person has confirmed it."""
    kept = store.setting(RESTORED)
    return datetime.fromisoformat(kept) if kept else None


def confirm(store: Store) -> None:
    """Note that a person has looked and this is the right file: from now on it may be sent again.

    Raises Refused for whoever may not say so.
    """
    store.require(Deed.RESTORE)
    store.set_setting(RESTORED, "")


def refuse_unconfirmed(store: Store) -> None:
    """Raises Refused while nobody has confirmed that the file that was brought back is the right one."""
    if unconfirmed(store) is not None:
        raise Refused(
            tr(
                "This file was brought back from a backup, and nobody has said yet that it is the right one. Look through "
                "it, say so on the page Backups, then send it."
            )
        )


def what_is_lost(store: Store, manifest: Manifest, most: int = 5) -> tuple[str, ...]:
    """What was done since the backup and would be gone, in sentences: how much, and the titles of the latest."""
    with store.reading_plainly() as connection:
        titles = _done_since(connection, manifest.journal["heads"])
    if not titles:
        return (tr("Nothing was done since. Nothing would be lost."),)
    count = tr_many(
        "{n} thing was done since and would be gone:", "{n} things were done since and would be gone:", len(titles)
    )
    return (count, *(tr("“{title}”", title=title) for title in titles[:most]))


def _done_since(connection: Connection, heads: dict[str, int]) -> list[str]:
    numbers = {row.number: row.epoch.hex for row in connection.execute(select(device_epoch))}
    done = select(operation.c.title, operation.c.epoch, operation.c.first_seq).order_by(operation.c.clock.desc())
    return [row.title for row in connection.execute(done) if row.first_seq > heads.get(numbers[row.epoch], 0)]


def _begin_anew(part: Path, target: Path, keys: Keys, manifest: Manifest) -> None:
    """Before it takes its place, so that there is never a restored file that goes on numbering as the lost one did.

    Nor one that holds somebody who was erased at ``target`` since. It is brought up to date here too, and its anchor
    knows the log's last line when it is closed. Raises Refused when the list of the erased there was altered.
    """
    configure_mappers()
    store = Store(connected(part, keys, lambda: None))
    try:
        store.require(Deed.RESTORE)
        store.begin_epoch()
        store.set_setting(RESTORED, manifest.moment)
        store.erase_again(target)
        store.note("restored", moment=manifest.moment, line=manifest.journal["chain"]["seq"])
    finally:
        store.close()


def _free_aside(target: Path, now: datetime) -> Path:
    name, number = f"{target.stem} before {now.astimezone():%Y-%m-%d %H%M}", 1
    while True:
        path = target.with_name(f"{name}{f' ({number})' if number > 1 else ''}{target.suffix}")
        if not any(one.exists() for one in _whole(path)):
            return path
        number += 1


def _whole(path: Path) -> list[Path]:
    """A file with all that belongs to it."""
    return [*(one(path) for one in _BELONGING), *file.side_files(path)]


def _clear(part: Path) -> None:
    for path in (*_whole(part), *(part.with_name(part.name + end) for end in ("-journal", ".anchor.new"))):
        with suppress(OSError):
            path.unlink(missing_ok=True)
