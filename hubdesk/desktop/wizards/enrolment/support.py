"""What the learner needs so that they can take part; special category data, told by choice."""

from __future__ import annotations

from hubdesk.base.words import tr
from hubdesk.desktop.widgets import Choice, section
from hubdesk.desktop.wizards.answers import Answers, called, picked
from hubdesk.desktop.wizards.question import Question, Said
from hubdesk.desktop.wizards.row import PickEditor, Row
from hubdesk.desktop.workplace import Workplace
from hubdesk.fields.types import YesNo
from hubdesk.operations.answers import SupportAnswer
from hubdesk.records.people.support_need import SupportNeed

ANSWERS = frozenset({"disability", "support", "what_helps", "on_register"})
"""All that is asked here."""

YES = "1"
_NOT_SAID = "99"
_NOT_OFFERED = ("98", _NOT_SAID)


class SupportQuestion(Question):
    """Yes, no or prefer not to say; only a yes asks on."""

    def __init__(self, workplace: Workplace) -> None:
        super().__init__(workplace)
        self._first = self.add(
            self.pick_row(
                "disability",
                "disability_or_health",
                tr("Learning difficulty, disability or health problem"),
                without=("9",),
                labelled=False,
                needed=tr("Pick one. “Prefer not to say” is an answer too."),
            )
        )
        self._more = section(tr("What is good to know?"))
        self.body.addWidget(self._more)
        self._kinds = self.add(
            self.pick_row(
                "support",
                "support_category",
                tr("Kind of need"),
                chips=True,
                several=True,
                without=_NOT_OFFERED,
                labelled=False,
            )
        )
        self._helps = self.add(self.field_row(SupportNeed, "what_helps"))
        choices = [Choice("yes", tr("Yes")), Choice("no", tr("No"))]
        self._register = self.add(
            Row(
                "on_register",
                PickEditor(YesNo(), self.asked(tr("Mark on registers")), choices, chips=True),
                hint=tr("The register then shows the word support, never the reason."),
            )
        )

    def title(self, answers: Answers) -> str:
        return tr("Does {name} have a learning difficulty, disability or health problem?", name=called(answers))

    def why(self, answers: Answers) -> str:
        return tr(
            "It is asked so that the course suits them. Only tutors and managers can read the answer; "
            "it is never sent on with a name."
        )

    def arrange(self) -> None:
        yes = self._first.editor.written() == YES
        for widget in (self._more, self._kinds, self._helps, self._register):
            widget.setVisible(yes)

    def said(self, answers: Answers) -> list[Said]:
        lines = super().said(answers)
        return lines if answers.get("disability") == YES else [line for line in lines if line.key == "disability"]


def support(answers: Answers) -> tuple[SupportAnswer, ...]:
    """The needs that were told; a single one is the main one."""
    if answers.get("disability") != YES:
        return ()
    kinds = picked(answers, "support")
    helps = answers.get("what_helps") or None
    if not kinds and helps:
        kinds = (_NOT_SAID,)
    on_register = answers.get("on_register") == "yes"
    return tuple(
        SupportAnswer(
            category=kind,
            main=len(kinds) == 1 and kinds[0] != _NOT_SAID,
            what_helps=helps if place == 0 else None,
            on_register=on_register,
        )
        for place, kind in enumerate(kinds)
    )
