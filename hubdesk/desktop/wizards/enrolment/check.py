"""The check page of an enrolment: what is known of the waiting list, and two questions that may be skipped."""

from __future__ import annotations

from hubdesk.base.words import tr, tr_many
from hubdesk.desktop.widgets import Card, Choice, ChoiceChips, Words, section, small
from hubdesk.desktop.wizards.answers import Answers, called
from hubdesk.desktop.wizards.check import CheckQuestion
from hubdesk.desktop.wizards.enrolment.course import run_today
from hubdesk.desktop.wizards.plan import Plan
from hubdesk.fields.codelists import codes

_LIST = "ethnicity"


class EnrolmentCheck(CheckQuestion):
    """Says who waits before them, and asks the equality questions of new learners."""

    def __init__(self, plan: Plan) -> None:
        super().__init__(plan)
        self._waiting = Words("", "strong", "due")
        self.above.addWidget(self._waiting)
        self._equality = Card(padded=True)
        self._group = ""
        self._choices: ChoiceChips | None = None
        inside = self._equality.inside
        inside.addWidget(section(tr("Two questions that are not about the course")))
        inside.addWidget(
            small(
                tr(
                    "They show whether we reach everybody. They are only counted, never sent with a name. "
                    "Press Enter to skip them."
                )
            )
        )
        sex = self.pick_row("sex", "sex", tr("Sex"), chips=True, optional=True)
        self.keep(sex)
        inside.addWidget(sex)
        self._first = ChoiceChips(tr("Ethnic group"), [Choice(name, name) for name in _groups()])
        self._first.chosen.connect(self._open_group)
        inside.addWidget(Words(tr("Ethnic group (optional)"), "strong"))
        inside.addWidget(self._first)
        self.body.addWidget(self._equality)

    def show_answers(self, answers: Answers) -> None:
        super().show_answers(answers)
        self._equality.setVisible("person" not in answers)
        self._first.choose(_group_of(answers.get(_LIST, "")))
        self._show_group(answers.get(_LIST, ""))
        run = run_today(self.workplace.store, answers.get("run", ""))
        waits = run is not None and not run.free
        if run is not None and waits:
            name = called(answers)
            before = tr_many("{n} person waits before them.", "{n} people wait before them.", run.waiting)
            self._waiting.setText(
                tr("{run} is full, so {name} goes on the waiting list.", run=run.title, name=name)
                + "\n"
                + (before if run.waiting else tr("Nobody waits before them."))
            )
        self._waiting.setVisible(waits)

    def answers(self) -> Answers:
        chosen = self._choices.value() if self._choices is not None else None
        one = _only_one(self._group)
        return {**super().answers(), _LIST: chosen or one or ""}

    def _open_group(self) -> None:
        self._show_group("")
        self._edited()

    def _show_group(self, code: str) -> None:
        if self._choices is not None:
            self._choices.hide()
            self._choices.deleteLater()
            self._choices = None
        self._group = self._first.value() or ""
        offered = [one for one in codes(_LIST) if one.group == self._group] if self._group else []
        if len(offered) > 1:
            self._choices = ChoiceChips(self._group, [Choice(one.code, one.label) for one in offered])
            self._choices.choose(code)
            self._choices.chosen.connect(self._edited)
            self._equality.inside.addWidget(self._choices)


def _groups() -> list[str]:
    """The headings of the list, then what stands under none, by its own label."""
    return list(dict.fromkeys(code.group or code.label for code in codes(_LIST)))


def _group_of(wanted: str) -> str:
    return next((code.group or code.label for code in codes(_LIST) if code.code == wanted), "")


def _only_one(group: str) -> str:
    """The code of an answer that stands under no heading, such as not wanting to say."""
    return next((code.code for code in codes(_LIST) if not code.group and code.label == group), "")
