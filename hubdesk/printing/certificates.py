"""Certificates for a whole class in one file: a page each, to be framed."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import BinaryIO, Final

from hubdesk.base.progress import Progress
from hubdesk.base.words import tr
from hubdesk.printing.blocks import body_size, draw_lines, line_height, lines_height
from hubdesk.printing.lettering import MEDIUM, REGULAR, STRONG, Line
from hubdesk.printing.paper import A4_ACROSS, INK, MM, PRIMARY, QUIET, WEAVE, WHITE, About, Colour, Paper
from hubdesk.printing.typefaces import EM

_EDGE: Final = 14 * MM
_PATCHES: Final = 16
_PATCH: Final = (A4_ACROSS[1] - 2 * _EDGE) / _PATCHES
_LEFT: Final = _EDGE + 2 * _PATCH + 20 * MM
_RIGHT: Final = A4_ACROSS[0] - 24 * MM
_WIDTH: Final = _RIGHT - _LEFT

_NAME_SIZE, _LEAST_NAME_SIZE = 50.0, 30.0
_COURSE_SIZE, _LEAST_COURSE_SIZE = 30.0, 20.0
_TITLE_LINE: Final = 168 * MM
_OPENING_LINE: Final = 155 * MM
_NAME_LINE: Final = 131 * MM
_DEED_LINE: Final = 114 * MM
_MOST_LINES: Final = 3
_COURSE_LINE: Final = 99 * MM
_SIGNATURE_LINE: Final = 44 * MM
_CODE_SIDE: Final = 29 * MM
_CODE_EDGE: Final = _CODE_SIDE * 4 / 53
"""The part of the code's side that stays white, 4 of the 53 squares of version 7."""
_CODE_COLUMN: Final = 47 * MM
_STATIC: Final = "certificate"


@dataclass(frozen=True)
class Award:
    """One learner's certificate: the name as the learner likes it, in any script, and a number with its check sign.

    ``code`` is the text of its QR code, by which it can be checked; none is drawn when it is empty.
    """

    name: str
    number: str
    code: str = ""


@dataclass(frozen=True)
class Signer:
    """Someone who signs, and as what."""

    name: str
    role: str


@dataclass(frozen=True)
class Certificates:
    """The certificates of a class. ``details`` are short lines such as the hours, the dates and the level.

    ``title`` and ``deed`` ("has completed") take HubDesk's own wording when empty. ``awarded`` is the day in words.
    """

    hub: str
    course: str
    day: date
    awarded: str
    awards: tuple[Award, ...]
    details: tuple[str, ...] = ()
    signers: tuple[Signer, ...] = ()
    title: str = ""
    deed: str = ""


def file_name(data: Certificates) -> str:
    """A name for the file that says the day and no person."""
    return f"certificates-{data.day.isoformat()}.pdf"


def draw(
    target: Path | BinaryIO, data: Certificates, *, large_print: bool = False, progress: Progress | None = None
) -> str:
    """Write all certificates as one PDF file. What they share is kept once, so that a thousand stay quick and small.

    Gives `Paper.notice`.
    """
    steps = progress or Progress()
    title = data.title or tr("Certificate")
    paper = Paper(About(tr("Certificates: {course}", course=data.course), data.hub, title), A4_ACROSS)
    body = body_size(large_print=large_print)
    with paper.artwork(_STATIC):
        _draw_weave(paper)
        _draw_shared(paper, data, title, body)
    for done, award in enumerate(data.awards, start=1):
        paper.place(_STATIC)
        _draw_name(paper, award.name, body)
        number = tr("No. {number}", number=award.number)
        paper.text_before(number, _RIGHT, _EDGE, body, colour=QUIET)
        if award.code:
            _draw_code(paper, award.code, body)
        paper.end_page()
        steps.step(done, len(data.awards))
    paper.save(target)
    return paper.notice


def _draw_shared(paper: Paper, data: Certificates, title: str, body: float) -> None:
    _draw_hub(paper, data.hub, body * 1.3)
    paper.text(title, _LEFT, _TITLE_LINE, body * 2, STRONG)
    paper.text(tr("This is to say that"), _LEFT, _OPENING_LINE, body * 1.15, colour=QUIET)
    paper.text(data.deed or tr("has completed"), _LEFT, _DEED_LINE, body * 1.15, colour=QUIET)
    lowest = _draw_course(paper, data.course)
    for detail in data.details:
        lowest -= body * 1.15 * 1.5
        _text_within(paper, detail, (_LEFT, lowest), _width_beside_code(data), body * 1.15, REGULAR)
    _draw_signers(paper, data, body)


def _draw_hub(paper: Paper, hub: str, size: float) -> None:
    """The hub's name down from the upper edge, on two smaller lines when it is long."""
    lines, fitted = _fitting(paper, hub, size, size * 0.8, most=2)
    y = paper.height - _EDGE - 0.72 * fitted
    for line in lines:
        paper.line(line, _LEFT, y, fitted, PRIMARY)
        y -= fitted * 1.15


def _draw_name(paper: Paper, name: str, body: float) -> None:
    """The name on one line, as large as fits; else on smaller lines in the room between its neighbours."""
    air = body * 0.8
    above, below = _OPENING_LINE - air, _DEED_LINE + air * 2
    lines, size = _fitting(paper, name, _NAME_SIZE, _LEAST_NAME_SIZE, room=above - below)
    if len(lines) == 1:
        paper.line(lines[0], _LEFT, _NAME_LINE, size, INK)
    else:
        top = (above + below + lines_height(lines, size)) / 2
        draw_lines(paper, lines, (_LEFT, top), size, INK)


def _draw_course(paper: Paper, course: str) -> float:
    """The course's title from its line down; gives where the details begin."""
    lines, size = _fitting(paper, course, _COURSE_SIZE, _LEAST_COURSE_SIZE)
    y = _COURSE_LINE
    for place, line in enumerate(lines):
        y -= line_height(line, size, 1.2) if place else 0
        paper.line(line, _LEFT, y, size, PRIMARY)
    return y - size * 0.3


def _fitting(
    paper: Paper, text: str, size: float, least: float, *, most: int = _MOST_LINES, room: float = math.inf
) -> tuple[list[Line], float]:
    """One line from ``size`` down to ``least``, else up to ``most`` lines no higher than ``room``, however small."""
    fitted = paper.lettering.fitting_size(text, _WIDTH, size, least, STRONG)
    lines = paper.lettering.wrap(text, _WIDTH, fitted, STRONG)
    while len(lines) > most or (len(lines) > 1 and lines_height(lines, fitted) > room):
        fitted *= 0.95
        lines = paper.lettering.wrap(text, _WIDTH, fitted, STRONG)
    return lines, fitted


def _draw_code(paper: Paper, code: str, body: float) -> None:
    """The code over the number, its squares flush with it, and what it is for between the two."""
    size, y = body * 0.86, _EDGE + body * 1.6
    for line in reversed(paper.lettering.wrap(tr("To check, scan and send us the text"), _CODE_COLUMN, size)):
        paper.line(line, _RIGHT - line.width * size / EM, y, size, QUIET)
        y += line_height(line, size, 1.2)
    paper.square_code(code, _RIGHT - _CODE_SIDE + _CODE_EDGE, y - _CODE_EDGE, _CODE_SIDE)


def _draw_signers(paper: Paper, data: Certificates, body: float) -> None:
    signers = data.signers or (Signer(data.hub, ""),)
    step = _width_beside_code(data) / max(2, len(signers))
    for place, signer in enumerate(signers):
        x = _LEFT + place * step
        paper.rule(x, _SIGNATURE_LINE, x + step - 8 * MM, _SIGNATURE_LINE, 1, INK)
        _text_within(paper, signer.name, (x, _SIGNATURE_LINE - body * 1.35), step - 8 * MM, body, MEDIUM)
        _text_within(paper, signer.role, (x, _SIGNATURE_LINE - body * 2.6), step - 8 * MM, body, REGULAR, QUIET)
    paper.text(tr("Awarded on {day}", day=data.awarded), _LEFT, _EDGE, body, colour=QUIET)


def _width_beside_code(data: Certificates) -> float:
    return _WIDTH - _CODE_COLUMN if any(award.code for award in data.awards) else _WIDTH


def _text_within(
    paper: Paper,
    text: str,
    place: tuple[float, float],
    width: float,
    size: float,
    weight: int,
    colour: Colour = INK,
) -> None:
    line = paper.lettering.line(text, weight)
    fitted = min(size, width * EM / line.width) if line.width else size
    paper.line(line, *place, fitted, colour)


def _draw_weave(paper: Paper) -> None:
    """A patchwork band of pinwheels down the left edge, from light at the top to deep at the foot."""
    shades = (WHITE, *WEAVE)
    for row in range(_PATCHES):
        depth = round(1 + (_PATCHES - 1 - row) * (len(WEAVE) - 1) / (_PATCHES - 1))
        deep, pale = shades[depth], shades[max(0, depth - 2)]
        for column in range(2):
            x, y = _EDGE + column * _PATCH, _EDGE + row * _PATCH
            paper.box(x, y, _PATCH, _PATCH, fill=pale)
            rising = (row + column) % 2 == 0
            corners = (
                [(x, y), (x + _PATCH, y + _PATCH), (x + _PATCH, y)]
                if rising
                else [(x, y + _PATCH), (x + _PATCH, y), (x, y)]
            )
            paper.path(
                " ".join(f"{a:.2f} {b:.2f} {'l' if at else 'm'}" for at, (a, b) in enumerate(corners)), fill=deep
            )
