"""Tables whose head comes again on each page and whose rows grow with what is in them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from hubdesk.base.words import tr
from hubdesk.printing.blocks import CLOSE, Setting, draw_lines, first_height, line_height, lines_height
from hubdesk.printing.flow import Strip
from hubdesk.printing.lettering import REGULAR, STRONG, Line
from hubdesk.printing.paper import INK, QUIET, Colour, Paper
from hubdesk.printing.structure import Tag

PADDING = 5
NARROW = 2
"""The padding of what stands in the middle of its column."""
_LINES_TOGETHER = 24
"""A row with more lines than this may be cut by the end of a page."""
_GIVES_WAY = 4
"""Where lines are set closer, the space between rows gives way so many times as fast as the lines do."""
_WHOLE_ROW = 0.7
"""Of a page: so does a row that is higher."""


@dataclass(frozen=True)
class Column:
    """A column ``width`` points wide, padding included; ``edge`` draws a line where it begins.

    ``lean`` is where its text stands: 0 where lines begin, 0.5 in the middle, 1 at the right, as figures do in every
    language.
    """

    title: str
    width: float
    lean: float = 0
    weight: int = REGULAR
    edge: bool = False


@dataclass(frozen=True)
class TableStyle:
    """How a table is set: its type size, the least height of a row, and the space above and below its text."""

    size: float
    least_height: float = 0
    air: float = 5


def number_column(setting: Setting, last: int) -> Column:
    """A column for the numbers of rows, wide enough for the ``last``."""
    widest = setting.lettering.width(str(last), setting.body) + 2 * PADDING
    return Column(tr("No."), max(widest, setting.body * 2.4), lean=1)


def table(
    setting: Setting, columns: Sequence[Column], rows: Iterable[Sequence[str]], style: TableStyle
) -> Iterator[Strip]:
    """The head and the rows, each row a strip that carries the head for the top of a new page."""
    whole = Tag("Table")
    places = _places(columns)
    style = TableStyle(style.size, style.least_height * setting.air, style.air * (1 - _GIVES_WAY * (1 - setting.air)))
    head = _head(setting, places, Tag("TR", whole))
    yield head
    for row in rows:
        yield from _row(setting, places, row, style, head, Tag("TR", whole))


@dataclass(frozen=True)
class _Place:
    """A column, where its text begins within it, and how wide that may be."""

    column: Column
    before: float
    room: float


def _head(setting: Setting, places: Sequence[_Place], tag: Tag) -> Strip:
    size = setting.small
    titles = [setting.lettering.wrap(place.column.title, place.room, size, STRONG) for place in places]
    deepest = max(lines_height(lines, size) for lines in titles)
    tags = [Tag("TH", tag) for _ in places]
    height = deepest + 8

    def draw(paper: Paper, x: float, top: float) -> None:
        left = x
        for place, lines, cell in zip(places, titles, tags, strict=True):
            foot = top - height + 5 + lines_height(lines, size)
            with paper.tagged(cell, once=True):
                _draw_cell(paper, place, lines, (left, foot), size, QUIET)
            left += place.column.width
        paper.rule(x, top - height, left, top - height, 1.25, INK)

    return Strip(height, draw, keep=True)


def _row(
    setting: Setting, places: Sequence[_Place], row: Sequence[str], style: TableStyle, head: Strip, tag: Tag
) -> Iterator[Strip]:
    cells = [
        setting.lettering.wrap_prose(text, place.room, style.size, place.column.weight)
        for place, text in zip(places, row, strict=True)
    ]
    longest = max(len(lines) for lines in cells)
    highest = max(line_height(line, style.size, CLOSE) for lines in cells for line in lines)
    together = min(_LINES_TOGETHER, int(setting.room * _WHOLE_ROW // highest)) or 1
    tags = [Tag("TD", tag) for _ in places]
    for at in range(0, longest, together):
        part = [lines[at : at + together] for lines in cells]
        yield _row_part(places, part, style, head, tags, last=at + together >= longest)


def _row_part(
    places: Sequence[_Place],
    cells: Sequence[Sequence[Line]],
    style: TableStyle,
    head: Strip,
    tags: Sequence[Tag],
    *,
    last: bool,
) -> Strip:
    size = style.size
    first = first_height(cells, size)
    tallest = max(lines_height(lines, size, first) for lines in cells)
    height = max(style.least_height, tallest + 2 * style.air)

    def draw(paper: Paper, x: float, top: float) -> None:
        left = x
        for place, lines, cell in zip(places, cells, tags, strict=True):
            if place.column.edge:
                paper.rule(left, top, left, top - height)
            with paper.tagged(cell):
                _draw_cell(paper, place, lines, (left, top - (height - tallest) / 2), size, INK, first)
            left += place.column.width
        if last:
            paper.rule(x, top - height, left, top - height)

    return Strip(height, draw, head=(head,))


def _places(columns: Sequence[Column]) -> list[_Place]:
    """What stands outermost is flush with the text over and under the table."""
    last = len(columns) - 1
    places = []
    for at, column in enumerate(columns):
        padding = PADDING if column.lean in {0, 1} else NARROW
        before = 0.0 if at == 0 and not column.lean else padding
        after = 0.0 if at == last and column.lean == 1 else padding
        places.append(_Place(column, before, column.width - before - after))
    return places


def _draw_cell(
    paper: Paper,
    place: _Place,
    lines: Sequence[Line],
    corner: tuple[float, float],
    size: float,
    colour: Colour,
    first: float = 0,
) -> None:
    x, top = corner
    lean = 0 if paper.mirrored and place.column.lean == 1 else place.column.lean
    draw_lines(paper, lines, (x + place.before, top), size, colour, width=place.room, lean=lean, first=first)
