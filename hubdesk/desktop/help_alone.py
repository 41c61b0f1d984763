"""F1 before a file is open, or while it is locked: help about the page that stands alone, with nothing around it either."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget
from shiboken6 import isValid

from hubdesk.base.words import tr
from hubdesk.desktop.screens.help import Topic, read, topic_of
from hubdesk.desktop.theme import scaled
from hubdesk.desktop.widgets import AlonePage, announce, quiet_button, strong, words


class HelpAlone(AlonePage):
    """One topic, in front of ``about``; Back and Esc lead there again, the keyboard where it was."""

    def __init__(self, whole: QStackedWidget, about: QWidget, topic: Topic) -> None:
        super().__init__(topic.title, tr("Esc leads back to where you were."))
        here: QWidget | None = whole.window().focusWidget()
        self._whole, self._about, self._keyboard = whole, about, here
        # Above the words: what has the keyboard is in view in a low window too.
        back = quiet_button(tr("Back"), "arrow-left")
        back.clicked.connect(self._go_back)
        line = QHBoxLayout()
        line.addWidget(back)
        line.addStretch(1)
        self.inside.addLayout(line)
        for title, text in topic.paragraphs:
            paragraph = QVBoxLayout()
            paragraph.setSpacing(scaled(4))
            if title:
                paragraph.addWidget(strong(title))
            paragraph.addWidget(words(text))
            self.inside.addLayout(paragraph)
        self.setFocusProxy(back)
        # Where it is unlocked or closed meanwhile, it is not wanted any more.
        whole.currentChanged.connect(self._changed)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Escape, Qt.Key.Key_F1):
            self._go_back()
        else:
            super().keyPressEvent(event)

    def _go_back(self) -> None:
        self._whole.setCurrentWidget(self._about)
        if self._keyboard is not None and isValid(self._keyboard):
            self._keyboard.setFocus()

    def _changed(self, _: int) -> None:
        if self._whole.currentWidget() is not self:
            self._whole.currentChanged.disconnect(self._changed)
            self._whole.removeWidget(self)
            self.deleteLater()


def help_alone(whole: QStackedWidget, about: QWidget) -> None:
    """Show what the manual says of the page ``about``, which stands alone in ``whole``, and say it aloud."""
    topic = read(topic_of(about))
    page = HelpAlone(whole, about, topic)
    whole.addWidget(page)
    whole.setCurrentWidget(page)
    page.setFocus()
    page.say_title()
    for _, text in topic.paragraphs:
        announce(page, text)
