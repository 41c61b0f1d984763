"""What is done at a course run's page with those who are on it or wait, each an operation that can be undone."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from PySide6.QtWidgets import QWidget
from sqlalchemy.orm import Session

from hubdesk.base.progress import Progress
from hubdesk.base.words import tr, tr_many
from hubdesk.desktop.workplace import Workplace
from hubdesk.operations.enrol import (
    complete,
    complete_title,
    give_place,
    give_place_title,
    stop_waiting,
    stop_waiting_title,
    withdraw,
    withdraw_title,
)
from hubdesk.reports.course_page import OnRun


class CourseChanges:
    """Changes enrolments as long as ``owner``, a page, is there, and says what was done."""

    def __init__(self, workplace: Workplace, owner: QWidget) -> None:
        self._workplace, self._owner = workplace, owner

    def give_place(self, one: OnRun) -> None:
        store = self._workplace.store
        self._change(
            give_place_title(one.name),
            lambda session: give_place(session, store.around(session), one.enrolment_id),
            tr("{name} has a place now.", name=one.name),
            [one],
        )

    def complete(self, one: OnRun, day: date, outcome: str) -> None:
        """One learner has finished; ``outcome`` is a code of that list."""
        self._complete([one], day, outcome, tr("{name} has finished.", name=one.name))

    def complete_all(self, people: Sequence[OnRun], day: date, outcome: str) -> None:
        """The same of many in one operation."""
        said = tr_many("{n} learner has finished.", "{n} learners have finished.", len(people))
        self._complete(people, day, outcome, said)

    def withdraw(self, one: OnRun, reason: str) -> None:
        """``reason``: a code of withdrawal_reason."""
        self._change(
            withdraw_title(one.name),
            lambda session: withdraw(session, one.enrolment_id, date.today(), reason),
            tr("{name} has left the course.", name=one.name),
            [one],
        )

    def stop_waiting(self, one: OnRun) -> None:
        self._change(
            stop_waiting_title(one.name),
            lambda session: stop_waiting(session, one.enrolment_id, date.today()),
            tr("{name} is off the waiting list.", name=one.name),
            [one],
        )

    def _complete(self, people: Sequence[OnRun], day: date, outcome: str, said: str) -> None:
        def work(session: Session) -> None:
            for one in people:
                complete(session, one.enrolment_id, day, outcome)

        self._change(complete_title([one.name for one in people]), work, said, people)

    def _change(self, title: str, work: Callable[[Session], object], said: str, people: Sequence[OnRun]) -> None:
        store, say = self._workplace.store, self._workplace.say

        def run(progress: Progress) -> None:
            with store.operation(title) as session:
                work(session)

        once = ("on the course", *(one.enrolment_id for one in people))
        self._workplace.background.change(title, run, lambda _: say(said, undo=True), owner=self._owner, once=once)
