"""Whether a disk has room for something large, known before it is begun."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from hubdesk.base.errors import FileTrouble
from hubdesk.base.words import tr

_MEGABYTE: Final = 1_000_000
LOW: Final = 500 * _MEGABYTE
"""With less than this free, people are warned while all can still be saved."""
LEAST: Final = 100 * _MEGABYTE
"""With less than this free, nothing large is begun."""


@dataclass(frozen=True)
class Room:
    """Bytes that something takes on the disk of ``folder``, and bytes that are free there."""

    folder: Path
    needed: int
    free: int

    @property
    def enough(self) -> bool:
        """Whether it fits."""
        return self.needed <= self.free

    def require(self) -> None:
        """Raises FileTrouble, which says how much is needed and where, when it does not fit."""
        if not self.enough:
            raise FileTrouble(
                tr(
                    "There is too little room: the folder {folder} needs {needed} MB and its disk has {free} MB. Make some "
                    "room there, then try again. Nothing was changed.",
                    folder=self.folder.name or str(self.folder),
                    needed=f"{-(-self.needed // _MEGABYTE):,}",
                    free=f"{self.free // _MEGABYTE:,}",
                )
            )


def room_in(folder: Path, needed: int) -> Room:
    """The room on the disk where ``folder`` is or will be. Raises OSError when that disk is not there."""
    there = next(one for one in (folder, *folder.absolute().parents) if one.exists())
    return Room(folder, needed, shutil.disk_usage(there).free)


def size_of(*paths: Path) -> int:
    """How many bytes the files take together; those that are not there take none."""
    return sum(path.stat().st_size for path in paths if path.exists())
