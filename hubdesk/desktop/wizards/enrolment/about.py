"""Who the new learner is."""

from __future__ import annotations

from hubdesk.base.words import tr
from hubdesk.desktop.wizards.answers import Answers, called
from hubdesk.desktop.wizards.contact import PersonQuestion, add_names
from hubdesk.desktop.workplace import Workplace
from hubdesk.records.people.person import Person


class AboutQuestion(PersonQuestion):
    """Names, day of birth and first language."""

    def __init__(self, workplace: Workplace, then: str) -> None:
        super().__init__(workplace, then)
        add_names(self)
        self.add(self.field_row(Person, "first_language"))

    def title(self, answers: Answers) -> str:
        return tr("Who is {name}?", name=called(answers))

    def why(self, answers: Answers) -> str:
        return tr("Names as they write them themselves, in any script. The date of birth tells two people apart.")
