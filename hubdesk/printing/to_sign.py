"""What people fill in by hand: boxes to tick, lines to sign, and the sheet's own number in the foot."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from hubdesk.base.words import tr
from hubdesk.printing.blocks import (
    CLOSE,
    GUTTER,
    LONG,
    Setting,
    beside,
    draw_lines,
    first_height,
    line_height,
    lines_height,
    space,
    words,
)
from hubdesk.printing.flow import Strip, left_on_last
from hubdesk.printing.paper import INK, QUIET, Colour, Paper
from hubdesk.printing.structure import Tag


def tick(setting: Setting, text: str, *, ticked: bool = False) -> Strip:
    """A sentence with a box before it, which may be ticked."""
    size = setting.body
    indent = _before(setting)
    lines = setting.lettering.wrap(text, setting.width - indent, size)
    air = size * 0.2

    def draw(paper: Paper, x: float, top: float) -> None:
        _draw_box(setting, paper, x, top - air - line_height(lines[0], size, CLOSE) / 2, ticked=ticked)
        with paper.tagged(Tag("P")):
            draw_lines(paper, lines, (x + indent, top - air), size)

    return Strip(lines_height(lines, size) + 2 * air, draw)


def to_tick(setting: Setting, text: str) -> list[Strip]:
    """As `tick`; a page may end within a long sentence."""
    whole = tick(setting, text)
    lines = words(setting, text, leading=CLOSE, indent=_before(setting))
    if len(lines) <= LONG:
        return [whole]
    first, air = lines[0], setting.body * 0.2

    def draw(paper: Paper, x: float, top: float) -> None:
        _draw_box(setting, paper, x, top - first.height / 2, ticked=False)
        first.draw(paper, x, top)

    return [space(air), replace(first, draw=draw), *lines[1:], space(air)]


def choices(setting: Setting, label: str, options: Sequence[str]) -> list[Strip]:
    """A question with a box to tick before each possible answer: two beside each other, or three short ones."""
    columns, width = 2, (setting.width - GUTTER) / 2
    third = (setting.width - 2 * GUTTER) / 3
    if len(options) == 3 and all(
        setting.lettering.width(one, setting.body) <= third - _before(setting) for one in options
    ):
        columns, width = 3, third
    narrow = Setting(setting.lettering, width, setting.body)
    boxes = [tick(narrow, option) for option in options]
    strips = words(setting, label, size=setting.small, colour=QUIET, leading=CLOSE, keep=True)
    strips += [beside(boxes[at : at + columns], width + GUTTER) for at in range(0, len(boxes), columns)]
    return [*strips, space(setting.body * 0.5)]


def blank_rows(before: Sequence[Strip], head: Sequence[Strip], row: Strip, room: float, least: int) -> int:
    """How many empty rows under ``head`` fill the page on which ``before`` ends, or the next where it has no room for
    the ``least``.
    """
    over = sum(strip.height for strip in head)
    fitting = int((left_on_last(before, room) - over) // row.height)
    return fitting if fitting >= least else max(least, int((room - over) // row.height))


def signatures(setting: Setting, signers: Sequence[str]) -> list[Strip]:
    """For each signer (who they are, in words) a line for the signature and one for the date, all on one page."""
    strips = [_signature(setting, signer, keep=place < len(signers)) for place, signer in enumerate(signers, start=1)]
    return [space(setting.body * 0.5), *strips]


def _signature(setting: Setting, signer: str, *, keep: bool) -> Strip:
    small = setting.small
    date_width = setting.width * 0.3
    lines = setting.lettering.wrap(signer, setting.width - date_width - GUTTER, small)
    date = [setting.lettering.line(tr("Date"))]
    room = setting.body * 2.8
    first = first_height([lines, date], small)

    def draw(paper: Paper, x: float, top: float) -> None:
        y = top - room
        date_x = x + setting.width - date_width
        paper.rule(x, y, date_x - GUTTER, y, colour=INK)
        paper.rule(date_x, y, date_x + date_width, y, colour=INK)
        with paper.tagged(Tag("P")):
            draw_lines(paper, lines, (x, y - 3), small, QUIET, first=first)
        with paper.tagged(Tag("P")):
            draw_lines(paper, date, (date_x, y - 3), small, QUIET, first=first)

    return Strip(room + lines_height(lines, small) + 3, draw, keep=keep)


def _before(setting: Setting) -> float:
    """The room of a box with the gap after it."""
    return setting.body * 1.6


def _draw_box(setting: Setting, paper: Paper, x: float, middle: float, *, ticked: bool) -> None:
    size, foot = setting.body, middle - setting.body / 2
    with paper.tagged(Tag("Figure", said=tr("Ticked") if ticked else tr("To tick"))):
        paper.box(x + 0.5, foot, size, size, edge=INK, thick=1)
        if ticked:
            _tick_mark(paper, x + 0.5, foot, size)


def _tick_mark(paper: Paper, x: float, y: float, side: float, colour: Colour = INK) -> None:
    # Its long arm points to the right wherever it stands.
    (ax, ay), (bx, by), (cx, cy) = (
        (x + side * (1 - across if paper.mirrored else across), y + side * up)
        for across, up in ((0.2, 0.5), (0.42, 0.26), (0.82, 0.78))
    )
    paper.path(f"{ax:.2f} {ay:.2f} m {bx:.2f} {by:.2f} l {cx:.2f} {cy:.2f} l", edge=colour, thick=side * 0.13)
