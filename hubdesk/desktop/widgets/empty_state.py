"""What a page shows when there is nothing yet: what it will hold, and what to do first."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from hubdesk.desktop.theme import scaled
from hubdesk.desktop.widgets.card import Card
from hubdesk.desktop.widgets.icon import Icon
from hubdesk.desktop.widgets.labels import Words, lead


class EmptyState(QWidget):
    """An icon, one sentence, one hint and, where something can be done, its button."""

    def __init__(
        self, icon: str, sentence: str, hint: str = "", button: QPushButton | None = None, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(scaled(24), scaled(48), scaled(24), scaled(48))
        column.setSpacing(scaled(8))
        column.addStretch(1)
        column.addWidget(Icon(icon, "primary", 32), alignment=Qt.AlignmentFlag.AlignHCenter)
        column.addSpacing(scaled(4))
        for said in (Words(sentence, "section"), lead(hint)) if hint else (Words(sentence, "section"),):
            said.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            column.addWidget(said)
        if button is not None:
            column.addSpacing(scaled(8))
            column.addWidget(button, alignment=Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(1)


def empty_card(icon: str, sentence: str, hint: str = "", button: QPushButton | None = None) -> Card:
    """The same on a card of its own, no higher than is good to look at, in the place of a list or a board."""
    card = Card()
    card.inside.addWidget(EmptyState(icon, sentence, hint, button))
    card.setMaximumHeight(scaled(320))
    return card
