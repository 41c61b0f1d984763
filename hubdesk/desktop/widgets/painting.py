"""What the painted widgets share: rounded grounds, the focus ring, a title with a quieter line under it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QWidget

from hubdesk.desktop import theme
from hubdesk.desktop.looks import Tone
from hubdesk.desktop.widgets.breaking import breakable, without_another
from hubdesk.desktop.widgets.wrapped import draw_from_the_right

_WRAP = Qt.TextFlag.TextWordWrap.value


def rounded(
    painter: QPainter, rect: QRect, radius: float, fill: str | None, border: str | None, width: float = 1
) -> None:
    """Fill and outline ``rect`` with round corners; the outline lies inside it."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    inset = width / 2 if border else 0
    painter.setPen(QPen(QColor(border), width) if border else Qt.PenStyle.NoPen)
    painter.setBrush(QColor(fill) if fill else Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(QRectF(rect).adjusted(inset, inset, -inset, -inset), radius, radius)


def focus_ring(painter: QPainter, rect: QRect, radius: float, colour: str | None = None) -> None:
    """The ring that shows which widget has the keyboard, 2 px inside ``rect``."""
    rounded(painter, rect, radius, None, colour or theme.colours().primary, 2)


def placed(widget: QWidget, rect: QRect, whole: QRect | None = None) -> QRect:
    """``rect``, given for reading from left to right, where it lies in the widget's reading direction."""
    return turned(widget.layoutDirection(), whole or widget.rect(), rect)


def where_reading_starts(widget: QWidget) -> Qt.AlignmentFlag:
    """The side on which lines begin, whatever the script of the words on them."""
    right = widget.layoutDirection() == Qt.LayoutDirection.RightToLeft
    return (Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft) | Qt.AlignmentFlag.AlignAbsolute


def turned(direction: Qt.LayoutDirection, whole: QRect, rect: QRect) -> QRect:
    """As QStyle.visualRect, which takes longer to import than the first page to paint."""
    if direction == Qt.LayoutDirection.RightToLeft:
        return rect.translated(whole.left() + whole.right() - rect.left() - rect.right(), 0)
    return rect


def draw_icon(painter: QPainter, widget: QWidget, name: str, tone: Tone, rect: QRect) -> None:
    """An icon in ``rect`` (left to right), turned with the reading direction."""
    drawn = theme.pixmap(name, tone, rect.width())
    painter.drawPixmap(placed(widget, rect).topLeft(), drawn)


class TwoLines:
    """A title in 600, or another weight, and a quieter line under it, measured and drawn alike; measured once for each
    width and font.
    """

    def __init__(self, title: str, detail: str, weight: int = 600) -> None:
        self.title = breakable(title)
        self.detail = breakable(detail)
        self._weight = weight
        self._heights: dict[int, int] = {}

    def changed(self, event: QEvent) -> None:
        """Told of each change of the widget that shows them: in another font they are measured anew."""
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._heights.clear()

    def one_line(self) -> int:
        """The width in which neither wraps."""
        return max(
            QFontMetrics(font).horizontalAdvance(text) + 2
            for text, font in ((self.title, self._title_font()), (self.detail, self._detail_font()))
        )

    def height(self, width: int) -> int:
        """The height of both, wrapped to ``width``."""
        if width not in self._heights:
            height = wrapped_height(self.title, self._title_font(), width)
            below = _gap() + wrapped_height(self.detail, self._detail_font(), width) if self.detail else 0
            self._heights[width] = height + below
        return self._heights[width]

    def draw(
        self, painter: QPainter, widget: QWidget, rect: QRect, tone: Tone = "ink", whole: QRect | None = None
    ) -> None:
        """Draw into ``rect`` (left to right, of ``whole``), from its top, aligned to where reading starts."""
        where = placed(widget, rect, whole)
        # Each name in its own script's direction; where the lines start is the page's.
        painter.setLayoutDirection(Qt.LayoutDirection.LayoutDirectionAuto)
        painter.setFont(self._title_font())
        painter.setPen(theme.colour(tone if widget.isEnabled() else "faint"))
        _draw(painter, widget, where, self.title)
        if self.detail:
            down = wrapped_height(self.title, self._title_font(), rect.width()) + _gap()
            painter.setFont(self._detail_font())
            painter.setPen(theme.colour("quiet"))
            _draw(painter, widget, where.adjusted(0, down, 0, 0), self.detail)

    def _title_font(self) -> QFont:
        return _in_one(theme.font(theme.TEXT, self._weight), self.title)

    def _detail_font(self) -> QFont:
        return _in_one(theme.font(theme.SMALL), self.detail)


def _draw(painter: QPainter, widget: QWidget, where: QRect, text: str) -> None:
    start = where_reading_starts(widget)
    if widget.layoutDirection() == Qt.LayoutDirection.RightToLeft:
        draw_from_the_right(painter, where, text, start)
    else:
        painter.drawText(where, _WRAP | Qt.AlignmentFlag.AlignTop.value | start.value, text)


def _gap() -> int:
    return theme.scaled(2)


def _in_one(font: QFont, shown: str) -> QFont:
    if without_another(shown):
        font.setStyleStrategy(QFont.StyleStrategy.NoFontMerging)
    return font


def wrapped_height(text: str, font: QFont, width: int) -> int:
    """The height of ``text``, wrapped to ``width``."""
    if not text:
        return 0
    room = QRect(0, 0, max(width, 1), 10_000)
    return QFontMetrics(font).boundingRect(room, _WRAP, text).height()
