"""The designs of certificates: each says where the words stand and draws what stands around them."""

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
_INNER: Final = _FRAME + 2 * MM
_FAN: Final = 12 * MM
_SUN: Final = 13 * MM
_HORIZON: Final = 27 * MM
"""How far under the upper edge the sun rises."""
_AROUND_THE_SUN: Final = 62 * MM
_ARCH: Final = 0.5523
"""How far a circle's curve reaches towards its corner, in radii."""


@dataclass(frozen=True)
class Baselines:
    """How high the words stand on A4, in points from its foot; on other sheets in proportion."""

    title: float
    says: float
    name: float
    deed: float
    course: float


@dataclass(frozen=True)
class Design:
    """``left`` is where the words begin on a sheet of that size; ``top`` how far under its upper edge the hub's name may.

    ``lean`` is where the words stand between left and right: 0 where lines begin, 0.5 in the middle. ``foot`` is how high
    the lowest stand.
    """

    name: str
    title: Later
    left: Callable[[Size], float]
    draw: Callable[[Paper], None]
    at: Baselines
    top: float = EDGE
    foot: float = EDGE
    lean: float = 0


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
    """A fine double frame with a fan in each corner, and over the words the sun, half risen, its palest ring outermost."""
    width, height = paper.width, paper.height
    for x, across in ((_INNER, 1), (width - _INNER, -1)):
        for y, up in ((_INNER, 1), (height - _INNER, -1)):
            _draw_rings(paper, (x, y), _FAN, [(across, up)])
    middle, horizon = width / 2, height - _HORIZON
    _draw_rings(paper, (middle, horizon), _SUN, [(-1, 1), (1, 1)])
    for across in (-1, 1):
        paper.rule(middle + across * _SUN, horizon, middle + across * _AROUND_THE_SUN, horizon, 0.75, PRIMARY)
    for inset, thick in ((_FRAME, 1.6), (_INNER, 0.5)):
        paper.box(inset, inset, width - 2 * inset, height - 2 * inset, edge=PRIMARY, thick=thick)


def _draw_rings(paper: Paper, middle: tuple[float, float], reach: float, quarters: list[tuple[int, int]]) -> None:
    """Rings about the same middle, the palest outermost; of each the quarters that lie that way across and up."""
    for place, shade in enumerate((*WEAVE, WHITE)):
        part = reach * (1 - place / (len(WEAVE) + 0.6))
        for across, up in quarters:
            paper.path(_quarter(*middle, part * across, part * up), fill=shade)


def _quarter(x: float, y: float, across: float, up: float) -> str:
    """The path of a quarter of a circle from its middle, that far to the right and up, or to the left and down."""
    bend_across, bend_up = across * _ARCH, up * _ARCH
    return (
        f"{x:.2f} {y:.2f} m {x + across:.2f} {y:.2f} l "
        f"{x + across:.2f} {y + bend_up:.2f} {x + bend_across:.2f} {y + up:.2f} {x:.2f} {y + up:.2f} c h"
    )


DESIGNS: Final = (
    Design(
        "patchwork",
        tr_later("Patchwork"),
        lambda size: EDGE + 2 * _patch(size) + 20 * MM,
        _draw_patchwork,
        Baselines(title=168 * MM, says=155 * MM, name=132 * MM, deed=117 * MM, course=103 * MM),
    ),
    Design(
        "sunrise",
        tr_later("Sunrise"),
        lambda size: 24 * MM,
        _draw_sunrise,
        Baselines(title=155 * MM, says=144 * MM, name=123 * MM, deed=109 * MM, course=96 * MM),
        top=32.5 * MM,
        foot=19 * MM,
        lean=0.5,
    ),
)
"""The first is the usual one."""


def design_named(name: str) -> Design:
    """The design of that name, or the usual one."""
    return next((one for one in DESIGNS if one.name == name), DESIGNS[0])
