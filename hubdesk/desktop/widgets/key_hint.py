"""A key and what it does, shown at the foot of a page."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from hubdesk.desktop.theme import scaled
from hubdesk.desktop.widgets.labels import Words


class KeyHint(QWidget):
    """``KeyHint("Space", "here")``; without a key it is a plain hint: ``KeyHint("", "type a name to jump")``."""

    def __init__(self, key: str, does: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(scaled(4))
        if key:
            cap = QLabel(key)
            cap.setProperty("role", "key")
            line.addWidget(cap)
        if does:
            said = Words(does, "small")
            said.setWordWrap(False)
            line.addWidget(said)
