"""The last page: everything that was said, each with a way to change it."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QVBoxLayout, QWidget

from hubdesk.base.words import tr
from hubdesk.desktop.theme import scaled
from hubdesk.desktop.widgets import (
    Card,
    FoldingLayout,
    Words,
    link_button,
    section,
)
from hubdesk.desktop.wizards.answers import Answers, called
from hubdesk.desktop.wizards.plan import Plan, Step
from hubdesk.desktop.wizards.question import Question, Said


class CheckQuestion(Question):
    """A card for each page; what a wizard adds stands in ``above`` or below the cards."""

    def __init__(self, plan: Plan) -> None:
        super().__init__(plan.workplace)
        self._plan = plan
        self._answers: Answers = {}
        self._left: list[Step] = []
        self.above = QVBoxLayout()
        self.above.setSpacing(scaled(8))
        self._cards = QVBoxLayout()
        self._cards.setSpacing(scaled(12))
        self.body.addLayout(self.above)
        self.body.addLayout(self._cards)

    def title(self, answers: Answers) -> str:
        return tr("Is this right for {name}?", name=called(answers))

    def why(self, answers: Answers) -> str:
        return tr("Read it through together. Nothing has been done yet.")

    def show_answers(self, answers: Answers) -> None:
        super().show_answers(answers)
        while (item := self._cards.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self._answers = answers
        self._left = [step for step in self._plan.steps(answers) if step.key != "check"]
        self._tell()

    def begin(self, key: str = "") -> None:
        # Nothing is asked here: Enter does what the last button says, Tab goes to the first Change.
        self.setFocus()

    def said(self, answers: Answers) -> list[Said]:
        return []

    def _tell(self) -> None:
        """A card for each page on the way that was answered. Pages know how to say it, and after a break none is made yet:
        one is then made in each turn of the window, which is not held for all of them at once.
        """
        while self._left and self._plan.is_made(self._left[0].key):
            step = self._left.pop(0)
            lines = self._plan.question(step.key).said(self._answers)
            if lines:
                self._cards.addWidget(self._card(step, lines))
        if self._left:
            QTimer.singleShot(0, self, self._make_next)

    def _make_next(self) -> None:
        if self._left:
            self._plan.question(self._left[0].key)
        self._tell()

    def _card(self, step: Step, lines: list[Said]) -> QWidget:
        card = Card()
        top = QWidget()
        line = FoldingLayout(top, least=60)
        line.setContentsMargins(scaled(18), scaled(10), scaled(12), scaled(6))
        line.add(section(str(step.title)), takes_rest=True)
        change = link_button(tr("Change"))
        change.setAccessibleName(tr("Change {page}", page=step.title))
        change.clicked.connect(partial(self.change.emit, step.key, ""))
        line.add(change)
        card.inside.addWidget(top)
        for said in lines:
            card.inside.addWidget(_Line(said))
        card.inside.addSpacing(scaled(10))
        return card


class _Line(QWidget):
    """What was asked, quietly, and the answer beside it."""

    def __init__(self, said: Said) -> None:
        super().__init__()
        line = FoldingLayout(self, from_top=True)
        line.setContentsMargins(scaled(18), scaled(3), scaled(18), scaled(3))
        line.add(Words(said.label, "quiet"), width=190)
        line.add(Words(said.text, "text"), takes_rest=True)
