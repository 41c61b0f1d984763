"""Python's collector, kept to the window's thread: what it finds may be Qt's, and dies with the program elsewhere."""

from __future__ import annotations

import gc

from PySide6.QtCore import QObject, QTimer

_EVERY = 1000  # ms


class Collecting(QObject):
    """Collects on the window's thread, as often as Python would, from its making to ``end``.

    Python collects on whatever thread happens to make one object too many; on a worker that would delete widgets there.
    """

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        gc.disable()
        self._timer = QTimer(self)
        self._timer.setInterval(_EVERY)
        self._timer.timeout.connect(self._look)
        self._timer.start()

    def end(self) -> None:
        """Leave it to Python again, once there is no other thread."""
        self._timer.stop()
        gc.enable()

    def _look(self) -> None:
        for generation, (count, threshold) in enumerate(zip(gc.get_count(), gc.get_threshold(), strict=True)):
            if count <= threshold:
                break
            gc.collect(generation)
