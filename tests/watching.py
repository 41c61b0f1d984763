"""How long the window was held: the most processor time that passed between two turns of its event loop.

Processor time of the window's thread, not time on the clock: what other programs take, and what a worker does, is no
freeze of ours. Still it is half as much again on a machine whose cores share their work; so tests judge by a bar that
only a real freeze passes, and the bar of 100 ms is looked at in the table that ``pytest tests/journeys -s -n 0`` prints.
What Python's collector takes counts nothing: it looks through what all tests before have left, and a window at work has
its own, which waits until nobody is at the keys.
"""

from __future__ import annotations

import gc
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from PySide6.QtCore import QTimer
from pytestqt.qtbot import QtBot

BAR = 100
"""Milliseconds for which the window may be held, on a machine that does nothing else."""

_EVERY = 2
"""Milliseconds between two looks."""


class Watch:
    """``longest``: milliseconds, so far. What happens outside ``turning`` is the test's own work, and counts nothing."""

    def __init__(self) -> None:
        self.longest = 0.0
        self._depth = 0
        self._last = 0.0
        self._collecting = 0.0
        self._thread = threading.get_ident()
        self._timer = QTimer()
        self._timer.setInterval(_EVERY)
        self._timer.timeout.connect(self._look)

    @contextmanager
    def turning(self) -> Iterator[None]:
        """The window works within: its event loop turns, or a key is being pressed."""
        if not self._depth:
            self._last = time.thread_time()
            self._timer.start()
            gc.callbacks.append(self._collected)
        self._depth += 1
        try:
            yield
        finally:
            self._look()
            self._depth -= 1
            if not self._depth:
                self._timer.stop()
                gc.callbacks.remove(self._collected)

    def _collected(self, phase: str, _: dict[str, Any]) -> None:
        if threading.get_ident() != self._thread:
            return
        now = time.thread_time()
        if phase == "stop":
            self._last += now - self._collecting
        self._collecting = now

    def _look(self) -> None:
        now = time.thread_time()
        if self._depth:
            self.longest = max(self.longest, (now - self._last) * 1000)
        self._last = now


class WatchedBot(QtBot):
    """What a test waits with, the window watched meanwhile."""

    def __init__(self, request: pytest.FixtureRequest, watch: Watch) -> None:
        super().__init__(request)
        self._watch = watch

    def wait(self, ms: int) -> None:
        with self._watch.turning():
            super().wait(ms)


@contextmanager
def watched() -> Iterator[Watch]:
    watch = Watch()
    with watch.turning():
        yield watch
