"""The ornament of certificates: each design says where the words begin and draws what stands around them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from hubdesk.base.words import Later, tr_later
from hubdesk.printing.look import MM, Size
from hubdesk.printing.ornament import draw_patch
from hubdesk.printing.paper import PRIMARY, WEAVE, WHITE, Paper

EDGE: Final = 14 * MM
_PATCHES: Final = 16
_FRAME: Final = 9 * MM
_ARCH: Final = 0.55
"""How far a circle's curve reaches towards its corner, in radii."""


@dataclass(frozen=True)
class Design:
    """``left`` is where the words begin on a sheet of that size; ``top`` how far under its upper edge they may."""

    name: str
    title: Later
    left: Callable[[Size], float]
    draw: Callable[[Paper], None]
    top: float = EDGE


def _patch(size: Size) -> float:
    return (size[1] - 2 * EDGE) / _PATCHES


def _draw_patchwork(paper: Paper) -> None:
    """A band of pinwheels down the left edge, from light at the top to deep at the foot."""
    side = _patch((paper.width, paper.height))
    for row in range(_PATCHES):
        depth = (_PATCHES - 1 - row) / (_PATCHES - 1)
        for column in range(2):
            x, y = EDGE + column * side, EDGE + row * side
            draw_patch(paper, x, y, side, depth, rising=(row + column) % 2 == 0)


def _draw_sunrise(paper: Paper) -> None:
    """A fine double frame, and rings of light from the upper right corner, the palest outermost."""
    width, height = paper.width, paper.height
    inner = _FRAME + 2 * MM
    right, top = width - inner, height - inner
    reach = 50 * MM
    for place, shade in enumerate(WEAVE):
        paper.path(_quarter(right, top, reach * (1 - place / (len(WEAVE) + 0.6))), fill=shade)
    paper.path(_quarter(right, top, reach * 0.10), fill=WHITE)
    for inset, thick in ((_FRAME, 1.6), (inner, 0.5)):
        paper.box(inset, inset, width - 2 * inset, height - 2 * inset, edge=PRIMARY, thick=thick)


def _quarter(x: float, y: float, reach: float) -> str:
    """The path of a quarter of a circle, down and to the left of its middle."""
    bend = reach * _ARCH
    return (
        f"{x:.2f} {y:.2f} m {x - reach:.2f} {y:.2f} l "
        f"{x - reach:.2f} {y - bend:.2f} {x - bend:.2f} {y - reach:.2f} {x:.2f} {y - reach:.2f} c h"
    )


DESIGNS: Final = (
    Design("patchwork", tr_later("Patchwork"), lambda size: EDGE + 2 * _patch(size) + 20 * MM, _draw_patchwork),
    Design("sunrise", tr_later("Sunrise"), lambda size: _FRAME + 21 * MM, _draw_sunrise, top=20 * MM),
)
"""The first is the usual one."""


def design_named(name: str) -> Design:
    """The design of that name, or the usual one."""
    return next((one for one in DESIGNS if one.name == name), DESIGNS[0])
