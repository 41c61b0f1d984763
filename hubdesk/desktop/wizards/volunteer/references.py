"""Who can say something about them."""

from __future__ import annotations

from hubdesk.base.words import tr
from hubdesk.desktop.widgets import section
from hubdesk.desktop.wizards.answers import Answers, called, meant
from hubdesk.desktop.wizards.question import Question
from hubdesk.desktop.workplace import Workplace
from hubdesk.fields.types import Email, Phone, Text
from hubdesk.operations.onboard_volunteer import RefereeAnswer
from hubdesk.records.volunteering.reference import Reference

_PLACES = (1, 2)
REACHED_BY = frozenset(f"referee_{place}_{part}" for place in _PLACES for part in ("email", "phone"))
"""The answers that say how to reach them."""


class ReferencesQuestion(Question):
    """Two people to ask, and how to reach them."""

    def __init__(self, workplace: Workplace) -> None:
        super().__init__(workplace)
        titles = (tr("First person"), tr("Second person"))
        for place, title in zip(_PLACES, titles, strict=True):
            self.body.addWidget(section(title))
            name, relation, email, phone = (
                self.field_row(Reference, field, label=label, shown=shown, key=f"referee_{place}_{field}")
                for field, label, shown in (
                    ("name", tr("Name of reference {n}", n=place), tr("Name")),
                    ("relation", tr("How they know them ({n})", n=place), tr("How they know them")),
                    ("email", tr("E-mail of reference {n}", n=place), tr("E-mail")),
                    ("phone", tr("Phone of reference {n}", n=place), tr("Phone")),
                )
            )
            self.add_beside(name, relation)
            self.add_beside(email, phone)

    def title(self, answers: Answers) -> str:
        return tr("Who can tell us about {name}?", name=called(answers))

    def why(self, answers: Answers) -> str:
        return tr("Two people who know them and are not family. Names are enough today; they are asked later.")

    def wrong(self) -> dict[str, str]:
        found = super().wrong()
        for place in _PLACES:
            name = self.rows[f"referee_{place}_name"].editor.written()
            others = (self.rows[f"referee_{place}_{part}"].editor.written() for part in ("relation", "email", "phone"))
            if not name and any(others):
                found.setdefault(f"referee_{place}_name", tr("Write who this is, or leave all of it empty."))
        return found


def referees(answers: Answers) -> tuple[RefereeAnswer, ...]:
    """The people to ask. Raises FieldError with the answer's key."""
    named = ((place, meant(answers, f"referee_{place}_name", Text(120))) for place in _PLACES)
    return tuple(
        RefereeAnswer(
            name=name,
            relation=answers.get(f"referee_{place}_relation"),
            email=meant(answers, f"referee_{place}_email", Email()),
            phone=meant(answers, f"referee_{place}_phone", Phone()),
        )
        for place, name in named
        if name
    )
