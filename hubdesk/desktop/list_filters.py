"""What narrows a list down: a box for any words, and a drop-down for each of its few choice fields."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QRect, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QComboBox, QLineEdit, QWidget

from hubdesk.base.words import tr
from hubdesk.desktop.pick_delegate import PickDelegate
from hubdesk.desktop.theme import scaled
from hubdesk.desktop.widgets import FlowLayout
from hubdesk.desktop.widgets.combo_name import call
from hubdesk.desktop.widgets.painting import draw_icon
from hubdesk.fields.codelists import codes
from hubdesk.fields.field import Field
from hubdesk.fields.types import Choice, YesNo
from hubdesk.reports.list_conditions import Filter

_MOST = 3
"""Drop-downs beside the box; more would be a form."""
_AFTER = 180  # ms after the last key
_AROUND_PICK = 60
"""What stands beside the words of a drop-down, px of the sketches."""
_GLASS = 18
"""The picture at the beginning of the box, px of the sketches."""


class ListFilters(QWidget):
    """``changed`` is sent a moment after a person typed or picked; ``words()`` and ``filters()`` say what."""

    changed = Signal()

    def __init__(self, fields: Sequence[Field], hint: str) -> None:
        super().__init__()
        self.box = _Box(hint)
        self.box.setAccessibleName(hint)
        self.box.setClearButtonEnabled(True)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_AFTER)
        self._timer.timeout.connect(self.changed)
        self.box.textChanged.connect(self._timer.start)
        self._flow = FlowLayout(self, gap=10)
        self._flow.addWidget(self.box)
        self._picks: dict[str, QComboBox] = {}
        for field in fields:
            if isinstance(field.type, Choice | YesNo) and len(self._picks) < _MOST:
                self._picks[field.name] = self._drop_down(field)
                self._flow.addWidget(self._picks[field.name])
        self.setFocusProxy(self.box)

    def add(self, button: QWidget) -> None:
        """Put ``button`` after what narrows the list; it goes into the next line where there is no room."""
        self._flow.addWidget(button)

    def words(self) -> str:
        return self.box.text().strip()

    def filters(self) -> list[Filter]:
        picked = {name: pick.currentData(Qt.ItemDataRole.UserRole) for name, pick in self._picks.items()}
        return [Filter(name, "is", value) for name, value in picked.items() if value is not None]

    def narrowed(self) -> bool:
        """Whether anything is typed or picked."""
        return bool(self.words() or self.filters())

    def said(self) -> str:
        """What is typed and picked, for the foot of a printed list."""
        picked = [pick.currentText() for pick in self._picks.values() if pick.currentIndex() > 0]
        return ", ".join([*([f"“{self.words()}”"] if self.words() else []), *picked])

    def clear(self) -> None:
        """Show everything again."""
        self.box.clear()
        for pick in self._picks.values():
            pick.setCurrentIndex(0)

    def _drop_down(self, field: Field) -> QComboBox:
        pick = _Pick(tr("{label}: any", label=field.label), str(field.label))
        pick.view().setAccessibleName(str(field.label))
        pick.setItemDelegate(PickDelegate(pick.view()))
        pick.setMaximumWidth(scaled(420))
        if isinstance(field.type, Choice):
            for code in codes(field.type.list):
                pick.addItem(code.label, code.code)
        else:
            pick.addItem(tr("{label}: yes", label=field.label), userData=True)
            pick.addItem(tr("{label}: no", label=field.label), userData=False)
        pick.currentIndexChanged.connect(self._timer.start)
        return pick


class _Pick(QComboBox):
    """Shows ``anything`` while nothing is picked, or only its ``name`` where there is no room for that."""

    def __init__(self, anything: str, name: str) -> None:
        super().__init__()
        self._anything, self._name = anything, name
        call(self, name)
        self.addItem(anything, None)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.setItemText(0, self._anything if self._needs() <= self.width() else self._name)

    def sizeHint(self) -> QSize:
        return QSize(max(super().sizeHint().width(), self._needs()), super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        return QSize(scaled(160), super().minimumSizeHint().height())

    def _needs(self) -> int:
        return self.fontMetrics().horizontalAdvance(self._anything) + scaled(_AROUND_PICK)


class _Box(QLineEdit):
    """As wide as its hint asks, where there is the room; with a glass, which grows with the text."""

    def __init__(self, hint: str) -> None:
        super().__init__()
        self._hint = hint
        self.setPlaceholderText(hint)
        self._leave_room()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.StyleChange, QEvent.Type.LayoutDirectionChange):
            self._leave_room()

    def _leave_room(self) -> None:
        room = scaled(_GLASS + 8)
        turned = self.isRightToLeft()
        self.setTextMargins(0 if turned else room, 0, room if turned else 0, 0)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        glyph = scaled(_GLASS)
        draw_icon(painter, self, "search", "quiet", QRect(scaled(10), (self.height() - glyph) // 2, glyph, glyph))
        painter.end()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        fits = self.fontMetrics().horizontalAdvance(self._hint) <= self.width() - scaled(_GLASS + 46)
        self.setPlaceholderText(self._hint if fits else tr("Type to search"))

    def sizeHint(self) -> QSize:
        width = self.fontMetrics().horizontalAdvance(self._hint) + scaled(_GLASS + 64)
        return QSize(max(scaled(280), width), super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        return QSize(scaled(160), super().minimumSizeHint().height())
