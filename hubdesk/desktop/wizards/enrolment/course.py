"""Which course, and what for."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QVBoxLayout

from hubdesk.base.words import tr, tr_many
from hubdesk.desktop.widgets import Choice, ChoiceList, EmptyState, FieldRow, Words, announce, small
from hubdesk.desktop.wizards.answers import Answers, called
from hubdesk.desktop.wizards.question import Question, Said
from hubdesk.desktop.workplace import Workplace
from hubdesk.records.learning.enrolment import Enrolment
from hubdesk.reports.course_page import RunLine, open_runs
from hubdesk.store import Store
from hubdesk.store.folding import fold, fold_query

_FEW = 7
WAITS = "run_waits"


def runs_today(store: Store) -> list[RunLine]:
    """The runs that somebody can enrol on today."""
    with store.reading() as session:
        return open_runs(session, date.today())


def run_today(store: Store, run: str) -> RunLine | None:
    """One of them, with its places as they are now; None when it is not open any more."""
    return next((line for line in runs_today(store) if str(line.run_id) == run), None)


def places(run: RunLine) -> str:
    """How full it is, in words."""
    if run.free:
        return tr_many("{n} place free", "{n} places free", run.free)
    if run.waiting:
        return tr_many("full, {n} person waiting", "full, {n} people waiting", run.waiting)
    return tr("full, nobody waiting yet")


class CourseQuestion(Question):
    """The runs that are open, soonest first; a box to look for one stands above a long list."""

    def __init__(self, workplace: Workplace) -> None:
        super().__init__(workplace)
        self._runs: list[RunLine] = []
        self._wanted: Answers = {}
        self._list: ChoiceList | None = None
        self._error = Words("", "error")
        self._error.hide()
        self._words = QLineEdit()
        self._find = FieldRow(tr("Find a course"), self._words)
        self._find.hide()
        self._words.textEdited.connect(self._look)
        self._none = EmptyState(
            "book-open",
            tr("No course is open for enrolment"),
            tr("Open a course run under Courses, then come back. What you wrote is kept."),
        )
        self._none.hide()
        self._place = QVBoxLayout()
        self._nothing = small(tr("No open course fits. Try part of its name, a day or a room."), "quiet")
        self._nothing.hide()
        for widget in (self._find, self._error, self._none, self._nothing):
            self.body.addWidget(widget)
        self.body.addLayout(self._place)
        self.add(
            self.pick_row(
                "reasons",
                "reason_for_learning",
                tr("Why would they like to learn?"),
                several=True,
                chips=True,
                optional=True,
            )
        )
        self.add(self.field_row(Enrolment, "purpose", label=tr("Main purpose")))

    def title(self, answers: Answers) -> str:
        return tr("Which course would {name} like?", name=called(answers))

    def why(self, answers: Answers) -> str:
        return tr("Courses that are open for enrolment, the soonest first. Who finds one full can wait for a place.")

    def show_answers(self, answers: Answers) -> None:
        super().show_answers(answers)
        self._say_wrong("")
        self._wanted = {key: text for key, text in answers.items() if key.startswith("run")}
        self._runs = runs_today(self.workplace.store)
        self._none.setVisible(not self._runs)
        self._find.setVisible(len(self._runs) > _FEW)
        self._offer()

    def answers(self) -> Answers:
        return {
            **super().answers(),
            "run": "",
            "run_title": "",
            "run_detail": "",
            "run_places": "",
            WAITS: "",
            **self._wanted,
        }

    def wrong(self) -> dict[str, str]:
        if not any(str(run.run_id) == self._wanted.get("run") for run in self._runs):
            return {"run": tr("Pick the course that they would like."), **super().wrong()}
        return super().wrong()

    def show_wrong(self, wrong: dict[str, str]) -> None:
        super().show_wrong(wrong)
        self._say_wrong(wrong.get("run", "") or wrong.get("status", ""))
        if self._error.text():
            self.begin("run")

    def said(self, answers: Answers) -> list[Said]:
        title, detail = answers.get("run_title", ""), answers.get("run_detail", "")
        first = [Said(tr("Course"), "\n".join(part for part in (title, detail) if part), "run")] if title else []
        return [*first, *super().said(answers)]

    def begin(self, key: str = "") -> None:
        if self._list is not None and not key:
            self._list.setFocus(Qt.FocusReason.OtherFocusReason)
        elif key in self.rows:
            super().begin(key)
        elif self._list is not None:
            self._list.setFocus(Qt.FocusReason.OtherFocusReason)

    def _look(self) -> None:
        found = self._offer()
        announce(self._words, tr_many("{n} course found", "{n} courses found", found))

    def _offer(self) -> int:
        """Show the courses that fit what is looked for; how many there are."""
        parts = fold_query(self._words.text()) if not self._find.isHidden() else []
        shown = [run for run in self._runs if all(part in fold(f"{run.title} {run.detail}") for part in parts)]
        self._nothing.setVisible(bool(parts) and not shown)
        if self._list is not None:
            self._list.hide()
            self._place.removeWidget(self._list)
            self._list.deleteLater()
        self._list = ChoiceList(
            tr("Course"),
            [
                Choice(str(run.run_id), run.title, " · ".join(part for part in (run.detail, places(run)) if part))
                for run in shown
            ],
        )
        self._list.choose(self._wanted.get("run", ""))
        self._list.chosen.connect(self._pick)
        self._place.addWidget(self._list)
        self._list.setVisible(bool(shown))
        return len(shown)

    def _pick(self) -> None:
        chosen = self._list.value() if self._list is not None else None
        run = next((run for run in self._runs if str(run.run_id) == chosen), None)
        if run is not None:
            self._wanted = told(run)
            self._say_wrong("")
            self.edited.emit()

    def _say_wrong(self, sentence: str) -> None:
        self._error.setText(sentence)
        self._error.setVisible(bool(sentence))
        if sentence:
            announce(self._error, sentence)


def told(run: RunLine) -> Answers:
    """What is kept of a run: which, and how full it was said to be."""
    return {
        "run": str(run.run_id),
        "run_title": run.title,
        "run_detail": run.detail,
        "run_places": places(run),
        WAITS: "" if run.free else "yes",
    }
