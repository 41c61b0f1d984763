"""The rules of a class session."""

from __future__ import annotations

from datetime import date, time
from typing import Any

import pytest

from hubdesk.base.errors import Problems
from hubdesk.records.learning.class_session import ClassSession
from hubdesk.records.learning.course_run import CourseRun
from hubdesk.store import Store
from tests.hub_life import FIRST, a_class, a_room, a_run, keep


@pytest.mark.parametrize("hour", [9, 10, 11])
def test_a_room_holds_one_class_at_a_time(store: Store, hour: int) -> None:
    room = a_room(store)
    a_class(store, a_run(store), FIRST, 10, room=room)
    with pytest.raises(Problems, match="Sewing has this room on 7 Sep 2026 from 10:00 to 12:00"):
        a_class(store, a_run(store, "English"), FIRST, hour, room=room)


def test_one_class_may_follow_another_and_a_cancelled_one_leaves_the_room_free(store: Store) -> None:
    room = a_room(store)
    a_class(store, a_run(store), FIRST, 10, room=room)
    a_class(store, a_run(store, "English"), FIRST, 12, room=room)
    a_class(store, a_run(store, "Maths"), FIRST, 8, room=room)
    a_class(store, a_run(store, "Yoga"), FIRST, 10, room=room, cancelled=True)


def test_a_cancelled_run_leaves_its_rooms_free_until_it_is_opened_again(store: Store) -> None:
    day = date.today()
    term: dict[str, Any] = {"starts": day, "ends": day}
    room = a_room(store)
    sewing, english = a_run(store, **term), a_run(store, "English", **term)
    a_class(store, sewing, day, 10, room=room)
    with store.operation("Cancel") as session:
        session.get_one(CourseRun, sewing).status = "cancelled"
    a_class(store, english, day, 10, room=room)
    with pytest.raises(Problems) as refused, store.operation("Open again") as session:
        session.get_one(CourseRun, sewing).status = "open"
    assert [problem.field for problem in refused.value.problems] == ["status"]


def test_a_class_ends_after_it_starts(store: Store) -> None:
    with pytest.raises(Problems, match="ends before it starts"):
        keep(store, ClassSession(run=a_run(store), day=FIRST, starts=time(12), ends=time(10)))


@pytest.mark.parametrize("day", [date(2026, 9, 6), date(2026, 12, 19)])
def test_a_class_lies_within_its_run(store: Store, day: date) -> None:
    with pytest.raises(Problems, match="Pick a day in between"):
        a_class(store, a_run(store), day)


def test_a_class_takes_room_and_tutor_from_its_run(store: Store) -> None:
    room = a_room(store)
    made = a_class(store, a_run(store, room=room), FIRST)
    with store.reading() as session:
        assert session.get_one(ClassSession, made).room == room
