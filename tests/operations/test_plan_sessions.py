"""A run is filled with classes, bank holidays left out."""

from __future__ import annotations

from datetime import date, time

import pytest
from sqlalchemy import select

from hubdesk.base.errors import Problems
from hubdesk.operations.plan_sessions import class_days, plan_sessions
from hubdesk.records.learning.class_session import ClassSession
from hubdesk.store import Store
from tests.hub_life import FIRST, a_room, a_run

MONDAY, WEDNESDAY, FRIDAY = 0, 2, 4


def test_the_days_are_those_asked_for_without_bank_holidays() -> None:
    days = class_days(date(2026, 12, 21), date(2027, 1, 4), [MONDAY, FRIDAY])
    assert days == (date(2026, 12, 21), date(2027, 1, 4))
    assert len(class_days(date(2026, 12, 21), date(2027, 1, 4), [MONDAY, FRIDAY], skip_bank_holidays=False)) == 5


def test_the_hub_s_own_holidays_are_left_out_from_their_first_day_to_their_last() -> None:
    half_term = (date(2026, 10, 26), date(2026, 10, 30))
    days = class_days(date(2026, 10, 19), date(2026, 11, 6), [MONDAY, FRIDAY], closed=[half_term])
    assert days == (date(2026, 10, 19), date(2026, 10, 23), date(2026, 11, 2), date(2026, 11, 6))


def test_planning_twice_adds_nothing_twice_and_undo_takes_all_back(store: Store) -> None:
    run = a_run(store, ends=date(2026, 10, 2), room=a_room(store))
    with store.operation("Plan") as session:
        added = plan_sessions(session, store.around(session), run, [MONDAY, WEDNESDAY], time(10), time(12))
    assert added == 8
    with store.operation("Plan again") as session:
        assert plan_sessions(session, store.around(session), run, [MONDAY], time(10), time(12)) == 0
    with store.reading() as session:
        held = session.scalars(select(ClassSession).order_by(ClassSession.day)).all()
        assert held[0].day == FIRST
        assert all(one.room is not None for one in held)
    assert store.undo() == "Plan"
    with store.reading() as session:
        assert session.scalars(select(ClassSession)).first() is None


def test_a_room_that_is_taken_on_one_of_the_days_stops_it_all(store: Store) -> None:
    room = a_room(store)
    for name, hour in (("Sewing", 10), ("English", 11)):
        run = a_run(store, name, room=room)
        if name == "Sewing":
            with store.operation("Plan") as session:
                plan_sessions(session, store.around(session), run, [MONDAY], time(hour), time(hour + 2))
        else:
            with pytest.raises(Problems, match="has this room"), store.operation("Plan") as session:
                plan_sessions(session, store.around(session), run, [MONDAY], time(hour), time(hour + 2))
