"""What stands around the pages: rail, search box, one calm line for news, one thin bar for long work."""

from __future__ import annotations

from functools import cached_property
from importlib import import_module
from typing import Any

from PySide6.QtCore import QEvent, QPoint, QRect, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from hubdesk.base.words import tr
from hubdesk.desktop.background import Background
from hubdesk.desktop.commands import Commands
from hubdesk.desktop.pages import Pages
from hubdesk.desktop.rail import Rail
from hubdesk.desktop.theme import scaled
from hubdesk.desktop.topbar import TopBar
from hubdesk.desktop.turning import Turning
from hubdesk.desktop.widgets import Banner, announce, quiet_button, small
from hubdesk.desktop.widgets.passing import Passing

FOLDS_AT = 880
"""Narrower than this, the rail shows icons only, so that the page has the room."""


class Frame(QWidget):
    """Made once there is something to put into it: the window's first paint does not wait for it."""

    def __init__(self, commands: Commands, background: Background) -> None:
        super().__init__()
        self.setProperty("role", "canvas")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.rail = Rail()
        self.top = TopBar(commands)
        self.pages = Pages()
        self._turning = Turning(self.pages, background)
        self.banner = Banner()
        news = QVBoxLayout()
        news.setContentsMargins(scaled(32), 0, scaled(32), 0)
        working = _Working(background)
        for passing in (self.banner, working):
            news.addWidget(passing)
            passing.stranded.connect(self._to_page)
        column = QVBoxLayout()
        column.setSpacing(0)
        column.addWidget(self.top)
        column.addLayout(news)
        column.addWidget(self.pages, 1)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(0)
        line.addWidget(self.rail)
        line.addLayout(column, 1)
        self._commands, self._background, self._news = commands, background, news

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fold()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._fold()

    def _to_page(self) -> None:
        page = self.pages.currentWidget()
        if page is not None:
            page.setFocus()

    def _fold(self) -> None:
        narrow = self.width() < scaled(FOLDS_AT)
        self.rail.fold(folded=narrow)
        self.top.fold(narrow=narrow)
        side = scaled(16 if narrow else 32)
        self._news.setContentsMargins(side, 0, side, 0)

    @cached_property
    def palette_box(self) -> Any:
        """Made when it is first asked for, as the frame is."""
        return import_module("hubdesk.desktop.palette").Palette(self._commands, self._background, self)

    def open_search(self) -> None:
        """Open the palette over the search box."""
        box = self.top.box
        self.palette_box.open_at(QRect(box.mapTo(self, QPoint(0, 0)), box.size()))


class _Working(Passing):
    """A thin bar and a sentence while a change takes its time; the window stays usable."""

    def __init__(self, background: Background) -> None:
        super().__init__()
        self._said = small("")
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName(tr("How far it is"))
        stop = quiet_button(tr("Cancel"))
        stop.clicked.connect(background.stop)
        texts = QVBoxLayout()
        texts.setSpacing(scaled(6))
        texts.addWidget(self._said)
        texts.addWidget(self._bar)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, scaled(6), 0, scaled(6))
        line.setSpacing(scaled(16))
        line.addLayout(texts, 1)
        line.addWidget(stop)
        background.lasting.connect(self._begin)
        background.progressed.connect(self._step)
        background.ended.connect(self.hide)
        self.hide()

    def _begin(self, title: str) -> None:
        self._said.setText(title)
        self._bar.setRange(0, 0)
        self.show()
        announce(self, title)

    def _step(self, done: int, of: int) -> None:
        self._bar.setRange(0, of)
        self._bar.setValue(done)
