"""How a paper is made: the size of its letters and of its sheet, one side or both, and which design."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

MM: Final = 72 / 25.4

Size = tuple[float, float]
"""Width and height in points."""

A4: Final[Size] = (210 * MM, 297 * MM)
LETTER: Final[Size] = (612, 792)
SHEETS: Final = {"a4": A4, "letter": LETTER}

LONG_EDGE: Final = "long-edge"
"""The design of what is printed across for a printer that turns sheets on their long edge only."""


@dataclass(frozen=True)
class Look:
    """What a person chooses before printing; every document takes it.

    ``both_sides``: the inner edge of each page is wider, and in a file of several documents each begins on a right-hand
    page. ``design`` is one of the document's own designs; "" is its first.
    """

    large: bool = False
    sheet: Size = A4
    both_sides: bool = False
    design: str = ""

    @property
    def across(self) -> Size:
        """The sheet lying on its side."""
        width, height = self.sheet
        return height, width


USUAL: Final = Look()
"""Usual letters on A4, one side."""
