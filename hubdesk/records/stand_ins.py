"""The words that stand where a record cannot be without something that stays at its hub; values of the data, the same at every hub."""

from __future__ import annotations

from typing import Any, Final

WITHHELD: Final = "Name withheld"
"""Stands for a name."""

LEFT_OUT: Final = "Withheld"
"""Stands for any other words."""


def stands_in(value: Any) -> bool:
    """Whether a value is one of these words."""
    return isinstance(value, str) and value in (WITHHELD, LEFT_OUT)
