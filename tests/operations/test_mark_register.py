"""Marks are set, changed and taken away, one by one and for all the rest."""

from __future__ import annotations

from uuid import UUID

import pytest
from sqlalchemy import select

from hubdesk.base.errors import Problems
from hubdesk.operations.mark_register import mark, mark_rest, mark_rest_title, mark_title, walk_in
from hubdesk.records.learning.attendance import Attendance
from hubdesk.records.learning.enrolment import Enrolment
from hubdesk.store import Store
from tests.hub_life import FIRST, a_class, a_person, a_run, keep


def marks(store: Store, meeting: UUID) -> dict[UUID, str]:
    with store.reading() as session:
        held = session.scalars(select(Attendance).where(Attendance.class_session == meeting))
        return {one.person: one.mark for one in held}


def test_a_mark_is_set_changed_and_taken_away(store: Store) -> None:
    person, meeting = a_person(store), a_class(store, a_run(store), FIRST)
    seen = []
    for sign in ("present", "late", None):
        with store.operation("Mark") as session:
            mark(session, meeting, person, sign)
        seen.append(marks(store, meeting).get(person))
    assert seen == ["present", "late", None]


def test_marking_the_rest_leaves_marks_and_other_people_alone(store: Store) -> None:
    run = a_run(store)
    meeting = a_class(store, run, FIRST)
    here, away, waiting = (a_person(store, name) for name in ("Amina", "Ben", "Chen"))
    for person, status in ((here, "enrolled"), (away, "enrolled"), (waiting, "waiting")):
        keep(store, Enrolment(person=person, run=run, asked_on=FIRST, status=status))
    with store.operation("Mark") as session:
        mark(session, meeting, here, "present")
    with store.operation("Rest") as session:
        assert mark_rest(session, store.around(session), meeting, "absent") == 1
    assert marks(store, meeting) == {here: "present", away: "absent"}
    assert store.undo() == "Rest"
    assert marks(store, meeting) == {here: "present"}


def test_who_left_and_came_back_is_marked_once(store: Store) -> None:
    # Given somebody who left after this class and has a place again
    run, person = a_run(store), a_person(store)
    meeting = a_class(store, run, FIRST)
    left = {"status": "withdrawn", "ends": FIRST, "withdrawal_reason": "3"}
    keep(store, Enrolment(person=person, run=run, asked_on=FIRST, **left))
    keep(store, Enrolment(person=person, run=run, asked_on=FIRST))
    # When everybody else is marked, then that is one mark
    with store.operation("Rest") as session:
        assert mark_rest(session, store.around(session), meeting, "present") == 1
    assert marks(store, meeting) == {person: "present"}


def test_who_walks_in_is_here_without_an_enrolment(store: Store) -> None:
    person, meeting = a_person(store), a_class(store, a_run(store), FIRST)
    with store.operation("Walk in") as session:
        walk_in(session, meeting, person)
    assert marks(store, meeting) == {person: "present"}


def test_nobody_is_marked_in_a_cancelled_class(store: Store) -> None:
    person, meeting = a_person(store), a_class(store, a_run(store), FIRST, cancelled=True)
    with pytest.raises(Problems, match="cancelled"), store.operation("Mark") as session:
        mark(session, meeting, person, "present")


def test_titles_say_the_mark() -> None:
    assert mark_title("Amina", "late") == "Mark Amina: Late"
    assert mark_title("Amina", None) == "Take Amina's mark away"
    assert mark_rest_title(12, "present") == "Mark 12 more learners: Here"
