"""What a wizard looks like while it asks: steps, one question in the middle, what is known at the side."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QLayout, QPlainTextEdit, QVBoxLayout, QWidget

from hubdesk.base.words import tr
from hubdesk.desktop.theme import scaled
from hubdesk.desktop.widgets import (
    FoldingLayout,
    KeyHints,
    announce,
    heading,
    lead,
    primary_button,
    quiet,
    quiet_button,
    small,
    words,
)
from hubdesk.desktop.widgets.foot import Foot
from hubdesk.desktop.widgets.labels import is_low
from hubdesk.desktop.widgets.scrolling import Scrolling
from hubdesk.desktop.wizards.plan import SoFar, Step
from hubdesk.desktop.wizards.question import Question
from hubdesk.desktop.wizards.roll import Roll
from hubdesk.desktop.wizards.side import Side
from hubdesk.desktop.wizards.steps import Steps, StepsLine

MARGIN, NARROW_MARGIN, MIDDLE, SIDE, NARROW_SIDE = 32, 16, 568, 272, 220
_GO_ON, _GO_ON_FROM_LINES = "Enter", "Ctrl Enter"
_STEPS_FROM, _SIDE_FROM, _ROLLS_FROM = 1120, 800, 500


class Asking(QWidget):
    """Lays the parts out and folds the outer columns where the window is narrow; ``go_on`` and ``back`` are buttons."""

    def __init__(self) -> None:
        super().__init__()
        self.steps, self._line, self.side = Steps(), StepsLine(), Side()
        self.eyebrow, self.heading, self._why = quiet(""), heading(""), lead("")
        self._refusal = words("", "overdue")
        self._refusal.hide()
        self._roll = Roll()
        self.go_on = primary_button(tr("Continue"))
        self.back = quiet_button(tr("Back"))
        self._question: Question | None = None
        self._known = False
        self._aside, self._titles, self._side_column = QVBoxLayout(), QVBoxLayout(), QVBoxLayout()
        columns = self._columns = QHBoxLayout()
        columns.setSpacing(scaled(32))
        columns.addWidget(self.steps)
        self._middle_area = Scrolling(self._middle())
        self._middle_area.setMaximumWidth(scaled(MIDDLE))
        columns.addWidget(self._middle_area, 1)
        columns.addLayout(self._laid_side())
        columns.addStretch(0)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addLayout(columns, 1)
        self._hints = QHBoxLayout()
        keys = _hints()
        self._go_on_hint = keys.hints[0]
        self._hints.addWidget(keys, 1)
        whole.addLayout(self._hints)
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.focusChanged.connect(self._say_key)
        self._fold()

    def put(self, question: Question) -> None:
        """Show this question in place of the one before."""
        before = self._question
        if not self.isAncestorOf(question):
            self._roll.column.addWidget(question)
            if question.aside is not None:
                self._aside.addWidget(question.aside)
        self._question = question
        question.show()
        if before is not None and before is not question:
            here: QWidget | None = before.window().focusWidget()
            if here is not None and before.isAncestorOf(here):
                # Before it hides, or Qt gives the keyboard to whatever comes next in the window, and that is heard.
                question.setFocus()
            before.hide()
            if before.aside is not None:
                before.aside.hide()
        if question.aside is not None:
            question.aside.show()
        self.refuse("")
        for area in (self._roll, self._middle_area):
            area.verticalScrollBar().setValue(0)

    def say(self, title: str, why: str, path: Sequence[Step], place: int, so_far: SoFar | None) -> None:
        """The words around the question; ``so_far`` is None while nobody is known."""
        self.heading.setText(title)
        self._why.setText(why)
        self._why.setVisible(bool(why))
        self.steps.show_steps(path, place)
        self._line.show_steps(path, place)
        self.back.setVisible(place > 0)
        self._known = so_far is not None
        if so_far is not None:
            self.side.show_so_far(so_far)
        self._fold()

    def said(self) -> list[str]:
        """What is asked, why, and at which step, for whoever only hears."""
        parts = self.heading.text(), self._why.text(), self._line.text()
        return [part for part in parts if part]

    def refuse(self, sentence: str) -> None:
        """Say why it cannot be done, above the question; an empty sentence takes it away."""
        self._refusal.setText(sentence)
        self._refusal.setVisible(bool(sentence))
        if sentence:
            announce(self, sentence)

    def reveal(self, widget: QWidget) -> None:
        """Scroll so that ``widget`` is in view."""
        self._roll.reveal(widget)
        self._middle_area.ensureWidgetVisible(widget, 0, scaled(48))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fold()

    def _say_key(self, old: QWidget | None, new: QWidget | None) -> None:
        """In a box of several lines Enter begins the next of them."""
        if new is not None and self.isAncestorOf(new):
            self._go_on_hint.show_key(_GO_ON_FROM_LINES if isinstance(new, QPlainTextEdit) else _GO_ON)

    def _fold(self) -> None:
        wide, beside = self.width() >= scaled(_STEPS_FROM), self.width() >= scaled(_SIDE_FROM)
        # Where the window is low, question and buttons scroll with the answers, or these would have no room.
        self._roll.show_whole(whole=self.height() < scaled(_ROLLS_FROM))
        edge = scaled(MARGIN if beside else NARROW_MARGIN)
        self._columns.setContentsMargins(edge, scaled(12), edge, 0)
        above, below = (0, 0) if is_low(self.window()) else (scaled(12), scaled(16))
        self._hints.setContentsMargins(scaled(MARGIN), above, scaled(MARGIN), below)
        self.steps.setVisible(wide)
        self._line.setVisible(not wide)
        self.side.setVisible(self._known and beside)
        self.side.setFixedWidth(scaled(SIDE if wide else NARROW_SIDE))
        # Who may be the same person is worth its room also where the window is too narrow for a second column.
        home = self._side_column if beside else self._titles
        if self._aside.parent() is not home:
            for column in (self._side_column, self._titles):
                column.removeItem(self._aside)
            self._aside.setParent(None)
            home.insertLayout(0 if beside else -1, self._aside)
        if self._question is not None and self._question.aside is not None:
            self._question.aside.setMaximumWidth(self.side.width() if beside else scaled(MIDDLE))

    def _middle(self) -> QWidget:
        foot = Foot(self._roll)
        bar = FoldingLayout(foot, gap=12)
        bar.setContentsMargins(0, scaled(20), 0, 0)
        bar.add(self.go_on)
        bar.add(self.back)
        bar.add(small(tr("Saved as you type. Close any time and come back.")), takes_rest=True)
        self._titles.setSpacing(scaled(6))
        for widget in (self._line, self.eyebrow, self.heading, self._why, self._refusal):
            self._titles.addWidget(widget)
        middle = QWidget()
        column = QVBoxLayout(middle)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(self._titles)
        column.addSpacing(scaled(20))
        column.addWidget(self._roll, 1)
        column.addWidget(foot)
        column.addStretch(0)
        return middle

    def _laid_side(self) -> QLayout:
        self._side_column.setContentsMargins(0, scaled(46), 0, 0)
        self._side_column.setSpacing(scaled(16))
        self._side_column.addLayout(self._aside)
        self._side_column.addWidget(self.side, 1)
        return self._side_column


def _hints() -> KeyHints:
    return KeyHints(
        (_GO_ON, tr("go on")),
        ("1 – 9", tr("pick an answer")),
        ("Alt ←", tr("back")),
        ("Esc", tr("leave, and keep what is written")),
    )
