"""What stands on a page: headings, paragraphs, facts, tick boxes and places to sign, as strips."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from hubdesk.printing.flow import Margins, Strip
from hubdesk.printing.lettering import MEDIUM, REGULAR, STRONG, Lettering, Line
from hubdesk.printing.look import Look
from hubdesk.printing.paper import INK, PRIMARY, QUIET, Colour, Paper
from hubdesk.printing.structure import Tag
from hubdesk.printing.typefaces import EM

BODY, LARGE_BODY, SMALLEST = 14, 18, 12
LEADING = 1.5
"""Line spacing of running text; tables and labels are set closer."""
CLOSE = 1.25
GUTTER = 16
LONG = 10
"""Lines of one answer or sentence within which a page may end; what has fewer stays whole."""
_PROSE = {"P", "LBody"}
_MIDDLE = 0.33
"""Half the height of a capital in type sizes: letters set so stand in the middle of their line."""


@dataclass(frozen=True)
class Setting:
    """How a document is set: with which lettering, how wide in points, at which body size, with how much room on a page.

    ``air`` is how far apart lines of running text stand, in parts of the usual.
    """

    lettering: Lettering
    width: float
    body: float = BODY
    room: float = 0
    air: float = 1

    @property
    def small(self) -> float:
        """The size of labels and notes, never under the smallest readable one."""
        return max(SMALLEST, self.body * 6 / 7)

    @property
    def section(self) -> float:
        """The size of a section's heading."""
        return self.body * 8 / 7

    @property
    def title(self) -> float:
        """The size of the one heading of a document."""
        return self.body * 12 / 7


def set_on(paper: Paper, margins: Margins, look: Look) -> Setting:
    """The setting for the column between the margins of a paper."""
    room = paper.height - margins.top - margins.bottom
    return Setting(paper.lettering, paper.width - margins.left - margins.right, body_size(look), room)


def body_size(look: Look) -> float:
    """The body size that people are given, or the one for large print."""
    return LARGE_BODY if look.large else BODY


def line_height(line: Line, size: float, leading: float) -> float:
    """The height that a line takes: its leading, or more where its script reaches further."""
    return max(leading * size, (line.above + line.below) * size / EM)


def baseline(top: float, height: float, size: float) -> float:
    """Where a baseline lies so that its capitals stand in the middle of ``height``."""
    return top - height / 2 - _MIDDLE * size


def draw_lines(
    paper: Paper,
    lines: Sequence[Line],
    place: tuple[float, float],
    size: float,
    colour: Colour = INK,
    *,
    width: float = 0,
    lean: float = 0,
    first: float = 0,
) -> None:
    """Draw lines closely under each other from the left and top ``place``; the first is at least ``first`` high.

    In a column of ``width`` they stand at the left for ``lean`` 0, in the middle for 0.5, at the right for 1.
    """
    x, top = place
    for number, line in enumerate(lines):
        height = max(line_height(line, size, CLOSE), 0 if number else first)
        shift = lean * (width - line.width * size / EM)
        paper.line(line, x + shift, baseline(top, height, size), size, colour)
        top -= height


def lines_height(lines: Sequence[Line], size: float, first: float = 0) -> float:
    """The height of lines set closely, the first at least ``first`` high."""
    if not lines:
        return first
    head, *others = (line_height(line, size, CLOSE) for line in lines)
    return max(head, first) + sum(others)


def first_height(cells: Iterable[Sequence[Line]], size: float) -> float:
    """The height of the first lines of neighbouring cells, so that they stand on one baseline."""
    return max((line_height(lines[0], size, CLOSE) for lines in cells if lines), default=size)


def space(height: float) -> Strip:
    """Nothing, ``height`` points high; it vanishes at the top of a page."""
    return _gap(height, keep=True)


def words(
    setting: Setting,
    text: str,
    *,
    size: float | None = None,
    weight: int = REGULAR,
    colour: Colour = INK,
    leading: float = LEADING,
    indent: float = 0,
    keep: bool = False,
    tag: Tag | None = None,
) -> list[Strip]:
    """A paragraph, unless ``tag`` says what else it is.

    No page ends after its first line or before its last; ``keep`` holds it to what follows.
    """
    at = size or setting.body
    part = tag or Tag("P")
    leading = max(min(leading, CLOSE), leading * setting.air)
    wrap = setting.lettering.wrap_prose if part.kind in _PROSE else setting.lettering.wrap_evenly
    lines = wrap(text, setting.width - indent, at, weight)
    return [
        _line_strip(
            line, at, colour, leading, indent, part, keep=keep if place == len(lines) else place in {1, len(lines) - 1}
        )
        for place, line in enumerate(lines, start=1)
    ]


def masthead(setting: Setting, hub: str, title: str, subtitle: str = "") -> list[Strip]:
    """The head of a document: whose it is, what it is, and a line under that."""
    strips = words(setting, hub, size=setting.small, weight=STRONG, colour=PRIMARY, leading=CLOSE, keep=True)
    strips += words(setting, title, size=setting.title, weight=STRONG, leading=CLOSE, keep=True, tag=Tag("H1"))
    if subtitle:
        strips += [space(setting.body * 0.15), *words(setting, subtitle, weight=MEDIUM, leading=CLOSE, keep=True)]
    return [*strips, space(setting.body * 0.8)]


def section(setting: Setting, title: str, why: str = "") -> list[Strip]:
    """A section's heading, and a sentence that says why it is asked."""
    strips = [space(setting.body * 1.2 * setting.air)]
    strips += words(setting, title, size=setting.section, weight=STRONG, leading=CLOSE, keep=True, tag=Tag("H2"))
    if why:
        strips += words(setting, why, size=setting.small, colour=QUIET, leading=CLOSE, keep=True)
    return [*strips, space(setting.body * 0.3)]


def bullets(setting: Setting, sentences: Iterable[str]) -> list[Strip]:
    """Sentences with a dot before each."""
    strips: list[Strip] = []
    said = list(sentences)
    whole = Tag("L")
    for place, sentence in enumerate(said, start=1):
        keep = place in {1, len(said) - 1} and place < len(said)
        tag = Tag("LBody", Tag("LI", whole))
        first, *others = words(setting, sentence, indent=setting.body, leading=CLOSE, keep=keep, tag=tag)
        strips += [_with_dot(first, setting.body), *others, _gap(setting.body * 0.25 * setting.air, keep=keep)]
    return strips


def beside(strips: Sequence[Strip], step: float) -> Strip:
    """Several strips side by side, ``step`` points from left edge to left edge."""

    def draw(paper: Paper, x: float, top: float) -> None:
        for place, strip in enumerate(strips):
            strip.draw(paper, x + place * step, top)

    return Strip(max(strip.height for strip in strips), draw)


def _gap(height: float, *, keep: bool) -> Strip:
    return Strip(height, lambda paper, x, top: None, keep=keep, blank=True)


def _line_strip(
    line: Line, size: float, colour: Colour, leading: float, indent: float, tag: Tag, *, keep: bool
) -> Strip:
    height = line_height(line, size, leading)

    def draw(paper: Paper, x: float, top: float) -> None:
        with paper.tagged(tag):
            paper.line(line, x + indent, baseline(top, height, size), size, colour)

    return Strip(height, draw, keep=keep)


def _with_dot(strip: Strip, size: float) -> Strip:
    def draw(paper: Paper, x: float, top: float) -> None:
        side = size * 0.28
        paper.box(x + size * 0.1, top - strip.height / 2 - side / 2, side, side, fill=PRIMARY)
        strip.draw(paper, x, top)

    return replace(strip, draw=draw)
