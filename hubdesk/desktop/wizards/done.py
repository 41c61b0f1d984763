"""The end of a wizard: what was done, what is still to do, and what to do next."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from hubdesk.base.words import tr
from hubdesk.desktop.theme import scaled
from hubdesk.desktop.widgets import Card, FlowLayout, Icon, Page, Words, primary_button, quiet_button, section
from hubdesk.desktop.wizards.plan import Action, Done


class DonePage(Page):
    """Says it in one heading; the first of ``actions`` is the likeliest and has the keyboard."""

    def __init__(self, done: Done, actions: Sequence[Action]) -> None:
        super().__init__(done.heading, done.sentence)
        if done.to_do:
            self.body.addWidget(section(tr("Still to do")))
            self.body.addWidget(_to_do(done))
        flow = FlowLayout(gap=10)
        buttons: list[QPushButton] = []
        for action in actions:
            make = quiet_button if buttons else primary_button
            button = make(action.title, action.icon)
            button.clicked.connect(action.run)
            buttons.append(button)
            flow.addWidget(button)
        self.body.addLayout(flow)
        if buttons:
            self.setFocusProxy(buttons[0])


def _to_do(done: Done) -> Card:
    card = Card()
    card.setMaximumWidth(scaled(640))
    for icon, what, about in done.to_do:
        row = QWidget()
        line = QHBoxLayout(row)
        line.setContentsMargins(scaled(16), scaled(12), scaled(16), scaled(12))
        line.setSpacing(scaled(12))
        line.addWidget(Icon(icon, "due"), 0, Qt.AlignmentFlag.AlignTop)
        texts = QVBoxLayout()
        texts.setSpacing(scaled(2))
        texts.addWidget(Words(what, "strong"))
        if about:
            texts.addWidget(Words(about, "small"))
        line.addLayout(texts, 1)
        card.add_row(row)
    return card
