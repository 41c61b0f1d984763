"""When they can come, what they bring, and which languages they speak."""

from __future__ import annotations

from hubdesk.base.words import tr
from hubdesk.desktop.editors import editor_for
from hubdesk.desktop.wizards.answers import Answers, called
from hubdesk.desktop.wizards.question import Question
from hubdesk.desktop.wizards.row import Row
from hubdesk.desktop.workplace import Workplace
from hubdesk.fields.types import Notes, Text


class TimeQuestion(Question):
    """Three open questions, none of which must be answered."""

    def __init__(self, workplace: Workplace) -> None:
        super().__init__(workplace)
        when = editor_for(Notes(500), self.asked(tr("When can they come?")))
        self.add(Row("when", when, hint=tr("Days and times, and how often.")))
        brings = editor_for(Notes(1000), self.asked(tr("What have they done before?")))
        self.add(Row("brings", brings, hint=tr("Paid or not, here or in another country.")))
        self.add(Row("speaks", editor_for(Text(200), self.asked(tr("Which languages do they speak?")))))

    def title(self, answers: Answers) -> str:
        return tr("When can {name} come, and what do they bring?", name=called(answers))

    def why(self, answers: Answers) -> str:
        return tr("It helps to find the right place for them. A few words will do.")


def offers(answers: Answers) -> str | None:
    """What they would like and can do, as the application keeps it: a line for each answer."""
    lines = [
        (answers.get("why_volunteer"), tr("Why they come: {text}", text=answers.get("why_volunteer"))),
        (answers.get("when"), tr("When they can come: {text}", text=answers.get("when"))),
        (answers.get("brings"), tr("What they have done before: {text}", text=answers.get("brings"))),
        (answers.get("speaks"), tr("Languages: {text}", text=answers.get("speaks"))),
    ]
    return "\n".join(line for given, line in lines if given) or None
