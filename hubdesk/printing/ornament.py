"""The patchwork of pinwheels that HubDesk's papers wear; no text is ever drawn on it."""

from __future__ import annotations

from typing import Final

from hubdesk.printing.paper import WEAVE, WHITE, Paper

_SHADES: Final = (WHITE, *WEAVE)


def draw_patch(paper: Paper, x: float, y: float, side: float, depth: float, *, rising: bool) -> None:
    """One square, half pale and half deep, from its lower left corner; ``depth`` goes from 0, light, to 1, deep."""
    shade = round(1 + depth * (len(WEAVE) - 1))
    paper.box(x, y, side, side, fill=_SHADES[max(0, shade - 2)])
    corners = [(x, y), (x + side, y + side), (x + side, y)] if rising else [(x, y + side), (x + side, y), (x, y)]
    paper.path(
        " ".join(f"{a:.2f} {b:.2f} {'l' if at else 'm'}" for at, (a, b) in enumerate(corners)), fill=_SHADES[shade]
    )


def draw_band(paper: Paper, x: float, y: float, width: float, rows: int, columns: int) -> float:
    """A band of patches from its lower left corner, light at the left and deep at the right; gives its height."""
    side = width / columns
    for row in range(rows):
        for column in range(columns):
            depth = column / max(1, columns - 1)
            rising = (row + column) % 2 == 0
            draw_patch(paper, x + column * side, y + row * side, side, depth, rising=rising)
    return rows * side
