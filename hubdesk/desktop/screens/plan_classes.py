"""Planning the classes of a course run at once: the same days and times each week, but for bank holidays and the hub's own."""

from __future__ import annotations

from datetime import date, time
from uuid import UUID

from PySide6.QtGui import QKeySequence, QShortcut

from hubdesk.access.rights import May
from hubdesk.base.errors import FieldError, Problems, Refused
from hubdesk.base.progress import Progress
from hubdesk.base.words import tr, tr_many
from hubdesk.desktop.editors import Asked, Editor, editor_for
from hubdesk.desktop.leaving import leave_page
from hubdesk.desktop.record_form import RecordForm
from hubdesk.desktop.screens.plan_holidays import PlanHolidays
from hubdesk.desktop.theme import scaled
from hubdesk.desktop.widgets import (
    CALM,
    Card,
    Choice,
    ChoiceChips,
    FieldRow,
    FlowLayout,
    Page,
    announce,
    bare_button,
    primary_button,
    words,
)
from hubdesk.desktop.workplace import Workplace
from hubdesk.fields.dates import show_date
from hubdesk.fields.types import Time
from hubdesk.operations.plan_sessions import class_days, plan_sessions
from hubdesk.reports.holidays import RunTime, run_time


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
        card.setMaximumWidth(scaled(CALM))
        card.inside.setSpacing(scaled(18))
        card.inside.addWidget(self._day_row)
        times = FlowLayout(gap=28)
        times.addWidget(self._start_row)
        times.addWidget(self._end_row)
        card.inside.addLayout(times)
        self._holidays = PlanHolidays(may_add=workplace.may(May.ADD, "holiday"))
        self._holidays.add.connect(self._add_holiday)
        card.inside.addWidget(FieldRow(tr("Leave out"), self._holidays, tr("Bank holidays are left out as well.")))
        card.inside.addWidget(words(tr("A class of this course that stands there at that time stays as it is.")))
        self._told = words("")
        card.inside.addWidget(self._told)
        self.body.addWidget(card)
        self._button = primary_button(tr("Plan the classes"), "calendar-plus")
        self._button.clicked.connect(self.plan)
        # Until the holidays are known: without them there would be classes on their days.
        self._button.setEnabled(False)
        back = bare_button(tr("Back"))
        back.clicked.connect(workplace.leave)
        self.foot.addWidget(self._button)
        self.foot.addWidget(back)
        self.foot.addStretch(1)
        self._key = QShortcut(QKeySequence("Ctrl+S"), self, self.plan)
        self.setFocusProxy(self._days)
        self._time: RunTime | None = None
        self._waits = True
        for chosen in (self._days.chosen, self._holidays.chosen):
            chosen.connect(self._tell)
        workplace.changes.happened.connect(self._changed)
        self._look()

    def plan(self) -> None:
        """Add the classes, or say what is missing."""
        if not self._button.isEnabled():
            return
        weekdays = self._weekdays()
        no_day = _no_day() if weekdays and self._time and not self._class_days(self._time) else ""
        self._day_row.show_error(no_day if weekdays else tr("Pick at least one day."))
        starts, ends = _time(self._starts, self._start_row), _time(self._ends, self._end_row)
        if not weekdays or no_day or starts is None or ends is None:
            first = self._day_row if no_day or not weekdays else self._start_row if starts is None else self._end_row
            first.setFocus()
            return
        closed = self._holidays.closed()
        store, run, title = self._workplace.store, self._run, tr("Plan the classes of {run}", run=self.lead.text())

        def work(progress: Progress) -> int:
            with store.operation(title) as session:
                return plan_sessions(session, store.around(session), run, weekdays, starts, ends, closed=closed)

        self._button.setEnabled(False)
        self._workplace.background.change(title, work, self._planned, self._refused, owner=self)

    def _weekdays(self) -> list[int]:
        return [int(day) for day in self._days.values()]

    def _class_days(self, time: RunTime) -> tuple[date, ...]:
        """The days of the run on which there would be a class."""
        return class_days(time.starts, time.ends, self._weekdays(), closed=self._holidays.closed())

    def _look(self) -> None:
        """Ask when the run is, and for the holidays in that time."""
        store, run = self._workplace.store, self._run

        def look() -> RunTime | None:
            with store.reading() as session:
                return run_time(session, run, store.hub_id)

        self._workplace.background.read(look, self._show, owner=self)

    def _show(self, time: RunTime | None) -> None:
        if self._waits:
            self._waits = False
            self._button.setEnabled(True)
        self._time = time
        self._holidays.show_holidays(time.holidays if time else ())
        self._tell()

    def _tell(self) -> None:
        """How many days there are as it stands."""
        time = self._time
        days = self._class_days(time) if time else ()
        said = ""
        if len(days) == 1:
            said = tr("This is one class, on {day}.", day=show_date(days[0]))
        elif days:
            said = tr_many(
                "This is {n} class, from {first} to {last}.",
                "These are {n} classes, from {first} to {last}.",
                len(days),
                first=show_date(days[0]),
                last=show_date(days[-1]),
            )
        elif time and self._weekdays():
            said = _no_day()
        if said != self._told.text():
            self._told.setText(said)
            announce(self._told, said)
        self._told.setVisible(bool(said))

    def _changed(self, kinds: frozenset[str]) -> None:
        if kinds & {"holiday", "course_run"}:
            self._look()

    def _add_holiday(self) -> None:
        form = RecordForm(self._workplace, "holiday")
        self._workplace.show_page(form, form.heading.text())

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


def _no_day() -> str:
    return tr("There is no such day in the time of the run, or all are left out.")


def _time(editor: Editor, row: FieldRow) -> time | None:
    try:
        value = editor.value()
    except FieldError as wrong:
        row.show_error(wrong.sentence)
        return None
    row.show_error("" if isinstance(value, time) else tr("Write a time, for example 09:30."))
    return value if isinstance(value, time) else None
