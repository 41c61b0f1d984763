"""The gate before the first row: the whole file is looked at, and only what is sound is opened."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from sqlalchemy import Engine

from hubdesk.access.key_slots import Keys
from hubdesk.base.progress import Progress
from hubdesk.base.read_through import ReadThrough, read_through
from hubdesk.store import file, file_engines
from hubdesk.store.anchor import AnchorFile
from hubdesk.store.damage import Damage, Damaged, look
from hubdesk.store.repair import repair
from hubdesk.store.trouble import refused_by_system


def check_whole(
    path: Path, keys: Keys, writer: Engine, progress: Progress | None = None, read: ReadThrough | None = None
) -> None:
    """Raises Damaged when the file is not as it was written, Refused when it cannot be read or does not encrypt.

    ``read`` is what is known of it where it was read a moment ago.
    """
    if path.stat().st_size == 0:
        with writer.connect() as connection:  # it is about to be made
            file_engines.check_encrypted(connection)
        return
    try:
        as_closed = partial(_is_as_closed, path, keys.data, progress or Progress(), read)
        damage, left_open = look(path, file.side_files(path)[0], keys.data, progress, as_closed)
    except OSError as error:
        raise refused_by_system(error, path) from None
    if not damage:
        with writer.connect() as connection:
            file_engines.check_encrypted(connection)
            # A file that was closed was whole then. One that was not may be a copy made while pages were changing.
            if left_open and connection.exec_driver_sql("PRAGMA quick_check(1)").scalar() != "ok":
                damage = Damage(damage.size, mixed=True)
    if damage:
        raise Damaged(path, damage, None if damage.locked else partial(repair, path, keys))


def _is_as_closed(path: Path, key: bytes, progress: Progress, read: ReadThrough | None) -> bool:
    """Whether it is the file that was proven when it was closed: its anchor knows that one's digest."""
    try:
        kept = AnchorFile(path, key).read()
    except ValueError:
        return False
    if kept is None or not kept.closed or not kept.digest:
        return False
    known = read if read is not None and read.still_lies(path) else read_through(path, progress)
    return known.digest == kept.digest
