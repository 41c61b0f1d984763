"""Editors for days and moments: small boxes for day, month and year, which also take a whole date pasted in."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from hubdesk.base.errors import FieldError
from hubdesk.base.words import tr
from hubdesk.desktop.editors.editor import Asked, Editor, Line
from hubdesk.desktop.editors.lines import under
from hubdesk.desktop.theme import scaled
from hubdesk.desktop.widgets import FlowLayout
from hubdesk.fields.dates import on_the_wall, read_date
from hubdesk.fields.types import FieldType

_SEPARATORS = " /.-,"


class DateEditor(Editor):
    """Three boxes. A whole date pasted into one fills all; a separator typed after the day or month goes on."""

    compact = True

    def __init__(self, type: FieldType[Any], asked: Asked) -> None:
        super().__init__(type, asked)
        self.day, self.month, self.year = Line(3), Line(4), Line(6)
        captions = (tr("Day"), tr("Month"), tr("Year"))
        self._whole = QWidget()
        parts = QHBoxLayout(self._whole)
        parts.setContentsMargins(0, 0, 0, 0)
        parts.setSpacing(scaled(8))
        for box, caption in zip(self._days(), captions, strict=True):
            parts.addLayout(under(caption, box))
            self.add_box(box, tr("{label}, {part}", label=asked.label, part=caption.lower()))
            box.textEdited.connect(self._typed)
        self.line.addWidget(self._whole)
        self.line.addStretch(1)

    def written(self) -> str:
        parts = [box.text().strip() for box in self._days()]
        return "/".join(parts) if any(parts) else ""

    def write(self, text: str) -> None:
        parts = text.split("/") if text.count("/") == 2 else _parts_of(text)
        for box, part in zip(self._days(), parts, strict=True):
            box.setText(part)

    def _days(self) -> tuple[QLineEdit, QLineEdit, QLineEdit]:
        return self.day, self.month, self.year

    def _typed(self, text: str) -> None:
        box = self.sender()
        if text[-1:] and text[-1] in _SEPARATORS and text.strip(_SEPARATORS) and box in (self.day, self.month):
            (self.day if box is self.day else self.month).setText(text.strip(_SEPARATORS))
            (self.month if box is self.day else self.year).setFocus(Qt.FocusReason.TabFocusReason)
        elif box is self.day and len(text) > 4 and (whole := _read(text)):
            self.write(_written(whole))
            self.year.setFocus(Qt.FocusReason.TabFocusReason)
        self._changed()


class MomentEditor(DateEditor):
    """A day, and the time on it."""

    def __init__(self, type: FieldType[Any], asked: Asked) -> None:
        super().__init__(type, asked)
        self.clock = Line(6)
        clock = QWidget()
        clock.setLayout(under(tr("Time"), self.clock))
        flow = FlowLayout(gap=8)
        self.line.removeWidget(self._whole)
        for part in (self._whole, clock):
            flow.addWidget(part)
        self.line.insertLayout(0, flow, 1)
        self.add_box(self.clock, tr("{label}, time", label=asked.label))
        self.clock.textEdited.connect(self._changed)

    def written(self) -> str:
        day, clock = super().written(), self.clock.text().strip()
        return f"{day} {clock}".strip()

    def write(self, text: str) -> None:
        day, _, clock = text.rpartition(" ") if ":" in text else (text, "", "")
        super().write(day)
        self.clock.setText(clock)

    def show_value(self, value: Any) -> None:
        if isinstance(value, datetime):
            local = on_the_wall(value)
            self.write(f"{_written(local.date())} {local:%H:%M}")
        else:
            self.write("")


def _read(text: str) -> date | None:
    try:
        return read_date(text)
    except FieldError:
        return None


def _written(day: date) -> str:
    return f"{day.day}/{day.month}/{day.year}"


def _parts_of(text: str) -> list[str]:
    """Three parts of a date in any form; what is no date stands whole in the first."""
    whole = _read(text) if re.search(r"\d", text) else None
    return _written(whole).split("/") if whole else [text, "", ""]
