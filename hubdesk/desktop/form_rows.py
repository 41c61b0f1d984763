"""The fields of a form: each with its label, hint and editor, grouped, and in reading order for the keyboard."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from itertools import groupby
from typing import Any

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from hubdesk.base.errors import FieldError
from hubdesk.desktop.editors import Asked, Editor, editor_for
from hubdesk.desktop.theme import scaled
from hubdesk.desktop.widgets import CALM, Card, FieldRow, FlowLayout, section
from hubdesk.desktop.widgets.scrolling import take_height
from hubdesk.desktop.workplace import Workplace
from hubdesk.fields.field import Field
from hubdesk.fields.types import Choices


class FormRows(QWidget):
    """Cards of fields, one card for each group. ``edited`` is sent when a person changes any of them."""

    edited = Signal()

    def __init__(self, fields: Iterable[Field], workplace: Workplace) -> None:
        super().__init__()
        self.rows: dict[str, FieldRow] = {}
        self.editors: dict[str, Editor] = {}
        self.labels: dict[str, str] = {}
        self._first: dict[str, str] = {}
        self._workplace = workplace
        self.setMaximumWidth(scaled(CALM))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(scaled(12))
        for heading, group in groupby(fields, key=lambda field: str(field.group or "")):
            if heading:
                column.addSpacing(scaled(8))
                column.addWidget(section(heading))
            column.addWidget(self._card(list(group)))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        take_height(self)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest:
            take_height(self)
        return super().event(event)

    def show_values(self, values: Mapping[str, Any]) -> None:
        """Show stored values; what is written differently from now on counts as changed."""
        for name, editor in self.editors.items():
            editor.show_value(values.get(name))
        self._first = self.written()

    def written(self) -> dict[str, str]:
        return {name: editor.written() for name, editor in self.editors.items()}

    def changed(self) -> dict[str, str]:
        """What is written in the fields that a person changed, by field."""
        return {name: text for name, text in self.written().items() if text != self._first.get(name)}

    def write(self, written: Mapping[str, str]) -> None:
        """Put a draft back; fields that are no longer there are left out."""
        for name, text in written.items():
            if name in self.editors:
                self.editors[name].write(text)

    def values(self, names: Iterable[str]) -> tuple[dict[str, Any], dict[str, str]]:
        """What these fields mean, and for those that mean nothing a sentence that says what to do."""
        values: dict[str, Any] = {}
        wrong: dict[str, str] = {}
        for name in names:
            try:
                values[name] = self.editors[name].value()
            except FieldError as error:
                wrong[name] = error.sentence
        return values, wrong

    def show_errors(self, wrong: Mapping[str, str]) -> None:
        """Put each sentence beside its field, and take away what stands beside the others."""
        for name, row in self.rows.items():
            row.show_error(wrong.get(name, ""))
            self.editors[name].describe(wrong.get(name) or row.property("hint") or "")

    def in_reading_order(self) -> Iterator[QWidget]:
        """Everything that Tab comes to, from the first field to the last."""
        for editor in self.editors.values():
            for part in editor.findChildren(QWidget):
                takes_tab = part.focusPolicy().value & Qt.FocusPolicy.TabFocus.value
                if takes_tab and part.focusProxy() is None and part.window() is self.window() and not part.isHidden():
                    yield part

    def _card(self, group: list[Field]) -> Card:
        card = Card(padded=True)
        card.inside.setSpacing(scaled(18))
        for beside, fields in groupby(group, key=self._stands_beside):
            if beside:
                flow = FlowLayout(gap=28)
                for field in fields:
                    flow.addWidget(self.rows[field.name])
                    # So their boxes stand in one line, whatever stands above each.
                    flow.setAlignment(self.rows[field.name], Qt.AlignmentFlag.AlignBottom)
                card.inside.addLayout(flow)
            else:
                for field in fields:
                    card.inside.addWidget(self.rows[field.name])
        return card

    def _stands_beside(self, field: Field) -> bool:
        return self._row(field).compact and not field.hint

    def _row(self, field: Field) -> Editor:
        label = str(field.label)
        hint = str(field.hint or "")
        editor = editor_for(field.type, Asked(label, not field.required, date.today(), self._workplace))
        may_stay_empty = not field.required or isinstance(field.type, Choices)
        row = FieldRow(label, editor, hint, optional=may_stay_empty)
        row.setProperty("hint", hint)
        editor.describe(hint)
        editor.edited.connect(self.edited)
        self.rows[field.name] = row
        self.editors[field.name] = editor
        self.labels[field.name] = label
        return editor
