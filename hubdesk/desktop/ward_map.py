"""A map of wards, drawn from their real outlines: darker where more are reached, with name and figure."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from hubdesk.desktop import theme
from hubdesk.desktop.theme import scaled
from hubdesk.desktop.widgets.painting import rounded
from hubdesk.reports.boundaries import Polygon


@dataclass(frozen=True)
class MappedWard:
    """A ward on the map: its name, its figure in words, and which of the five steps it stands on."""

    name: str
    said: str
    step: int


class WardMap(QWidget):
    """``outlines`` are all wards to draw, by code; those in ``show``'s wards are coloured and named."""

    def __init__(self, outlines: Mapping[str, Sequence[Polygon]], name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._outlines = outlines
        self._wards: dict[str, MappedWard] = {}
        self.setAccessibleName(name)
        self.setMinimumSize(scaled(320), scaled(320))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def show_wards(self, wards: Mapping[str, MappedWard]) -> None:
        self._wards = dict(wards)
        self.setAccessibleDescription(", ".join(f"{ward.name} {ward.said}" for ward in wards.values()))
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(scaled(540), scaled(440))

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
        for code, ward in self._wards.items():
            if code in self._outlines:
                self._label(painter, ward, _middle(self._outlines[code], place))
        painter.end()

    def _label(self, painter: QPainter, ward: MappedWard, at: QPointF) -> None:
        step = theme.colours().map_ramp[ward.step]
        ground, ink = QColor(step), theme.ink_on(step)
        named, figure = theme.font(theme.SMALL - 1, 600), theme.font(theme.SMALL - 1, 400)
        for font, text, down in ((named, ward.name, -0.15), (figure, ward.said, 1.0)):
            metrics = QFontMetricsF(font)
            width, height = metrics.horizontalAdvance(text), metrics.height()
            start = QPointF(at.x() - width / 2, at.y() + down * height)
            # A name wider than its ward stands on the ward's own colour beyond it too.
            around = QPainterPath()
            around.addText(start, font, text)
            painter.strokePath(around, QPen(ground, 3))
            painter.setFont(font)
            painter.setPen(ink)
            painter.drawText(start, text)

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

    def __call__(self, longitude: float, latitude: float) -> QPointF:
        """A degree of longitude is shorter than one of latitude by the cosine of the latitude."""
        narrow = math.cos(math.radians((self.south + self.north) / 2))
        width, height = (self.east - self.west) * narrow, self.north - self.south
        scale = min(self.room.width() / width, self.room.height() / height)
        left = self.room.center().x() - width * scale / 2
        bottom = self.room.center().y() + height * scale / 2
        return QPointF(left + (longitude - self.west) * narrow * scale, bottom - (latitude - self.south) * scale)


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
