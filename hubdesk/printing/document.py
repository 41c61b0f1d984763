"""A file of one document that flows over its pages, or of several one after the other."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import BinaryIO, Final

from hubdesk.base.progress import Progress
from hubdesk.printing.blocks import Setting, set_on
from hubdesk.printing.feet import FootOf
from hubdesk.printing.flow import Margins, Strip, pages_of, print_pages
from hubdesk.printing.look import MM, Look
from hubdesk.printing.paper import About, Paper

Target = Path | BinaryIO

PLAIN_MARGINS = Margins(bottom=25 * MM)

_CLOSER: Final = (0.94, 0.88, 0.84)
"""Of the usual distance between lines; nobody reads worse by as much."""
_FEW: Final = 4
"""Pages: one less of more of them is not worth the search."""


@dataclass(frozen=True)
class Flowing:
    """What comes down the pages, asked for once it is known how they are set, and their foot."""

    strips: Callable[[Setting], Iterable[Strip]]
    foot: FootOf


def write(
    target: Target,
    about: About,
    documents: Sequence[Flowing],
    look: Look,
    progress: Progress | None,
    margins: Margins = PLAIN_MARGINS,
    *,
    across: bool = False,
) -> str:
    """Write the documents as one PDF file, each with page numbers of its own; gives `Paper.notice`."""
    paper = Paper(about, look.across if across else look.sheet)
    setting = set_on(paper, margins, look)
    steps, count = progress or Progress(), len(documents)
    for place, one in enumerate(documents):
        strips, foot = on_fewest_pages(setting, one.strips), one.foot(setting, margins)
        share = steps if count == 1 else steps.share(100 * place // count, 100 * (place + 1) // count)
        print_pages(paper, strips, margins, foot, share, both_sides=look.both_sides)
    paper.save(target)
    return paper.notice


def on_fewest_pages(setting: Setting, strips_in: Callable[[Setting], Iterable[Strip]]) -> list[Strip]:
    """What comes down the pages, its lines a little closer where that saves a page on which little would stand."""
    usual = list(strips_in(setting))
    count = _count(usual, setting)
    for air in _CLOSER if 1 < count <= _FEW else ():
        closer = list(strips_in(replace(setting, air=air)))
        if _count(closer, setting) < count:
            return closer
    return usual


def _count(strips: Sequence[Strip], setting: Setting) -> int:
    return sum(1 for _ in pages_of(strips, setting.room))
