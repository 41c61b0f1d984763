"""What the person agrees to: the words as they stand today, and yes or no, never ticked beforehand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final
from uuid import UUID

from PySide6.QtWidgets import QWidget

from hubdesk.base.words import tr
from hubdesk.desktop.widgets import Card, Choice, Words, small
from hubdesk.desktop.wizards.answers import Answers, called
from hubdesk.desktop.wizards.question import Question
from hubdesk.desktop.wizards.row import PickEditor, Row
from hubdesk.desktop.workplace import Workplace
from hubdesk.fields.codelists import Code, codes, label_of
from hubdesk.fields.dates import show_date
from hubdesk.fields.types import YesNo
from hubdesk.operations.answers import ConsentAnswer
from hubdesk.reports.consents import consents_of

PREFIX: Final = "agrees_"
CHANNEL: Final = "consent_channel"


class AgreementsQuestion(Question):
    """A row for each purpose; ``only_with`` names the answer that makes a purpose worth asking: (key, text)."""

    def __init__(self, workplace: Workplace, purposes: Sequence[str], only_with: Mapping[str, tuple[str, str]]) -> None:
        super().__init__(workplace)
        self._only_with = only_with
        self._all: Answers = {}
        self._said: dict[str, Words] = {}
        for purpose in purposes:
            self._ask(purpose)
        self._channel = self.add(self.pick_row(CHANNEL, CHANNEL, tr("How did they tell you?"), chips=True))

    def title(self, answers: Answers) -> str:
        return tr("What does {name} agree to?", name=called(answers))

    def why(self, answers: Answers) -> str:
        return tr("Read each out, or let them read it. They can say no and still take part.")

    def show_answers(self, answers: Answers) -> None:
        self._all = answers
        super().show_answers(answers)
        self._show_said(answers.get("person", ""))
        if not self._channel.editor.written():
            self._channel.editor.write("in_person")

    def arrange(self) -> None:
        for purpose, (key, text) in self._only_with.items():
            row = self.rows.get(f"{PREFIX}{purpose}")
            if row is not None:
                wanted = self._all.get(key) == text
                row.setVisible(wanted)
                card = row.parentWidget()
                if isinstance(card, QWidget):
                    card.setVisible(wanted)

    def answers(self) -> Answers:
        given = super().answers()
        if not any(text for key, text in given.items() if key.startswith(PREFIX)):
            given[CHANNEL] = ""
        return given

    def _show_said(self, person: str) -> None:
        """What somebody whom the hub knows has said before, beside each question; it is never ticked for them."""
        said: dict[str, str] = {}
        if person:
            with self.workplace.store.reading() as session:
                said = {one.purpose: one.sentence for one in consents_of(session, UUID(person)) if one.said}
        for purpose, label in self._said.items():
            label.setText(said.get(purpose, ""))
            label.setVisible(purpose in said)

    def _ask(self, purpose: str) -> None:
        wording = wording_of(purpose, self)
        if wording is None:
            return
        asked = self.asked(label_of("consent_purpose", purpose))
        editor = PickEditor(YesNo(), asked, [Choice("yes", tr("Yes")), Choice("no", tr("No"))], chips=True)
        since = tr("This wording is from {day}.", day=show_date(wording.valid_from)) if wording.valid_from else ""
        row = Row(f"{PREFIX}{purpose}", editor, text=wording.label, hint=since)
        self.keep(row)
        card = Card(padded=True)
        self._said[purpose] = small("", "primary")
        card.inside.addWidget(self._said[purpose])
        card.inside.addWidget(row)
        self.body.addWidget(card)


def wording_of(purpose: str, page: Question) -> Code | None:
    """The words in which a purpose is asked for today."""
    found = [code for code in codes("consent_wording", on=page.asked("").today) if code.facts.get("purpose") == purpose]
    return found[-1] if found else None


def consents(answers: Answers, purposes: Sequence[str]) -> tuple[ConsentAnswer, ...]:
    """The decisions given; a purpose without a yes or no was not asked."""
    given = ((purpose, answers.get(f"{PREFIX}{purpose}")) for purpose in purposes)
    return tuple(ConsentAnswer(purpose=purpose, given=text == "yes") for purpose, text in given if text)
