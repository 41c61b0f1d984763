"""Python's collector, kept to the window's thread: what it finds may be Qt's, and dies with the program elsewhere."""

from __future__ import annotations

import gc
import time
from typing import Final

from PySide6.QtCore import QObject, QTimer

_EVERY = 1000  # ms
_STILL: Final = 0.02
"""Seconds of the processor in one of those: less, and nobody typed and nothing was painted."""
_QUIET: Final = 3
"""So many still ones in a row, and nobody is at the keys."""
_PUT_OFF: Final = 6
"""A look through everything is put off until nobody is at the keys, or until it is due so many times over."""


class Collecting(QObject):
    """Collects on the window's thread, about as often as Python would, from its making to ``end``.

    Python collects on whatever thread happens to make one object too many; on a worker that would delete widgets there.
    A look through everything holds the window for a tenth of a second, so it comes when nobody would notice.
    """

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        gc.disable()
        self._seen, self._still = time.thread_time(), 0
        self._timer = QTimer(self)
        self._timer.setInterval(_EVERY)
        self._timer.timeout.connect(self._look)
        self._timer.start()

    def end(self) -> None:
        """Leave it to Python again, once there is no other thread."""
        self._timer.stop()
        gc.enable()

    def _look(self) -> None:
        self._still = self._still + 1 if time.thread_time() - self._seen < _STILL else 0
        for generation, (count, threshold) in enumerate(zip(gc.get_count(), gc.get_threshold(), strict=True)):
            put_off = generation == 2 and self._still < _QUIET
            if count <= threshold * (_PUT_OFF if put_off else 1):
                break
            gc.collect(generation)
        self._seen = time.thread_time()
