"""The tombstones once more, beside the file: a backup that is put in its place does not bring anybody back."""

from __future__ import annotations

import json
from collections.abc import Iterable
from contextlib import suppress
from datetime import date
from pathlib import Path
from uuid import UUID

from hubdesk.base.whole_file import replacing
from hubdesk.store.values import pack
from hubdesk.store.what_stays import Tombstone


def beside(path: Path) -> Path:
    """Where the tombstones of the file at ``path`` lie."""
    return path.with_name(path.name + ".erased")


def read(path: Path) -> list[Tombstone]:
    """The tombstones that lie beside; lines that cannot be read are passed over."""
    try:
        lines = beside(path).read_text(encoding="utf-8").splitlines()
    except (OSError, ValueError):
        return []
    return [one for line in lines if (one := _read(line)) is not None]


def write(path: Path, stones: Iterable[Tombstone]) -> None:
    """Put all of them beside the file, in place of what lay there. They hold nothing but opaque ids."""
    said = "".join(pack(plain(one)) + "\n" for one in stones)
    with suppress(OSError, ValueError):
        if beside(path).read_text(encoding="utf-8") == said:
            return
    with replacing(beside(path)) as part:
        part.write_text(said, encoding="utf-8")


def plain(one: Tombstone) -> list[str | bool]:
    """A tombstone as JSON values, the form in which it is kept and sent."""
    return [str(one.record), one.kind, one.gone, one.day.isoformat(), str(one.person)]


def unplain(stored: list[str | bool]) -> Tombstone:
    """The tombstone back. Raises ValueError, TypeError or KeyError for what is none."""
    record, kind, gone, day, person = stored
    return Tombstone(UUID(str(record)), str(kind), bool(gone), date.fromisoformat(str(day)), UUID(str(person)))


def _read(line: str) -> Tombstone | None:
    try:
        return unplain(json.loads(line))
    except (ValueError, TypeError, KeyError, RecursionError):
        return None
