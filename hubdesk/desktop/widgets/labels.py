"""Words on a page: heading, lead, section, plain, strong, quiet and small lines."""

from __future__ import annotations

import weakref
from typing import Final

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtGui import QFont, QPainter, QPaintEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QLabel, QLayout, QLayoutItem, QSizePolicy, QVBoxLayout, QWidget

from hubdesk.base.words import tr
from hubdesk.desktop.looks import Tone
from hubdesk.desktop.theme import scaled
from hubdesk.desktop.widgets.breaking import MAY_BREAK, breakable, without_another
from hubdesk.desktop.widgets.painting import where_reading_starts
from hubdesk.desktop.widgets.wrapped import draw_from_the_right

LOW: Final = 480
"""Windows lower than so many px of the sketches are low."""


def heading(text: str) -> Words:
    """The one heading of a page: it says where you are."""
    return _Heading(text, "heading")


def is_low(window: QWidget) -> bool:
    """Whether a window is so low that what only helps has to make room for the work."""
    return window.height() < scaled(LOW)


def lead(text: str) -> Words:
    """The sentence under the heading that says what there is to know."""
    return Words(text, "lead")


def section(text: str) -> Words:
    """What the part below it is about."""
    return _Section(text, "section")


def words(text: str, tone: Tone | None = None) -> Words:
    return Words(text, "text", tone)


def strong(text: str, tone: Tone | None = None) -> Words:
    return Words(text, "strong", tone)


def quiet(text: str) -> Words:
    return Words(text, "quiet")


def small(text: str, tone: Tone | None = None) -> Words:
    return Words(text, "small", tone)


def told(label: str, text: str) -> QVBoxLayout:
    """What is known, under what it is."""
    pair = QVBoxLayout()
    pair.setSpacing(scaled(1))
    pair.addWidget(small(label))
    pair.addWidget(words(text))
    return pair


_ABOVE = 12
"""px of the sketches that keep a section away from the part before it."""
_ALONE = QFont.StyleStrategy.NoFontMerging


def say_cell(cell: QLabel, line: str, column: str) -> None:
    """Let a cell be heard with what its line is about and its column's heading, which the eye finds by itself."""
    said = cell.text().removeprefix("● ")
    cell.setAccessibleName(tr("{line}, {column}: {cell}", line=line, column=column, cell=said))


class Words(QLabel):
    """A label that wraps, is never wider than is good to read, and takes text as it is: no markup from names."""

    def __init__(self, text: str, role: str, tone: Tone | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._spoken = False
        self._measured: tuple[str, int] | None = None
        self._show(text)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("role", role)
        self.setWordWrap(True)
        # A name in Arabic script starts where the page's lines start, not at the far side.
        start = where_reading_starts(self)
        self.setAlignment(start | Qt.AlignmentFlag.AlignVCenter)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        if tone:
            self.setProperty("tone", tone)
        self._take_direction()

    def text(self) -> str:
        """As it was given."""
        return super().text().replace(MAY_BREAK, "")

    def setText(self, text: str) -> None:
        if self.textFormat() == Qt.TextFormat.PlainText:
            self._show(text)
        else:
            super().setText(text)
        self._take_height()

    def _take_direction(self) -> None:
        """Paint words that are read from the right here, and leave all others to Qt.

        A page has a hundred labels, painted with each letter of a search above them: a method of the class would be asked
        each time. Held weakly, so that labels go with their page.
        """
        if self.layoutDirection() == Qt.LayoutDirection.RightToLeft and "paintEvent" not in vars(self):
            painted = weakref.ref(self)

            def paint(event: QPaintEvent) -> None:
                words = painted()
                if words is not None:
                    words.draw(event)

            vars(self)["paintEvent"] = paint

    def draw(self, event: QPaintEvent) -> None:
        """Paint it; words read from the right line by line, for Qt cuts their last letters."""
        plain = self.textFormat() == Qt.TextFormat.PlainText
        if not (plain and self.wordWrap() and self.layoutDirection() == Qt.LayoutDirection.RightToLeft):
            QLabel.paintEvent(self, event)
            return
        painter = QPainter(self)
        painter.setFont(self.font())
        painter.setPen(self.palette().color(self.foregroundRole()))
        words = super().text()
        draw_from_the_right(painter, self.contentsRect(), words, self.alignment())
        painter.end()

    def _show(self, text: str) -> None:
        shown = breakable(text)
        alone = without_another(shown)
        if alone != (self.font().styleStrategy() == _ALONE):
            font = self.font()
            font.setStyleStrategy(_ALONE if alone else QFont.StyleStrategy.PreferDefault)
            self.setFont(font)
        super().setText(shown)
        if shown != text or self._spoken:
            # A screen reader is not told of places to break.
            self._spoken = shown != text
            self.setAccessibleName(text if self._spoken else "")

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._take_height()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LayoutDirectionChange:
            self._take_direction()
        if event.type() in (QEvent.Type.StyleChange, QEvent.Type.FontChange) and self._measured is not None:
            self._measured = None
            self._take_height()

    def _take_height(self) -> None:
        # A layout that does not ask for a height for its width would cut wrapped words. Before the first layout there is
        # no width to go by, and each change of a least height has everything around measured anew.
        measured = (super().text(), self.width())
        if measured == self._measured or not self.testAttribute(Qt.WidgetAttribute.WA_Resized):
            return
        self._measured = measured
        # The height that a label asks for is never below its minimum, so the old one goes first.
        if self.minimumHeight():
            self.setMinimumHeight(0)
        self.setMinimumHeight(max(0, self.heightForWidth(self.width())))

    def sizeHint(self) -> QSize:
        self.ensurePolished()
        lines = self.text().split("\n")
        around = self.contentsMargins()
        beside = around.left() + around.right() + 2 * self.margin() + 2
        width = max((self.fontMetrics().horizontalAdvance(line) for line in lines), default=0) + beside
        width = min(width, scaled(640))
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        self.ensurePolished()
        parts = super().text().replace(MAY_BREAK, " ").split()
        longest = max((self.fontMetrics().horizontalAdvance(part) for part in parts), default=0)
        return QSize(min(longest + 2, scaled(240)), self.fontMetrics().height())


class _Section(Words):
    """Closer to what it heads than to what ends above it."""

    def event(self, event: QEvent) -> bool:
        # Of a widget that is not in its layout yet nobody can say what stands above it.
        if event.type() == QEvent.Type.Polish:
            self._keep_away()
        return super().event(event)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.FontChange and self._measured is not None:
            self._keep_away()
        super().changeEvent(event)

    def _keep_away(self) -> None:
        around = self.parentWidget()
        column = _column_of(self, around.layout() if around is not None else None)
        below = column is not None and any(map(_is_shown, _items(column)[: column.indexOf(self)]))
        self.setContentsMargins(0, scaled(_ABOVE) if below else 0, 0, 0)


def _column_of(widget: QWidget, layout: QLayout | None) -> QVBoxLayout | None:
    """The column that holds a widget, itself or one within it."""
    if layout is None:
        return None
    if layout.indexOf(widget) >= 0:
        return layout if isinstance(layout, QVBoxLayout) else None
    within = (item.layout() for item in _items(layout))
    return next((found for one in within if (found := _column_of(widget, one)) is not None), None)


def _items(layout: QLayout) -> list[QLayoutItem]:
    return [item for at in range(layout.count()) if (item := layout.itemAt(at)) is not None]


def _is_shown(item: QLayoutItem) -> bool:
    """Whether an item takes room once the page is shown; before that Qt calls all of them hidden."""
    widget, layout = item.widget(), item.layout()
    if widget is not None:
        return not (widget.isHidden() and widget.testAttribute(Qt.WidgetAttribute.WA_WState_ExplicitShowHide))
    return layout is not None and layout.count() > 0


class _Heading(Words):
    """Smaller in a low window, where it would take the room of two lines of work."""

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.window().installEventFilter(self)
        self._fit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and watched is self.window():
            self._fit()
        return super().eventFilter(watched, event)

    def _fit(self) -> None:
        low = is_low(self.window())
        if bool(self.property("low")) != low:
            self.setProperty("low", low)
            self.style().unpolish(self)
            self.style().polish(self)
            self._take_height()
