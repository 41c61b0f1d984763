"""How long the window was held: the most processor time that passed between two turns of its event loop.

Processor time of the window's thread, not time on the clock: what other programs take, and what a worker does, is no
freeze of ours.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtCore import QTimer

_EVERY = 2
"""Milliseconds between two looks."""


class Watch:
    """``longest``: milliseconds, so far."""

    def __init__(self) -> None:
        self.longest = 0.0
        self._last = time.thread_time()
        self._timer = QTimer()
        self._timer.setInterval(_EVERY)
        self._timer.timeout.connect(self._look)

    def begin(self) -> None:
        self._last = time.thread_time()
        self._timer.start()

    def end(self) -> float:
        """Stop; what the longest was."""
        self._look()
        self._timer.stop()
        return self.longest

    def _look(self) -> None:
        now = time.thread_time()
        self.longest = max(self.longest, (now - self._last) * 1000)
        self._last = now


@contextmanager
def watched() -> Iterator[Watch]:
    watch = Watch()
    watch.begin()
    yield watch
    watch.end()
