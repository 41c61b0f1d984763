"""Several files that belong together, put in place together: all of them or none, also when the computer stops halfway.

What is to be moved is written down first. Whoever comes next after a stop finishes it.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from hubdesk.base.pieces import flush, flush_folder

Move = tuple[Path, Path]

_ENDING: Final = ".moving"


def put_in_place(path: Path, aside: Sequence[Move], into: Sequence[Move]) -> None:
    """Move what is there ``aside``, then the new files ``into`` its place; ``path`` names the whole.

    All lie in one folder, and the names that things go to aside are free. Raises OSError when the disk does not do it;
    then all is as it was, or `moving` still says so and `finish` has more to do.
    """
    note = _note(path)
    kept = [move for move in aside if move[0].exists()]
    written = note.with_name(note.name + ".part")
    with written.open("wb") as out:
        out.write(json.dumps([[[a.name, b.name] for a, b in moves] for moves in (kept, into)]).encode())
        flush(out)
    written.replace(note)
    flush_folder(path.parent)
    done: list[Move] = []
    try:
        for source, target in (*kept, *into):
            source.replace(target)
            done.append((source, target))
    except OSError:
        for source, target in reversed(done):
            target.replace(source)
        note.unlink()
        raise
    flush_folder(path.parent)
    note.unlink()


def finish(path: Path) -> None:
    """Finish what a stop has left half done; nothing otherwise. Raises OSError when the disk does not do it."""
    note = _note(path)
    try:
        aside, into = json.loads(note.read_bytes())
    except FileNotFoundError:
        return
    for source, target in _named(path, aside):
        # What has its new name already has made room for the one that comes.
        if source.exists() and not target.exists():
            source.replace(target)
    for source, target in _named(path, into):
        if source.exists():
            source.replace(target)
    flush_folder(path.parent)
    note.unlink()


def moving(path: Path) -> bool:
    """Whether something was left half done here."""
    return _note(path).exists()


def _note(path: Path) -> Path:
    return path.with_name(path.name + _ENDING)


def _named(path: Path, moves: Sequence[Sequence[str]]) -> list[Move]:
    # Names only, of this folder: whatever the note says, nothing elsewhere is touched.
    return [(path.parent / Path(a).name, path.parent / Path(b).name) for a, b in moves]
