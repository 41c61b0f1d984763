"""A file onto a stick: copied, flushed, read back from the stick itself, compared, and only then said to be there."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from hubdesk.base.errors import FileTrouble
from hubdesk.base.pieces import copied, flush, flush_folder, forget, hash_of
from hubdesk.base.progress import Progress
from hubdesk.base.room import room_in
from hubdesk.base.words import tr


def carry(source: Path, folder: Path, progress: Progress | None = None) -> Path:
    """Copy ``source`` into ``folder`` and give its place there. Once this returns the stick may be taken out.

    Until the copy has been read back it bears another name. Raises FileTrouble when the stick does not take it, is
    pulled out, or gives back something else; what lay there under the same name is then as it was.
    """
    steps, target = progress or Progress(), folder / source.name
    part = target.with_name(target.name + ".part")
    try:
        if target.exists() and target.samefile(source):
            return target
        size = source.stat().st_size
        room_in(folder, size).require()
        with source.open("rb") as read, part.open("wb") as written:
            sent = copied(read, written, lambda done: steps.step(done, 2 * size))
            flush(written)
        forget(part)
        with part.open("rb") as back:
            if hash_of(back, lambda done: steps.step(size + done, 2 * size)) != sent:
                raise not_carried(source.name)
        part.replace(target)
        flush_folder(folder)
    except OSError:
        raise not_carried(source.name) from None
    finally:
        with suppress(OSError):
            part.unlink(missing_ok=True)
    return target


def not_carried(name: str) -> FileTrouble:
    """The stick has not taken the file of this name."""
    return FileTrouble(
        tr(
            "{name} is not on the stick. See that the stick is in and not full, or take another one, and copy it again.",
            name=name,
        )
    )
