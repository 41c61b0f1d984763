"""What the files that travel are called."""

from __future__ import annotations

import re
from collections.abc import Iterable
from contextlib import suppress
from datetime import date
from pathlib import Path

from anyascii import anyascii


def beginning(hub: str) -> str:
    """The hub's name as the name of a file can begin with it on every system."""
    return re.sub(r"[^a-z0-9]+", "-", anyascii(hub).lower()).strip("-")[:40] or "hub"


def free_path(folder: Path, begun: str, suffix: str) -> Path:
    """A path in the folder that begins so and tells the day, under which nothing lies yet."""
    dated = f"{begun}-{date.today().isoformat()}"
    path, n = folder / f"{dated}{suffix}", 1
    while path.exists():
        n += 1
        path = folder / f"{dated}-{n}{suffix}"
    return path


def is_called(path: Path, suffix: str) -> bool:
    """Whether a file's name ends so; some sticks and mail programs write endings in capitals."""
    return path.name.lower().endswith(suffix)


def files_among(given: Iterable[Path], suffix: str) -> list[Path]:
    """What was given, of a folder the files in it that end so, by name; an empty one stays, to be told of as it is.

    A Mac leaves a hidden companion beside each file that it copies onto a stick, under the same name after two signs.
    """
    found: list[Path] = []
    for one in given:
        inside: list[Path] = []
        with suppress(OSError):
            inside = sorted(
                path for path in one.iterdir() if is_called(path, suffix) and not path.name.startswith("._")
            )
        found += inside or [one]
    return found
