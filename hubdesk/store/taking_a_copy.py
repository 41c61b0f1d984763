"""A copy of the hub's file for another computer: whole, with its keys, opened and counted before it is kept."""

from __future__ import annotations

import shutil
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from hubdesk.access.key_file import slots_path
from hubdesk.base.carrying import not_carried
from hubdesk.base.errors import Refused
from hubdesk.base.pieces import flush_folder
from hubdesk.base.progress import Progress
from hubdesk.base.room import room_in, size_of
from hubdesk.base.words import tr
from hubdesk.store import tombstone_file
from hubdesk.store.anchor import anchor_path
from hubdesk.store.backup_copy import copy_of, is_whole
from hubdesk.store.file import side_files
from hubdesk.store.in_use import OpenFile


def take_copy(held: OpenFile, folder: Path, progress: Progress | None = None) -> Path:
    """Copy the open file, with its keys and the list of whom was erased, into ``folder``; where it lies then.

    It opens with the same passphrases, and because it lies elsewhere it gives out numbers of its own. Raises Refused when
    a file of its name is there, when the folder is gone, as where its stick was pulled, or when the copy does not prove
    whole; then nothing of it is left.
    """
    steps = progress or Progress()
    target = folder / held.path.name
    beside = slots_path(target), anchor_path(target), tombstone_file.beside(target)
    if any(one.exists() for one in (target, *beside)):
        raise Refused(tr("There is a file {name} already. Open it, or pick another name.", name=target.name))
    part = target.with_name(f"{target.name}.copy")
    made = [part, slots_path(part), anchor_path(part), tombstone_file.beside(part)]
    try:
        room_in(folder, 2 * size_of(held.path, *side_files(held.path))).require()
        manifest, key = copy_of(held, part, datetime.now(UTC), "copy", steps.share(0, 60))
        if not is_whole(part, key, manifest, steps.share(60, 100)):
            raise Refused(tr("The copy could not be opened again whole, so it was not kept. Check the disk or stick."))
        erased = tombstone_file.beside(held.path)
        if erased.exists():
            shutil.copyfile(erased, made[3])
        # The file itself comes last: what is beside it is of no use alone.
        for one, name in reversed(list(zip(made, (target, *beside), strict=True))):
            if one.exists():
                one.replace(name)
        flush_folder(folder)
    except OSError:
        # Said of the copy: the hub's own file is in order.
        raise not_carried(target.name) from None
    finally:
        for one in (*made, *side_files(part)):
            with suppress(OSError):
                one.unlink(missing_ok=True)
    return target
