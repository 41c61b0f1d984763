"""A page of a paper on the screen: whole, or as many times larger as it takes to read it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QImage, QPixmap, QResizeEvent
from PySide6.QtWidgets import QLabel, QScrollArea, QSizePolicy

from hubdesk.base.words import tr
from hubdesk.desktop.theme import scaled
from hubdesk.desktop.widgets import announce

_SIZES: Final = (100, 150, 200, 300)
"""Per cent of the whole page as it fits into the room there is."""

_LEAST_DPI: Final = 110
_MOST_DPI: Final = 300
_POINTS_AN_INCH: Final = 72

Draw = Callable[[float], QImage]
"""Draws the page at so many dots an inch."""


class Sheet(QScrollArea):
    """Takes the keyboard only where there is something to scroll. ``changed`` is sent when it is shown larger or smaller."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._page = QLabel()
        self._page.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._draw: Draw | None = None
        self._points = QSize()
        self._whole = QPixmap()
        self._dpi = 0.0
        self._at = 0
        self.setProperty("role", "sheet")
        self.setWidgetResizable(True)
        self.setWidget(self._page)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setMinimumSize(scaled(240), scaled(240))
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Ignored)

    def show_page(self, draw: Draw, width: float, height: float) -> None:
        """Show what ``draw`` draws; the page's own size is in points."""
        self._draw, self._points, self._dpi = draw, QSize(round(width), round(height)), 0.0
        self._fit()
        self.verticalScrollBar().setValue(0)

    @property
    def per_cent(self) -> int:
        """How large the page is shown, of what shows it whole."""
        return _SIZES[self._at]

    def can_zoom(self, by: int) -> bool:
        return 0 <= self._at + by < len(_SIZES)

    def zoom(self, by: int) -> None:
        """Show it a step larger, or smaller where ``by`` is -1."""
        if not self.can_zoom(by):
            return
        self._at += by
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus if self._at else Qt.FocusPolicy.NoFocus)
        self._fit()
        announce(self, tr("Shown at {n} %", n=self.per_cent))
        self.changed.emit()

    def scroll_on(self, by: int) -> bool:
        """Scroll by most of what is in view, down or up; False at the end of the page."""
        bar = self.verticalScrollBar()
        before = bar.value()
        bar.setValue(before + by * bar.pageStep() * 9 // 10)
        return bar.value() != before

    def scroll_to_end(self) -> None:
        self.verticalScrollBar().setValue(self.verticalScrollBar().maximum())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        if self._draw is None:
            return
        ratio = self.devicePixelRatioF()
        whole = self._points.scaled(self.contentsRect().size(), Qt.AspectRatioMode.KeepAspectRatio)
        size = whole * self.per_cent / 100
        needed = _POINTS_AN_INCH * size.width() * ratio / max(self._points.width(), 1)
        needed = min(max(needed, _LEAST_DPI), _MOST_DPI)
        if needed > self._dpi:
            self._whole, self._dpi = QPixmap.fromImage(self._draw(needed)), needed
        fitted = self._whole.scaled(
            size * ratio, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
        )
        fitted.setDevicePixelRatio(ratio)
        self._page.setPixmap(fitted)
        self._page.setMinimumSize(size if self._at else QSize(1, 1))
