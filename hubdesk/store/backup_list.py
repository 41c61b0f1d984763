"""The backups in a folder: which there are, and which go because there are newer ones."""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

from hubdesk.base.errors import Refused
from hubdesk.store.backup_file import SUFFIX, Manifest, read_manifest
from hubdesk.store.thinning import staying

_PRECAUTIONS: Final = ("asked", "migration", "merge", "unmerge", "import", "restore", "mend", "keys")
_MOMENT: Final = re.compile(r" [\d-]{10} \d{4}( \(\d+\))?$")
"""What stands behind the file's name in the name of its backup."""
_KEPT: Final = timedelta(days=1)
"""How long a backup stays at least that somebody asked for or that was made before something big: the way back."""


@dataclass(frozen=True)
class Backup:
    """A backup as it lies in its folder. size: in bytes."""

    path: Path
    size: int
    manifest: Manifest

    def is_of(self, hub: str, name: str) -> bool:
        """Whether it is of this hub; a file that belongs to no hub yet is known by its name."""
        if hub or self.manifest.hub:
            return self.manifest.hub == hub
        return self.file == plain(name)

    @property
    def file(self) -> str:
        """What the file was called that it was made of."""
        return _MOMENT.sub("", self.path.stem)


@dataclass(frozen=True)
class Backups:
    """The newest first; ``broken`` are those whose content cannot be told."""

    whole: tuple[Backup, ...]
    broken: tuple[Path, ...]

    def of_file(self, name: str) -> tuple[Backup, ...]:
        """Those of the file called ``name``, and of any other name that the same hub's file has had."""
        hubs = {one.manifest.hub for one in self.whole if one.file == plain(name)} - {""}
        return tuple(one for one in self.whole if one.file == plain(name) or one.manifest.hub in hubs)


def backups_in(folder: Path) -> Backups:
    """What lies in ``folder``, of every hub; nothing when it is not there."""
    whole, broken = [], []
    with suppress(OSError):
        for path in folder.glob(f"*{SUFFIX}"):
            try:
                whole.append(Backup(path, path.stat().st_size, read_manifest(path)))
            except (Refused, OSError):
                broken.append(path)
    return Backups(tuple(sorted(whole, key=lambda one: one.manifest.when, reverse=True)), tuple(sorted(broken)))


def plain(name: str) -> str:
    """The name of a hub's file as it stands in the names of its backups, also on a stick."""
    return re.sub(r'[<>:"/\\|?*\x00-\x1f\x7f]', " ", name).strip() or "hub"


def thin(folder: Path, made: Backup, name: str) -> None:
    """Remove the backups of the same hub, whose file is called ``name``, that ``made`` leaves no need for."""
    now = datetime.now(UTC)
    of_it = [one for one in backups_in(folder).whole if one.is_of(made.manifest.hub, name)]
    stay = staying({one.manifest.when for one in of_it}, now)
    for one in of_it:
        precaution = one.manifest.why in _PRECAUTIONS and timedelta() <= now - one.manifest.when < _KEPT
        if one.path != made.path and one.manifest.when not in stay and not precaution:
            with suppress(OSError):
                one.path.unlink()
