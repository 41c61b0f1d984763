"""Check in, check out: one operation with the mark in the register, and one undo for both."""

from __future__ import annotations

from datetime import date, datetime, time
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import select

from hubdesk.access.roles import Role
from hubdesk.operations.check_in import (
    Coming,
    check_in,
    check_visitor_in,
    end_visit,
    tally,
    visit_over_title,
    visitor_title,
    what_checking_in_does,
)
from hubdesk.operations.enrol import enrol
from hubdesk.operations.mark_register import mark
from hubdesk.records.learning.attendance import Attendance
from hubdesk.records.learning.class_session import ClassSession
from hubdesk.records.people.visit import Visit
from hubdesk.records.volunteering.application import Application
from hubdesk.store import Store
from tests.hub_life import a_class, a_person, a_role, a_room, a_run, keep
from tests.rights.people import somebody_else

DAY = date(2026, 11, 23)


def at(hour: int, minute: int = 0) -> datetime:
    return datetime.combine(DAY, time(hour, minute))


def come(store: Store, person: UUID, now: datetime) -> Coming:
    with store.reading() as session:
        coming = what_checking_in_does(session, person, now)
    with store.operation(coming.title) as session:
        check_in(session, coming, entered="name")
    return coming


def visits(store: Store) -> list[tuple[time | None, time | None, str]]:
    with store.reading() as session:
        return [(one.came, one.went, one.what_for) for one in session.scalars(select(Visit).order_by(Visit.came))]


def marks(store: Store) -> list[str]:
    with store.reading() as session:
        return list(session.scalars(select(Attendance.mark)))


@pytest.fixture
def amina(store: Store) -> UUID:
    return a_person(store)


@pytest.fixture
def sewing(store: Store, amina: UUID) -> UUID:
    """A class at ten, on whose register Amina stands."""
    run, room = a_run(store), a_room(store, "Room 2")
    held = a_class(store, run, DAY, room=room)
    with store.operation("Enrol") as session:
        enrol(session, store.around(session), amina, run, asked_on=date(2026, 9, 1))
    return held


def test_checking_in_marks_the_class_that_somebody_is_expected_in_and_one_undo_takes_both_back(
    store: Store, amina: UUID, sewing: UUID
) -> None:
    coming = come(store, amina, at(9, 50))
    assert coming.sentence == "Amina Yusuf is in. Sewing at 10:00 in Room 2."
    assert (visits(store), marks(store)) == ([(time(9, 50), None, "class")], ["present"])
    assert store.undo() == "Check Amina Yusuf in"
    assert (visits(store), marks(store)) == ([], [])


def test_checking_in_again_checks_out_and_a_card_read_twice_does_not(store: Store, amina: UUID, sewing: UUID) -> None:
    come(store, amina, at(9, 50))
    assert come(store, amina, at(9, 51)).sentence == "Amina Yusuf is in already, since 09:50."
    assert come(store, amina, at(12, 5)).sentence == "Amina Yusuf has left; here since 09:50."
    assert visits(store) == [(time(9, 50), time(12, 5), "class")]
    assert marks(store) == ["present"]
    # And the same day again
    assert come(store, amina, at(14)).sentence == "Amina Yusuf is in."
    assert visits(store)[1] == (time(14), None, "drop_in")


def test_a_visit_of_yesterday_without_a_time_out_does_not_check_out_today(store: Store, amina: UUID) -> None:
    keep(store, Visit(person=amina, day=date(2026, 11, 22), came=time(9)))
    assert come(store, amina, at(9)).doing == "in"


def test_a_class_of_the_evening_is_told_but_not_marked_in_the_morning(store: Store, amina: UUID, sewing: UUID) -> None:
    coming = come(store, amina, at(6, 30))
    assert coming.sentence == "Amina Yusuf is in. Sewing at 10:00 in Room 2."
    assert (visits(store)[0][2], marks(store)) == ("drop_in", [])


@pytest.mark.parametrize(("before", "after"), [("absent", "late"), ("late", "late"), ("authorised", "present")])
def test_a_mark_that_was_given_already_is_kept_where_it_says_that_they_came(
    store: Store, amina: UUID, sewing: UUID, before: str, after: str
) -> None:
    with store.operation("Mark") as session:
        mark(session, sewing, amina, before)
    assert come(store, amina, at(10, 20)).sentence == "Amina Yusuf is in. Sewing began at 10:00 in Room 2."
    assert marks(store) == [after]


def test_a_class_that_is_cancelled_is_said_and_marks_nothing(store: Store, amina: UUID, sewing: UUID) -> None:
    with store.operation("Cancel") as session:
        session.get_one(ClassSession, sewing).cancelled = True
    assert come(store, amina, at(9, 50)).sentence == "Amina Yusuf is in. Sewing at 10:00 is cancelled today."
    assert (visits(store)[0][2], marks(store)) == ("drop_in", [])


def test_a_class_that_is_over_is_not_what_somebody_came_for(store: Store, amina: UUID, sewing: UUID) -> None:
    assert come(store, amina, at(12)).sentence == "Amina Yusuf is in."
    assert marks(store) == []


def test_tutors_and_volunteers_come_to_work_and_to_volunteer(store: Store) -> None:
    tutor, helper = a_person(store, "Tom Oyelaran"), a_person(store, "Grace Mbeki")
    a_class(store, a_run(store), DAY, tutor=tutor)
    role = a_role(store)
    keep(store, Application(person=helper, role=role, stage="active", applied_on=DAY, stage_since=DAY))
    assert come(store, tutor, at(9)).sentence == "Tom Oyelaran is in, and teaches Sewing at 10:00."
    assert come(store, helper, at(9, 5)).sentence == "Grace Mbeki is in: Volunteering."
    assert [what for _, _, what in visits(store)] == ["work", "volunteering"]
    assert marks(store) == []


def test_visitors_and_those_without_a_name_are_counted_too(store: Store) -> None:
    with store.operation("Count") as session:
        tally(session, at(9), "25_34")
        check_visitor_in(session, at(10), "Gas engineer", "work")
    with store.reading() as session:
        visitor = session.scalars(select(Visit.id).where(Visit.visitor == "Gas engineer")).one()
    with store.operation("Out") as session:
        end_visit(session, visitor, at(11))
    assert visits(store) == [(time(9), None, "drop_in"), (time(10), time(11), "work")]


def test_who_leaves_before_their_class_begins_is_not_marked_as_present_in_it(
    store: Store, amina: UUID, sewing: UUID
) -> None:
    come(store, amina, at(9))
    come(store, amina, at(9, 20))
    assert (visits(store), marks(store)) == ([(time(9), time(9, 20), "class")], [])


def test_a_mark_that_was_given_since_stays_when_somebody_leaves(store: Store, amina: UUID, sewing: UUID) -> None:
    come(store, amina, at(9))
    with store.operation("Mark") as session:
        mark(session, sewing, amina, "late")
    come(store, amina, at(9, 20))
    assert marks(store) == ["late"]


def test_a_visit_without_a_time_begins_when_its_person_checks_in(store: Store, amina: UUID) -> None:
    keep(store, Visit(person=amina, day=DAY))
    assert come(store, amina, at(9)).sentence == "Amina Yusuf is in."
    assert come(store, amina, at(10)).doing == "out"
    assert visits(store) == [(time(9), time(10), "drop_in")]


def test_the_title_of_what_is_done_for_a_visitor_does_not_name_them() -> None:
    assert (visitor_title(), visit_over_title("")) == ("Check a visitor in", "Check a visitor out")


def test_a_tutor_who_checks_a_volunteer_in_writes_down_that_they_volunteer(store: Store, tmp_path: Path) -> None:
    helper = a_person(store)
    keep(store, Application(person=helper, role=a_role(store), stage="active", applied_on=DAY, stage_since=DAY))
    tutor = somebody_else(store, tmp_path, Role.TUTOR)
    come(tutor, helper, at(9))
    assert visits(tutor)[0][2] == "volunteering"
    tutor.close()


def test_where_others_see_the_screen_nothing_is_said_of_what_somebody_came_for(
    store: Store, amina: UUID, sewing: UUID
) -> None:
    assert come(store, amina, at(9, 50)).names_only == "Amina Yusuf is in."
