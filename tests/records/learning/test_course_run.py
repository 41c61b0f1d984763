"""The rules of a course run."""

from __future__ import annotations

from datetime import date

import pytest

from hubdesk.base.errors import Problems
from hubdesk.operations.one_record import field_problems
from hubdesk.records.learning.course import Course
from hubdesk.records.learning.course_run import CourseRun
from hubdesk.records.learning.enrolment import Enrolment
from hubdesk.records.places.venue import Venue
from hubdesk.store import Store
from tests.hub_life import FIRST, LAST, a_class, a_person, a_room, a_run, keep


def test_a_run_ends_after_it_starts(store: Store) -> None:
    with pytest.raises(Problems, match="ends before it starts"):
        a_run(store, starts=LAST, ends=FIRST)


def test_a_run_without_its_course_is_asked_for_that_and_not_for_the_name_that_follows_from_it(store: Store) -> None:
    with store.reading() as session:
        around = store.around(session)
        missing = field_problems(around, "course_run", {"starts": FIRST, "ends": LAST})
        assert [problem.field for problem in missing] == ["course"]
    course = keep(store, Course(name="Sewing"))
    run = keep(store, CourseRun(course=course, name="", starts=FIRST, ends=LAST))
    with store.reading() as session:
        assert session.get_one(CourseRun, run).name == "Sewing"


def test_places_cannot_be_fewer_than_people(store: Store) -> None:
    run = a_run(store, capacity=2)
    for name in ("Amina Yusuf", "Ben Hall"):
        keep(store, Enrolment(person=a_person(store, name), run=run, asked_on=FIRST))
    with pytest.raises(Problems, match="2 people are enrolled"), store.operation("Shrink") as session:
        session.get_one(CourseRun, run).capacity = 1


def test_classes_are_not_left_outside(store: Store) -> None:
    run = a_run(store)
    a_class(store, run, LAST)
    with pytest.raises(Problems, match="Move those classes first"), store.operation("Shorten") as session:
        session.get_one(CourseRun, run).ends = date(2026, 11, 1)


def test_the_room_is_in_the_venue(store: Store) -> None:
    elsewhere = keep(store, Venue(name="Burnage Library"))
    with pytest.raises(Problems, match="another venue"):
        a_run(store, room=a_room(store), venue=elsewhere)
