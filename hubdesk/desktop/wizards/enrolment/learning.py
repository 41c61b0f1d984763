"""The learning that the learner brings along."""

from __future__ import annotations

from hubdesk.base.words import tr
from hubdesk.desktop.wizards.answers import Answers, called
from hubdesk.desktop.wizards.question import Question
from hubdesk.desktop.workplace import Workplace
from hubdesk.records.people.prior_attainment import PriorAttainment


class LearningQuestion(Question):
    """The highest level so far."""

    def __init__(self, workplace: Workplace) -> None:
        super().__init__(workplace)
        self.add(
            self.pick_row(
                "prior_level",
                "prior_level",
                tr("Highest qualification so far"),
                labelled=False,
                needed=tr("Pick the nearest. “Prefer not to say” is an answer too."),
            )
        )
        self.add(
            self.field_row(
                PriorAttainment, "qualification", hint=tr("What it is called, and where it was gained, if they know.")
            )
        )

    def title(self, answers: Answers) -> str:
        return tr("What is the highest qualification {name} has?", name=called(answers))

    def why(self, answers: Answers) -> str:
        return tr("From any country. It helps to find the right level, and the funder of this course asks.")
