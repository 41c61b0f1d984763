"""The ground of every screen: one heading, actions beside it, work on the left, what needs somebody on the right."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget
from shiboken6 import isValid

from hubdesk.desktop.theme import scaled
from hubdesk.desktop.widgets.announce import announce
from hubdesk.desktop.widgets.buttons import Button
from hubdesk.desktop.widgets.flow import FlowLayout
from hubdesk.desktop.widgets.foot import Foot
from hubdesk.desktop.widgets.key_hint import KeyHints
from hubdesk.desktop.widgets.labels import heading, is_low, lead
from hubdesk.desktop.widgets.scrolling import Scrolling

MARGIN, NARROW_MARGIN, SIDE, WIDEST, FOLDS_AT, LEAST_TITLE = 32, 16, 330, 1640, 860, 240
CALM = 760
WIDE_SIDE, WIDE_FROM = 400, 1500
"""On a large screen the second column is wider too."""
_LEAD_LINES = 2.5
"""Lines of a lead beside the buttons, with what a font of another script adds."""


class Page(QWidget):
    """A page with a heading and a lead sentence.

    ``body`` takes the work. ``buttons`` takes buttons, at the end of the heading's line. ``add_side()`` gives a second
    column. Where the window is narrow, buttons and second column go below what they stand beside. ``foot`` is a line
    that never scrolls away. ``Page(…, scrolls=False)`` is for a table that fills the page and scrolls by itself;
    ``widest=CALM`` for one of few words, which would lie lost in wide cards.
    """

    def __init__(
        self,
        title: str,
        said: str = "",
        *,
        scrolls: bool = True,
        widest: int = WIDEST,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setProperty("role", "page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.heading = heading(title)
        self.lead = lead(said)
        if not said:
            self.lead.hide()
        self.buttons = FlowLayout()
        self._top = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self.body = QVBoxLayout()
        self.body.setSpacing(scaled(12))
        self._scrolls = scrolls
        self._columns = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._columns.setSpacing(scaled(28))
        self._columns.addLayout(self._main(), 1)
        self._side: QWidget | None = None
        self._content = QWidget()
        self._content.setMaximumWidth(scaled(widest) + 2 * scaled(MARGIN))
        held = self._held = QVBoxLayout(self._content)
        held.setContentsMargins(scaled(MARGIN), scaled(12), scaled(MARGIN), scaled(24))
        held.addLayout(self._columns)
        if scrolls:
            held.addStretch(1)
        # Held here too: what only Qt holds may be collected with all that lies in it, while the page is still shown.
        self._scrolling = self._area()
        self._foot = Foot(self._scrolling)
        self.foot = QHBoxLayout(self._foot)
        self.foot.setContentsMargins(scaled(MARGIN), scaled(8), scaled(MARGIN), scaled(16))
        self.foot.setSpacing(scaled(22))
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self._scrolling, 1)
        whole.addWidget(self._foot)
        self._foot.hide()

    def show_title(self, title: str, said: str = "") -> None:
        """Change the heading and the sentence under it; to the ear, what is new of them while the page is shown."""
        if self.isVisible():
            before = self.heading.text(), self.lead.text()
            for now, was in zip((title, said), before, strict=True):
                if now and now != was:
                    announce(self, now)
        self.heading.setText(title)
        self.lead.setText(said)
        self.lead.setVisible(bool(said))
        self._fold()

    def say_title(self) -> None:
        """Say heading and sentence aloud; the heading not where the page itself has the keyboard and is called so."""
        heading = self.heading.text()
        named = self.focusProxy() is None and heading == self.accessibleName()
        for said in filter(None, ("" if named else heading, self.lead.text())):
            announce(self, said)

    def add_side(self) -> QVBoxLayout:
        """The column for what needs somebody."""
        self._side = QWidget()
        column = QVBoxLayout(self._side)
        column.setContentsMargins(0, scaled(8), 0, 0)
        column.setSpacing(scaled(12))
        column.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._columns.addWidget(self._side)
        self._fold()
        return column

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fold()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        # A page that only tells something has the keyboard itself: its keys move what is read.
        self._scrolling.keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        # The foot shows itself with the first thing that is seen in it.
        if event.type() == QEvent.Type.LayoutRequest:
            self._fold()
        return super().event(event)

    def _main(self) -> QVBoxLayout:
        titles = QVBoxLayout()
        titles.setSpacing(scaled(4))
        titles.addWidget(self.heading)
        titles.addWidget(self.lead)
        self._top.setSpacing(scaled(16))
        self._top.addLayout(titles, 1)
        self._top.addLayout(self.buttons)
        self._top.setAlignment(self.buttons, Qt.AlignmentFlag.AlignBottom)
        main = self._main_column = QVBoxLayout()
        main.setSpacing(scaled(18))
        main.addLayout(self._top)
        main.addLayout(self.body, 0 if self._scrolls else 1)
        if self._scrolls:
            main.addStretch(1)
        return main

    def _area(self) -> Scrolling:
        area = Scrolling(self._content)
        area.verticalScrollBar().rangeChanged.connect(self._fold)
        self._content.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        return area

    def _fold(self) -> None:
        if not isValid(self._held):
            return  # the page is being taken apart
        narrow = self.width() < scaled(FOLDS_AT)
        side = scaled(NARROW_MARGIN if narrow else MARGIN)
        # The bar takes its room from the margin: the page ends below the line at the top, with and without one.
        bar = self._scrolling.verticalScrollBar()
        left, right = side, max(0, side - (bar.sizeHint().width() if bar.maximum() > 0 else 0))
        if self.isRightToLeft():
            left, right = right, left
        # In a low window what is empty has to make room for the work, or heading and buttons would scroll away from it.
        low = is_low(self.window())
        self._held.setContentsMargins(left, scaled(4 if low else 12), right, scaled(8 if low else 24))
        self.foot.setContentsMargins(side, scaled(4 if low else 8), side, scaled(8 if low else 16))
        self._main_column.setSpacing(scaled(10 if low else 18))
        self._top.setSpacing(scaled(10 if low else 16))
        for hints in self._foot.findChildren(KeyHints):
            hints.fit()
        held = self._foot.findChildren(QWidget, options=Qt.FindChildOption.FindDirectChildrenOnly)
        self._foot.setVisible(any(not widget.isHidden() for widget in held))
        way = QBoxLayout.Direction.TopToBottom if narrow else QBoxLayout.Direction.LeftToRight
        across = scaled(WIDE_SIDE if self.width() >= scaled(WIDE_FROM) else SIDE)
        self._fold_top(0 if narrow or self._side is None else across + self._columns.spacing(), narrow=narrow)
        folded = 0 if narrow else across
        if self._side is not None and (self._columns.direction() != way or self._side.property("folded") != folded):
            self._side.setProperty("folded", folded)
            self._columns.setDirection(way)
            self._side.setMinimumWidth(folded)
            self._side.setMaximumWidth(folded or 16_777_215)

    def _fold_buttons(self, room: int) -> None:
        """In a low window a second line of buttons would take the place of a line of work: icons serve there."""
        buttons = [one for one in self.buttons.widgets() if isinstance(one, Button)]
        wide = sum(one.unfolded().width() + self.buttons.spacing() for one in buttons) - self.buttons.spacing()
        for one in buttons:
            one.fold(folded=is_low(self.window()) and wide > room)

    def _fold_top(self, beside: int, *, narrow: bool) -> None:
        around = 2 * scaled(NARROW_MARGIN if narrow else MARGIN)
        room = min(self.width(), self._content.maximumWidth()) - around - beside
        self._fold_buttons(room)
        beside_them = room - self.buttons.sizeHint().width() - self._top.spacing()
        # A heading that would break into two lines beside them stands above them, and so does a lead of three.
        below = beside_them < max(scaled(LEAST_TITLE), self.heading.sizeHint().width()) or (
            self.buttons.count() > 0
            and bool(self.lead.text())
            and self.lead.heightForWidth(beside_them) > _LEAD_LINES * self.lead.fontMetrics().lineSpacing()
        )
        way = QBoxLayout.Direction.TopToBottom if below else QBoxLayout.Direction.LeftToRight
        if self._top.direction() != way:
            self._top.setDirection(way)
