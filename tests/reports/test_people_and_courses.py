"""The pages of a person, a course run and the board of applications."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import uuid4

import pytest

from hubdesk.base.errors import Refused
from hubdesk.printing.gathering import enrolment_form, marked_register
from hubdesk.printing.gathering_desk import poster
from hubdesk.printing.gathering_learner import joining_letter
from hubdesk.records.learning.attendance import Attendance
from hubdesk.records.learning.enrolment import Enrolment
from hubdesk.records.people.emergency_contact import EmergencyContact
from hubdesk.records.people.employment_status import EmploymentStatus
from hubdesk.records.volunteering.application import Application
from hubdesk.reports.applications_board import applications_board
from hubdesk.reports.course_page import course_page, open_runs
from hubdesk.reports.person_page import person_page
from hubdesk.reports.places_taken import Taken, places_taken
from hubdesk.store import Store
from tests.hub_life import FIRST, LAST, a_class, a_person, a_role, a_run, keep

TODAY = date.today()


def test_whoever_finished_or_left_holds_no_place_of_a_course_that_goes_on(store: Store) -> None:
    goes_on, over = a_run(store, "Sewing", starts=TODAY, ends=TODAY), a_run(store, "Cooking")
    for run in (goes_on, over):
        for name, more in (
            ("Amina Yusuf", {"status": "enrolled"}),
            ("Ben Hall", {"status": "completed", "ends": TODAY}),
            ("Chen Wei", {"status": "withdrawn", "ends": TODAY, "withdrawal_reason": "3"}),
            ("Dai Pugh", {"status": "waiting"}),
        ):
            keep(store, Enrolment(person=a_person(store, name), run=run, asked_on=FIRST, **more))
    with store.reading() as session:
        taken = places_taken(session, [goes_on, over], LAST + timedelta(days=1))
        assert taken[over] == Taken(2, 1)
        assert places_taken(session, [goes_on], TODAY)[goes_on] == Taken(1, 1)


def test_a_person_s_page_tells_the_pathway_from_learner_to_volunteer_to_work(store: Store) -> None:
    person = a_person(store, "Amina Yusuf", date_of_birth=date(1985, 3, 27), phone="07700900123")
    run = a_run(store)
    keep(
        store,
        EmploymentStatus(person=person, since=date(2025, 9, 1), status="11"),
        EmploymentStatus(person=person, since=date(2026, 11, 1), status="10"),
        EmergencyContact(person=person, name="Omar Yusuf", phone="07700900456", relationship="sibling"),
        Enrolment(person=person, run=run, asked_on=FIRST, starts=FIRST, ends=LAST, status="completed", outcome="1"),
        Attendance(class_session=a_class(store, run, FIRST), person=person, mark="present"),
    )
    role = a_role(store, dbs_level="basic")
    keep(store, Application(person=person, role=role, applied_on=date(2026, 10, 1), stage_since=date(2026, 10, 1)))
    with store.reading() as session:
        page = person_page(session, person, date(2026, 11, 24))
    assert (page.name, page.age, page.phone) == ("Amina Yusuf", 41, "07700 900123")
    assert page.emergency == ("Omar Yusuf, Brother or sister, 07700 900456",)
    assert [step.kind for step in page.pathway] == [
        "enrolment", "employment_status", "application", "enrolment", "employment_status",
    ]  # fmt: skip
    assert [one.kind for one in page.doing] == ["application"]
    assert (page.attended, page.classes) == (1, 1)
    assert any("DBS" in need.sentence for need in page.due)


def test_a_course_page_lists_who_is_on_it_and_who_waits_in_order(store: Store) -> None:
    run = a_run(store, capacity=1)
    meeting = a_class(store, run, FIRST)
    placed = a_person(store, "Zoe Adams")
    keep(store, Enrolment(person=placed, run=run, asked_on=FIRST))
    for name, day in (("Ben Hall", FIRST + timedelta(days=2)), ("Chen Li", FIRST + timedelta(days=1))):
        keep(store, Enrolment(person=a_person(store, name), run=run, asked_on=day, status="waiting"))
    keep(store, Attendance(class_session=meeting, person=placed, mark="late"))
    with store.reading() as session:
        page = course_page(session, run, LAST)
        lines = open_runs(session, FIRST)
    assert [one.name for one in page.people] == ["Zoe Adams"]
    assert [one.name for one in page.waiting] == ["Chen Li", "Ben Hall"]
    assert [(one.here, one.marked, one.missing) for one in page.classes] == [(1, 1, False)]
    assert (page.enrolled, page.free) == (1, 0)
    assert [(line.title, line.enrolled, line.waiting, line.free) for line in lines] == [("Sewing", 1, 2, 0)]
    assert lines[0].detail.startswith("Mondays 10:00")


def test_who_left_is_no_learner_of_the_course_and_who_came_stays_counted(store: Store) -> None:
    # Given two who came to the first class, of whom one left after it, one who gave up waiting, and a walk-in
    run = a_run(store, capacity=2)
    meeting = a_class(store, run, FIRST)
    here, left, waited, walked_in = (a_person(store, name) for name in ("Amina Yusuf", "Ben Hall", "Chen Li", "Di Fox"))
    gone = {"starts": FIRST, "ends": FIRST + timedelta(days=1), "status": "withdrawn", "withdrawal_reason": "44"}
    keep(store, Enrolment(person=here, run=run, asked_on=FIRST, starts=FIRST))
    keep(store, Enrolment(person=left, run=run, asked_on=FIRST, **gone))
    keep(store, Enrolment(person=waited, run=run, asked_on=FIRST, ends=FIRST, status="cancelled"))
    keep(store, *(Attendance(class_session=meeting, person=one, mark="present") for one in (here, left, walked_in)))
    with store.reading() as session:
        page = course_page(session, run, LAST)
        marked = marked_register(session, run, LAST)
    assert ([one.name for one in page.people], [one.name for one in page.left]) == (
        ["Amina Yusuf"], ["Ben Hall", "Chen Li"],
    )  # fmt: skip
    assert [(one.here, one.expected) for one in page.classes] == [(3, 3)]
    # And the register of the whole course has the marks of who left, too
    assert [one.name for one in marked.learners] == ["Di Fox", "Ben Hall", "Amina Yusuf"]


def test_who_asked_on_one_day_waits_in_the_order_in_which_they_came(store: Store) -> None:
    run = a_run(store, capacity=1)
    for name in ("Zoe Adams", "Amina Yusuf", "Chen Li"):
        keep(store, Enrolment(person=a_person(store, name), run=run, asked_on=FIRST, status="waiting"))
    with store.reading() as session:
        assert [one.name for one in course_page(session, run, FIRST).waiting] == ["Zoe Adams", "Amina Yusuf", "Chen Li"]


def test_a_course_of_two_days_a_week_says_both_wherever_it_is_announced(store: Store) -> None:
    # Given a run on Mondays and Thursdays, of which one class was moved to a Friday
    run = a_run(store)
    for week in range(3):
        a_class(store, run, FIRST + timedelta(weeks=week))
        a_class(store, run, FIRST + timedelta(weeks=week, days=4 if week == 2 else 3), 13)
    enrolment = keep(store, Enrolment(person=a_person(store), run=run, asked_on=FIRST, starts=FIRST))
    both = "Mondays, 10:00 to 12:00; Thursdays, 13:00 to 15:00"
    with store.reading() as session:
        assert open_runs(session, FIRST)[0].detail == "Mondays 10:00, Thursdays 13:00"
        assert poster(session, run, FIRST).facts[0] == ("When", both)
        assert joining_letter(session, enrolment, FIRST).when == both
        assert enrolment_form(session, enrolment, FIRST).course.times == both


def test_runs_that_are_over_or_cancelled_take_nobody(store: Store) -> None:
    a_run(store)
    a_run(store, "English", status="cancelled")
    with store.reading() as session:
        assert [line.title for line in open_runs(session, FIRST)] == ["Sewing"]
        assert open_runs(session, FIRST, "maths") == []
        assert open_runs(session, LAST + timedelta(days=1)) == []


def test_the_board_shows_who_waits_longest_and_what_is_missing(store: Store) -> None:
    role = a_role(store, references_needed=1)
    for name, days in (("Ben Hall", 2), ("Amina Yusuf", 9)):
        since = TODAY - timedelta(days=days)
        keep(store, Application(person=a_person(store, name), role=role, applied_on=since, stage_since=since))
    with store.reading() as session:
        board = {column.stage: column for column in applications_board(session, TODAY, most=1)}
        cards = {column.stage: column.cards for column in applications_board(session, TODAY)}["applied"]
    assert "left" not in board
    assert (board["applied"].total, len(board["applied"].cards)) == (2, 1)
    assert [(card.name, card.days, card.late) for card in cards] == [("Amina Yusuf", 9, True), ("Ben Hall", 2, False)]
    assert cards[0].missing == ("0 of 1 references are in.",)


def test_what_is_no_longer_there_is_refused(store: Store) -> None:
    with store.reading() as session:
        with pytest.raises(Refused):
            person_page(session, uuid4(), TODAY)
        with pytest.raises(Refused):
            course_page(session, uuid4(), TODAY)
