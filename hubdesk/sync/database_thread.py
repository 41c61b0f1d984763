"""What a merge asks of the database goes on in a thread of its own, while what comes next is read and weighed in this one."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any, Final, TypeVar

T = TypeVar("T")

_TURN: Final = 0.001
"""Seconds after which a thread lets the other one have Python, which asks for it with every statement."""

_USUAL: Final = sys.getswitchinterval()
"""What it is for all others: what two merges at a time each found could be what the other had set."""


class DatabaseThread:
    """Does one thing after another in the order in which it was told to, and after the first that fails nothing any more.

    Both drivers let go of Python while the database works, so that two processors are busy. A connection is used by one
    thread at a time: whoever uses it outside first waits with `rest`.
    """

    def __init__(self) -> None:
        self._threads: ThreadPoolExecutor | None = None
        self._last: Future[Any] | None = None
        self._failed: BaseException | None = None

    @contextmanager
    def at_work(self) -> Iterator[None]:
        """Within it things can be done; it ends when nothing of them is under way any more, done or not."""
        sys.setswitchinterval(_TURN)
        try:
            with ThreadPoolExecutor(1, "database") as self._threads:
                try:
                    yield
                finally:
                    self._threads.shutdown(cancel_futures=True)
        finally:
            self._threads = self._last = None
            sys.setswitchinterval(_USUAL)

    def soon(self, work: Callable[[], T]) -> Future[T]:
        """Have it done, within `at_work`; its result raises what it raised, or what failed before it."""
        if self._threads is None:
            raise RuntimeError("There is no thread to do it.")
        made = self._threads.submit(self._done, work)
        self._last = made
        return made

    def rest(self) -> None:
        """Wait until all is done. Raises what failed."""
        if self._last is not None:
            self._last.result()

    def _done(self, work: Callable[[], T]) -> T:
        if self._failed is not None:
            raise self._failed
        try:
            return work()
        except BaseException as failed:
            self._failed = failed
            raise
