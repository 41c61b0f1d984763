"""Any text in any script, shaped into lines that know their width."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from hubdesk.printing.breaking import before_and_after_at, clusters, phrases, words
from hubdesk.printing.shaping import Run, draw_stretch
from hubdesk.printing.typefaces import EM, Typefaces
from hubdesk.printing.writing_order import (
    base_level,
    in_logical_order,
    in_visual_order,
    without_marks,
)

REGULAR, MEDIUM, STRONG, BOLD = 400, 500, 600, 700

_KEPT_LINES = 2_000
"""Of some thousand bytes each: enough for what stands on every page, and a window that prints all year keeps no more."""

_HAIR = 0.01
"""Points by which a line may be too wide: a column measured by its longest word must hold that word."""

_FROM_THE_LEFT = "\u200e"
_LATIN_CUT = re.compile("[A-Za-z\u00c0-\u024f][-/]$")
_COMMA = re.compile(r"(?<=[,،]) ")
_SHORT_LAST = 0.2
_NARROWER = (0.97, 0.94, 0.91, 0.88)
"""The parts of a column by which its lines may be shorter, so that no word stands alone under them."""


@dataclass(frozen=True, slots=True, eq=False)
class Line:
    """A line ready to be drawn. Lengths are in thousandths of the type size.

    ``spelt_out`` holds what no typeface can draw, each with the Latin letters that stand in its place.
    """

    text: str
    runs: tuple[Run, ...]
    width: int
    above: int
    below: int
    spelt_out: tuple[tuple[str, str], ...] = ()


class Lettering:
    """Shapes text with a set of typefaces, and remembers what it has shaped."""

    def __init__(self, typefaces: Typefaces) -> None:
        self._typefaces = typefaces
        self.line = lru_cache(maxsize=_KEPT_LINES)(self._line)

    def width(self, text: str, size: float, weight: int = REGULAR) -> float:
        """The width of ``text`` on one line, in points."""
        return self.line(text, weight).width * size / EM

    def fitting_size(self, text: str, width: float, size: float, least: float, weight: int = REGULAR) -> float:
        """The largest type size, from ``size`` down to ``least``, at which ``text`` is no wider than ``width``."""
        natural = self.width(text, size, weight)
        return size if natural <= width else max(least, size * width / natural)

    def shortened(self, text: str, width: float, size: float, weight: int = REGULAR) -> str:
        """``text``, or as much of its beginning as fits on one line of ``width`` points, with dots after it."""
        width += _HAIR
        if self.width(text, size, weight) <= width:
            return text
        letters = clusters(text)
        fits = bisect_left(
            range(len(letters)),
            True,
            key=lambda n: self.width(_cut(letters, n + 1), size, weight) > width,
        )
        return _cut(letters, fits)

    def wrap_evenly(self, text: str, width: float, size: float, weight: int = REGULAR) -> list[Line]:
        """As many lines as `wrap` makes, of about one length: how titles and short texts are set.

        They part at commas where that takes no more of them.
        """
        lines = self.wrap(text, width, size, weight)
        if len(lines) == 1:
            return lines
        parted = self.wrap(self._parted_at_commas(text, width, size, weight), width, size, weight)
        if len(parted) == len(lines) and _COMMA.search(text):
            return parted
        narrow, wide = max(width / 2, self._widest_word(text, width, size, weight)), width
        while wide - narrow > size / 2:
            between = (narrow + wide) / 2
            fewer = self.wrap(text, between, size, weight)
            if len(fewer) == len(lines) and all(line.width * size / EM <= between + _HAIR for line in fewer):
                lines, wide = fewer, between
            else:
                narrow = between
        return lines

    def wrap_prose(self, text: str, width: float, size: float, weight: int = REGULAR) -> list[Line]:
        """As `wrap`, but the last line is not one short word by itself where the others can spare another."""
        lines = self.wrap(text, width, size, weight)
        if len(lines) == 1:
            return lines
        widest = self._widest_word(text, width, size, weight)
        for part in _NARROWER:
            if width * part < widest or lines[-1].width * size / EM > width * _SHORT_LAST or " " in lines[-1].text:
                break
            narrower = self.wrap(text, width * part, size, weight)
            lines = narrower if len(narrower) == len(lines) else lines
        return lines

    def wrap(self, text: str, width: float, size: float, weight: int = REGULAR) -> list[Line]:
        """Break ``text`` into lines no wider than ``width`` points: at spaces, within a word only when it must.

        A word that has to be broken begins a line of its own. Every line of a paragraph is read from the side from which
        the paragraph is.
        """
        width += _HAIR
        lines: list[Line] = []
        for paragraph in text.splitlines() or [""]:
            if self.width(paragraph, size, weight) <= width:
                lines.append(self.line(paragraph, weight))
                continue
            base = base_level(paragraph)
            current = ""
            for word, begins in self._breakable(paragraph, width, size, weight):
                longer = current + word
                if current and (begins or self.width(longer.rstrip(), size, weight) > width):
                    lines.append(self.line(_ended(current, base), weight, base))
                    current = word.lstrip()
                else:
                    current = longer
            lines.append(self.line(current.rstrip(), weight, base))
        return lines

    def _widest_word(self, text: str, width: float, size: float, weight: int) -> float:
        """How wide the widest word is that a column of ``width`` holds."""
        each = (self.width(word.rstrip(), size, weight) for word in words(text))
        return max((one for one in each if one <= width), default=0.0)

    def _parted_at_commas(self, text: str, width: float, size: float, weight: int) -> str:
        """The text with a line's end only after commas."""
        lines = [""]
        for part in _COMMA.split(text):
            longer = f"{lines[-1]} {part}".strip()
            if self.width(longer, size, weight) <= width:
                lines[-1] = longer
            else:
                lines.append(part)
        return "\n".join(line for line in lines if line)

    def _breakable(self, text: str, width: float, size: float, weight: int) -> Iterator[tuple[str, bool]]:
        """The pieces of a text between which a line may end, each with whether it has to begin one."""

        def fits(piece: str) -> bool:
            return self.width(piece.rstrip(), size, weight) <= width

        for phrase in phrases(text):
            if fits(phrase):
                yield phrase, False
                continue
            for word in words(phrase):
                for part in [word] if fits(word) else before_and_after_at(word):
                    if fits(part):
                        yield part, False
                    else:
                        yield from ((letters, not at) for at, letters in enumerate(clusters(part)))

    def _line(self, text: str, weight: int = REGULAR, base: int | None = None) -> Line:
        faces = self._typefaces.at_weight(weight)
        clean = without_marks(text)
        runs: list[Run] = []
        for stretch in in_visual_order(list(in_logical_order(clean, base))):
            drawn = list(draw_stretch(stretch, faces))
            runs += reversed(drawn) if stretch.level % 2 else drawn
        glyphs = [glyph for run in runs for glyph in run.glyphs]
        reaches = [run.typeface.reach for run in runs] or [faces[0].reach]
        return Line(
            text=text,
            runs=tuple(runs),
            width=sum(glyph.advance for glyph in glyphs),
            above=max(above for above, _ in reaches),
            below=max(below for _, below in reaches),
            spelt_out=tuple(
                (run.spoken or "", "".join(glyph.text for glyph in run.glyphs)) for run in runs if run.spelt_out
            ),
        )


def _ended(line: str, base: int) -> str:
    """A line that goes on in the next: the hyphen after a Latin word stays behind that, also in text from the right."""
    line = line.rstrip()
    return line + _FROM_THE_LEFT if base == 1 and _LATIN_CUT.search(line) else line


def _cut(letters: Sequence[str], n: int) -> str:
    return "".join(letters[:n]).rstrip() + "…"
