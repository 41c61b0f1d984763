"""Help: a short page for each screen, the same text as the manual's, and the way to the others."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Final

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QSizePolicy, QWidget

from hubdesk.base.places import resource
from hubdesk.base.words import ENGLISH, begun, language, tr
from hubdesk.desktop.looks import PAPER
from hubdesk.desktop.theme import scaled
from hubdesk.desktop.widgets import ActionRow, Card, Page, announce, section, strong, words
from hubdesk.desktop.workplace import Workplace

START: Final = "start"
_LONG: Final = {"sync": "sync.md"}
"""Pages of the manual that no screen is about."""
_SAME: Final = {
    "frame": "wizard",
    "done": "wizard",
    "always": "came_back",
    "merged": "merge",
    "confirm_keys": "keys",
    "recovery_key": "accounts",
}
"""Modules whose pages belong to the topic of another."""

_BOLD = re.compile(r"\*\*(.+?)\*\*\s*(.*)", re.DOTALL)
_PICTURE = re.compile(r"!\[(.*?)\]\((.+?)\)")


@dataclass(frozen=True)
class Topic:
    """A page of the manual. paragraphs: each with its heading, or none; picture: what it shows, and its file."""

    id: str
    title: str
    paragraphs: tuple[tuple[str, str], ...]
    picture: tuple[str, Path] | None = None


def topic_of(page: QWidget | None) -> str:
    """The topic that is about a page, by the name of the module that makes it."""
    return topic_about(type(page).__module__)


def topic_about(module: str) -> str:
    """The topic that is about the pages of a module; the beginner's where there is none."""
    name = module.rsplit(".", 1)[-1]
    name = _SAME.get(name, name)
    return name if name in topic_ids() else START


def topic_ids() -> list[str]:
    """All topics, the beginner's first, then by title."""
    found = {path.stem for path in resource("help/pages").glob("*.md")} | _LONG.keys()
    return sorted(found, key=lambda one: (one != START, read(one).title))


def read(id: str) -> Topic:
    """A topic, as the manual has it in the language that is spoken; in English where nobody has translated it."""
    path = resource("help") / _LONG.get(id, f"pages/{id}.md")
    spoken = path.parent / language() / path.name
    translated = language() != ENGLISH and spoken.exists()
    path = spoken if translated else path
    title, *blocks = path.read_text(encoding="utf-8").strip().split("\n\n")
    pictures = [_PICTURE.fullmatch(block) for block in blocks]
    shown = next((found for found in pictures if found), None)
    say = begun if translated else str
    paragraphs = tuple(_paragraph(block, say) for block, picture in zip(blocks, pictures, strict=True) if not picture)
    return Topic(id, say(title.lstrip("# ")), paragraphs, (shown[1], path.parent / shown[2]) if shown else None)


class HelpPage(Page):
    """One topic, and the others beside it."""

    def __init__(self, workplace: Workplace, topic: str) -> None:
        made = self._topic = read(topic)
        super().__init__(made.title)
        self._workplace = workplace
        card = Card(padded=True)
        for place, (title, text) in enumerate(made.paragraphs):
            if place:
                card.inside.addSpacing(scaled(8))
            if title:
                card.inside.addWidget(strong(title))
            card.inside.addWidget(words(text))
        if made.picture:
            self.body.addWidget(Picture(*made.picture))
        self.body.addWidget(card)
        self._others = Card()
        rows = list(self._rows(topic))
        for row in rows:
            self._others.add_row(row)
        side = self.add_side()
        side.addWidget(section(tr("More help")))
        side.addWidget(self._others)
        self.setFocusProxy(rows[0])

    def say_title(self) -> None:
        super().say_title()
        # What is read and cannot be pressed; a whole list of messages is looked up, not listened to.
        if self._topic.id not in _LONG:
            for said in (part for paragraph in self._topic.paragraphs for part in paragraph if part):
                announce(self, said)

    def _rows(self, topic: str) -> Iterator[ActionRow]:
        for id in topic_ids():
            if id != topic:
                row = ActionRow("circle-question-mark", read(id).title)
                row.clicked.connect(partial(self._open, id))
                yield row

    def _open(self, id: str, _: bool = False) -> None:
        self._workplace.show_page(HelpPage(self._workplace, id), read(id).title)


class Picture(QWidget):
    """A drawing of the manual, as wide as the page, on white as it was drawn."""

    def __init__(self, about: str, path: Path) -> None:
        super().__init__()
        self._drawn = QSvgRenderer(str(path))
        self.setAccessibleName(about)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        size = self._drawn.defaultSize()
        return width * size.height() // max(1, size.width())

    def sizeHint(self) -> QSize:
        width = scaled(600)
        return QSize(width, self.heightForWidth(width))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(PAPER))
        painter.drawRoundedRect(self.rect(), scaled(12), scaled(12))
        self._drawn.render(painter, self.rect())


def _paragraph(block: str, say: Callable[[str], str]) -> tuple[str, str]:
    """Its heading and its words, without the marks of the manual, each as ``say`` has it."""
    bold = _BOLD.fullmatch(block)
    title, text = bold.groups() if bold else ("", block)
    return say(_plain(title).rstrip(".۔")), say(_plain(text))


def _plain(text: str) -> str:
    return re.sub(r"[*`]", "", " ".join(text.split()))
