"""Whether a backup knows more than the file: then somebody put an older one in its place, with all that belongs to it."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from functools import partial
from pathlib import Path
from threading import Thread
from typing import Final
from uuid import UUID

from sqlalchemy import Connection, select

from hubdesk.base.errors import Refused
from hubdesk.base.places import backups_folder
from hubdesk.store.backup_file import SUFFIX, read_manifest
from hubdesk.store.chain import Head
from hubdesk.store.small_facts import FOLDER, fact
from hubdesk.store.tables import audit, device_epoch

OLDER: Final = "older"
"""The alarm that an older file is here."""

_LOOKED_AT: Final = 5
"""Of the newest backups, so many are looked at: it costs the sign-in some milliseconds."""

_PATIENCE: Final = 1.0
"""Seconds that a sign-in waits for the folder chosen for backups."""


def known_by_backups(connection: Connection, path: Path, epoch: int) -> Head | None:
    """The furthest line that backups of the file at ``path`` know of its own epoch and the log does not have.

    What was brought back through HubDesk, repaired or copied to another computer goes on in an epoch of its own, of which
    no backup knows anything yet. The folder chosen for backups is looked at too, as far as it answers in good time.
    """
    own = connection.scalar(select(device_epoch.c.epoch).where(device_epoch.c.number == epoch))
    known = _heads(backups_folder(path), own)
    if chosen := fact(connection, FOLDER):
        known += _in_good_time(partial(_heads, Path(chosen), own))
    heads = [head for head in known if not _has(connection, head)]
    return max(heads, key=lambda head: head.seq, default=None)


def _in_good_time(look: Callable[[], list[Head]]) -> list[Head]:
    """What it finds, or nothing where that takes long: the disk may be asleep, or a computer that it is on away."""
    found: list[Head] = []
    looking = Thread(target=lambda: found.extend(look()), daemon=True)
    looking.start()
    looking.join(_PATIENCE)
    return list(found)


def _heads(folder: Path, own: UUID | None) -> list[Head]:
    heads: list[Head] = []
    with suppress(OSError, ValueError):
        newest = sorted(folder.glob(f"*{SUFFIX}"), key=lambda one: one.stat().st_mtime, reverse=True)
        for one in newest[:_LOOKED_AT]:
            with suppress(Refused, OSError, ValueError, KeyError, TypeError):
                told = read_manifest(one).journal
                head = Head(**told["chain"])
                # Nobody is kept from their file by what something else wrote into a backup.
                if own is not None and str(told["epoch"]) == own.hex and _is_number(head.seq):
                    heads.append(head)
    return heads


def _is_number(seq: object) -> bool:
    return isinstance(seq, int) and 0 < seq < 1 << 63


def _has(connection: Connection, known: Head) -> bool:
    return bool(connection.scalar(select(audit.c.hash).where(audit.c.seq == known.seq)) == known.hash)
