"""Any list on paper: a title, columns and rows, upright or across, whichever its columns need."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from hubdesk.base.progress import Progress
from hubdesk.base.words import tr_many
from hubdesk.printing.blocks import SMALLEST, Setting, body_size, masthead, set_on, space, words
from hubdesk.printing.document import Target
from hubdesk.printing.feet import plain_foot
from hubdesk.printing.flow import Margins, Strip, print_pages
from hubdesk.printing.lettering import REGULAR, STRONG, Lettering
from hubdesk.printing.look import MM, USUAL, Look
from hubdesk.printing.paper import QUIET, About, Paper, shipped_lettering
from hubdesk.printing.table import PADDING, Column, TableStyle, table

_MARGINS = Margins(left=16 * MM, right=16 * MM, bottom=18 * MM)
_SAMPLE = 400
"""Rows whose widths decide the columns; a longer text further down is wrapped."""
_WIDEST = 0.45
"""No column asks for more than this part of the page before the others have theirs."""
_LONGEST_WORD, _WHOLE_WORD = 0.16, 0.28
"""A word longer than this part of the page, such as an address of mail, may be broken; up to the second part it stays
whole where there is room."""

_LONGEST_FIGURE = 13
"""Signs, as a telephone number has."""


@dataclass(frozen=True)
class ListColumn:
    """A column's heading; numbers stand at the right."""

    title: str
    right: bool = False


@dataclass(frozen=True)
class Listing:
    """A list as it stands on the screen. ``name`` is a plain word for the file, such as "people".

    ``note`` says what the list holds, such as its filter. Each row has a text for each column.
    """

    hub: str
    title: str
    name: str
    day: date
    columns: tuple[ListColumn, ...]
    rows: Sequence[Sequence[str]]
    note: str = ""


def file_name(data: Listing) -> str:
    """A name for the file that says the kind and the day."""
    return f"{data.name}-{data.day.isoformat()}.pdf"


def draw(target: Target, data: Listing, look: Look = USUAL, progress: Progress | None = None) -> str:
    """Write the list as a PDF file: upright when its columns fit at the body size, else across.

    Gives `Paper.notice`.
    """
    lettering = shipped_lettering()
    body = body_size(look)
    upright = look.sheet[0] - _MARGINS.left - _MARGINS.right
    across = look.across[0] - _MARGINS.left - _MARGINS.right
    cells = _cell_widths(lettering, data, body)
    natural = [max(widths) for widths in cells]
    turned = sum(natural) > upright
    width = across if turned else upright
    style = TableStyle(body, air=5)
    if sum(natural) > width and not look.large:
        cells = _cell_widths(lettering, data, SMALLEST)
        style = TableStyle(SMALLEST, air=4)
    paper = Paper(
        About(data.title, data.hub, data.note or data.title), look.across if turned else look.sheet, lettering
    )
    setting = set_on(paper, _MARGINS, look)
    tries = [_least_widths(setting, data, style.size, _LONGEST_WORD, split=split) for split in (False, True)]
    # One endless name shall not break the dates of all others.
    tries.append(_least_widths(setting, data, style.size, _LONGEST_WORD, first=_LONGEST_WORD, split=True))
    least = next((each for each in tries if sum(each) < width), tries[-1])
    whole = _least_widths(setting, data, style.size, _WHOLE_WORD)
    columns = _columns(data, _fitted(cells, least, whole, width))
    foot = plain_foot(data.title)(setting, _MARGINS)
    strips = _strips(setting, data, columns, style)
    print_pages(paper, strips, _MARGINS, foot, progress or Progress(), both_sides=look.both_sides)
    paper.save(target)
    return paper.notice


def _strips(setting: Setting, data: Listing, columns: Sequence[Column], style: TableStyle) -> list[Strip]:
    strips = masthead(setting, data.hub, data.title, data.note)
    strips += table(setting, columns, data.rows, style)
    count = tr_many("{n} entry in this list.", "{n} entries in this list.", len(data.rows))
    return [*strips, space(setting.body * 0.4), *words(setting, count, size=setting.small, colour=QUIET)]


def _columns(data: Listing, widths: Sequence[float]) -> list[Column]:
    return [
        Column(column.title, width, lean=float(column.right), weight=REGULAR if place else STRONG)
        for place, (column, width) in enumerate(zip(data.columns, widths, strict=True))
    ]


def _cell_widths(lettering: Lettering, data: Listing, size: float) -> list[list[float]]:
    """The widths that the title and the texts of each column ask for, padding included."""
    return [
        [
            2 * PADDING + lettering.width(text, size, REGULAR if place else STRONG)
            for text in (column.title, *(row[place] for row in data.rows[:_SAMPLE]))
        ]
        for place, column in enumerate(data.columns)
    ]


def _least_widths(
    setting: Setting, data: Listing, size: float, part: float, *, first: float = _WHOLE_WORD, split: bool = False
) -> list[float]:
    """The width of each column's longest word up to that part of the page, padding included; a date, a number or a
    postcode counts as one, unless they may be ``split``. The ``first`` column's may be longer.
    """
    measured = setting.lettering.width
    least = []
    for place, column in enumerate(data.columns):
        weight = REGULAR if place else STRONG
        texts = {row[place] for row in data.rows[:_SAMPLE]}
        written = {word for text in texts for word in (text.split() if split else _unbroken(text))}
        longest = max((measured(word, size, weight) for word in written), default=0)
        # Whom a line is about is read first.
        most = max(part, first) if place == 0 else part
        title = max((measured(word, setting.small, STRONG) for word in column.title.split()), default=0)
        least.append(2 * PADDING + max(title, min(longest, most * setting.width)))
    return least


def _unbroken(text: str) -> list[str]:
    """The words of a text, or the whole where it is as short as a date, a telephone number or a postcode."""
    return [text] if len(text) <= _LONGEST_FIGURE and any(sign.isdigit() for sign in text) else text.split()


def _fitted(
    cells: Sequence[Sequence[float]], least: Sequence[float], whole: Sequence[float], width: float
) -> list[float]:
    """Widths that fill ``width``: each as it asks when there is room, else its ``least``, and what is left goes first to
    keep words ``whole``, then to what a usual text of each column asks for, then to the longer ones.
    """
    natural = [max(widths) for widths in cells]
    if sum(natural) <= width:
        spare = (width - sum(natural)) / len(natural)
        return [each + spare for each in natural]
    if sum(least) >= width:
        return [width * low / sum(least) for low in least]
    usual = [sum(widths) / len(widths) for widths in cells]
    fitted = list(least)
    for asked in (whole, usual, [min(each, _WIDEST * width) for each in natural], natural):
        wants = [max(0.0, each - held) for each, held in zip(asked, fitted, strict=True)]
        share = min(1.0, (width - sum(fitted)) / max(sum(wants), 1.0))
        fitted = [held + want * share for held, want in zip(fitted, wants, strict=True)]
    return fitted
