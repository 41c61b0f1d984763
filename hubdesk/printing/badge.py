"""Badges to cut out, the size of a bank card: a name in any script, the role, the hub and room for a photo."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Final

from hubdesk.base.progress import Progress
from hubdesk.base.words import tr
from hubdesk.printing.blocks import BODY, SMALLEST, body_size, draw_lines, lines_height
from hubdesk.printing.document import Target
from hubdesk.printing.lettering import MEDIUM, STRONG, Line
from hubdesk.printing.look import MM, USUAL, Look
from hubdesk.printing.ornament import draw_patch
from hubdesk.printing.paper import INK, PRIMARY, QUIET, RULE, About, Paper
from hubdesk.printing.structure import Tag

_WIDTH, _HEIGHT = 86 * MM, 54 * MM
_COLUMNS, _ROWS = 2, 5
_BAND: Final = _HEIGHT / 9
_AIR: Final = 4 * MM
_PHOTO: Final = (23 * MM, 28 * MM)
_CODE: Final = 17 * MM
_LARGEST_NAME: Final = 1.8
"""Of the body size."""
_LEAST_NAME: Final = 9
"""A name in one piece is read more easily than a broken one in larger letters."""
_ROLE_LINES, _MOST_ROLE_LINES = 2, 3


@dataclass(frozen=True)
class Badge:
    """One person's: ``code`` is what a scanner reads from it to check them in; none is drawn when it is empty."""

    name: str
    role: str
    code: str = ""


@dataclass(frozen=True)
class Badges:
    """As many as there are, ten on a sheet."""

    hub: str
    day: date
    badges: tuple[Badge, ...]


def file_name(data: Badges) -> str:
    """A name for the file that says the day and no person."""
    return f"badges-{data.day.isoformat()}.pdf"


def draw(target: Target, data: Badges, look: Look = USUAL, progress: Progress | None = None) -> str:
    """Write the badges as a PDF file; gives `Paper.notice`."""
    steps = progress or Progress()
    title = tr("Badges")
    paper = Paper(About(title, data.hub, title), look.sheet)
    body = body_size(look)
    left = (paper.width - _COLUMNS * _WIDTH) / 2
    top = (paper.height + _ROWS * _HEIGHT) / 2
    on_page = _COLUMNS * _ROWS
    for place, badge in enumerate(data.badges):
        at = place % on_page
        if place and not at:
            paper.end_page()
            # Who cuts a badge out cuts through what is on its back.
            paper.begin_sheet(both_sides=look.both_sides)
        x = left + at % _COLUMNS * _WIDTH
        _draw(paper, badge, data.hub, (x, top - (at // _COLUMNS + 1) * _HEIGHT), body)
        steps.step(place + 1, len(data.badges))
    paper.end_page()
    paper.save(target)
    return paper.notice


def _draw(paper: Paper, badge: Badge, hub: str, corner: tuple[float, float], body: float) -> None:
    x, y = corner
    for row in range(9):
        draw_patch(paper, x, y + row * _BAND, _BAND, (8 - row) / 8, rising=row % 2 == 0)
    paper.box(x, y, _WIDTH, _HEIGHT, edge=RULE, thick=0.5)
    photo_x, photo_y = x + _WIDTH - _AIR - _PHOTO[0], y + _HEIGHT - _AIR - _PHOTO[1]
    paper.box(photo_x, photo_y, *_PHOTO, edge=RULE, thick=0.5)
    photo = paper.lettering.wrap(tr("Photo"), _PHOTO[0], SMALLEST)
    height = lines_height(photo, SMALLEST)
    draw_lines(paper, photo, (photo_x, photo_y + (_PHOTO[1] + height) / 2), SMALLEST, QUIET, width=_PHOTO[0], lean=0.5)
    left = x + _BAND + _AIR
    room = photo_x - _AIR - left
    role, role_size = _role(paper, badge.role, room + (0 if badge.code else _PHOTO[0]), body)
    foot = y + _AIR + lines_height(role, role_size)
    lowest = lines_height(paper.lettering.wrap(badge.name, room, SMALLEST, STRONG), SMALLEST)
    lines = _hub(paper, hub, room, y + _HEIGHT - _AIR - foot - lowest - 2 * MM)
    top = y + _HEIGHT - _AIR - lines_height(lines, SMALLEST)
    with paper.tagged(Tag("P")):
        draw_lines(paper, lines, (left, y + _HEIGHT - _AIR), SMALLEST, PRIMARY)
    with paper.tagged(Tag("H1")):
        _draw_name(paper, badge.name, (left, (top + foot) / 2), room, (body, top - foot - 2 * MM))
    with paper.tagged(Tag("P")):
        draw_lines(paper, role, (left, foot), role_size, INK)
    if badge.code:
        with paper.tagged(Tag("Figure", said=tr("A code that checks them in"))):
            paper.square_code(badge.code, x + _WIDTH - _AIR - _CODE + 2, y + 1 * MM, _CODE)


def _draw_name(paper: Paper, name: str, place: tuple[float, float], room: float, limits: tuple[float, float]) -> None:
    """The name about the middle of its room, as large as lets its longest word stand and all lines lie in the height."""
    body, height = limits
    size = body * _LARGEST_NAME
    longest = max(re.split(r"(?<=-)|\s", name), key=lambda word: paper.lettering.width(word, size, STRONG))
    size = paper.lettering.fitting_size(longest, room, size, _LEAST_NAME, STRONG)
    lines = paper.lettering.wrap(name, room, size, STRONG)
    while size > SMALLEST and lines_height(lines, size) > height:
        size = max(SMALLEST, size * 0.95)
        lines = paper.lettering.wrap(name, room, size, STRONG)
    x, middle = place
    draw_lines(paper, lines, (x, middle + lines_height(lines, size) / 2), size, INK)


def _hub(paper: Paper, hub: str, room: float, height: float) -> list[Line]:
    """The hub's name on two lines, or its beginning on one where a long name of a person needs the height."""
    lines = paper.lettering.wrap(hub, room, SMALLEST, STRONG)
    if len(lines) <= 2 and lines_height(lines, SMALLEST) <= height:
        return lines
    if lines_height(lines[:2], SMALLEST) <= height:
        rest = " ".join(line.text for line in lines[1:])
        return [lines[0], paper.lettering.line(paper.lettering.shortened(rest, room, SMALLEST, STRONG), STRONG)]
    return [paper.lettering.line(paper.lettering.shortened(hub, room, SMALLEST, STRONG), STRONG)]


def _role(paper: Paper, role: str, room: float, size: float) -> tuple[list[Line], float]:
    """The role on one line, on two, or on three smaller ones; dots where even those do not hold it.

    In large print it stays small enough for one line: the name is what has to be read from afar.
    """
    size = paper.lettering.fitting_size(role, room, size, BODY, MEDIUM)
    lines = paper.lettering.wrap_evenly(role, room, size, MEDIUM)
    if len(lines) <= _ROLE_LINES:
        return lines, size
    lines = paper.lettering.wrap(role, room, SMALLEST, MEDIUM)
    if len(lines) > _MOST_ROLE_LINES:
        rest = " ".join(line.text for line in lines[_MOST_ROLE_LINES - 1 :])
        last = paper.lettering.shortened(rest, room, SMALLEST, MEDIUM)
        lines = [*lines[: _MOST_ROLE_LINES - 1], paper.lettering.line(last, MEDIUM)]
    return lines, SMALLEST
