"""Buttons: one primary action a page, quiet ones beside it, and icon buttons that say their name."""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from hubdesk.desktop import theme
from hubdesk.desktop.looks import Tone
from hubdesk.desktop.widgets.painting import draw_icon, focus_ring, placed, rounded

Look = Literal["primary", "quiet", "bare", "link"]


def primary_button(text: str, icon: str = "") -> Button:
    """The one action a page is for."""
    return Button(text, icon, "primary")


def quiet_button(text: str, icon: str = "") -> Button:
    """Any other action: white with a hairline."""
    return Button(text, icon, "quiet")


def bare_button(text: str, icon: str = "") -> Button:
    """An action that steps back: no ground until the pointer is on it."""
    return Button(text, icon, "bare")


def link_button(text: str) -> Button:
    """A way to another page, standing in or under a sentence."""
    return Button(text, "", "link")


def icon_button(icon: str, name: str) -> Button:
    """A button of one icon; ``name`` is its tooltip and what a screen reader says."""
    made = Button("", icon, "bare")
    made.setAccessibleName(name)
    made.setToolTip(name)
    return made


class Button(QPushButton):
    """A push button in the house's look; its icon follows the theme."""

    def __init__(self, text: str, icon: str = "", look: Look = "quiet", parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self._icon = icon
        self._look: Look = look
        self._folded = False
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAutoDefault(True)  # Enter presses it, as Space does

    def fold(self, *, folded: bool) -> None:
        """Show only the icon, whose tooltip says the words then; what has no icon, and the one primary action, keep them."""
        folded = folded and bool(self._icon) and self._look != "primary"
        if folded != self._folded:
            self._folded = folded
            self.setToolTip(self.text() if folded else "")
            self.updateGeometry()
            self.update()

    def unfolded(self) -> QSize:
        """The size with its words, whether they are shown or not."""
        return self._size(self.text())

    def sizeHint(self) -> QSize:
        return self._size(self._words())

    def _size(self, words: str) -> QSize:
        side = {"primary": 14, "quiet": 14, "bare": 8, "link": 2}[self._look]
        gap = theme.scaled(8) if self._icon and words else 0
        height = theme.scaled(38 if self._look in ("primary", "quiet") else 32)
        width = self._across(words) + gap + (self._glyph() if self._icon else 0) + 2 * theme.scaled(side)
        return QSize(max(width, height), height)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        named = theme.colours()
        fill, border, tone = self._colours()
        rounded(painter, self.rect(), 9, fill, border)
        if self.hasFocus():
            on_dark = self._look == "primary" and self.isEnabled()
            ring = self.rect().adjusted(3, 3, -3, -3) if on_dark else self.rect()
            focus_ring(painter, ring, 6 if on_dark else 9, named.on_primary if on_dark else named.primary)
        font = theme.font(theme.TEXT, 500)
        font.setUnderline(self._look == "link")
        painter.setFont(font)
        painter.setPen(theme.colour(tone))
        text = self._across(self._words())
        glyph = self._glyph() if self._icon else 0
        gap = theme.scaled(8) if glyph and text else 0
        start = (self.width() - glyph - gap - text) // 2
        if glyph:
            draw_icon(painter, self, self._icon, tone, QRect(start, (self.height() - glyph) // 2, glyph, glyph))
        where = placed(self, QRect(start + glyph + gap, 0, text + 2, self.height()))
        flags = Qt.TextFlag.TextShowMnemonic.value | Qt.AlignmentFlag.AlignCenter.value
        painter.drawText(where, flags, self._words())
        painter.end()

    def _colours(self) -> tuple[str | None, str | None, Tone]:
        named = theme.colours()
        over = self.underMouse() and self.isEnabled()
        if self._look == "primary" and self.isEnabled():
            return (named.primary_pressed if over or self.isDown() else named.primary), None, "on_primary"
        if self._look in ("primary", "quiet"):
            ground = named.canvas if over or not self.isEnabled() else named.surface
            if not self.isEnabled():
                return ground, named.line, "faint"
            return ground, named.quiet if over else named.edge, "ink"
        if not self.isEnabled():
            return None, None, "faint"
        if self._look == "link":
            return None, None, "primary"
        return (named.primary_tint if over or self.isDown() else None), None, "primary" if over else "quiet"

    def _words(self) -> str:
        return "" if self._folded else self.text()

    def _across(self, words: str) -> int:
        return self._metrics().size(Qt.TextFlag.TextShowMnemonic.value, words).width() if words else 0

    def _glyph(self) -> int:
        return theme.scaled(18)

    def _metrics(self) -> QFontMetrics:
        return QFontMetrics(theme.font(theme.TEXT, 500))
