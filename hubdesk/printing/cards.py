"""Cards to check in with: the size of a bank card, ten on a sheet, to cut out and to laminate or slip into a holder."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Final

from hubdesk.base.progress import Progress
from hubdesk.base.words import tr
from hubdesk.printing.blocks import draw_lines, lines_height
from hubdesk.printing.document import Target
from hubdesk.printing.lettering import MEDIUM, STRONG, Line
from hubdesk.printing.look import MM, USUAL, Look
from hubdesk.printing.paper import INK, PRIMARY, QUIET, RULE, About, Paper
from hubdesk.printing.structure import Tag

_WIDTH, _HEIGHT = 85.6 * MM, 54 * MM
"""ISO/IEC 7810 ID-1, as bank cards and their holders are."""

_ACROSS: Final = 2
_LEAST_EDGE: Final = 8 * MM
_INSIDE: Final = 6 * MM
_BAR: Final = 2.5 * MM
_CODE: Final = 27 * MM
"""The code's side with its white edge; its squares are 0.9 mm, which a cheap scanner reads at arm's length."""

_NAME, _OWN, _LEAST_WORD = 21.0, 15.0, 13.0
_SMALL, _SMALL_LARGE = 12.0, 14.0
_MARK: Final = 3 * MM
_LEVEL: Final = "q"


@dataclass(frozen=True)
class CardFace:
    """One card: the name, the same as its bearer writes it where that differs, the number, and the text of its code."""

    name: str
    own: str
    number: str
    code: str


@dataclass(frozen=True)
class Cards:
    """Cards of one hub, in their order."""

    hub: str
    day: date
    faces: tuple[CardFace, ...]


def file_name(data: Cards) -> str:
    """A name for the file that says the day and no person."""
    return f"cards-{data.day.isoformat()}.pdf"


def draw(target: Target, data: Cards, look: Look = USUAL, progress: Progress | None = None) -> str:
    """Write the cards as one PDF file, as many on each sheet as it holds; gives `Paper.notice`."""
    paper, steps = Paper(About(tr("Cards"), data.hub, tr("Cards to check in with")), look.sheet), progress or Progress()
    down = int((paper.height - 2 * _LEAST_EDGE) // _HEIGHT)
    left = (paper.width - _ACROSS * _WIDTH) / 2
    top = (paper.height + down * _HEIGHT) / 2
    for at, face in enumerate(data.faces):
        place = at % (_ACROSS * down)
        if place == 0:
            if at:
                paper.end_page()
                # Who cuts a card out cuts through what is on its back.
                paper.begin_sheet(both_sides=look.both_sides)
            _draw_cuts(paper, left, top, down)
        row, column = divmod(place, _ACROSS)
        _draw_card(paper, data.hub, face, left + column * _WIDTH, top - (row + 1) * _HEIGHT, large=look.large)
        steps.step(at + 1, len(data.faces))
    paper.end_page()
    paper.save(target)
    return paper.notice


def _draw_cuts(paper: Paper, left: float, top: float, down: int) -> None:
    """Short lines in the sheet's edges, along which to cut; no line runs through a card."""
    right, foot = left + _ACROSS * _WIDTH, top - down * _HEIGHT
    for column in range(_ACROSS + 1):
        x = left + column * _WIDTH
        paper.rule(x, top + 1 * MM, x, top + 1 * MM + _MARK, 0.5, RULE)
        paper.rule(x, foot - 1 * MM, x, foot - 1 * MM - _MARK, 0.5, RULE)
    for row in range(down + 1):
        y = top - row * _HEIGHT
        paper.rule(left - 1 * MM, y, left - 1 * MM - _MARK, y, 0.5, RULE)
        paper.rule(right + 1 * MM, y, right + 1 * MM + _MARK, y, 0.5, RULE)


def _draw_card(paper: Paper, hub: str, face: CardFace, x: float, y: float, *, large: bool) -> None:
    """One card from its lower left corner."""
    small = _SMALL_LARGE if large else _SMALL
    left, right = x + _BAR + _INSIDE, x + _WIDTH - _INSIDE
    paper.box(x, y + 2 * MM, _BAR, _HEIGHT - 4 * MM, fill=PRIMARY)
    line = y + _HEIGHT - _INSIDE - small * 0.8
    with paper.tagged(Tag("P")):
        size = paper.lettering.fitting_size(hub, right - left, small, 8, STRONG)
        shown = paper.lettering.shortened(hub, right - left, size, STRONG)
        paper.text(shown, left, line, size, STRONG, PRIMARY)
    paper.rule(left, line - 2.2 * MM, right, line - 2.2 * MM, 0.75, RULE)
    room = right - _CODE - 2 * MM - left
    with paper.tagged(Tag("P")):
        paper.text(face.number, left, y + _INSIDE, small, MEDIUM, QUIET)
    _draw_names(paper, face, (left, y + _INSIDE + small * 1.4), room, line - 4 * MM)
    said = tr("A code by which {name} checks in", name=face.name)
    with paper.tagged(Tag("Figure", said=said)):
        # Its white edge may reach into the card's own.
        paper.square_code(face.code, right - _CODE + 3 * MM, y + _INSIDE - 3.5 * MM, _CODE, level=_LEVEL)


def _draw_names(paper: Paper, face: CardFace, foot: tuple[float, float], width: float, top: float) -> None:
    """The name as large as the room lets it, and under it the same in its own writing."""
    left, lowest = foot
    own = _fitting(paper, face.own, width, _OWN, (top - lowest) * 0.4) if face.own else ([], 0.0)
    room = top - lowest - lines_height(*own)
    name = _fitting(paper, face.name, width, _NAME, room)
    height = lines_height(*name) + lines_height(*own)
    y = lowest + (top - lowest + height) / 2
    with paper.tagged(Tag("H1")):
        draw_lines(paper, name[0], (left, y), name[1], INK)
    if face.own:
        with paper.tagged(Tag("P")):
            draw_lines(paper, own[0], (left, y - lines_height(*name)), own[1], INK)


def _fitting(paper: Paper, text: str, width: float, size: float, room: float) -> tuple[list[Line], float]:
    """The text on as many lines as the room holds, as large as it can be there."""
    # No word is broken that fits a line of its own in letters that can be read.
    longest = max(paper.lettering.width(word, size, STRONG) for word in re.split(r"\s|(?<=-)", text))
    size = max(_LEAST_WORD, size * min(1, width / longest)) if longest else size
    lines = paper.lettering.wrap(text, width, size, STRONG)
    while lines_height(lines, size) > room:
        size *= 0.95
        lines = paper.lettering.wrap(text, width, size, STRONG)
    return lines, size
