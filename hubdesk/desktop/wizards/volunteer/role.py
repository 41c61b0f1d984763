"""Why they come, and which role they would like."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout

from hubdesk.base.words import tr
from hubdesk.desktop.editors import editor_for
from hubdesk.desktop.widgets import Card, Choice, ChoiceList, EmptyState, Words, announce, strong, words
from hubdesk.desktop.wizards.answers import Answers, called
from hubdesk.desktop.wizards.question import Question, Said
from hubdesk.desktop.wizards.row import Row
from hubdesk.desktop.workplace import Workplace
from hubdesk.fields.types import Notes
from hubdesk.reports.role_needs import RoleNeeds, role_needs


class RoleQuestion(Question):
    """The roles there are; what the picked one needs; why the person comes."""

    def __init__(self, workplace: Workplace) -> None:
        super().__init__(workplace)
        self._roles: list[RoleNeeds] = []
        self._wanted: Answers = {}
        self._list: ChoiceList | None = None
        self._error = Words("", "error")
        self._error.hide()
        self._none = EmptyState(
            "hand-heart",
            tr("There are no volunteer roles yet"),
            tr("Add a role under Volunteers, then come back. What you wrote is kept."),
        )
        self._place = QVBoxLayout()
        self._needs = Card(padded=True)
        self._needs_words = words("")
        self._needs.inside.addWidget(strong(tr("What this role needs")))
        self._needs.inside.addWidget(self._needs_words)
        self.body.addWidget(self._error)
        self.body.addWidget(self._none)
        self.body.addLayout(self._place)
        self.body.addWidget(self._needs)
        why = editor_for(Notes(), self.asked(tr("Why would they like to volunteer?")))
        self.add(Row("why_volunteer", why, hint=tr("In their own words. A line is enough."), optional=True))

    def title(self, answers: Answers) -> str:
        return tr("What would {name} like to do?", name=called(answers))

    def why(self, answers: Answers) -> str:
        return tr("The role says which checks and training come next. It can be changed later.")

    def show_answers(self, answers: Answers) -> None:
        super().show_answers(answers)
        self._say_wrong("")
        self._wanted = {key: text for key, text in answers.items() if key.startswith("role")}
        with self.workplace.store.reading() as session:
            self._roles = role_needs(session)
        if self._list is not None:
            self._list.hide()
            self._place.removeWidget(self._list)
            self._list.deleteLater()
        self._list = ChoiceList(
            tr("Role"), [Choice(str(role.role_id), role.name, role.purpose or role.hours) for role in self._roles]
        )
        self._list.choose(self._wanted.get("role", ""))
        self._list.chosen.connect(self._pick)
        self._place.addWidget(self._list)
        self._list.setVisible(bool(self._roles))
        self._none.setVisible(not self._roles)
        self._show_needs()

    def answers(self) -> Answers:
        return {**super().answers(), "role": "", "role_title": "", "role_needs": "", "role_dbs": "", **self._wanted}

    def wrong(self) -> dict[str, str]:
        if not any(str(role.role_id) == self._wanted.get("role") for role in self._roles):
            return {"role": tr("Pick the role that they would like."), **super().wrong()}
        return super().wrong()

    def show_wrong(self, wrong: dict[str, str]) -> None:
        super().show_wrong(wrong)
        self._say_wrong(wrong.get("role", "") or wrong.get("role_id", ""))
        if self._error.text():
            self.begin()

    def said(self, answers: Answers) -> list[Said]:
        role = [Said(tr("Role"), answers["role_title"], "role")] if "role_title" in answers else []
        return [*role, *super().said(answers)]

    def begin(self, key: str = "") -> None:
        if key in self.rows:
            super().begin(key)
        elif self._list is not None:
            self._list.setFocus(Qt.FocusReason.OtherFocusReason)

    def _pick(self) -> None:
        chosen = self._list.value() if self._list is not None else None
        role = next((role for role in self._roles if str(role.role_id) == chosen), None)
        if role is not None:
            self._wanted = {
                "role": str(role.role_id),
                "role_title": role.name,
                "role_needs": "\n".join(role.needs),
                "role_dbs": role.dbs_level,
            }
            self._say_wrong("")
            self._show_needs()
            self.edited.emit()

    def _show_needs(self) -> None:
        self._needs_words.setText(self._wanted.get("role_needs") or tr("Nothing: no references, checks or training."))
        self._needs.setVisible(bool(self._wanted.get("role")))

    def _say_wrong(self, sentence: str) -> None:
        self._error.setText(sentence)
        self._error.setVisible(bool(sentence))
        if sentence:
            announce(self._error, sentence)
