"""The patchwork of pinwheels that HubDesk's papers wear; no text is ever drawn on it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from hubdesk.printing.paper import WEAVE, WHITE, Colour, Paper

_SHADES: Final = (WHITE, *WEAVE)
_SEAM: Final = 0.15


def draw_patch(paper: Paper, x: float, y: float, side: float, depth: float, *, rising: bool) -> None:
    """One square, half pale and half deep, from its lower left corner; ``depth`` goes from 0, light, to 1, deep."""
    shade = round(1 + depth * (len(WEAVE) - 1))
    ends = [(x, y), (x + side, y + side)] if rising else [(x, y + side), (x + side, y)]
    pale, deep = ((x, y + side), (x + side, y)) if rising else ((x + side, y + side), (x, y))
    for corner, colour in ((pale, _SHADES[max(0, shade - 2)]), (deep, _SHADES[shade])):
        _draw_triangle(paper, [*ends, corner], colour)


def _draw_triangle(paper: Paper, corners: Sequence[tuple[float, float]], colour: Colour) -> None:
    """A little larger than it is, or a screen shows the paper between neighbours."""
    middle = [sum(part) / len(corners) for part in zip(*corners, strict=True)]
    moved = [
        [at + (at > centre) * _SEAM - (at < centre) * _SEAM for at, centre in zip(corner, middle, strict=True)]
        for corner in corners
    ]
    paper.path(" ".join(f"{a:.2f} {b:.2f} {'l' if at else 'm'}" for at, (a, b) in enumerate(moved)), fill=colour)


def draw_band(paper: Paper, x: float, y: float, width: float, rows: int, columns: int) -> float:
    """A band of patches from its lower left corner, light at the left and deep at the right; gives its height."""
    side = width / columns
    for row in range(rows):
        for column in range(columns):
            depth = column / max(1, columns - 1)
            rising = (row + column) % 2 == 0
            draw_patch(paper, x + column * side, y + row * side, side, depth, rising=rising)
    return rows * side
