"""A little of a hub's life, for tests to begin from."""

from __future__ import annotations

from datetime import date, time
from typing import Any
from uuid import UUID

from hubdesk.records.learning.class_session import ClassSession
from hubdesk.records.learning.course import Course
from hubdesk.records.learning.course_run import CourseRun
from hubdesk.records.people.person import Person
from hubdesk.records.places.room import Room
from hubdesk.records.places.venue import Venue
from hubdesk.records.record import Record
from hubdesk.records.volunteering.training_requirement import TrainingRequirement
from hubdesk.records.volunteering.volunteer_role import VolunteerRole
from hubdesk.store import Store

FIRST, LAST = date(2026, 9, 7), date(2026, 12, 18)
"""A term: the first day is a Monday."""


def keep(store: Store, *records: Record) -> UUID:
    """Save the records in one operation; the first one's id."""
    with store.operation("Given") as session:
        session.add_all(records)
    return records[0].id


def a_person(store: Store, name: str = "Amina Yusuf", **values: Any) -> UUID:
    return keep(store, Person(full_name=name, **values))


def a_room(store: Store, name: str = "Sewing room") -> UUID:
    venue = Venue(name="Westcroft")
    return keep(store, Room(name=name, venue=venue.id), venue)


def a_run(store: Store, name: str = "Sewing", **values: Any) -> UUID:
    course = Course(name=name)
    return keep(store, CourseRun(course=course.id, **{"name": name, "starts": FIRST, "ends": LAST, **values}), course)


def a_class(store: Store, run: UUID, day: date, starts: int = 10, **values: Any) -> UUID:
    """A class of two hours."""
    return keep(store, ClassSession(run=run, day=day, starts=time(starts), ends=time(starts + 2), **values))


def a_role(store: Store, *trainings: str, **values: Any) -> UUID:
    role = VolunteerRole(**{"name": "Classroom helper", "references_needed": 0, **values})
    return keep(store, role, *(TrainingRequirement(role=role.id, training=training) for training in trainings))
