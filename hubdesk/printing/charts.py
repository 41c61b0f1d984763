"""Charts as pictures that scale: a column for each of a row of times, drawn by reportlab's own charts."""

from __future__ import annotations

import re
from dataclasses import dataclass
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
    made.x, made.y, made.width, made.height = 0, foot, width, height - foot - over
    made.data = [list(chart.values)]
    _scale(made, chart)
    made.bars.strokeColor = None
    made.bars[0].fillColor = HexColor(ink.column)
    if chart.now is not None:
        made.bars[0, chart.now].fillColor = HexColor(ink.now)
    step = width / len(chart.values)
    made.useAbsolute = 1
    made.barWidth = min(0.72 * step, _WIDEST * ink.letters / 12)
    made.groupSpacing = step - made.barWidth
    made.barLabelFormat, made.barLabelArray = "values", [list(chart.said)]
    _letters(made.barLabels, ink.ink, ink.letters)
    made.barLabels.nudge = 0.7 * ink.letters
    axis = made.categoryAxis
    axis.categoryNames = list(chart.labels)
    axis.visibleTicks = False
    axis.strokeColor, axis.strokeWidth = HexColor(ink.line), 1
    _letters(axis.labels, ink.quiet, ink.letters)
    return made


def _scale(made: Any, chart: Columns) -> None:
    axis = made.valueAxis
    axis.visible = False
    axis.valueMin = 0
    axis.valueMax = chart.most or max((value or 0 for value in chart.values), default=0) or 1


def _letters(labels: Any, colour: str, size: float) -> None:
    labels.fontName, labels.fontSize, labels.fillColor = FAMILY, size, HexColor(colour)
