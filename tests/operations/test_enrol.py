"""Places go to people in the order in which they asked."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

import pytest

from hubdesk.base.errors import Problems, Refused
from hubdesk.operations.enrol import (
    complete,
    complete_title,
    enrol,
    enrol_title,
    give_place,
    stop_waiting,
    withdraw,
    would_wait,
)
from hubdesk.records.learning.enrolment import Enrolment
from hubdesk.store import Store
from tests.hub_life import FIRST, a_person, a_run


def put_on(store: Store, person: UUID, run: UUID, day: date = date(2026, 9, 1)) -> UUID:
    with store.operation("Enrol") as session:
        return enrol(session, store.around(session), person, run, asked_on=day, reasons=("work", "personal")).id


def held(store: Store, enrolment: UUID) -> Enrolment:
    with store.reading() as session:
        return session.get_one(Enrolment, enrolment)


def test_a_free_place_is_given_from_the_first_day_of_the_run(store: Store) -> None:
    enrolment = held(store, put_on(store, a_person(store), a_run(store)))
    assert (enrolment.status, enrolment.starts) == ("enrolled", FIRST)
    assert enrolment.reasons == ("personal", "work")


def test_when_all_places_are_taken_people_wait(store: Store) -> None:
    run = a_run(store, capacity=1)
    put_on(store, a_person(store), run)
    enrolment = held(store, put_on(store, a_person(store, "Łukasz Nowak"), run, date(2026, 9, 3)))
    assert (enrolment.status, enrolment.starts, enrolment.asked_on) == ("waiting", None, date(2026, 9, 3))


def test_a_place_that_frees_is_kept_for_those_who_wait(store: Store) -> None:
    run = a_run(store, capacity=1)
    first = put_on(store, a_person(store), run)
    second = put_on(store, a_person(store, "Łukasz Nowak"), run)
    with store.operation("Leave") as session:
        withdraw(session, first, date(2026, 10, 1), "44")
    with store.reading() as session:
        assert would_wait(store.around(session), run)
    assert held(store, put_on(store, a_person(store, "Siân Rees"), run)).status == "waiting"
    with store.operation("Place") as session:
        give_place(session, store.around(session), second)
    assert held(store, second).status == "enrolled"


def test_there_is_no_place_to_give_on_a_full_run(store: Store) -> None:
    run = a_run(store, capacity=1)
    put_on(store, a_person(store), run)
    waiting = put_on(store, a_person(store, "Łukasz Nowak"), run)
    with pytest.raises(Problems, match="The only place is taken"), store.operation("Place") as session:
        give_place(session, store.around(session), waiting)
    assert held(store, waiting).status == "waiting"


def test_who_leaves_says_why_and_who_only_waited_is_cancelled(store: Store) -> None:
    run = a_run(store, capacity=1)
    first = put_on(store, a_person(store), run)
    second = put_on(store, a_person(store, "Łukasz Nowak"), run)
    with store.operation("Leave") as session:
        withdraw(session, first, date(2026, 10, 1), "44")
        withdraw(session, second, date(2026, 10, 1), "44")
    assert (held(store, first).status, held(store, first).withdrawal_reason) == ("withdrawn", "44")
    assert (held(store, second).status, held(store, second).withdrawal_reason) == ("cancelled", None)


def test_who_no_longer_waits_is_taken_off_the_list_and_nobody_else(store: Store) -> None:
    run = a_run(store, capacity=1)
    first = put_on(store, a_person(store), run)
    second = put_on(store, a_person(store, "Łukasz Nowak"), run)
    with store.operation("Off the list") as session:
        stop_waiting(session, second, date(2026, 10, 1))
    assert (held(store, second).status, held(store, second).ends) == ("cancelled", date(2026, 10, 1))
    with pytest.raises(Refused, match="no longer waits"), store.operation("Off the list") as session:
        stop_waiting(session, first, date(2026, 10, 1))


def test_who_finishes_has_an_outcome_and_only_once(store: Store) -> None:
    enrolment = put_on(store, a_person(store), a_run(store))
    with store.operation("Finish") as session:
        complete(session, enrolment, date(2026, 12, 18), "1")
    assert (held(store, enrolment).status, held(store, enrolment).outcome) == ("completed", "1")
    with pytest.raises(Refused, match="not on this course"), store.operation("Finish") as session:
        complete(session, enrolment, date(2026, 12, 18), "1")


def test_who_comes_late_starts_on_the_day_they_came(store: Store) -> None:
    # Given a run that began last week, with one place, and two people who ask for it today
    today = date.today()
    week = timedelta(days=7)
    run = a_run(store, capacity=1, starts=today - week, ends=today + week)
    first, second = (put_on(store, a_person(store, name), run, today) for name in ("Amina Yusuf", "Ben Hall"))
    assert held(store, first).starts == today
    # When the first leaves and the second is given the place, then that counts from today
    with store.operation("Leave") as session:
        withdraw(session, first, today, "44")
        session.flush()
        give_place(session, store.around(session), second)
    assert held(store, second).starts == today


def test_who_finished_and_is_said_to_have_left_has_no_outcome_any_more(store: Store) -> None:
    enrolment = put_on(store, a_person(store), a_run(store))
    with store.operation("Finish") as session:
        complete(session, enrolment, date(2026, 12, 18), "1")
    with store.operation("Leave") as session:
        withdraw(session, enrolment, date(2026, 12, 1), "44")
    assert (held(store, enrolment).status, held(store, enrolment).outcome) == ("withdrawn", None)


def test_enrolling_can_be_undone_by_name(store: Store) -> None:
    person, run = a_person(store), a_run(store)
    with store.operation(enrol_title(["Amina"])) as session:
        made = enrol(session, store.around(session), person, run, asked_on=FIRST).id
    assert store.undo() == "Enrol Amina"
    with store.reading() as session:
        assert session.get(Enrolment, made) is None


def test_titles_say_how_many() -> None:
    assert enrol_title(["Amina", "Łukasz"]) == "Enrol 2 learners"
    assert complete_title(["Amina"]) == "Amina finishes the course"
