"""A chart in the window: a picture for the eye, the same as words for the ear, drawn anew for each size and look."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QByteArray, QEvent, QSize, Qt, QTimer
from PySide6.QtGui import QFontInfo, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QSizePolicy, QWidget

from hubdesk.desktop import theme
from hubdesk.desktop.background import Background
from hubdesk.desktop.theme import scaled
from hubdesk.printing.charts import Columns, Ink, columns_picture

_REDRAWN: Final = frozenset(
    (
        QEvent.Type.StyleChange,
        QEvent.Type.FontChange,
        QEvent.Type.PaletteChange,
        QEvent.Type.LayoutDirectionChange,
    )
)
_SETTLED = 60  # ms; while a window is pulled wider nothing is drawn anew


class ChartView(QWidget):
    """Shows one chart; drawing takes some ten milliseconds, so a worker does it. ``said`` is what the chart answers."""

    def __init__(self, background: Background, height: int = 180, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._background, self._height = background, height
        self._chart: Columns | None = None
        self._drawn = QSvgRenderer(self)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(_SETTLED)
        self._soon.timeout.connect(self._draw)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_chart(self, chart: Columns, said: str) -> None:
        self._chart = chart
        self.setAccessibleName(said)
        named = zip(chart.labels, chart.said, strict=True)
        self.setAccessibleDescription(", ".join(f"{label} {value}".strip() for label, value in named if value))
        self._draw()

    def sizeHint(self) -> QSize:
        return QSize(scaled(480), scaled(self._height))

    def minimumSizeHint(self) -> QSize:
        return QSize(scaled(120), scaled(self._height))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._soon.start()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in _REDRAWN:
            self.updateGeometry()
            self._soon.start()

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._drawn.isValid():
            self._drawn.setAspectRatioMode(Qt.AspectRatioMode.KeepAspectRatio)
            painter = QPainter(self)
            self._drawn.render(painter)
            painter.end()

    def _draw(self) -> None:
        chart, size, ink = self._chart, self.size(), _ink()
        if chart is None or size.width() < 2 * scaled(20):
            return
        if self.isRightToLeft():
            chart = chart.mirrored()
        self._background.read(lambda: columns_picture(chart, size.width(), size.height(), ink), self._show, owner=self)

    def _show(self, picture: bytes) -> None:
        self._drawn.load(QByteArray(picture))
        self.update()


def _ink() -> Ink:
    colours = theme.colours()
    letters = QFontInfo(theme.font(theme.SMALL)).pixelSize()
    return Ink(colours.map_ramp[3], colours.primary, colours.edge, colours.ink, colours.quiet, letters)
