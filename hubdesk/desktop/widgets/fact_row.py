"""A row that only tells: it looks like one that leads somewhere, but the keyboard passes it by."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from hubdesk.desktop.looks import Tone
from hubdesk.desktop.theme import scaled
from hubdesk.desktop.widgets.icon import Icon
from hubdesk.desktop.widgets.labels import small, strong


class FactRow(QWidget):
    """``FactRow("circle-check", "No register is missing", "Of the last two weeks.", "done")``."""

    def __init__(self, icon: str, title: str, detail: str = "", tone: Tone = "quiet") -> None:
        super().__init__()
        texts = QVBoxLayout()
        texts.setSpacing(scaled(2))
        texts.addWidget(strong(title))
        if detail:
            texts.addWidget(small(detail, "quiet"))
        line = QHBoxLayout(self)
        line.setContentsMargins(scaled(16), scaled(12), scaled(16), scaled(12))
        line.setSpacing(scaled(12))
        line.addWidget(Icon(icon, tone), 0, Qt.AlignmentFlag.AlignTop)
        line.addLayout(texts, 1)
