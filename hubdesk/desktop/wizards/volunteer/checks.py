"""The DBS check: whether the role needs one, and what is there already."""

from __future__ import annotations

from datetime import date

from hubdesk.base.words import tr
from hubdesk.desktop.widgets import Choice
from hubdesk.desktop.wizards.answers import Answers, called, meant
from hubdesk.desktop.wizards.question import Question, Said
from hubdesk.desktop.wizards.row import PickEditor, Row
from hubdesk.desktop.workplace import Workplace
from hubdesk.fields.codelists import label_of
from hubdesk.fields.types import Date, Text
from hubdesk.operations.onboard_volunteer import DbsAnswer
from hubdesk.records.volunteering.dbs_check import DbsCheck

NUMBER = "dbs_number"
"""The answer that only managers read."""

UPDATE = "update"
_HAVE = (UPDATE, "have")


class _Held(Text):
    """Which of the three answers about a certificate was picked; shown in words on the check page."""

    def show(self, value: str) -> str:
        return _held().get(value, value)


def _held() -> dict[str, str]:
    return {
        UPDATE: tr("Yes, and it is on the Update Service"),
        "have": tr("Yes, but it is not on the Update Service"),
        "none": tr("No, not yet"),
    }


class ChecksQuestion(Question):
    """Only what the DBS code of practice allows to be kept: never what the certificate says."""

    def __init__(self, workplace: Workplace) -> None:
        super().__init__(workplace)
        held = _held()
        choices = [
            Choice(UPDATE, held[UPDATE], tr("we may look it up, once they agree")),
            Choice("have", held["have"]),
            Choice("none", held["none"], tr("it goes on the list of what is still to do")),
        ]
        self._first = self.add(
            Row(
                "dbs",
                PickEditor(_Held(), self.asked(tr("DBS certificate")), choices),
                labelled=False,
                needed=tr("Pick one. “No, not yet” is fine."),
            )
        )
        self._level = self.add(
            self.pick_row(
                "dbs_level", "dbs_level", tr("Level on the certificate"), chips=True, needed=tr("Pick the level.")
            )
        )
        self._number = self.field_row(DbsCheck, "certificate_number", key=NUMBER)
        self._issued = self.field_row(DbsCheck, "issued", key="dbs_issued")
        self.add(self._number)
        self.add(self._issued)
        yes_no = [Choice("yes", tr("Yes")), Choice("no", tr("Not yet"))]
        self._seen = self.add(
            Row(
                "dbs_seen",
                PickEditor(Text(), self.asked(tr("Have you seen the original, and is it clear?")), yes_no, chips=True),
                hint=tr("Do not copy it and do not write down what it says."),
            )
        )

    def title(self, answers: Answers) -> str:
        return tr("Does {name} have a DBS certificate?", name=called(answers))

    def why(self, answers: Answers) -> str:
        if level := answers.get("role_dbs"):
            return tr("This role needs one. Level: {level}.", level=label_of("dbs_level", level))
        return tr("This role does not need one, but it is good to know.")

    def arrange(self) -> None:
        have = self._first.editor.written() in _HAVE
        for row in (self._level, self._number, self._issued, self._seen):
            row.setVisible(have)

    def wrong(self) -> dict[str, str]:
        found = super().wrong()
        digits = self._number.editor.written().replace(" ", "")
        if (
            self._first.editor.written() in _HAVE
            and digits
            and not (digits.isascii() and digits.isdigit() and len(digits) == 12)
        ):
            found.setdefault(
                NUMBER, tr("A DBS certificate number has twelve digits. Check it against the certificate.")
            )
        if self._seen.editor.written() == "yes" and not self._issued.editor.written():
            found.setdefault("dbs_issued", tr("Write the day the certificate was issued."))
        return found

    def said(self, answers: Answers) -> list[Said]:
        lines = super().said(answers)
        have = answers.get("dbs") in _HAVE
        shown = [line for line in lines if have or line.key == "dbs"]
        seen = {"yes": tr("Yes"), "no": tr("Not yet")}
        return [
            Said(line.label, seen.get(line.text, line.text), line.key) if line.key == "dbs_seen" else line
            for line in shown
        ]


def dbs(answers: Answers, by: str) -> DbsAnswer | None:
    """The check as it stands, or None when there is no certificate yet. Raises FieldError with the answer's key."""
    if answers.get("dbs") not in _HAVE:
        return None
    seen = answers.get("dbs_seen") == "yes"
    return DbsAnswer(
        level=answers.get("dbs_level", ""),
        certificate_number=answers.get(NUMBER, "").replace(" ", "") or None,
        issued=meant(answers, "dbs_issued", Date()),
        seen_by=by if seen else None,
        seen_on=date.today() if seen else None,
        update_service=answers.get("dbs") == UPDATE,
        outcome="clear" if seen else None,
    )
