"""Words as they are painted: shortened, past the edge of what they stand in, or over each other.

Each part in view is painted onto a sheet that keeps nothing but where which words come to stand. So what draws itself,
as a chart or a line of a list, is looked at like any label.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations
from typing import Any

from PySide6.QtCore import QPoint, QRectF, QSize
from PySide6.QtGui import QPaintDevice, QPaintEngine, QRegion, QTextItem
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QComboBox,
    QHeaderView,
    QLineEdit,
    QWidget,
)

from tests.every_screen.looking import seen, told

_UNSEEN = " \n\u200b"
"""Between words; the last is where a long one may break."""
_TWO_LINES = 90
"""Letters that two lines of the widest column hold."""
_SLACK = 1.5
"""px that letters may reach out; italics and rounding do."""


@dataclass(frozen=True)
class Painted:
    """Some words and where they stand in a widget, px; ``room``: as high as small letters are, for lines may be close."""

    words: str
    room: QRectF


def ill_painted(window: QWidget) -> Iterator[str]:
    """U12: words that are shortened, cut or painted over others."""
    for one in seen(window):
        parent = one.parentWidget()
        if one.size().isEmpty():
            continue
        if isinstance(parent, QAbstractItemView) and not isinstance(parent, QHeaderView) and one is parent.viewport():
            yield from _in_cells(parent, painted(one))
        elif isinstance(one, QAbstractButton | QComboBox) or _paints_itself(one):
            yield from _in_a_part(one, painted(one), QRectF(one.rect()))


def _paints_itself(one: QWidget) -> bool:
    """Whether how it looks is our own doing; Qt's labels and headings are measured by fitting.py."""
    ours = (kind for kind in type(one).__mro__ if kind.__module__.startswith("hubdesk"))
    return any("paintEvent" in vars(kind) for kind in ours) and not isinstance(one, QLineEdit)


def painted(widget: QWidget) -> list[Painted]:
    """The words that a widget paints itself, without what lies in it."""
    sheet = _Sheet(widget.size())
    widget.render(sheet, QPoint(), QRegion(), QWidget.RenderFlag(0))
    return sheet.engine.found


def _in_a_part(one: QWidget, found: list[Painted], room: QRectF) -> Iterator[str]:
    whole = room.adjusted(-_SLACK, -_SLACK, _SLACK, _SLACK)
    for each in found:
        if not whole.contains(each.room):
            yield f"paints “{each.words}” past its edge: {told(one)}"
        if _shortened(one, each.words):
            yield f"shortens what it says to “{each.words}”: {told(one)}"
    yield from _over_each_other(one, found)


def _in_cells(view: QAbstractItemView, found: list[Painted]) -> Iterator[str]:
    for each in found:
        index = view.indexAt(each.room.center().toPoint())
        if not index.isValid():
            continue
        cell = QRectF(view.visualRect(index)).adjusted(-_SLACK, -_SLACK, _SLACK, _SLACK)
        if not cell.contains(each.room):
            yield f"paints “{each.words}” past the edge of its cell: {told(view)}"
        whole = str(index.data())
        # What is longer than two lines of any column is read where the record is opened.
        if "…" in each.words and "…" not in whole and len(whole) <= _TWO_LINES:
            yield f"shortens “{whole}” to “{each.words}”: {told(view)}"
    yield from _over_each_other(view, found)


def _shortened(one: QWidget, words: str) -> bool:
    return "…" in words and "…" not in str(getattr(one, "text", str)())


def _over_each_other(one: QWidget, found: list[Painted]) -> Iterator[str]:
    for first, second in combinations(found, 2):
        both = first.room.intersected(second.room)
        if both.width() > _SLACK and both.height() > _SLACK:
            yield f"paints “{first.words}” over “{second.words}”: {told(one)}"


class _Sheet(QPaintDevice):
    """Something to paint on that keeps only the words."""

    def __init__(self, size: QSize) -> None:
        super().__init__()
        self.engine = _Listening(QPaintEngine.PaintEngineFeature.AllFeatures)
        self._size = size

    def paintEngine(self) -> QPaintEngine:
        return self.engine

    def metric(self, metric: QPaintDevice.PaintDeviceMetric) -> int:
        asked = QPaintDevice.PaintDeviceMetric
        screen = QApplication.primaryScreen()
        return {
            asked.PdmWidth: self._size.width(),
            asked.PdmHeight: self._size.height(),
            asked.PdmDpiX: round(screen.logicalDotsPerInchX()),
            asked.PdmDpiY: round(screen.logicalDotsPerInchY()),
            asked.PdmPhysicalDpiX: round(screen.physicalDotsPerInchX()),
            asked.PdmPhysicalDpiY: round(screen.physicalDotsPerInchY()),
            asked.PdmDevicePixelRatio: 1,
            asked.PdmDevicePixelRatioScaled: 65_536,
            asked.PdmDepth: 32,
        }.get(metric, 0)


class _Listening(QPaintEngine):
    """Hears what is painted."""

    found: list[Painted]

    def begin(self, device: QPaintDevice) -> bool:
        self.found = []
        self.setActive(True)
        return True

    def end(self) -> bool:
        self.setActive(False)
        return True

    def type(self) -> QPaintEngine.Type:
        return QPaintEngine.Type.User

    def updateState(self, state: object) -> None: ...
    def drawPixmap(self, *_: object) -> None: ...
    def drawImage(self, *_: object) -> None: ...
    def drawTiledPixmap(self, *_: object) -> None: ...
    def drawPath(self, *_: object) -> None: ...
    def drawPolygon(self, *_: object) -> None: ...
    def drawRects(self, *_: object) -> None: ...
    def drawLines(self, *_: object) -> None: ...
    def drawEllipse(self, *_: object) -> None: ...
    def drawPoints(self, *_: object) -> None: ...

    def drawTextItem(self, at: Any, item: QTextItem) -> None:
        painter = self.painter()
        words = item.text().strip(_UNSEEN)
        if words:
            high = item.ascent() * 0.6
            room = QRectF(at.x(), at.y() - high, item.width(), high)
            self.found.append(Painted(words, painter.combinedTransform().mapRect(room)))
