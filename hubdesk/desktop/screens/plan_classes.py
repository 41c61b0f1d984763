"""Planning the classes of a course run at once: the same days and times each week, but for bank holidays."""

from __future__ import annotations

from datetime import date, time
from uuid import UUID

from PySide6.QtGui import QKeySequence, QShortcut

from hubdesk.base.errors import FieldError, Problems, Refused
from hubdesk.base.progress import Progress
from hubdesk.base.words import tr, tr_many
from hubdesk.desktop.editors import Asked, Editor, editor_for
from hubdesk.desktop.leaving import leave_page
from hubdesk.desktop.theme import scaled
from hubdesk.desktop.widgets import (
    Card,
    Choice,
    ChoiceChips,
    FieldRow,
    FlowLayout,
    Page,
    bare_button,
    primary_button,
    words,
)
from hubdesk.desktop.workplace import Workplace
from hubdesk.fields.types import Time
from hubdesk.operations.plan_sessions import plan_sessions


class PlanClasses(Page):
    """Asks for the days of the week and the times, and adds a class on each such day of the run."""

    def __init__(self, workplace: Workplace, run: UUID, title: str) -> None:
        super().__init__(tr("Plan classes"), title)
        self._workplace, self._run = workplace, run
        days = (
            tr("Monday"),
            tr("Tuesday"),
            tr("Wednesday"),
            tr("Thursday"),
            tr("Friday"),
            tr("Saturday"),
            tr("Sunday"),
        )
        self._days = ChoiceChips(
            tr("On which days?"), [Choice(str(at), name) for at, name in enumerate(days)], several=True
        )
        self._day_row = FieldRow(tr("On which days?"), self._days)
        self._starts = editor_for(Time(), Asked(tr("Starts"), False, date.today(), workplace))
        self._ends = editor_for(Time(), Asked(tr("Ends"), False, date.today(), workplace))
        self._start_row = FieldRow(tr("Starts"), self._starts)
        self._end_row = FieldRow(tr("Ends"), self._ends)
        card = Card(padded=True)
        card.setMaximumWidth(scaled(720))
        card.inside.setSpacing(scaled(18))
        card.inside.addWidget(self._day_row)
        times = FlowLayout(gap=28)
        times.addWidget(self._start_row)
        times.addWidget(self._end_row)
        card.inside.addLayout(times)
        card.inside.addWidget(
            words(
                tr("A class of this course that stands there at that time stays as it is. Bank holidays are left out.")
            )
        )
        self.body.addWidget(card)
        self._button = primary_button(tr("Plan the classes"), "calendar-plus")
        self._button.clicked.connect(self.plan)
        back = bare_button(tr("Back"))
        back.clicked.connect(workplace.leave)
        self.foot.addWidget(self._button)
        self.foot.addWidget(back)
        self.foot.addStretch(1)
        self._key = QShortcut(QKeySequence("Ctrl+S"), self, self.plan)
        self.setFocusProxy(self._days)

    def plan(self) -> None:
        """Add the classes, or say what is missing."""
        if not self._button.isEnabled():
            return
        weekdays = [int(day) for day in self._days.values()]
        self._day_row.show_error("" if weekdays else tr("Pick at least one day."))
        starts, ends = _time(self._starts, self._start_row), _time(self._ends, self._end_row)
        if not weekdays or starts is None or ends is None:
            (self._day_row if not weekdays else self._start_row if starts is None else self._end_row).setFocus()
            return
        store, run, title = self._workplace.store, self._run, tr("Plan the classes of {run}", run=self.lead.text())

        def work(progress: Progress) -> int:
            with store.operation(title) as session:
                return plan_sessions(session, store.around(session), run, weekdays, starts, ends)

        self._button.setEnabled(False)
        self._workplace.background.change(title, work, self._planned, self._refused, owner=self)

    def _planned(self, count: int) -> None:
        leave_page(self, self._workplace.go_back)
        if count:
            said = tr_many("One class is planned.", "{n} classes are planned.", count)
            self._workplace.say(said, undo=True)
        else:
            self._workplace.say(tr("Every such day has its class already."))

    def _refused(self, refusal: Refused) -> None:
        self._button.setEnabled(True)
        about_end = isinstance(refusal, Problems) and refusal.problems[0].field == "ends"
        sentence = refusal.problems[0].sentence if isinstance(refusal, Problems) else refusal.sentence
        row = self._end_row if about_end else self._day_row
        row.show_error(sentence)
        row.setFocus()


def _time(editor: Editor, row: FieldRow) -> time | None:
    try:
        value = editor.value()
    except FieldError as wrong:
        row.show_error(wrong.sentence)
        return None
    row.show_error("" if isinstance(value, time) else tr("Write a time, for example 09:30."))
    return value if isinstance(value, time) else None
