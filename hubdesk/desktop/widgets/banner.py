"""One calm line in the window: what was done, or what cannot be done and what to do instead."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QHBoxLayout, QWidget

from hubdesk.base.errors import Refused
from hubdesk.base.words import tr
from hubdesk.desktop.looks import Tone
from hubdesk.desktop.theme import scaled
from hubdesk.desktop.widgets.announce import announce
from hubdesk.desktop.widgets.buttons import icon_button, quiet_button
from hubdesk.desktop.widgets.icon import Icon
from hubdesk.desktop.widgets.labels import small, words
from hubdesk.desktop.widgets.passing import Passing

_ICONS: dict[Tone, str] = {"done": "check", "due": "triangle-alert", "overdue": "circle-alert", "primary": "info"}


class Banner(Passing):
    """Hidden until it has something to say; takes its own place, so that it never covers the keyboard's."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "banner")
        self._icon = Icon("info", "primary")
        self._said = words("")
        self._code = small("")
        self._button = quiet_button("")
        self._button.clicked.connect(self._act)
        self._action: Callable[[], object] | None = None
        close = icon_button("x", tr("Close this message"))
        close.clicked.connect(self.hide)
        line = QHBoxLayout(self)
        line.setContentsMargins(scaled(16), scaled(6), scaled(6), scaled(6))
        line.setSpacing(scaled(12))
        line.addWidget(self._icon)
        line.addWidget(self._said, 1)
        line.addWidget(self._code)
        line.addWidget(self._button)
        line.addWidget(close)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.hide)
        self.hide()

    def say(
        self, sentence: str, tone: Tone = "done", button: str = "", action: Callable[[], object] | None = None
    ) -> None:
        """Show and announce ``sentence``. Good news goes by itself after a while, all else stays until closed."""
        self._icon.show_icon(_ICONS.get(tone, "info"), tone)
        self._said.setText(sentence)
        self._code.setText(Refused(sentence).code)
        self._code.setVisible(bool(self._code.text()))
        self._action = action
        self._button.setText(button)
        self._button.setVisible(bool(button))
        self._button.updateGeometry()
        self.show()
        announce(self, sentence)
        self._timer.stop()
        if tone == "done":
            self._timer.start(20_000 if button else 8_000)

    def text(self) -> str:
        """What is being said, or nothing."""
        return "" if self.isHidden() else self._said.text()

    def _act(self) -> None:
        self.hide()
        if self._action is not None:
            self._action()
