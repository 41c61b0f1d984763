"""A failure at any statement of an operation: the file is wholly as before, and works on."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import event, select
from sqlalchemy.orm import Session

from hubdesk.operations.answers import ConsentAnswer, SupportAnswer
from hubdesk.operations.issue_certificates import issue_certificates
from hubdesk.operations.new_learner import NewLearner, new_learner
from hubdesk.operations.set_up_hub import set_up_hub
from hubdesk.records import KINDS
from hubdesk.records.learning.course import Course
from hubdesk.records.learning.course_run import CourseRun
from hubdesk.records.people.person import Person
from hubdesk.store import Store
from hubdesk.store.tables import journal, operation, row_clock, search_entry

FIRST = date(2026, 1, 12)
TABLES = [*(kind.__table__ for kind in KINDS), journal, operation, row_clock, search_entry]


class DiskFault(Exception):  # noqa: N818 - the disk's, not ours
    """Stands for whatever may go wrong between two statements."""


@pytest.fixture
def run(store: Store) -> UUID:
    set_up_hub(store, "Westcroft", "WES")
    with store.operation("Plan") as session:
        course = Course(name="Sewing")
        made = CourseRun(course=course.id, name="", starts=FIRST, ends=FIRST + timedelta(days=70))
        session.add_all([course, made])
        return made.id


def contents(store: Store) -> list[set[tuple[Any, ...]]]:
    with store.reading_plainly() as connection:
        return [{tuple(row) for row in connection.execute(select(table))} for table in TABLES]


def enrol_nasrin(store: Store, session: Session, run: UUID) -> None:
    told = NewLearner(
        full_name="Nasrin Ahmadi",
        postcode="M14 6NQ",
        emergency_name="Rosa",
        emergency_phone="07700900123",
        employment="11",
        unemployed_for="2",
        prior_level="1",
        disability="2",
        support=(SupportAnswer("4", main=True),),
        consents=(ConsentAnswer("photos", given=True),),
        recorded_by="Rosa",
        run_id=run,
        asked_on=FIRST,
    )
    new_learner(session, store.around(session), told)


def certify_three(store: Store, session: Session, run: UUID) -> None:
    people = [Person(full_name=name) for name in ("Ash", "Ben", "Cai")]
    session.add_all(people)
    store.settle(session)
    issue_certificates(session, store.around(session), run, [one.id for one in people], "completion", FIRST)


@pytest.mark.parametrize("act", [enrol_nasrin, certify_three])
def test_a_failure_at_any_statement_leaves_the_file_as_it_was(
    store: Store, run: UUID, act: Callable[[Store, Session, UUID], None]
) -> None:
    # Given a fault that waits at one statement after another
    before, left = contents(store), 0

    def fail(*_: object) -> None:
        nonlocal left
        left -= 1
        if left == 0:
            raise DiskFault

    event.listen(store._opened.writer, "before_cursor_execute", fail)
    tried = 0
    while left <= 0:
        tried += 1
        left = tried
        try:
            with store.operation("All or nothing") as session:
                act(store, session, run)
        except DiskFault:
            # Then nothing of it is there
            assert contents(store) == before
            assert store.undo_title() == "Plan"

    # And once nothing fails, all of it is, and one undo takes it all back
    event.remove(store._opened.writer, "before_cursor_execute", fail)
    assert tried > 15
    assert contents(store) != before
    assert store.undo() == "All or nothing"
    assert contents(store)[: len(KINDS)] == before[: len(KINDS)]
