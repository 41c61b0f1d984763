"""How much memory the lines of a file may take while they wait to be looked at together: they may be of any length."""

from __future__ import annotations

from typing import Any, Final

from hubdesk.store.values import pack

HEAVIEST: Final = 8 << 20
"""Bytes, of lines that are held at once; then they are looked at, however few there are."""

_EACH: Final = 64
"""Bytes that Python takes for the smallest thing of a list, of which JSON may have one in three letters."""


def weight(packed: str) -> int:
    """About how many bytes compact JSON and what is made of it take."""
    return len(packed) + _EACH * packed.count(",")


def weight_of(line: dict[str, Any]) -> int:
    """The same of a line that is made already."""
    return weight(pack(line))
