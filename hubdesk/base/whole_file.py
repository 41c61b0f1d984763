"""Files for people, written whole: what was there before stays until the new file is complete."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from hubdesk.base.errors import FileTrouble
from hubdesk.base.words import tr


@contextmanager
def replacing(target: Path) -> Iterator[Path]:
    """A path to write to, which takes the name of ``target`` once it is whole.

    Raises FileTrouble when the disk does not take it or another program holds the file.
    """
    part: Path | None = None
    try:
        handle, name = tempfile.mkstemp(dir=target.parent, prefix=".", suffix=".part")
        os.close(handle)
        part = Path(name)
        yield part
        with part.open("rb+") as written:
            os.fsync(written.fileno())
        part.replace(target)
    except OSError:
        raise FileTrouble(
            tr(
                "The file {name} could not be written; what was there before is as it was. Close it where it is open, "
                "see that the disk is there and not full, or pick another folder.",
                name=target.name,
            )
        ) from None
    finally:
        if part is not None:
            with suppress(OSError):
                part.unlink(missing_ok=True)
