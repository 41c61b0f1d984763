"""Words on a page: heading, lead, section, plain, strong, quiet and small lines."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtGui import QFont, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QVBoxLayout, QWidget

from hubdesk.base.words import tr
from hubdesk.desktop.looks import Tone
from hubdesk.desktop.theme import scaled
from hubdesk.desktop.widgets.breaking import MAY_BREAK, breakable, without_another
from hubdesk.desktop.widgets.painting import where_reading_starts

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
    return Words(text, "section")


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

    def text(self) -> str:
        """As it was given."""
        return super().text().replace(MAY_BREAK, "")

    def setText(self, text: str) -> None:
        if self.textFormat() == Qt.TextFormat.PlainText:
            self._show(text)
        else:
            super().setText(text)
        self._take_height()

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
