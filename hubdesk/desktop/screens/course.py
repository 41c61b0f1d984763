"""A course run's page: its classes, who is on it, who waits, and what comes next."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from functools import partial
from uuid import UUID

from PySide6.QtWidgets import QWidget

from hubdesk.base.errors import Refused
from hubdesk.base.words import tr, tr_many
from hubdesk.desktop.record_form import RecordForm
from hubdesk.desktop.screens.course_changes import CourseChanges
from hubdesk.desktop.screens.course_menus import WhatHappened, how_it_went, what_happened
from hubdesk.desktop.screens.course_papers import course_papers
from hubdesk.desktop.screens.course_side import places, who_came
from hubdesk.desktop.screens.course_words import (
    class_words,
    is_over,
    lead_words,
    left_words,
    more_words,
    near,
    people_words,
    waiting_words,
)
from hubdesk.desktop.screens.plan_classes import PlanClasses
from hubdesk.desktop.theme import scaled
from hubdesk.desktop.this_record import this_record
from hubdesk.desktop.ways import Ways
from hubdesk.desktop.widgets import (
    ActionRow,
    Card,
    EmptyState,
    FoldingLayout,
    Page,
    icon_button,
    primary_button,
    quiet_button,
    section,
    told,
)
from hubdesk.desktop.widgets.emptying import emptied
from hubdesk.desktop.workplace import Workplace
from hubdesk.fields.dates import show_date
from hubdesk.reports.course_page import CoursePage as Run
from hubdesk.reports.course_page import OnRun, course_page
from hubdesk.reports.one_record import title_of

_KINDS = frozenset(("course_run", "class_session", "enrolment", "attendance", "certificate", "person", "course"))


class CoursePage(Page):
    """One run of a course; refreshed when anything of it may have changed."""

    def __init__(self, workplace: Workplace, ways: Ways, id: UUID) -> None:
        super().__init__(_name(workplace, id))
        self._workplace, self._ways, self._id = workplace, ways, id
        self._does = CourseChanges(workplace, self)
        self._all_classes = False
        self._run: Run | None = None
        self._beside = self.add_side()
        edit = quiet_button(tr("Edit"), "pencil")
        edit.clicked.connect(self._edit)
        self._enrol = primary_button(tr("Enrol someone"), "user-plus")
        self._enrol.clicked.connect(lambda: ways.enrol_on(id))
        for button in (edit, self._enrol):
            self.buttons.addWidget(button)
        workplace.changes.happened.connect(self._changed)
        self._refresh()

    def _refresh(self) -> None:
        store, run = self._workplace.store, self._id

        def look() -> Run:
            with store.reading() as session:
                return course_page(session, run, date.today())

        self._workplace.background.read(look, self._show, self._gone, owner=self)

    def _changed(self, kinds: frozenset[str]) -> None:
        if kinds & _KINDS:
            self._refresh()

    def _gone(self, refusal: Refused) -> None:
        emptied(self.body)
        emptied(self._beside)
        self.body.addWidget(EmptyState("calendar-days", tr("This course run is not there any more."), refusal.sentence))

    def _show(self, run: Run) -> None:
        self._run = run
        self._enrol.setVisible(not is_over(run))
        self.show_title(run.title, lead_words(run))
        emptied(self.body)
        emptied(self._beside)
        for title, card in (
            (people_words(run), self._people(run)),
            (waiting_words(run), self._waiting(run)),
            (tr("Classes"), self._classes(run)),
            (left_words(run), self._left(run)),
        ):
            if card is not None:
                self.body.addWidget(section(title))
                self.body.addWidget(card)
        self._fill_side(run)

    def _people(self, run: Run) -> Card:
        card = Card()
        for one in run.people:
            card.add_row(self._person_row(one))
        if not run.people:
            row = ActionRow("user-plus", tr("Nobody is on it yet"), tr("Enrol the first learner."))
            row.clicked.connect(lambda: self._ways.enrol_on(self._id))
            card.add_row(row)
        return card

    def _left(self, run: Run) -> Card | None:
        if not run.left:
            return None
        card = Card()
        for one in run.left:
            card.add_row(self._person_row(one))
        return card

    def _person_row(self, one: OnRun) -> QWidget:
        came = tr("{n} of {classes} classes", n=one.attended, classes=one.classes) if one.classes else ""
        row = ActionRow("user", one.name, more_words(one), figure=came)
        row.clicked.connect(partial(self._workplace.open_record, "person", one.person_id))
        return _beside(row, self._menu_button(one))

    def _menu_button(self, one: OnRun) -> QWidget:
        more = icon_button("ellipsis", tr("What happened with {name}", name=one.name))
        more.clicked.connect(partial(self._open_menu, more, one))
        return more

    def _waiting(self, run: Run) -> Card | None:
        if not run.waiting:
            return None
        card = Card()
        for number, one in enumerate(run.waiting, 1):
            asked = tr("asked on {day}", day=show_date(one.asked_on))
            row = ActionRow("hourglass", tr("{number}. {name}", number=number, name=one.name), asked, "due")
            row.clicked.connect(partial(self._workplace.open_record, "person", one.person_id))
            give = quiet_button(tr("Give a place"), "check")
            give.setAccessibleName(tr("Give {name} a place", name=one.name))
            give.setEnabled(run.free > 0)
            give.clicked.connect(partial(_call, partial(self._does.give_place, one)))
            card.add_row(_beside(row, give, self._menu_button(one)))
        return card

    def _classes(self, run: Run) -> Card:
        card = Card()
        shown = run.classes if self._all_classes else near(run.classes)
        for one in shown:
            row = ActionRow(*class_words(one))
            row.clicked.connect(partial(self._ways.register, one.session_id))
            card.add_row(row, current=one.day == date.today() and not one.cancelled)
        if len(shown) < len(run.classes):
            everything = ActionRow("", tr("See all {n} classes", n=len(run.classes)))
            everything.clicked.connect(self._show_all)
            card.add_row(everything)
        if not run.classes:
            row = ActionRow("calendar-plus", tr("No classes are planned yet"), tr("Plan them all at once."))
            row.clicked.connect(self._plan)
            card.add_row(row)
        return card

    def _fill_side(self, run: Run) -> None:
        taken = Card(padded=True)
        taken.inside.addWidget(places(run))
        for label, text in ((tr("Course"), run.course), (tr("Subject area"), run.subject), (tr("Level"), run.level)):
            if text and text != run.title:
                taken.inside.addLayout(told(label, text))
        self._beside.addWidget(section(tr("Places")))
        self._beside.addWidget(taken)
        marked = [one for one in run.classes if one.marked]
        if len(marked) > 1:
            self._beside.addWidget(section(tr("Who came")))
            self._beside.addWidget(who_came(self._workplace.background, marked))
        next_things = [
            *course_papers(self._ways, run),
            ("calendar-plus", tr("Plan classes"), tr("On the same days each week"), self._plan),
            ("plus", tr("One more class"), tr("On a day of its own"), self._add_class),
        ]
        card = Card()
        still_on = [one for one in run.people if one.status == "enrolled"]
        if still_on and run.ends <= date.today():
            went = tr_many("Say how it went for {n} learner", "Say how it went for {n} learners", len(still_on))
            finished = ActionRow("graduation-cap", tr("Everybody finished"), went, "due")
            finished.clicked.connect(partial(self._ask_how_it_went, finished, still_on))
            card.add_row(finished)
        for icon, title, detail, run_it in next_things:
            row = ActionRow(icon, title, detail)
            row.clicked.connect(partial(_call, run_it))
            card.add_row(row)
        for row in this_record(self._workplace, "course_run", self._id, self.heading.text, self):
            card.add_row(row)
        self._beside.addWidget(section(tr("Do next")))
        self._beside.addWidget(card)

    def _open_menu(self, button: QWidget, one: OnRun, _: bool = False) -> None:
        choices = WhatHappened(
            open=partial(self._workplace.open_record, "enrolment", one.enrolment_id),
            finished=partial(self._complete, one),
            left=partial(self._does.withdraw, one),
            waits_no_longer=partial(self._does.stop_waiting, one),
        )
        what_happened(button, one.status, choices)

    def _complete(self, one: OnRun, outcome: str) -> None:
        self._does.complete(one, self._last_day(), outcome)

    def _last_day(self) -> date:
        """Today, or when the run ended before."""
        return min(date.today(), self._run.ends) if self._run else date.today()

    def _ask_how_it_went(self, button: QWidget, still_on: Sequence[OnRun], _: bool = False) -> None:
        how_it_went(button, lambda outcome: self._does.complete_all(still_on, self._last_day(), outcome))

    def _show_all(self) -> None:
        self._all_classes = True
        self._refresh()

    def _plan(self) -> None:
        self._workplace.show_page(PlanClasses(self._workplace, self._id, self.heading.text()), tr("Plan classes"))

    def _add_class(self) -> None:
        form = RecordForm(self._workplace, "class_session", prefilled={"run": self._id})
        self._workplace.show_page(form, form.heading.text())

    def _edit(self) -> None:
        self._workplace.show_page(RecordForm(self._workplace, "course_run", self._id), self.heading.text())


def _name(workplace: Workplace, id: UUID) -> str:
    with workplace.store.reading() as session:
        return title_of(session, "course_run", id)


def _beside(row: QWidget, *buttons: QWidget) -> QWidget:
    """A row, and at its end buttons of its own."""
    made = QWidget()
    line = FoldingLayout(made, least=200, gap=8)
    line.setContentsMargins(0, 0, scaled(12), 0)
    line.add(row, takes_rest=True)
    for button in buttons:
        line.add(button)
    return made


def _call(action: Callable[[], object], _: bool = False) -> None:
    action()
