"""Keys and what they do, shown at the foot of a page."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QWidget

from hubdesk.desktop.theme import scaled
from hubdesk.desktop.widgets.flow import FlowLayout
from hubdesk.desktop.widgets.labels import Words, is_low


class KeyHint(QWidget):
    """``KeyHint("Space", "here")``; without a key it is a plain hint: ``KeyHint("", "type a name to jump")``."""

    def __init__(self, key: str, does: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(scaled(4))
        self._cap = QLabel(key) if key else None
        if self._cap is not None:
            self._cap.setProperty("role", "key")
            line.addWidget(self._cap)
        if does:
            said = Words(does, "small")
            said.setWordWrap(False)
            line.addWidget(said)

    def show_key(self, key: str) -> None:
        """Another key does it now."""
        if self._cap is not None:
            self._cap.setText(key)


class KeyHints(QWidget):
    """Several hints in a line, going on in the next where the window is narrow: ``KeyHints(("A", "absent"), …)``.

    Where the window is so low that the work would lack the room, they are not shown.
    """

    def __init__(self, *hints: tuple[str, str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        line = FlowLayout(self, gap=22)
        self.hints = [KeyHint(key, does) for key, does in hints]
        for hint in self.hints:
            line.addWidget(hint)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.window().installEventFilter(self)
        self.fit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and watched is self.window():
            self.fit()
        return super().eventFilter(watched, event)

    def fit(self) -> None:
        """Be there, or not, as the window is high now: who lays them out asks before Qt tells of the window's new size."""
        self.setVisible(not is_low(self.window()))
