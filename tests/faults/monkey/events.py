"""What the monkey did: each thing on a line of a file, the last ones and how many of each kind."""

from __future__ import annotations

from collections import Counter, deque
from pathlib import Path

_TOLD = 50
"""How many of the last events a fault is told with."""


class Events:
    """Written line by line, so that they are there also when the program dies."""

    def __init__(self, folder: Path) -> None:
        self._last: deque[str] = deque(maxlen=_TOLD)
        self._file = (folder / "events").open("w", encoding="utf-8", buffering=1)
        self.counts: Counter[str] = Counter()

    @property
    def last(self) -> list[str]:
        return list(self._last)

    def note(self, way: str, said: str = "") -> None:
        self.counts[way] += 1
        line = f"{way} {said}".replace("\n", "⏎")[:300]
        self._last.append(line)
        self._file.write(line + "\n")
