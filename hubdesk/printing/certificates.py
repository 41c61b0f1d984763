"""Certificates for a whole class in one file: a page each, to be framed."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date
from typing import Final

from hubdesk.base.progress import Progress
from hubdesk.base.words import tr
from hubdesk.printing.blocks import body_size, draw_lines, line_height, lines_height
from hubdesk.printing.certificate_designs import Design, design_named
from hubdesk.printing.document import Target
from hubdesk.printing.lettering import MEDIUM, REGULAR, STRONG, Line
from hubdesk.printing.look import A4, MM, USUAL, Look
from hubdesk.printing.paper import INK, PRIMARY, QUIET, About, Colour, Paper
from hubdesk.printing.structure import Tag
from hubdesk.printing.typefaces import EM

_NAME_SIZE, _LEAST_NAME_SIZE = 50.0, 30.0
_COURSE_SIZE, _LEAST_COURSE_SIZE = 30.0, 20.0
_MOST_LINES: Final = 3
_CODE_SIDE: Final = 29 * MM
_CODE_EDGE: Final = _CODE_SIDE * 4 / 53
"""The part of the code's side that stays white, 4 of the 53 squares of version 7."""
_CODE_COLUMN: Final = 47 * MM
_LARGEST_TITLE, _LARGEST_SAID = 32.0, 18.0
_CAPITALS: Final = 0.72
"""How high capitals are, of the size of their letters."""
_SIGNED_OVER_FOOT: Final = 4.7
"""In body sizes: a signature's line over the foot, with a name and what they are between the two."""
_BEFORE, _AFTER, _ORNAMENT = "before-the-name", "after-the-name", "ornament"


@dataclass(frozen=True)
class Award:
    """One learner's certificate: the name as the learner likes it, in any script, and a number with its check sign.

    ``code`` is the text of its QR code, by which it can be checked; none is drawn when it is empty, and no number
    either. ``details`` are lines that only this learner has, such as hours.
    """

    name: str
    number: str
    code: str = ""
    details: tuple[str, ...] = ()


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


@dataclass(frozen=True)
class _Sheet:
    """Where everything stands on one sheet: lengths in points, baselines from its foot."""

    paper: Paper
    design: Design
    body: float

    def line(self, height: float) -> float:
        """A baseline at that height on A4, as high on this sheet in proportion."""
        return height * self.paper.height / A4[0]

    @property
    def left(self) -> float:
        return self.design.left((self.paper.width, self.paper.height))

    @property
    def right(self) -> float:
        return self.paper.width - 24 * MM

    @property
    def width(self) -> float:
        return self.right - self.left

    @property
    def title(self) -> float:
        """The size of what the sheet is called."""
        return min(self.body * 2, _LARGEST_TITLE)

    @property
    def said(self) -> float:
        """The size of the sentences around the name and of the details."""
        return min(self.body * 1.15, _LARGEST_SAID)

    @property
    def foot(self) -> float:
        """The lowest baseline."""
        return self.design.foot

    def draw(self, line: Line, y: float, size: float, colour: Colour = INK) -> None:
        """A line on that baseline, where the design has its words."""
        x = self.left + self.design.lean * (self.width - line.width * size / EM)
        self.paper.line(line, x, y, size, colour)

    def text(self, text: str, height: float, size: float, weight: int = REGULAR, colour: Colour = INK) -> None:
        """One line at that height on A4."""
        self.draw(self.paper.lettering.line(text, weight), self.line(height), size, colour)


def file_name(data: Certificates) -> str:
    """A name for the file that says the day and no person."""
    return f"certificates-{data.day.isoformat()}.pdf"


def draw(target: Target, data: Certificates, look: Look = USUAL, progress: Progress | None = None) -> str:
    """Write all certificates as one PDF file. What they share is kept once, so that a thousand stay quick and small.

    Gives `Paper.notice`.
    """
    steps = progress or Progress()
    title = data.title or tr("Certificate")
    paper = Paper(About(tr("Certificates: {course}", course=data.course), data.hub, title), look.across)
    sheet = _Sheet(paper, design_named(look.design), body_size(look))
    with paper.artwork(_ORNAMENT):
        sheet.design.draw(paper)
    with paper.artwork(_BEFORE):
        _draw_opening(sheet, data, title)
    with paper.artwork(_AFTER):
        lowest = _draw_deed(sheet, data)
    for done, award in enumerate(data.awards, start=1):
        paper.begin_sheet(both_sides=look.both_sides)
        paper.place(_ORNAMENT)
        with paper.tagged(Tag("P")):
            paper.place(_BEFORE)
        with paper.tagged(Tag("H1")):
            _draw_name(sheet, award.name)
        with paper.tagged(Tag("P")):
            paper.place(_AFTER)
        _draw_own(sheet, award, data, lowest)
        paper.end_page()
        steps.step(done, len(data.awards))
    paper.save(target)
    return paper.notice


def _draw_opening(sheet: _Sheet, data: Certificates, title: str) -> None:
    body, at = sheet.body, sheet.design.at
    _draw_hub(sheet, data.hub, body * 1.3)
    sheet.text(title, at.title, sheet.title, STRONG)
    sheet.text(tr("This is to say that"), at.says, sheet.said, colour=QUIET)


def _draw_deed(sheet: _Sheet, data: Certificates) -> float:
    """What they did, in what, who says so and when; the baseline under which lines of their own go."""
    sheet.text(data.deed or tr("has completed"), sheet.design.at.deed, sheet.said, colour=QUIET)
    lowest = _draw_course(sheet, data.course)
    for detail in _details(sheet, data):
        lowest = _draw_detail(sheet, data, detail, lowest)
    _draw_signers(sheet, data)
    return lowest


def _details(sheet: _Sheet, data: Certificates) -> tuple[str, ...]:
    """What all certificates say of the course: under each other, or beside each other where lines stand in the middle."""
    beside = " · ".join(data.details)
    fits = sheet.paper.lettering.width(beside, sheet.said) <= _width_of_details(sheet, data)
    return (beside,) if data.details and sheet.design.lean and fits else data.details


def _width_of_details(sheet: _Sheet, data: Certificates) -> float:
    beside_code = _width_beside_code(sheet, data)
    return beside_code - 2 * sheet.design.lean * (sheet.width - beside_code)


def _draw_detail(sheet: _Sheet, data: Certificates, detail: str, above: float) -> float:
    """A short line under the baseline ``above``, clear of the code beside it; gives its own baseline."""
    size = sheet.said
    line = sheet.paper.lettering.line(detail, REGULAR)
    width = _width_of_details(sheet, data)
    y = above - size * 1.5
    sheet.draw(line, y, min(size, width * EM / line.width) if line.width else size)
    return y


def _draw_own(sheet: _Sheet, award: Award, data: Certificates, lowest: float) -> None:
    """What only this certificate says under what all say: its own lines, its number and its code."""
    paper, body = sheet.paper, sheet.body
    for detail in award.details:
        with paper.tagged(Tag("P")):
            lowest = _draw_detail(sheet, data, detail, lowest)
    if award.number:
        with paper.tagged(Tag("P")):
            number = tr("No. {number}", number=award.number)
            paper.text_before(number, sheet.right, sheet.foot, body, colour=QUIET)
    if award.code:
        _draw_code(sheet, award.code)


def _draw_hub(sheet: _Sheet, hub: str, size: float) -> None:
    """The hub's name down from the upper edge, on two smaller lines when it is long, and clear of the title."""
    top = sheet.paper.height - sheet.design.top
    title = sheet.line(sheet.design.at.title) + _CAPITALS * sheet.title
    room = top - title - sheet.body * 0.3
    lines, fitted = _fitting(sheet, hub, size, size * 0.8, most=2, room=room, width=sheet.width * 0.75)
    y = top - _CAPITALS * fitted
    for line in lines:
        sheet.draw(line, y, fitted, PRIMARY)
        y -= fitted * 1.15


def _draw_name(sheet: _Sheet, name: str) -> None:
    """The name on one line, as large as fits; else on smaller lines in the room between its neighbours."""
    air, at = sheet.body * 0.8, sheet.design.at
    above, below = sheet.line(at.says) - air, sheet.line(at.deed) + air * 2
    lines, size = _fitting(sheet, name, _NAME_SIZE, _LEAST_NAME_SIZE, room=above - below)
    if len(lines) == 1:
        sheet.draw(lines[0], sheet.line(at.name), size)
    else:
        top = (above + below + lines_height(lines, size)) / 2
        draw_lines(sheet.paper, lines, (sheet.left, top), size, width=sheet.width, lean=sheet.design.lean)


def _draw_course(sheet: _Sheet, course: str) -> float:
    """The course's title from its line down; gives where the details begin."""
    lines, size = _fitting(sheet, course, _COURSE_SIZE, _LEAST_COURSE_SIZE)
    y = sheet.line(sheet.design.at.course)
    for place, line in enumerate(lines):
        y -= line_height(line, size, 1.2) if place else 0
        sheet.draw(line, y, size, PRIMARY)
    return y - size * 0.3


def _fitting(
    sheet: _Sheet,
    text: str,
    size: float,
    least: float,
    *,
    most: int = _MOST_LINES,
    room: float = math.inf,
    width: float = 0,
) -> tuple[list[Line], float]:
    """One line from ``size`` down to ``least``, else up to ``most`` lines no higher than ``room``, however small."""
    lettering, width = sheet.paper.lettering, width or sheet.width
    fitted = lettering.fitting_size(text, width, size, least, STRONG)
    lines = lettering.wrap(text, width, fitted, STRONG)
    while len(lines) > most or (len(lines) > 1 and lines_height(lines, fitted) > room):
        fitted *= 0.95
        lines = lettering.wrap(text, width, fitted, STRONG)
    return lettering.wrap_evenly(text, width, fitted, STRONG), fitted


def _draw_code(sheet: _Sheet, code: str) -> None:
    """The code over the number, its squares flush with it, and what it is for between the two."""
    paper, size, y = sheet.paper, sheet.body * 0.86, sheet.foot + sheet.body * 1.6
    with paper.tagged(Tag("P")):
        for line in reversed(
            paper.lettering.wrap_evenly(tr("To check, scan and send us the text"), _CODE_COLUMN, size)
        ):
            paper.line(line, sheet.right - line.width * size / EM, y, size, QUIET)
            y += line_height(line, size, 1.2)
    with paper.tagged(Tag("Figure", said=tr("A code by which this certificate can be checked"))):
        paper.square_code(code, sheet.right - _CODE_SIDE + _CODE_EDGE, y - _CODE_EDGE, _CODE_SIDE)


def _draw_signers(sheet: _Sheet, data: Certificates) -> None:
    paper, body = sheet.paper, sheet.body
    signers = data.signers or (Signer(data.hub, ""),)
    step = _width_beside_code(sheet, data) / max(2, len(signers))
    line = sheet.foot + body * _SIGNED_OVER_FOOT
    for place, signer in enumerate(signers):
        x = sheet.left + place * step
        paper.rule(x, line, x + step - 8 * MM, line, 1, INK)
        _text_within(paper, signer.name, (x, line - body * 1.35), step - 8 * MM, body, MEDIUM)
        _text_within(paper, signer.role, (x, line - body * 2.6), step - 8 * MM, body, REGULAR, QUIET)
    paper.text(tr("Awarded on {day}", day=data.awarded), sheet.left, sheet.foot, body, colour=QUIET)


def _width_beside_code(sheet: _Sheet, data: Certificates) -> float:
    return sheet.width - _CODE_COLUMN if any(award.code for award in data.awards) else sheet.width


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
