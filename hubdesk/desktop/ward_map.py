"""A map of wards, drawn from their real outlines: darker where more are reached, with name and figure."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPainterPath, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from hubdesk.desktop import theme
from hubdesk.desktop.theme import scaled
from hubdesk.desktop.widgets.painting import rounded
from hubdesk.reports.boundaries import Polygon

_SHIFTS = tuple((across, down) for down in (0, -0.5, 0.5, -1, 1) for across in (0, -0.25, 0.25))
"""Where a ward's words may stand, their widths and heights off its middle. Where all are taken a letter stands for them."""


Lines = tuple[tuple[QFont, str], ...]
"""Words on the map, below each other, each line in its own type."""


@dataclass(frozen=True)
class MappedWard:
    """A ward on the map: its name, its figure in words, and which of the five steps it stands on."""

    name: str
    said: str
    step: int


class WardMap(QWidget):
    """``outlines`` are all wards to draw, by code; those in ``show``'s wards are coloured and named.

    Where the map is too small for some names, letters stand for them, and ``lettered`` says for which wards, in order.
    """

    lettered = Signal(list)

    def __init__(self, outlines: Mapping[str, Sequence[Polygon]], name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._outlines = outlines
        self._wards: dict[str, MappedWard] = {}
        self._labels: list[tuple[MappedWard, Lines, QRectF]] = []
        self._lettered: list[MappedWard] = []
        self.setAccessibleName(name)
        self.setMinimumSize(scaled(200), scaled(200))
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def show_wards(self, wards: Mapping[str, MappedWard]) -> None:
        self._wards = dict(wards)
        self.setAccessibleDescription(", ".join(f"{ward.name} {ward.said}" for ward in wards.values()))
        self.updateGeometry()
        self._name_wards()
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._name_wards()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.StyleChange, QEvent.Type.FontChange):
            self._name_wards()

    def sizeHint(self) -> QSize:
        return QSize(scaled(540), scaled(440))

    def heightForWidth(self, width: int) -> int:
        """No higher than the wards are at this width."""
        return max(scaled(200), min(scaled(440), round(width * self._projection().slope)))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        place = self._projection()
        colours = theme.colours()
        shapes = {code: [_path(one, place) for one in polygons] for code, polygons in self._outlines.items()}
        # The palest step hardly differs from the card: a line round the whole shows where the wards end.
        painter.setPen(QPen(QColor(colours.edge), 4))
        for shape in (one for ward in shapes.values() for one in ward):
            painter.drawPath(shape)
        painter.setPen(QPen(QColor(colours.surface), 1.5))
        for code, paths in shapes.items():
            ward = self._wards.get(code)
            painter.setBrush(QColor(colours.map_ramp[ward.step] if ward else colours.land))
            for shape in paths:
                painter.drawPath(shape)
        for ward, lines, room in self._labels:
            _draw_label(painter, ward, lines, room)
        painter.end()

    def _name_wards(self) -> None:
        """Find room for each ward's name with its figure below; a little aside where another one's stand already."""
        place, taken = self._projection(), list[QRectF]()
        self._labels, lettered = [], []
        for code, ward in self._wards.items():
            if code not in self._outlines:
                continue
            middle = _middle(self._outlines[code], place)
            lines = _label_lines(ward)
            room = self._free(middle, lines, taken)
            if room is None:
                lettered.append(ward)
                lines = ((theme.font(theme.SMALL - 1, 600), letter(len(lettered))),)
                room = self._free(middle, lines, taken) or _around(middle, lines)
            taken.append(room)
            self._labels.append((ward, lines, room))
        if lettered != self._lettered:
            self._lettered = lettered
            self.lettered.emit(lettered)

    def _free(self, middle: QPointF, lines: Lines, taken: Sequence[QRectF]) -> QRectF | None:
        """The room for these words nearest to the middle that nothing else has taken, if there is any."""
        room, within = _around(middle, lines).size(), QRectF(self.rect())
        for across, down in _SHIFTS:
            at = middle + QPointF((across - 0.5) * room.width(), (down - 0.5) * room.height())
            left = min(max(at.x(), within.left()), within.right() - room.width())
            top = min(max(at.y(), within.top()), within.bottom() - room.height())
            label = QRectF(QPointF(left, top), room)
            if not any(label.intersects(other) for other in taken):
                return label
        return None

    def _projection(self) -> _Projection:
        """Fits the named wards, with a little around them, into the widget."""
        shown = [self._outlines[code] for code in self._wards if code in self._outlines] or list(
            self._outlines.values()
        )
        points = [point for polygons in shown for polygon in polygons for point in polygon[0]]
        if not points:
            return _Projection(0, 0, 1, 1, QRectF(self.rect()))
        west, east = min(p[0] for p in points), max(p[0] for p in points)
        south, north = min(p[1] for p in points), max(p[1] for p in points)
        return _Projection(west, south, east, north, QRectF(self.rect()).adjusted(12, 12, -12, -12))


class Swatch(QWidget):
    """The colour of one step of the map, beside the words for it."""

    def __init__(self, step: int) -> None:
        super().__init__()
        self._step = step
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(scaled(24), scaled(16))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        named = theme.colours()
        rounded(painter, self.rect(), 4, named.map_ramp[self._step], named.edge)
        painter.end()


@dataclass(frozen=True)
class _Projection:
    west: float
    south: float
    east: float
    north: float
    room: QRectF

    @property
    def slope(self) -> float:
        """Height by width."""
        return (self.north - self.south) / ((self.east - self.west) * self._narrow)

    @property
    def _narrow(self) -> float:
        """A degree of longitude is shorter than one of latitude by the cosine of the latitude."""
        return math.cos(math.radians((self.south + self.north) / 2))

    def __call__(self, longitude: float, latitude: float) -> QPointF:
        narrow = self._narrow
        width, height = (self.east - self.west) * narrow, self.north - self.south
        scale = min(self.room.width() / width, self.room.height() / height)
        left = self.room.center().x() - width * scale / 2
        bottom = self.room.center().y() + height * scale / 2
        return QPointF(left + (longitude - self.west) * narrow * scale, bottom - (latitude - self.south) * scale)


def letter(n: int) -> str:
    """A, B, … Z, AA, … for 1, 2, …: unlike a number it is no figure of a ward."""
    before, at = divmod(n - 1, 26)
    return f"{letter(before) if before else ''}{chr(ord('A') + at)}"


def _label_lines(ward: MappedWard) -> Lines:
    return (theme.font(theme.SMALL - 1, 600), ward.name), (theme.font(theme.SMALL - 1, 400), ward.said)


def _around(middle: QPointF, lines: Lines) -> QRectF:
    """What these lines take up with their middle there, px."""
    sizes = [(QFontMetricsF(font), text) for font, text in lines]
    width = max(metrics.horizontalAdvance(text) for metrics, text in sizes)
    room = QRectF(0, 0, width, sum(metrics.height() for metrics, _ in sizes))
    room.moveCenter(middle)
    return room


def _draw_label(painter: QPainter, ward: MappedWard, lines: Lines, room: QRectF) -> None:
    step = theme.colours().map_ramp[ward.step]
    ground, ink = QColor(step), theme.ink_on(step)
    bottom = room.top()
    for font, text in lines:
        metrics = QFontMetricsF(font)
        start = QPointF(room.center().x() - metrics.horizontalAdvance(text) / 2, bottom + metrics.ascent())
        bottom += metrics.height()
        # A name wider than its ward stands on the ward's own colour beyond it too.
        around = QPainterPath()
        around.addText(start, font, text)
        painter.strokePath(around, QPen(ground, 3))
        painter.setFont(font)
        painter.setPen(ink)
        painter.drawText(start, text)


def _path(polygon: Polygon, place: _Projection) -> QPainterPath:
    path = QPainterPath()
    path.setFillRule(Qt.FillRule.OddEvenFill)
    for ring in polygon:
        path.moveTo(place(*ring[0]))
        for point in ring[1:]:
            path.lineTo(place(*point))
        path.closeSubpath()
    return path


def _middle(polygons: Sequence[Polygon], place: _Projection) -> QPointF:
    """The centroid of the largest outer ring."""
    rings = [[place(*point) for point in polygon[0]] for polygon in polygons]
    area, x, y = max((_centroid(ring) for ring in rings), key=lambda one: abs(one[0]))
    return QPointF(x, y) if area else rings[0][0]


def _centroid(ring: Sequence[QPointF]) -> tuple[float, float, float]:
    area = x = y = 0.0
    for one, two in pairwise(ring):
        cross = one.x() * two.y() - two.x() * one.y()
        area += cross / 2
        x += (one.x() + two.x()) * cross
        y += (one.y() + two.y()) * cross
    return (area, x / (6 * area), y / (6 * area)) if area else (0.0, 0.0, 0.0)
