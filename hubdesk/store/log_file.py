"""What SQLite has written beside the file and not yet into it (the write-ahead log), read as it lies on the disk.

The format: sqlite.org/fileformat.html#walformat. Every frame carries a sum over all before it, so that SQLite takes the
log to end where a frame does not fit. That is right for what was being written when the computer stopped, and wrong for
a frame that went bad later: behind such a one whole frames still follow, and with them work that had been saved.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO, Final

from hubdesk.store.pages import PAGE

_HEAD: Final = 32
_FRAME_HEAD: Final = 24
_FRAME: Final = _FRAME_HEAD + PAGE
_MAGIC: Final = (0x377F0682, 0x377F0683)
_MASK: Final = 0xFFFFFFFF

_Sum = tuple[int, int]


@dataclass(frozen=True)
class Log:
    """Of the log: where the latest saved copy of each page stands in it, and how many pages the file then has.

    ``broken``: frames went bad that had been saved. ``pages`` hold what was saved before those.
    """

    path: Path
    pages: dict[int, int] = field(default_factory=dict)
    size: int = 0
    broken: bool = False

    def page(self, opened: BinaryIO, number: int) -> bytes:
        """The latest copy of a page; ``opened`` is the log."""
        opened.seek(self.pages[number])
        return opened.read(PAGE)


def read_log(path: Path) -> Log:
    """The log at ``path``; an empty one where there is none or none was begun. OSError when it cannot be read."""
    try:
        held = path.read_bytes()
    except FileNotFoundError:
        return Log(path)
    if not held:
        return Log(path)
    words = ">" if held[3:4] == b"\x83" else "<"
    if len(held) < _HEAD:
        return Log(path, broken=False)
    magic, _, size, _, salt1, salt2, sum1, sum2 = struct.unpack(">8I", held[:_HEAD])
    if magic not in _MAGIC or size != PAGE or _summed((0, 0), held[:24], words) != (sum1, sum2):
        # No frame can be trusted; whether any was saved nobody can tell any more.
        return Log(path, broken=len(held) > _HEAD)
    return _frames(path, held, (salt1, salt2), (sum1, sum2), words)


def _frames(path: Path, held: bytes, salts: _Sum, running: _Sum, words: str) -> Log:
    saved: dict[int, int] = {}
    coming: dict[int, int] = {}
    size, sound, broken = 0, True, False
    for at in range(_HEAD, len(held) - _FRAME + 1, _FRAME):
        number, commit, salt1, salt2, sum1, sum2 = struct.unpack(">6I", held[at : at + _FRAME_HEAD])
        fits = _summed(_summed(running, held[at : at + 8], words), held[at + _FRAME_HEAD : at + _FRAME], words)
        good = number > 0 and (salt1, salt2) == salts and fits == (sum1, sum2)
        if sound and good:
            coming[number] = at + _FRAME_HEAD
            if commit:
                saved.update(coming)
                coming.clear()
                size = commit
        elif good and commit:
            # It follows rightly upon a frame that is not as it was written.
            broken = True
            break
        sound = sound and good
        running = (sum1, sum2)
    return Log(path, saved, size, broken)


def _summed(running: _Sum, held: bytes, words: str) -> _Sum:
    first, second = running
    numbers = iter(struct.unpack(f"{words}{len(held) // 4}I", held))
    for one, other in zip(numbers, numbers, strict=True):
        first = (first + one + second) & _MASK
        second = (second + other + first) & _MASK
    return first, second
