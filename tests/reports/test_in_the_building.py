"""Who is in the building: for the desk, and at a fire."""

from __future__ import annotations

from datetime import date, datetime, time
from uuid import uuid4

from sqlalchemy import insert, update

from hubdesk.operations.mark_register import mark
from hubdesk.records.people.visit import Visit
from hubdesk.reports.in_the_building import InTheBuilding, KnownBy, in_the_building, never_signed_out
from hubdesk.store import Store
from hubdesk.store.clock import reading_at
from hubdesk.store.tables import erased, row_clock
from tests.hub_life import a_class, a_person, a_room, a_run, keep

DAY = date(2026, 11, 23)


def at(store: Store, hour: int, minute: int = 0) -> InTheBuilding:
    with store.reading() as session:
        return in_the_building(session, datetime.combine(DAY, time(hour, minute)))


def names(found: InTheBuilding) -> list[str]:
    return [one.name for one in found.people]


def test_who_checked_in_is_in_until_they_check_out(store: Store) -> None:
    amina, nasrin = a_person(store), a_person(store, "Nasrin Ahmadi", family_name="Ahmadi")
    keep(store, Visit(person=amina, day=DAY, came=time(9, 30), what_for="advice"))
    keep(store, Visit(person=nasrin, day=DAY, came=time(9), went=time(11)))
    keep(store, Visit(visitor="Gas engineer", day=DAY, came=time(10), what_for="work"))
    keep(store, Visit(day=DAY, came=time(10), age_band="25_34", entered="tally"))
    assert names(at(store, 8)) == []
    early = at(store, 10, 30)
    assert names(early) == ["Nasrin Ahmadi", "Gas engineer", "Amina Yusuf"]
    assert (early.nameless, early.count) == (1, 4)
    assert [(one.what_for, one.came) for one in early.people[1:]] == [("Work here", time(10)), ("Advice", time(9, 30))]
    assert names(at(store, 11)) == ["Gas engineer", "Amina Yusuf"]


def test_yesterdays_forgotten_sign_outs_are_not_in_today(store: Store) -> None:
    yesterday = date(2026, 11, 22)
    keep(store, Visit(person=a_person(store), day=yesterday, came=time(9)))
    keep(store, Visit(day=yesterday, came=time(9), entered="tally"))
    assert at(store, 12).count == 0
    with store.reading() as session:
        assert never_signed_out(session, yesterday) == 1


def test_a_class_that_is_held_has_its_learners_and_tutor_in(store: Store) -> None:
    amina, tutor, away = a_person(store), a_person(store, "Tom Oyelaran"), a_person(store, "Grace Mbeki")
    held = a_class(store, a_run(store), DAY, room=a_room(store), tutor=tutor)
    with store.operation("Mark") as session:
        mark(session, held, amina, "late")
        mark(session, held, away, "absent")
    found = at(store, 11)
    assert {one.name: (one.known_by, one.room, one.course) for one in found.people} == {
        "Amina Yusuf": (KnownBy.REGISTER, "Sewing room", "Sewing"),
        "Tom Oyelaran": (KnownBy.TEACHES, "Sewing room", "Sewing"),
    }
    assert names(at(store, 12)) == []
    # A visit is surer than a register, and the room is still told
    keep(store, Visit(person=amina, day=DAY, came=time(9, 50), what_for="class"))
    one = next(one for one in at(store, 11).people if one.name == "Amina Yusuf")
    assert (one.known_by, one.came, one.room) == (KnownBy.VISIT, time(9, 50), "Sewing room")


def test_who_leaves_in_the_middle_of_a_class_is_out_and_who_comes_back_for_it_is_in(store: Store) -> None:
    amina, held = a_person(store), a_class(store, a_run(store), DAY)
    with store.operation("Mark") as session:
        mark(session, held, amina, "present")
    early = keep(store, Visit(person=amina, day=DAY, came=time(8), went=time(9)))
    assert names(at(store, 11)) == ["Amina Yusuf"]
    with store.operation("Change") as session:
        session.get_one(Visit, early).went = time(10, 30)
    assert names(at(store, 11)) == []


def test_who_was_marked_and_went_before_the_class_is_not_taken_to_have_come_back(store: Store) -> None:
    amina = a_person(store)
    held = a_class(store, a_run(store), DAY)
    with store.operation("Mark") as session:
        mark(session, held, amina, "present")
    with store.writing_plainly() as connection:
        early = reading_at(datetime.combine(DAY, time(7)).astimezone())
        connection.execute(update(row_clock).where(row_clock.c.kind == "attendance").values(clock=early))
    keep(store, Visit(person=amina, day=DAY, came=time(8), went=time(9)))
    assert names(at(store, 11)) == []


def test_a_visit_of_somebody_who_was_erased_says_nothing_of_who_is_in(store: Store) -> None:
    visit = keep(store, Visit(person=a_person(store), day=DAY))
    assert at(store, 11).count == 1
    with store.writing_plainly() as connection:
        connection.execute(insert(erased).values(record=visit, kind="visit", gone=False, day=DAY, person=uuid4()))
    with store.reading() as session:
        assert never_signed_out(session, DAY) == 0
    assert at(store, 11).count == 0
