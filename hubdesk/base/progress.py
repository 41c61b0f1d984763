"""How long work tells how far it is, and hears that it should stop."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TypeVar

from hubdesk.base.errors import Cancelled

T = TypeVar("T")


class Progress:
    """Given to long work, which calls ``step``; without arguments it is silent and never stops."""

    def __init__(
        self,
        report: Callable[[int, int], None] = lambda done, of: None,
        stopped: Callable[[], bool] = lambda: False,
    ) -> None:
        self._report = report
        self._stopped = stopped

    def step(self, done: int, of: int) -> None:
        """Say that ``done`` of ``of`` pieces are finished. Raises Cancelled when asked to stop."""
        if self._stopped():
            raise Cancelled
        self._report(done, of)

    def to_the_end(self) -> Progress:
        """For the rest of the work, where it cannot stop any more."""
        return Progress(self._report)

    def silent(self) -> Progress:
        """For work beside other work: it stops when asked to, and leaves it to the other to say how far it is."""
        return Progress(stopped=self._stopped)

    def share(self, first: int, last: int) -> Progress:
        """For one part of the work, which goes from ``first`` to ``last`` of 100."""
        return Progress(lambda done, of: self._report(first + (last - first) * done // max(of, 1), 100), self._stopped)


def heeding(pieces: Iterator[T], progress: Progress | None) -> Iterator[T]:
    """The same pieces; before each it is asked whether to stop. Raises Cancelled then."""
    asked = (progress or Progress()).silent()
    for piece in pieces:
        asked.step(0, 1)
        yield piece
