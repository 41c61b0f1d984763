"""A poster for one course, to be pinned up: what, when, where, what it costs and whom to ask."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from hubdesk.base.progress import Progress
from hubdesk.base.words import tr
from hubdesk.printing.blocks import (
    BODY,
    CLOSE,
    SMALLEST,
    Setting,
    baseline,
    body_size,
    draw_lines,
    first_height,
    lines_height,
    space,
    words,
)
from hubdesk.printing.document import Target
from hubdesk.printing.flow import Strip
from hubdesk.printing.lettering import MEDIUM, STRONG
from hubdesk.printing.look import MM, USUAL, Look
from hubdesk.printing.ornament import draw_band
from hubdesk.printing.paper import PRIMARY, QUIET, About, Paper
from hubdesk.printing.structure import Tag

_MARGIN: Final = 20 * MM
_COLUMNS, _ROWS = 16, 2
_AIR: Final = 11 * MM
_STEP: Final = 0.94
_LARGEST, _LEAST = 1.3, 0.42
_TITLE_LINES: Final = 3
_LEAST_SAID: Final = 120
"""Letters of what a course is for that a poster always has."""


@dataclass(frozen=True)
class Poster:
    """A course as it is told to passers-by, all in words. ``facts`` are labels with what they say.

    ``ask`` says where to ask; ``access`` is one sentence or two on getting in.
    """

    hub: str
    day: date
    course: str
    said: str = ""
    facts: tuple[tuple[str, str], ...] = ()
    ask: str = ""
    access: str = ""


def file_name(data: Poster) -> str:
    """A name for the file that says the day it was printed."""
    return f"poster-{data.day.isoformat()}.pdf"


def draw(target: Target, data: Poster, look: Look = USUAL, progress: Progress | None = None) -> str:
    """Write the poster as a PDF file of one page; gives `Paper.notice`."""
    title = tr("Poster: {course}", course=data.course)
    paper = Paper(About(title, data.hub, tr("Poster")), look.sheet)
    width = paper.width - 2 * _MARGIN
    top = paper.height - _MARGIN
    top -= draw_band(paper, _MARGIN, top - _ROWS * width / _COLUMNS, width, _ROWS, _COLUMNS) + _AIR
    upper, lower = _fitted(paper, data, width, top - _MARGIN, body_size(look))
    for strip in upper:
        strip.draw(paper, _MARGIN, top)
        top -= strip.height
    foot = _MARGIN + sum(strip.height for strip in lower)
    for strip in lower:
        strip.draw(paper, _MARGIN, foot)
        foot -= strip.height
    paper.end_page()
    (progress or Progress()).step(1, 1)
    paper.save(target)
    return paper.notice


def _fitted(paper: Paper, data: Poster, width: float, room: float, body: float) -> tuple[list[Strip], list[Strip]]:
    """What stands at the top and what at the foot, in the largest letters that fit between them.

    Where not even the usual letters do, as much as fits of what the course is for, and smaller letters for all.
    """
    scale, setting = _LARGEST, Setting(paper.lettering, width, body)
    while True:
        upper, lower = _upper(setting, data, scale), _lower(setting, data)
        over = sum(strip.height for strip in (*upper, *lower)) - (room - _AIR)
        if over <= 0:
            return upper, lower
        if scale >= _LEAST:
            scale *= _STEP
        elif len(data.said) > _LEAST_SAID:
            data = replace(data, said=data.said[: len(data.said) * 4 // 5].rpartition(" ")[0].rstrip("…") + "…")
        elif setting.body > SMALLEST:
            setting = replace(setting, body=max(SMALLEST, setting.body * _STEP))
        else:
            return upper, lower


def _upper(setting: Setting, data: Poster, scale: float) -> list[Strip]:
    least, size = setting.body, BODY * scale
    title = _title_size(setting, data.course, size * 4.8)
    strips = words(setting, data.hub, size=BODY * 1.5, weight=STRONG, colour=PRIMARY, leading=CLOSE)
    strips += [space(size * 0.5)]
    strips += words(setting, data.course, size=title, weight=STRONG, leading=1.08, tag=Tag("H1"))
    if data.said:
        strips += [space(size), *words(setting, data.said, size=max(least, size * 1.5), leading=1.4)]
    large = max(least, size * 1.9)
    small = max(least, size * 1.2)
    label_width = max((setting.lettering.width(label, small) for label, _ in data.facts), default=0) + size * 1.5
    strips += [space(size * 1.4)]
    for label, said in data.facts:
        strips += [_fact(setting, (label, small), (said, large), label_width), space(size * 0.7)]
    return strips


def _title_size(setting: Setting, title: str, size: float) -> float:
    """The largest size in which no word is broken, and a long title leaves room for what else is to be said."""
    longest = max(title.split() or [""], key=len)
    size = setting.lettering.fitting_size(longest, setting.width, size, setting.body, STRONG)
    while size > setting.body * 1.6 and len(setting.lettering.wrap(title, setting.width, size, STRONG)) > _TITLE_LINES:
        size *= _STEP
    return size


def _fact(setting: Setting, label: tuple[str, float], said: tuple[str, float], label_width: float) -> Strip:
    """A label with what it says beside it, each with its size, both on one baseline."""
    (name, small), (told, size) = label, said
    lines = setting.lettering.wrap_evenly(told, setting.width - label_width, size, STRONG)
    first = first_height([lines], size)

    def draw(paper: Paper, x: float, top: float) -> None:
        with paper.tagged(Tag("P")):
            paper.text(name, x, baseline(top, first, size), small, colour=QUIET)
            draw_lines(paper, lines, (x + label_width, top), size, first=first)

    return Strip(lines_height(lines, size, first), draw)


def _lower(setting: Setting, data: Poster) -> list[Strip]:
    strips: list[Strip] = []
    if data.ask:
        strips += words(setting, data.ask, size=BODY * 1.6, weight=STRONG, colour=PRIMARY, leading=1.3)
    if data.access:
        strips += [space(BODY * 0.5), *words(setting, data.access, weight=MEDIUM, leading=1.35)]
    return strips
