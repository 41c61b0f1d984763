"""Pages from strips: what comes down the page is cut where a page ends, never inside a strip."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, dropwhile

from hubdesk.base.progress import Progress
from hubdesk.printing.look import MM
from hubdesk.printing.paper import Paper

_GUTTER = 4 * MM
"""How far a page printed on both sides lies from its inner edge, for holes or a binding."""

_FIRST_TOGETHER, _LAST_TOGETHER = 0.2, 0.6
"""Of a page: so much of the beginning and of the end of what no page holds together stays together."""

_LEAST_END, _MOST_END = 1 / 3, 0.6
"""Of a page: the last holds as much as that where no more than this is brought over to it."""

Foot = Callable[[Paper, int, int], None]
"""Draws the foot of a page: the paper, this page's number from 1, and the number of pages."""


@dataclass(frozen=True)
class Strip:
    """A piece as wide as the column that no page end cuts.

    ``draw`` is given the paper, the left edge and the top. ``keep`` holds it on the page of the next strip; ``head`` is
    repeated above it when it comes first on a page; ``blank`` strips vanish there.
    """

    height: float
    draw: Callable[[Paper, float, float], None]
    keep: bool = False
    head: tuple[Strip, ...] = ()
    blank: bool = False


@dataclass(frozen=True)
class Margins:
    """The empty edges of a page in points; the foot is drawn within ``bottom``."""

    left: float = 18 * MM
    right: float = 18 * MM
    top: float = 16 * MM
    bottom: float = 24 * MM


def together(strips: Sequence[Strip]) -> list[Strip]:
    """The same strips, all on one page where one can hold them."""
    return [*(replace(strip, keep=True) for strip in strips[:-1]), *strips[-1:]]


def left_on_last(strips: Iterable[Strip], room: float) -> float:
    """How much of their last page the strips leave empty, for pages with ``room`` points from top to bottom."""
    *_, last = pages_of(strips, room)
    return room - sum(strip.height for strip in last)


def print_pages(
    paper: Paper, strips: Iterable[Strip], margins: Margins, foot: Foot, progress: Progress, *, both_sides: bool = False
) -> None:
    """Lay the strips out on as many pages as they need; for ``both_sides`` they begin on a right-hand page."""
    paper.begin_sheet(both_sides=both_sides)
    room = paper.height - margins.top - margins.bottom
    pages = list(pages_of(_with_full_end(list(strips), room), room))
    for number, page in enumerate(pages, start=1):
        if both_sides:
            paper.shift(-_GUTTER if paper.pages % 2 else _GUTTER)
        top = paper.height - margins.top
        for strip in page:
            strip.draw(paper, margins.left, top)
            top -= strip.height
        foot(paper, number, len(pages))
        paper.end_page()
        progress.step(number, len(pages))


def _with_full_end(strips: list[Strip], room: float) -> list[Strip]:
    """The same, with as much held to the end as lets the last page not stand next to empty."""
    *before, last = pages_of(strips, room)
    height = sum(strip.height for strip in last)
    if not before or height >= room * _LEAST_END:
        return strips
    heads = [head for strip in last for head in strip.head]
    own = next((strip for strip in last if all(strip is not head for head in heads)), last[-1])
    begin = next(place for place in range(len(strips) - 1, -1, -1) if strips[place] is own)
    while begin and height < room * _LEAST_END:
        group = _group_before(strips, begin)
        height += sum(strip.height for strip in strips[group:begin] if not strip.blank)
        if height > room * _MOST_END:
            break
        begin = group
    return [*strips[:begin], *together(strips[begin:])]


def _group_before(strips: Sequence[Strip], end: int) -> int:
    """Where that begins which is kept together and ends before ``end``."""
    begin = end - 1
    while begin and strips[begin - 1].keep:
        begin -= 1
    return begin


def pages_of(strips: Iterable[Strip], room: float) -> Iterator[list[Strip]]:
    """The strips of each page, for pages with ``room`` points from top to bottom. There is always one page."""
    page: list[Strip] = []
    left = room
    for group in _kept_together(strips, room):
        height = sum(strip.height for strip in group)
        if page and height > left:
            if all(strip.blank for strip in group):
                # It would vanish at the top of the next page, of which there may be none.
                left = 0.0
                continue
            yield page
            page, left = [], room
            if group[0] not in group[0].head:
                page = list(group[0].head)
                left -= sum(strip.height for strip in page)
        added = list(dropwhile(lambda strip: strip.blank, group)) if not page else group
        page += added
        left -= sum(strip.height for strip in added)
    yield page


def _kept_together(strips: Iterable[Strip], room: float) -> Iterator[list[Strip]]:
    group: list[Strip] = []
    for strip in strips:
        group.append(strip)
        if not strip.keep:
            yield from _small_enough(group, room)
            group = []
    if group:
        yield from _small_enough(group, room)


def _small_enough(group: list[Strip], room: float) -> Iterator[list[Strip]]:
    """The group where a page holds it; else its strips, but the first few together, for a heading is not left alone, and
    the last few, for nobody signs a bare page.
    """
    if sum(strip.height for strip in group) <= room:
        yield group
        return
    first = _within(group, room * _FIRST_TOGETHER)
    last = max(first, len(group) - _within(group[::-1], room * _LAST_TOGETHER))
    yield group[:first]
    yield from ([strip] for strip in group[first:last])
    if group[last:]:
        yield group[last:]


def _within(strips: Sequence[Strip], height: float) -> int:
    """How many of them, from the first, are no higher than that; always one."""
    heights = accumulate(strip.height for strip in strips)
    return max(1, sum(each <= height for each in heights))
