"""Courses: every course run, with its dates, its places and who waits."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from sqlalchemy.orm import Session

from hubdesk.base.words import tr
from hubdesk.desktop.record_list import More, RecordList
from hubdesk.desktop.record_table import Column
from hubdesk.desktop.widgets import quiet_button
from hubdesk.desktop.workplace import Workplace
from hubdesk.reports.places_taken import places_taken


class CoursesPage(RecordList):
    """The list of course runs; the courses that they are held of are one step further."""

    def __init__(self, workplace: Workplace) -> None:
        super().__init__(
            workplace,
            "course_run",
            more=_taken(),
            find=tr("Part of a course's name"),
            leave_out=["venue", "tutor"] if workplace.leads else ["venue"],
        )
        self.show_title(tr("Courses"))
        courses = quiet_button(tr("What we can teach"), "book-open")
        courses.clicked.connect(self._open_courses)
        term = quiet_button(tr("The term"), "chart-column")
        term.clicked.connect(lambda: workplace.commands.run("look.term"))
        for button in (term, courses):
            self.buttons.insertWidget(self.buttons.count() - 1, button)

    def _open_courses(self) -> None:
        page = RecordList(self._workplace, "course")
        self._workplace.show_page(page, page.heading.text())


def _taken() -> More:
    columns = (
        Column("enrolled", tr("Enrolled"), figures=True, sorts=False),
        Column("waiting", tr("Waiting"), figures=True, sorts=False),
    )
    return More(columns, _counts, frozenset(["enrolment"]))


def _counts(session: Session, runs: Sequence[UUID]) -> dict[UUID, tuple[str, ...]]:
    taken = places_taken(session, runs, date.today())
    return {run: (str(taken[run].enrolled), str(taken[run].waiting or "")) for run in runs}
