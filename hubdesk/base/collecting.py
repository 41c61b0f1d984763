"""Python's search for what only refers to itself, put off while very much is made that does not."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

MANY: Final = 50_000
"""So many new things, before Python looks for cycles: a merge makes none, and would spend a sixth of its time on that."""


@contextmanager
def seldom_collecting() -> Iterator[None]:
    """Within it Python looks seldom, in every thread; afterwards as it did before."""
    before = gc.get_threshold()
    gc.set_threshold(MANY)
    try:
        yield
    finally:
        gc.set_threshold(*before)
