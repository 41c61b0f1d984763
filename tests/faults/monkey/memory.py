"""What the process holds, and how that grows."""

from __future__ import annotations

import gc
import statistics
from pathlib import Path

import psutil
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication

WARMING = 0.2
"""The share of the events in which pages are seen for the first time and what is kept is kept."""


class Memory:
    """Samples of what the process holds, in bytes; each is also a line of a file, as megabytes."""

    def __init__(self, folder: Path) -> None:
        self._file = (folder / "memory").open("w", encoding="utf-8", buffering=1)
        self._samples: list[int] = []

    def take(self, done: int) -> None:
        """Once rubbish is gone; ``done`` events were done."""
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        gc.collect()
        held = int(psutil.Process().memory_info().rss)
        self._samples.append(held)
        self._file.write(f"{done} {held >> 20}\n")

    @property
    def steady(self) -> list[int]:
        """Those after the warming."""
        return self._samples[int(len(self._samples) * WARMING) :]

    def growth(self) -> float:
        """From the first tenth of the steady samples to the last, as a share; 0.1 is a tenth more."""
        steady = self.steady
        if not steady:
            return 0.0
        tenth = max(len(steady) // 10, 1)
        return statistics.median(steady[-tenth:]) / statistics.median(steady[:tenth]) - 1
