"""Charts as pictures that scale: a column for each of a row of times, drawn by reportlab's own charts."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Final

from reportlab.graphics import renderSVG
from reportlab.graphics.charts.barcharts import VerticalBarChart
from reportlab.graphics.shapes import Drawing
from reportlab.lib.colors import HexColor
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

from hubdesk.printing.typefaces import shipped

FAMILY: Final = "Atkinson Hyperlegible Next"
"""Words in the picture are in this typeface, by its name: whoever shows the picture has it."""

_CLIPPING: Final = re.compile(r"<clipPath.*?</clipPath>", re.DOTALL)
"""Nothing is drawn beyond the edge, and simple readers of SVG would paint the frame itself."""

_WIDEST: Final = 48
"""A column is no wider than so many times a twelfth of the letters."""


@dataclass(frozen=True)
class Columns:
    """What a chart shows. values: None where nothing is known; said: what stands over each column; labels: under it,
    empty where it can do without. most: the top of the scale, or None for the highest value. now: the column of the
    present, if it is among them.
    """

    values: tuple[float | None, ...]
    said: tuple[str, ...]
    labels: tuple[str, ...]
    most: float | None = None
    now: int | None = None

    def mirrored(self) -> Columns:
        """The same for readers who go from right to left."""
        now = None if self.now is None else len(self.values) - 1 - self.now
        return Columns(self.values[::-1], self.said[::-1], self.labels[::-1], self.most, now)


@dataclass(frozen=True)
class Ink:
    """Colours as "#RRGGBB", and the height of letters in the picture's own unit."""

    column: str
    now: str
    line: str
    ink: str
    quiet: str
    letters: float


def columns_picture(chart: Columns, width: float, height: float, ink: Ink) -> bytes:
    """The chart as SVG, ``width`` by ``height`` units."""
    if FAMILY not in pdfmetrics.getRegisteredFontNames():
        face = next(one for one in shipped().at_weight(400) if one.family == FAMILY)
        pdfmetrics.registerFont(TTFont(FAMILY, str(face.file)))
    drawing = Drawing(width, height)
    if chart.values:
        drawing.add(_columns(chart, width, height, ink))
    drawn: str = renderSVG.drawToString(drawing)
    return _CLIPPING.sub("", drawn).encode()


def _columns(chart: Columns, width: float, height: float, ink: Ink) -> Any:
    made = VerticalBarChart()
    foot, over = 2 * ink.letters, 1.5 * ink.letters
    made.y, made.height = foot, height - foot - over
    made.data = [list(chart.values)]
    _scale(made, chart)
    made.bars.strokeColor = None
    made.bars[0].fillColor = HexColor(ink.column)
    if chart.now is not None:
        made.bars[0, chart.now].fillColor = HexColor(ink.now)
    # Words are centred on their columns: the outermost ones keep within the picture.
    inset = max(0.0, (_widest(chart.labels, ink) + ink.letters / 2 - width / len(chart.values)) / 2)
    made.x, made.width = inset, width - 2 * inset
    step = made.width / len(chart.values)
    made.useAbsolute = 1
    made.barWidth = min(0.72 * step, _WIDEST * ink.letters / 12)
    made.groupSpacing = step - made.barWidth
    made.barLabelFormat, made.barLabelArray = "values", [_apart(chart.said, step, ink, keep=_highest(chart))]
    _letters(made.barLabels, ink.ink, ink.letters)
    made.barLabels.nudge = 0.7 * ink.letters
    axis = made.categoryAxis
    axis.categoryNames = _apart(chart.labels, step, ink)
    axis.visibleTicks = False
    axis.strokeColor, axis.strokeWidth = HexColor(ink.line), 1
    _letters(axis.labels, ink.quiet, ink.letters)
    return made


def _widest(words: tuple[str, ...], ink: Ink) -> float:
    return max((pdfmetrics.stringWidth(each, FAMILY, ink.letters) for each in words), default=0.0)


def _highest(chart: Columns) -> int:
    return max(range(len(chart.values)), key=lambda at: chart.values[at] or 0)


def _apart(words: tuple[str, ...], step: float, ink: Ink, keep: int = 0) -> list[str]:
    """These words under or over columns ``step`` apart: each second, third, … one where all would run together.

    ``keep``: of which column they are in any case.
    """
    told = [at for at, each in enumerate(words) if each]
    between = min((after - before for before, after in pairwise(told)), default=1)
    every = math.ceil((_widest(words, ink) + ink.letters / 3) / (between * step))
    first = told.index(keep) % every if keep in told else 0
    kept = set(told[first::every])
    return [each if at in kept else "" for at, each in enumerate(words)]


def _scale(made: Any, chart: Columns) -> None:
    axis = made.valueAxis
    axis.visible = False
    axis.valueMin = 0
    axis.valueMax = chart.most or max((value or 0 for value in chart.values), default=0) or 1


def _letters(labels: Any, colour: str, size: float) -> None:
    labels.fontName, labels.fontSize, labels.fillColor = FAMILY, size, HexColor(colour)
