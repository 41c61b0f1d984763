"""Work and benefits, as they are today."""

from __future__ import annotations

from hubdesk.base.words import tr
from hubdesk.desktop.wizards.answers import Answers, called
from hubdesk.desktop.wizards.question import Question, Said
from hubdesk.desktop.workplace import Workplace

_OUT_OF_WORK = ("11", "12")


class WorkQuestion(Question):
    """What the learner is doing; for how long without work; benefits."""

    def __init__(self, workplace: Workplace) -> None:
        super().__init__(workplace)
        self._status = self.add(
            self.pick_row(
                "employment",
                "employment_status",
                tr("Work"),
                labelled=False,
                needed=tr("Pick the one that fits best. “Prefer not to say” is an answer too."),
            )
        )
        self._length = self.add(
            self.pick_row(
                "unemployed_for",
                "unemployment_length",
                tr("For how long?"),
                chips=True,
                without=("prefer_not_to_say",),
                optional=True,
            )
        )
        self.add(self.pick_row("benefit", "benefit", tr("Any benefits?"), chips=True, optional=True))

    def title(self, answers: Answers) -> str:
        return tr("What is {name} doing at the moment?", name=called(answers))

    def why(self, answers: Answers) -> str:
        return tr("The funder of this course asks. Choose the one that fits best today.")

    def arrange(self) -> None:
        self._length.setVisible(self._status.editor.written() in _OUT_OF_WORK)

    def said(self, answers: Answers) -> list[Said]:
        lines = super().said(answers)
        return [line for line in lines if line.key != "unemployed_for" or out_of_work(answers)]


def out_of_work(answers: Answers) -> bool:
    """Whether "for how long" is asked."""
    return answers.get("employment") in _OUT_OF_WORK
