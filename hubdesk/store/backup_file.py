"""The file that a backup is: a stored zip of the database, its keys, its anchor and a manifest; any unzip brings it back.

The manifest says what is inside, never whose it is: versions, moment, counts, hashes, how far the journal goes.
"""

from __future__ import annotations

import json
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, BinaryIO, Final, cast

from hubdesk.access.signing_in import names_in
from hubdesk.base.errors import Refused
from hubdesk.base.pieces import copied, flush, forget, hash_of
from hubdesk.base.progress import Progress
from hubdesk.base.words import tr

SUFFIX: Final = ".hubbackup"
FORMAT: Final = 1
DATABASE, KEYS, ANCHOR, MANIFEST = "hub.hubdesk", "hub.hubdesk.keys", "hub.hubdesk.anchor", "manifest.json"
"""The names within, such that the files open where they are unpacked."""

_SMALL: Final = (KEYS, ANCHOR)
_MOST: Final = 1 << 20
"""Bytes of each part but the database."""

_UNREADABLE: Final = (
    zipfile.BadZipFile,
    ArithmeticError,
    AttributeError,
    EOFError,
    LookupError,
    NotImplementedError,
    RuntimeError,
    TypeError,
    ValueError,
)
"""What a file that nobody wrote so can cause."""


@dataclass(frozen=True)
class Manifest:
    """What a backup holds. hub: the hub's id, or nothing; counts: rows of each table; why: one of WHY.

    journal: the file's own ``epoch`` and its last ``seq``, the last of each epoch as ``heads``, and the ``chain``
    head where the journal is chained. marks: what changes without the journal. parts: SHA-256 of each, in hex.
    """

    format: int
    schema: str
    moment: str
    why: str
    hub: str
    counts: dict[str, int]
    journal: dict[str, Any]
    marks: dict[str, Any]
    parts: dict[str, str]

    @property
    def when(self) -> datetime:
        """The moment, with its time zone (UTC)."""
        return datetime.fromisoformat(self.moment)


WHY: Final = ("asked", "half_hour", "close", "migration", "merge", "unmerge", "import", "restore", "mend", "keys")
"""What a backup was made for."""


def write(target: BinaryIO, database: Path, manifest: Manifest, progress: Progress) -> None:
    """Write a whole backup and wait until the disk has it. The hashes of the parts are filled in here.

    The keys and the anchor are those beside ``database``.
    """
    size = database.stat().st_size
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED, allowZip64=True) as out:
        with database.open("rb") as read, out.open(_entry(DATABASE, manifest), "w", force_zip64=True) as inside:
            hashes = {DATABASE: copied(read, cast("BinaryIO", inside), lambda done: progress.step(done, size))}
        for name in _SMALL:
            with _beside(database, name).open("rb") as read, out.open(_entry(name, manifest), "w") as inside:
                hashes[name] = copied(read, cast("BinaryIO", inside))
        out.writestr(_entry(MANIFEST, manifest), json.dumps(asdict(manifest) | {"parts": hashes}, indent=1))
    flush(target)


def read_manifest(path: Path) -> Manifest:
    """What a backup says that it holds. Raises Refused when it cannot be read or a newer HubDesk made it."""
    with _readable(path), _opened(path) as held:
        return _manifest(held)


def check(path: Path, progress: Progress | None = None) -> Manifest:
    """Read a backup through, from the disk. Raises Refused when any part of it is not as it was written."""
    steps = progress or Progress()
    forget(path)
    with _readable(path), _opened(path) as held:
        manifest, size = _manifest(held), held.getinfo(DATABASE).file_size
        with held.open(DATABASE) as read:
            hashes = {DATABASE: hash_of(cast("BinaryIO", read), lambda done: steps.step(done, size))}
        for name in _SMALL:
            with held.open(name) as read:
                hashes[name] = hash_of(cast("BinaryIO", read))
        if manifest.parts != hashes:
            raise damaged(path)
        return manifest


def unpack(path: Path, database: Path, progress: Progress | None = None) -> Manifest:
    """Write the parts of a backup, flushed, the others beside ``database``. Raises Refused when one is not as it was.

    Raises OSError when the disk does not take them.
    """
    steps = progress or Progress()
    manifest = check(path, steps.share(0, 40))
    second = steps.share(40, 100)
    with _opened(path) as held:
        size = held.getinfo(DATABASE).file_size
        for name, target in (*((name, _beside(database, name)) for name in _SMALL), (DATABASE, database)):
            with held.open(name) as read, target.open("wb") as written:
                hashed = copied(cast("BinaryIO", read), written, lambda done: second.step(min(done, size), size))
                flush(written)
            if hashed != manifest.parts[name]:
                raise damaged(path)
    return manifest


def people_in(path: Path) -> list[str]:
    """Who could sign in on that day, in alphabetical order. Raises Refused as `check` does."""
    with _readable(path), _opened(path) as held:
        return names_in(held.read(KEYS), path)


def damaged(path: Path) -> Refused:
    """What is said of a backup that is cut short or changed."""
    return Refused(
        tr("The backup {name} is damaged or incomplete, so nothing was done. Take another one.", name=path.name)
    )


@contextmanager
def _opened(path: Path) -> Iterator[zipfile.ZipFile]:
    try:
        with path.open("rb") as opened, zipfile.ZipFile(opened) as held:
            _check_shape(held, path)
            yield held
    except _UNREADABLE:
        raise damaged(path) from None


@contextmanager
def _readable(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError:
        raise Refused(
            tr("The backup {name} cannot be read. See that its disk or stick is there.", name=path.name)
        ) from None


def _check_shape(held: zipfile.ZipFile, path: Path) -> None:
    infos = {info.filename: info for info in held.infolist()}
    stored = all(info.compress_type == zipfile.ZIP_STORED for info in infos.values())
    if set(infos) != {DATABASE, *_SMALL, MANIFEST} or len(held.infolist()) != len(infos) or not stored:
        raise damaged(path)
    if any(infos[name].file_size > _MOST for name in (*_SMALL, MANIFEST)):
        raise damaged(path)


def _manifest(held: zipfile.ZipFile) -> Manifest:
    said = json.loads(held.read(MANIFEST))
    if said["format"] > FORMAT:
        raise Refused(tr("A newer HubDesk made this backup. Install the newer version here, then bring it back."))
    made = Manifest(**{name: said[name] for name in Manifest.__dataclass_fields__})
    kinds = ((made.schema, str), (made.why, str), (made.hub, str), (made.counts, dict), (made.marks, dict))
    heads = made.journal["heads"].values()
    if (
        made.when.tzinfo is None
        or set(made.parts) != {DATABASE, *_SMALL}
        or not all(isinstance(value, kind) for value, kind in kinds)
        or not all(isinstance(head, int) for head in heads)
    ):
        raise ValueError(MANIFEST)
    return made


def _beside(database: Path, name: str) -> Path:
    return database.with_name(database.name + name.removeprefix(DATABASE))


def _entry(name: str, manifest: Manifest) -> zipfile.ZipInfo:
    made = zipfile.ZipInfo(name, manifest.when.astimezone().timetuple()[:6])
    made.external_attr = 0o600 << 16
    return made
