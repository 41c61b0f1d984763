"""What every editor is: a widget that holds what a person writes, and knows what it means."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from PySide6.QtCore import QDynamicPropertyChangeEvent, QEvent, QSize, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QSizePolicy, QWidget

from hubdesk.desktop.theme import scaled
from hubdesk.desktop.workplace import Workplace
from hubdesk.fields.types import FieldType


@dataclass(frozen=True)
class Asked:
    """What an editor needs to know: the question, whether it may stay empty, today, and the workplace."""

    label: str
    optional: bool
    today: date
    workplace: Workplace


class Editor(QWidget):
    """Holds what is written for one field. ``edited`` is sent when a person changes it, never by the program.

    ``written()`` is the text as it stands, complete enough for a draft; ``value()`` is what it means to the field.
    ``compact`` editors are small enough to stand beside each other.
    """

    edited = Signal()
    compact = False

    def __init__(self, type: FieldType[Any], asked: Asked) -> None:
        super().__init__()
        self.type = type
        self.asked = asked
        self.boxes: list[QWidget] = []
        self.line = QHBoxLayout(self)
        self.line.setContentsMargins(0, 0, 0, 0)
        self.line.setSpacing(scaled(8))

    def written(self) -> str:
        """What stands in the editor now; empty when nothing does."""
        raise NotImplementedError

    def write(self, text: str) -> None:
        """Put back what ``written`` said."""
        raise NotImplementedError

    def value(self) -> Any:
        """What is written means this to the field, or None. Raises FieldError with what to do."""
        return self.type.parse(self.written())

    def show_value(self, value: Any) -> None:
        """Show a stored value, or None."""
        self.write("" if value is None else self.type.show(value))

    def add_box(self, box: QWidget, name: str) -> None:
        """Take ``box`` as a part that has the keyboard; ``name`` is what a screen reader calls it."""
        box.setAccessibleName(name)
        self.boxes.append(box)
        if len(self.boxes) == 1:
            self.setFocusProxy(box)

    def describe(self, said: str) -> None:
        """What a screen reader says after the name: the hint, or what is wrong."""
        for box in self.boxes:
            box.setAccessibleDescription(said)

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QDynamicPropertyChangeEvent) and event.propertyName() == b"invalid":
            for box in self.boxes:
                box.setProperty("invalid", self.property("invalid"))
                box.style().unpolish(box)
                box.style().polish(box)
        return super().event(event)

    def _changed(self) -> None:
        self.edited.emit()


class Line(QLineEdit):
    """One line, as wide as ``letters`` of its own font; 0 fills the space there is, up to 520 px."""

    def __init__(self, letters: int = 0) -> None:
        super().__init__()
        self._letters = letters
        policy = QSizePolicy.Policy.Fixed if letters else QSizePolicy.Policy.Expanding
        self.setSizePolicy(policy, QSizePolicy.Policy.Fixed)
        if not letters:
            self.setMaximumWidth(scaled(520))

    def sizeHint(self) -> QSize:
        hint = super().sizeHint()
        if self._letters:
            hint.setWidth(self.fontMetrics().horizontalAdvance("0") * self._letters + scaled(24))
        return hint

    def minimumSizeHint(self) -> QSize:
        hint = super().minimumSizeHint()
        return QSize(self.sizeHint().width(), hint.height()) if self._letters else hint
