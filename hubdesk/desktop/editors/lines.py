"""Editors in which something is written: a line, a figure, several lines, a postcode with its ward."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QPlainTextEdit, QVBoxLayout, QWidget

from hubdesk.base.errors import FieldError
from hubdesk.base.words import tr
from hubdesk.desktop.editors.editor import Asked, Editor, Line
from hubdesk.desktop.theme import scaled
from hubdesk.desktop.widgets import small
from hubdesk.fields.postcodes import ward_code
from hubdesk.fields.types import Email, FieldType, Phone, Postcode
from hubdesk.fields.ward_ids import ward_id
from hubdesk.reports.one_record import title_of

_SMALL = 12


class LineEditor(Editor):
    """One line; ``letters`` is its width, ``sample`` stands in it while it is empty, ``sign`` before it."""

    def __init__(
        self, type: FieldType[Any], asked: Asked, *, letters: int = 0, sample: str = "", sign: str = ""
    ) -> None:
        super().__init__(type, asked)
        self.compact = 0 < letters <= _SMALL
        self.box = Line(letters)
        self.box.setPlaceholderText(sample)
        self.box.textEdited.connect(self._changed)
        if isinstance(type, Phone | Email | Postcode):
            # Its signs stand in one order, also where lines are read from the right.
            self.box.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        if sign:
            self.line.addWidget(small(sign))
        # A box without a length of its own takes the line up to its greatest width; the rest stays free.
        self.line.addWidget(self.box, 0 if letters else 1000)
        self.line.addStretch(1)
        self.add_box(self.box, asked.label)

    def written(self) -> str:
        return self.box.text().strip()

    def write(self, text: str) -> None:
        self.box.setText(text)


class MoneyEditor(LineEditor):
    """Pounds and pence, the sign standing before the box."""

    def __init__(self, type: FieldType[Any], asked: Asked) -> None:
        super().__init__(type, asked, letters=9, sign="£")

    def show_value(self, value: Any) -> None:
        self.write("" if value is None else f"{value:,.2f}")


class NotesEditor(Editor):
    """Several lines; Tab leaves it."""

    def __init__(self, type: FieldType[Any], asked: Asked) -> None:
        super().__init__(type, asked)
        self.box = _Notes()
        self.box.textChanged.connect(self._changed)
        self.line.addWidget(self.box, 1000)
        self.line.addStretch(1)
        self.add_box(self.box, asked.label)

    def written(self) -> str:
        return self.box.toPlainText().strip()

    def write(self, text: str) -> None:
        before = self.box.blockSignals(True)
        self.box.setPlainText(text)
        self.box.blockSignals(before)


class PostcodeEditor(LineEditor):
    """A postcode, and the ward it lies in as soon as it is complete."""

    def __init__(self, type: FieldType[Any], asked: Asked) -> None:
        super().__init__(type, asked, letters=11)
        self.compact = False
        self._ward = small("")
        self.line.insertWidget(1, self._ward)
        self.box.textChanged.connect(self._find)

    def _find(self) -> None:
        try:
            postcode = self.type.parse(self.written())
        except FieldError:
            postcode = None
        code = ward_code(postcode) if postcode else None
        name = ""
        if code:
            with self.asked.workplace.store.reading() as session:
                name = title_of(session, "ward", ward_id(code))
        self._ward.setText(tr("{ward} ward", ward=name) if name else "")
        self._ward.updateGeometry()


class _Notes(QPlainTextEdit):
    def __init__(self) -> None:
        super().__init__()
        self.setTabChangesFocus(True)
        self.setMaximumWidth(scaled(620))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def sizeHint(self) -> QSize:
        return QSize(scaled(420), self.fontMetrics().lineSpacing() * 4 + scaled(28))

    def minimumSizeHint(self) -> QSize:
        return QSize(scaled(200), self.sizeHint().height())


def under(caption: str, box: QWidget) -> QVBoxLayout:
    """A box with its small caption above it, as day, month and year have."""
    column = QVBoxLayout()
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(scaled(2))
    said = small(caption)
    said.setWordWrap(False)
    column.addWidget(said)
    column.addWidget(box)
    return column
