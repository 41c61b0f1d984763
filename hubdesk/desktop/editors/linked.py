"""The editor of a link: a record chosen by typing."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from hubdesk.desktop.chooser import Chooser
from hubdesk.desktop.editors.editor import Asked, Editor
from hubdesk.fields.types import FieldType


class LinkEditor(Editor):
    """Another record; text that names none stays, and is told so when saving."""

    def __init__(self, type: FieldType[Any], asked: Asked, to: str) -> None:
        super().__init__(type, asked)
        self.box = Chooser(to, asked.label, asked.workplace)
        self.box.chosen.connect(self._changed)
        self.line.addWidget(self.box, 1000)
        self.line.addStretch(1)
        self.add_box(self.box, asked.label)

    def written(self) -> str:
        return str(self.box.record) if self.box.record else self.box.text().strip()

    def write(self, text: str) -> None:
        try:
            self.box.show_record(UUID(text) if text else None)
        except ValueError:
            self.box.mean(text)

    def show_value(self, value: Any) -> None:
        self.box.show_record(value)
