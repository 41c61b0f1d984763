"""Big choices for one question: cards under each other, or chips side by side."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QButtonGroup,
    QCheckBox,
    QLayout,
    QRadioButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from hubdesk.desktop import theme
from hubdesk.desktop.widgets.card import Card
from hubdesk.desktop.widgets.flow import FlowLayout
from hubdesk.desktop.widgets.painting import TwoLines, draw_icon, focus_ring, placed, rounded
from hubdesk.desktop.widgets.scrolling import take_height

_WRAPPED = Qt.AlignmentFlag.AlignCenter.value | Qt.TextFlag.TextWordWrap.value


@dataclass(frozen=True)
class Choice:
    """One answer: the ``value`` that is kept, what is shown, and a quieter line that explains it."""

    value: str
    title: str
    detail: str = ""


class _Choices(QWidget):
    """What cards and chips share: ``chosen`` is sent when a person changes the answer, never by ``choose``."""

    chosen = Signal()

    def __init__(
        self,
        question: str,
        layout: QLayout,
        buttons: Sequence[tuple[Choice, QAbstractButton]],
        *,
        several: bool,
    ) -> None:
        super().__init__()
        self.setAccessibleName(question)
        self.setLayout(layout)
        self._values = {choice.value: button for choice, button in buttons}
        self._choosing = self._told = False
        self._shown: tuple[str, ...] = ()
        self._group = QButtonGroup(self)
        self._group.setExclusive(not several)
        for button in self._values.values():
            self._group.addButton(button)
            button.pressed.connect(self._begin)
            button.toggled.connect(self._toggled)
            button.clicked.connect(self._clicked)
        if buttons:
            self.setFocusProxy(buttons[0][1])

    def value(self) -> str | None:
        """The chosen answer, or the first of several; None when there is none."""
        return next(iter(self.values()), None)

    def values(self) -> tuple[str, ...]:
        return tuple(value for value, button in self._values.items() if button.isChecked())

    def choose(self, *values: str) -> None:
        """Show these as chosen; without any, show no answer."""
        exclusive = self._group.exclusive()
        self._choosing = True
        self._group.setExclusive(False)
        for value, button in self._values.items():
            button.setChecked(value in values)
        self._group.setExclusive(exclusive)
        self._choosing = False
        # Who comes here begins at the answer that holds, not beside it.
        buttons = list(self._values.values())
        held = [button for button in buttons if button.isChecked()] or buttons
        if held:
            self.setFocusProxy(held[0])
        self.in_force()

    def pick(self, *values: str) -> None:
        """Show these as what a person picked, as by a button that picks them all."""
        shown = self._shown
        self.choose(*values)
        self._shown = shown

    def in_force(self) -> None:
        """What is chosen holds from now on: nothing is lost with these choices."""
        self._shown = self.values()

    @property
    def picked(self) -> tuple[str, ...] | None:
        """The answer, where a person changed it and it does not hold yet; else None."""
        return self.values() if self.values() != self._shown else None

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        take_height(self)

    def _begin(self) -> None:
        self._told = False

    def _toggled(self, on: bool) -> None:
        """Also a screen reader's action, which sets the mark without a click."""
        if not self._choosing and (on or not self._group.exclusive()):
            self._told = True
            self.chosen.emit()

    def _clicked(self) -> None:
        if not self._told:
            self.chosen.emit()
        self._told = False


class ChoiceList(_Choices):
    """Choices as rows of one card, each with room to explain itself; ``several`` may be ticked at once."""

    def __init__(self, question: str, choices: Sequence[Choice], *, several: bool = False) -> None:
        column = QVBoxLayout()
        column.setContentsMargins(0, 0, 0, 0)
        card = Card()
        column.addWidget(card)
        rows: list[tuple[Choice, QAbstractButton]] = []
        for choice in choices:
            row = _TickRow(choice) if several else _RadioRow(choice)
            card.add_row(row)
            rows.append((choice, row))
        super().__init__(question, column, rows, several=several)


class ChoiceChips(_Choices):
    """Short choices side by side, such as a length of time; ``several`` may be ticked at once."""

    def __init__(self, question: str, choices: Sequence[Choice], *, several: bool = False) -> None:
        flow = FlowLayout(gap=8)
        chips: list[tuple[Choice, QAbstractButton]] = []
        for choice in choices:
            chip = _TickChip(choice) if several else _RadioChip(choice)
            flow.addWidget(chip)
            chips.append((choice, chip))
        super().__init__(question, flow, chips, several=several)


def _row_look(button: QAbstractButton, choice: Choice) -> TwoLines:
    _look(button, choice)
    return TwoLines(choice.title, choice.detail)


def _look(button: QAbstractButton, choice: Choice) -> None:
    button.setAccessibleName(choice.title)
    button.setAccessibleDescription(choice.detail)
    policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
    policy.setHeightForWidth(True)
    button.setSizePolicy(policy)


def _row_height(lines: TwoLines, width: int) -> int:
    return lines.height(width - theme.scaled(48) - theme.scaled(16)) + 2 * theme.scaled(12)


def _paint_row(
    button: QAbstractButton, lines: TwoLines, mark: Callable[[QPainter, QAbstractButton, QRect], None]
) -> None:
    painter = QPainter(button)
    named = theme.colours()
    if button.isChecked():
        rounded(painter, button.rect(), 10, named.primary_tint, None)
    elif button.underMouse():
        rounded(painter, button.rect().adjusted(4, 4, -4, -4), 8, named.canvas, None)
    if button.hasFocus():
        focus_ring(painter, button.rect().adjusted(2, 2, -2, -2), 9)
    size, side, top = theme.scaled(20), theme.scaled(16), theme.scaled(12)
    mark(painter, button, placed(button, QRect(side, (button.height() - size) // 2, size, size)))
    room = button.width() - theme.scaled(48) - side
    lines.draw(painter, button, QRect(theme.scaled(48), top, room, button.height() - top))
    painter.end()


def _paint_ring(painter: QPainter, button: QAbstractButton, where: QRect) -> None:
    named = theme.colours()
    on = button.isChecked()
    rounded(painter, where, where.width() / 2, named.primary if on else named.surface, None if on else named.edge)
    if on:
        inset = where.width() // 3
        rounded(painter, where.adjusted(inset, inset, -inset, -inset), where.width(), named.on_primary, None)


def _paint_box(painter: QPainter, button: QAbstractButton, where: QRect) -> None:
    named = theme.colours()
    on = button.isChecked()
    rounded(painter, where, 5, named.primary if on else named.surface, None if on else named.edge)
    if on:
        inner = where.adjusted(2, 2, -2, -2)
        painter.drawPixmap(inner.topLeft(), theme.pixmap("check", "on_primary", inner.width()))


class _RadioRow(QRadioButton):
    def __init__(self, choice: Choice) -> None:
        super().__init__()
        self._lines = _row_look(self, choice)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return _row_height(self._lines, width)

    def sizeHint(self) -> QSize:
        width = self._lines.one_line() + theme.scaled(64)
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.scaled(160), theme.scaled(42))

    def changeEvent(self, event: QEvent) -> None:
        self._lines.changed(event)
        super().changeEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        # A layout that does not ask for a height for its width would cut a wrapped answer.
        super().resizeEvent(event)
        self.setMinimumHeight(self.heightForWidth(self.width()))

    def hitButton(self, pos: object) -> bool:
        return True

    def paintEvent(self, event: QPaintEvent) -> None:
        _paint_row(self, self._lines, _paint_ring)


class _TickRow(QCheckBox):
    def __init__(self, choice: Choice) -> None:
        super().__init__()
        self._lines = _row_look(self, choice)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return _row_height(self._lines, width)

    def sizeHint(self) -> QSize:
        width = self._lines.one_line() + theme.scaled(64)
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.scaled(160), theme.scaled(42))

    def changeEvent(self, event: QEvent) -> None:
        self._lines.changed(event)
        super().changeEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        # A layout that does not ask for a height for its width would cut a wrapped answer.
        super().resizeEvent(event)
        self.setMinimumHeight(self.heightForWidth(self.width()))

    def hitButton(self, pos: object) -> bool:
        return True

    def paintEvent(self, event: QPaintEvent) -> None:
        _paint_row(self, self._lines, _paint_box)


def _chip_size(choice: Choice, *, tick: bool) -> QSize:
    text = QFontMetrics(theme.font(theme.TEXT, 600)).horizontalAdvance(choice.title)
    return QSize(text + _around(tick=tick), theme.scaled(38))


def _chip_height(choice: Choice, width: int, *, tick: bool) -> int:
    """Its height; more than one line's where it is not as wide as it asks for, as a long name in a narrow window."""
    if width >= _chip_size(choice, tick=tick).width():
        return theme.scaled(38)
    room = QRect(0, 0, max(width - _around(tick=tick), 1), 10_000)
    words = QFontMetrics(theme.font(theme.TEXT, 600)).boundingRect(room, _WRAPPED, choice.title)
    return max(theme.scaled(38), words.height() + 2 * theme.scaled(8))


def _around(*, tick: bool) -> int:
    return 2 * theme.scaled(14) + (theme.scaled(24) if tick else 0)


def _least_chip(choice: Choice, *, tick: bool) -> QSize:
    measured = QFontMetrics(theme.font(theme.TEXT, 600))
    longest = max((measured.horizontalAdvance(word) for word in choice.title.split()), default=0)
    return QSize(longest + _around(tick=tick), theme.scaled(38))


def _paint_chip(button: QAbstractButton, choice: Choice, *, tick: bool) -> None:
    painter = QPainter(button)
    named = theme.colours()
    on = button.isChecked()
    over = button.underMouse()
    ground = named.primary_tint if on else named.canvas if over else named.surface
    rounded(painter, button.rect(), 9, ground, named.primary if on else named.quiet if over else named.edge)
    if button.hasFocus():
        # A chosen chip has a border of the ring's colour already.
        ring = button.rect().adjusted(3, 3, -3, -3) if on else button.rect()
        focus_ring(painter, ring, 6 if on else 9)
    side, size = theme.scaled(14), theme.scaled(18)
    if tick:
        name = "check" if on else "plus"
        draw_icon(
            painter,
            button,
            name,
            "primary" if on else "quiet",
            QRect(side - 2, (button.height() - size) // 2, size, size),
        )
        side += theme.scaled(22)
    painter.setFont(theme.font(theme.TEXT, 600 if on else 500))
    painter.setPen(QColor(named.primary if on else named.ink))
    room = QRect(side, 0, button.width() - side - theme.scaled(14), button.height())
    wraps = button.width() < button.sizeHint().width()
    flags = _WRAPPED if wraps else Qt.AlignmentFlag.AlignCenter.value
    painter.drawText(placed(button, room), flags, choice.title)
    painter.end()


class _RadioChip(QRadioButton):
    def __init__(self, choice: Choice) -> None:
        super().__init__()
        self._choice = choice
        _look(self, choice)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return _chip_height(self._choice, width, tick=False)

    def sizeHint(self) -> QSize:
        return _chip_size(self._choice, tick=False)

    def minimumSizeHint(self) -> QSize:
        return _least_chip(self._choice, tick=False)

    def hitButton(self, pos: object) -> bool:
        return True

    def paintEvent(self, event: QPaintEvent) -> None:
        _paint_chip(self, self._choice, tick=False)


class _TickChip(QCheckBox):
    def __init__(self, choice: Choice) -> None:
        super().__init__()
        self._choice = choice
        _look(self, choice)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return _chip_height(self._choice, width, tick=True)

    def sizeHint(self) -> QSize:
        return _chip_size(self._choice, tick=True)

    def minimumSizeHint(self) -> QSize:
        return _least_chip(self._choice, tick=True)

    def hitButton(self, pos: object) -> bool:
        return True

    def paintEvent(self, event: QPaintEvent) -> None:
        _paint_chip(self, self._choice, tick=True)
