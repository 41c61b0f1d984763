"""A file of one document that flows over its pages, or of several one after the other."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from hubdesk.base.progress import Progress
from hubdesk.printing.blocks import Setting, set_on
from hubdesk.printing.feet import FootOf
from hubdesk.printing.flow import Margins, Strip, print_pages
from hubdesk.printing.look import MM, Look
from hubdesk.printing.paper import About, Paper

Target = Path | BinaryIO

PLAIN_MARGINS = Margins(bottom=25 * MM)


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
        strips, foot = one.strips(setting), one.foot(setting, margins)
        share = steps if count == 1 else steps.share(100 * place // count, 100 * (place + 1) // count)
        print_pages(paper, strips, margins, foot, share, both_sides=look.both_sides)
    paper.save(target)
    return paper.notice
