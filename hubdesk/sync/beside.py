"""Lines of a package beside its changes: each says what it holds, and a kind that this version does not know is passed over."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain
from typing import Any, Final

BESIDE: Final = "beside"


def take_beside(
    lines: Iterator[dict[str, Any]], name: str = ""
) -> tuple[dict[str, Any] | None, Iterator[dict[str, Any]]]:
    """Of the lines that stand before the changes, the one that holds this, if there is one; and the other lines."""
    found = None
    for line in lines:
        if BESIDE not in line:
            return found, chain((line,), lines)
        if line[BESIDE] == name:
            found = line
    return found, iter(())
