"""Single-colour icons of resources/icons, drawn in any colour and sharp at any scale."""

from __future__ import annotations

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QGuiApplication, QPainter, QPixmap, QPixmapCache
from PySide6.QtSvg import QSvgRenderer

from hubdesk.base.places import resource

_EMPTY = b'<svg xmlns="http://www.w3.org/2000/svg" width="24" height="24"/>'
_PAIRS = (("arrow-left", "arrow-right"), ("chevron-left", "chevron-right"))


def svg(name: str, colour: str) -> bytes:
    """The drawing of icon ``name`` in ``colour`` (#RRGGBB), its lines 1.75 wide; an empty one when there is none."""
    path = resource("icons") / f"{name}.svg"
    if not path.is_file():
        return _EMPTY
    drawing = path.read_text("utf-8").replace("currentColor", colour)
    return drawing.replace('stroke-width="2"', 'stroke-width="1.75"').encode()


def drawn(name: str, colour: str, size: int) -> QPixmap:
    """Icon ``name`` in ``colour``, ``size`` logical pixels square, for the sharpest screen there is.

    Icons that point left or right turn round where the window reads from right to left.
    """
    ratio = max(screen.devicePixelRatio() for screen in QGuiApplication.screens())
    if QGuiApplication.layoutDirection() == Qt.LayoutDirection.RightToLeft:
        name = _turned(name)
    key = f"hubdesk {name} {colour} {size} {ratio}"
    picture = QPixmap()
    if QPixmapCache.find(key, picture):
        return picture
    picture = QPixmap(round(size * ratio), round(size * ratio))
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    QSvgRenderer(QByteArray(svg(name, colour))).render(painter, QRectF(picture.rect()))
    painter.end()
    picture.setDevicePixelRatio(ratio)
    QPixmapCache.insert(key, picture)
    return picture


def _turned(name: str) -> str:
    for left, right in _PAIRS:
        if name in (left, right):
            return right if name == left else left
    return name
