"""One card in the middle of the window, for what comes before a file is open."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from hubdesk.desktop.theme import scaled
from hubdesk.desktop.widgets.announce import announce
from hubdesk.desktop.widgets.banner import Banner
from hubdesk.desktop.widgets.buttons import bare_button
from hubdesk.desktop.widgets.card import Card
from hubdesk.desktop.widgets.flow import FlowLayout
from hubdesk.desktop.widgets.labels import heading, lead
from hubdesk.desktop.widgets.scrolling import Scrolling
from hubdesk.desktop.widgets.settled import once_settled

_MARGINS = 64
"""Beside the card, its scroll bar included."""


class AlonePage(QWidget):
    """A heading and a sentence on a card at most 480 px wide; ``inside`` takes the rest. Scrolls where the window is low."""

    def __init__(self, title: str, said: str) -> None:
        super().__init__()
        self.setProperty("role", "page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        card = self._card = Card()
        self.inside = card.inside
        self.inside.setSpacing(scaled(16))
        titles = QVBoxLayout()
        titles.setSpacing(scaled(4))
        self._title, self._said = heading(title), lead(said)
        titles.addWidget(self._title)
        titles.addWidget(self._said)
        self.inside.addLayout(titles)
        self._news: Banner | None = None
        ground = QWidget()
        middle = QVBoxLayout(ground)
        middle.setContentsMargins(scaled(24), scaled(24), scaled(24), scaled(24))
        middle.addStretch(2)
        # Stretches and not an alignment: an aligned widget is not asked how high it is at its own width.
        line = QHBoxLayout()
        line.addStretch(1)
        line.addWidget(card)
        line.addStretch(1)
        middle.addLayout(line)
        middle.addStretch(3)
        area = self._area = Scrolling(ground)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(area)

    def show_title(self, title: str, said: str) -> None:
        """Another heading and sentence, where what the page is about has changed."""
        self._title.setText(title)
        self._said.setText(said)

    def say_title(self) -> None:
        """Say heading and sentence aloud, as the page takes the place of everything: the keyboard is in a field of it."""
        for said in filter(None, (self._title.text(), self._said.text())):
            announce(self, said)

    def add_ways(self, ways: Sequence[tuple[str, str, Callable[[], object]]]) -> None:
        """Quieter ways on, as words, icons and what each does; their icons stand where the page's words begin."""
        flow = FlowLayout(gap=8, outset=8, in_columns=True)
        for said, icon, run in ways:
            button = bare_button(said, icon)
            button.clicked.connect(run)
            flow.addWidget(button)
        self.inside.addLayout(flow)

    def tell(self, sentence: str) -> None:
        """Say what cannot be done yet, above everything; the keyboard stays where it is."""
        if self._news is None:
            self._news = Banner()
            self.inside.insertWidget(0, self._news)
        self._news.say(sentence, "due")

    def reveal(self, widget: QWidget) -> None:
        """Scroll to this part of the page, once it has its place."""
        once_settled(widget, lambda: self._area.ensureWidgetVisible(widget, 0, scaled(24)))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        width = min(scaled(480), self.width() - scaled(_MARGINS))
        side = scaled(32 if width == scaled(480) else 16)
        self.inside.setContentsMargins(side, scaled(28), side, scaled(28))
        self._card.setFixedWidth(width)
