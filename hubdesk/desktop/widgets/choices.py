"""Big choices for one question: cards under each other, or chips side by side."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QLayout, QVBoxLayout, QWidget

from hubdesk.desktop.widgets.card import Card
from hubdesk.desktop.widgets.choice_chips import RadioChip, TickChip
from hubdesk.desktop.widgets.choice_rows import RadioRow, TickRow
from hubdesk.desktop.widgets.flow import FlowLayout
from hubdesk.desktop.widgets.scrolling import take_height


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
            row = (TickRow if several else RadioRow)(choice.title, choice.detail)
            card.add_row(row)
            rows.append((choice, row))
        super().__init__(question, column, rows, several=several)


class ChoiceChips(_Choices):
    """Short choices side by side, such as a length of time; ``several`` may be ticked at once."""

    def __init__(self, question: str, choices: Sequence[Choice], *, several: bool = False) -> None:
        flow = FlowLayout(gap=8)
        chips: list[tuple[Choice, QAbstractButton]] = []
        for choice in choices:
            chip = (TickChip if several else RadioChip)(choice.title, choice.detail)
            flow.addWidget(chip)
            chips.append((choice, chip))
        super().__init__(question, flow, chips, several=several)
