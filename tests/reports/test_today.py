"""Today: the day in a sentence, its classes, and what needs somebody."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from sqlalchemy import insert, select, update

from hubdesk.operations.enrol import complete
from hubdesk.records.learning.attendance import Attendance
from hubdesk.records.learning.course_run import CourseRun
from hubdesk.records.learning.enrolment import Enrolment
from hubdesk.records.people.person import Person
from hubdesk.records.volunteering.application import Application
from hubdesk.records.volunteering.dbs_check import DbsCheck
from hubdesk.records.volunteering.training_record import TrainingRecord
from hubdesk.reports.course_page import course_page
from hubdesk.reports.list_conditions import Filter
from hubdesk.reports.list_page import list_page
from hubdesk.reports.needs import Need, Target
from hubdesk.reports.person_due import person_due
from hubdesk.reports.register_sheet import register_sheet
from hubdesk.reports.today import TodayPage, today_page
from hubdesk.reports.what_is_due import RETENTION_LOOKED
from hubdesk.store import Store
from hubdesk.store.clock import reading_at
from hubdesk.store.tables import operation, row_clock, setting
from tests.hub_life import a_class, a_person, a_role, a_run, keep

TODAY = date.today()
DAY = timedelta(days=1)
TERM: dict[str, Any] = {"starts": TODAY - 60 * DAY, "ends": TODAY + 60 * DAY}


def page(store: Store, hour: int = 9) -> TodayPage:
    with store.reading() as session:
        return today_page(session, TODAY, datetime.combine(TODAY, time(hour)))


def needs(store: Store, kind: str) -> list[Need]:
    return [need for need in page(store).needs if need.kind == kind]


def test_an_empty_hub_is_told_what_to_do_first(store: Store) -> None:
    empty = page(store)
    assert (empty.sentence, empty.classes, empty.needs) == ("No classes today.", (), ())
    assert {step.target.kind for step in empty.first_steps} == {"import", "people", "courses"}


def test_the_day_in_a_sentence_and_its_classes_in_order(store: Store) -> None:
    sewing, english = a_run(store, "Sewing", capacity=2, **TERM), a_run(store, "English", **TERM)
    a_class(store, english, TODAY, 13)
    held = a_class(store, sewing, TODAY, 10)
    a_class(store, english, TODAY, 16, cancelled=True)
    first = a_person(store)
    for person in (first, a_person(store, "Ben Hall")):
        keep(store, Enrolment(person=person, run=sewing, asked_on=TODAY))
    keep(store, Enrolment(person=a_person(store, "Chen Li"), run=sewing, asked_on=TODAY, status="waiting"))
    keep(store, Attendance(class_session=held, person=first, mark="present"))
    now = page(store, 11)
    assert now.sentence == "Two classes today, 2 people expected."
    assert [(one.title, one.expected, one.waiting, one.marked, one.now) for one in now.classes] == [
        ("Sewing", 2, 1, 1, True),
        ("English", 0, 0, 0, False),
        ("English", 0, 0, 0, False),
    ]
    assert now.first_steps == ()


def test_classes_of_a_cancelled_run_are_cancelled(store: Store) -> None:
    run = a_run(store, status="cancelled", **TERM)
    for day in (TODAY, TODAY + DAY):
        a_class(store, run, day, 10)
    now = page(store, 11)
    assert [(one.cancelled, one.now) for one in now.classes] == [(True, False)]
    assert now.sentence == "No classes today."


def test_without_classes_the_next_day_is_named(store: Store) -> None:
    a_class(store, a_run(store, **TERM), TODAY + 3 * DAY)
    assert page(store).next_day == TODAY + 3 * DAY


def test_a_register_is_missing_until_somebody_is_marked(store: Store) -> None:
    run = a_run(store, **TERM)
    person = a_person(store)
    missing, _, old = (a_class(store, run, TODAY - n * DAY) for n in (3, 1, 40))
    cancelled = a_class(store, run, TODAY - 4 * DAY, cancelled=True)
    assert needs(store, "register") == []
    keep(store, Enrolment(person=person, run=run, asked_on=TODAY - 50 * DAY))
    found = {need.target.id for need in needs(store, "register")}
    assert missing in found
    assert not {old, cancelled} & found
    keep(store, Attendance(class_session=missing, person=person, mark="present"))
    assert missing not in {need.target.id for need in needs(store, "register")}


def test_nobody_is_asked_for_a_register_on_which_nobody_stood(store: Store) -> None:
    # Given a run that had begun when its first learner came, today
    run = a_run(store, **TERM)
    a_class(store, run, TODAY - 7 * DAY)
    learner = keep(store, Enrolment(person=a_person(store), run=run, asked_on=TODAY, starts=TODAY))
    # Then the class before asks for no mark, on Today or on the course's page
    assert needs(store, "register") == []
    with store.reading() as session:
        before = course_page(session, run, TODAY).classes[0]
    assert (before.expected, before.missing) == (0, False)
    # And one at which somebody stood who has left since still does
    with store.operation("They came before, and left") as session:
        enrolment = session.get_one(Enrolment, learner)
        enrolment.starts, enrolment.ends = TODAY - 30 * DAY, TODAY - DAY
        enrolment.status, enrolment.withdrawal_reason = "withdrawn", "44"
    assert len(needs(store, "register")) == 1


def test_today_expects_whom_the_register_lists(store: Store) -> None:
    # Given a class today, of which one learner begins tomorrow, one finished today and one left today
    run = a_run(store, capacity=2, **TERM)
    held = a_class(store, run, TODAY)
    first = TODAY - 30 * DAY
    stays: dict[str, dict[str, Any]] = {
        "Amina Yusuf": {"starts": TODAY + DAY},
        "Ben Hall": {"starts": first, "ends": TODAY, "status": "completed"},
        "Chen Li": {"starts": first, "ends": TODAY, "status": "withdrawn", "withdrawal_reason": "44"},
    }
    for name, values in stays.items():
        keep(store, Enrolment(person=a_person(store, name), run=run, asked_on=first, **values))
    # Then both say the same, and one place is free
    [shown] = page(store).classes
    with store.reading() as session:
        assert shown.expected == register_sheet(session, held).expected == 2
    assert shown.free == 1


def test_no_register_of_a_cancelled_run_is_missing(store: Store) -> None:
    # Given a run with a learner that was cancelled, and one of its days has passed since
    run = a_run(store, **TERM)
    a_class(store, run, TODAY - DAY)
    keep(store, Enrolment(person=a_person(store), run=run, asked_on=TODAY - 50 * DAY))
    assert len(needs(store, "register")) == 1
    with store.operation("Cancel the run") as session:
        session.get_one(CourseRun, run).status = "cancelled"
    # Then nobody is asked for its register, on Today or on its own page
    assert needs(store, "register") == []
    with store.reading() as session:
        assert not any(one.missing for one in course_page(session, run, TODAY).classes)


def test_a_run_that_has_ended_asks_how_it_went_until_it_is_said_of_everybody(store: Store) -> None:
    # Given a run that ended yesterday with one learner who is still on it, one that ended long ago, and one that goes on
    ended = a_run(store, "Sewing", starts=TODAY - 60 * DAY, ends=TODAY - DAY)
    learner = keep(store, Enrolment(person=a_person(store), run=ended, asked_on=TODAY - 60 * DAY))
    old = a_run(store, "Old", starts=TODAY - 400 * DAY, ends=TODAY - 300 * DAY)
    for run in (old, a_run(store, "English", **TERM)):
        keep(store, Enrolment(person=a_person(store, "Ben Hall"), run=run, asked_on=TODAY - 400 * DAY))
    [need] = needs(store, "ended")
    assert (need.sentence, need.detail) == ("Sewing has ended", "Say how it went for 1 learner")
    assert need.target == Target("record", "course_run", ended)
    with store.operation("Finish") as session:
        complete(session, learner, TODAY - DAY, "1")
    assert needs(store, "ended") == []


def test_training_that_was_done_again_is_not_due_however_it_was_written(store: Store) -> None:
    person = a_person(store)
    keep(store, Application(person=person, role=a_role(store), stage="active", applied_on=TODAY, stage_since=TODAY))
    keep(
        store,
        TrainingRecord(person=person, training="First Aid", completed=TODAY - 400 * DAY, expires=TODAY - 30 * DAY),
        TrainingRecord(person=person, training="First aid", completed=TODAY, expires=TODAY + 365 * DAY),
    )
    assert needs(store, "training") == []


def test_checks_and_training_of_active_volunteers_only(store: Store) -> None:
    role = a_role(store, dbs_level="basic")
    for name, due, stage in (("Ben Hall", 10, "active"), ("Chen Li", 10, "active"), ("Di Fox", 10, "applied")):
        person = a_person(store, name)
        check = DbsCheck(
            person=person, level="basic", outcome="clear", issued=TODAY - 900 * DAY, next_check=TODAY + due * DAY
        )
        trained = TrainingRecord(
            person=person, training="Fire safety", completed=TODAY - 300 * DAY, expires=TODAY + due * DAY
        )
        keep(store, check, trained)
        keep(store, Application(person=person, role=role, stage=stage, applied_on=TODAY, stage_since=TODAY))
        if name == "Chen Li":
            # and what is good for ever counts, whatever ran out before
            keep(
                store,
                DbsCheck(person=person, level="basic", outcome="clear", issued=TODAY - 900 * DAY, next_check=TODAY),
                DbsCheck(person=person, level="basic", outcome="clear", issued=TODAY),
                TrainingRecord(person=person, training="Fire safety", completed=TODAY),
            )
    assert [need.detail for need in needs(store, "dbs_check")] == ["Ben Hall"]
    assert [need.detail for need in needs(store, "training")] == ["Ben Hall"]
    with store.reading() as session:
        chen = session.scalars(select(Person).where(Person.full_name == "Chen Li")).one()
        assert [need.kind for need in person_due(session, chen, TODAY)] == ["contact"]


def test_an_application_past_its_stage_s_days(store: Store) -> None:
    role = a_role(store)
    since = TODAY - 8 * DAY
    late = keep(
        store, Application(person=a_person(store), role=role, stage="applied", applied_on=since, stage_since=since)
    )
    keep(
        store,
        Application(
            person=a_person(store, "Ben Hall"), role=role, stage="references", applied_on=since, stage_since=since
        ),
    )
    assert [need.target.id for need in needs(store, "application")] == [late]


def test_many_late_applications_are_one_line_that_leads_to_the_board(store: Store) -> None:
    role, since = a_role(store), TODAY - 8 * DAY
    for name in ("Ben Hall", "Chen Li", "Di Fox", "Eve Gill"):
        applied = {"applied_on": since, "stage_since": since}
        keep(store, Application(person=a_person(store, name), role=role, stage="applied", **applied))
    assert [(need.sentence, need.target) for need in needs(store, "application")] == [
        ("4 applications are late", Target("place", "volunteers"))
    ]


def test_a_place_is_free_and_somebody_waits(store: Store) -> None:
    run, full = a_run(store, capacity=2, **TERM), a_run(store, "Full", capacity=1, **TERM)
    keep(store, Enrolment(person=a_person(store), run=full, asked_on=TODAY))
    for one in (run, full):
        keep(store, Enrolment(person=a_person(store, "Ben Hall"), run=one, asked_on=TODAY, status="waiting"))
    assert [need.target.id for need in needs(store, "waiting")] == [run]


def test_who_missed_two_classes_in_a_row(store: Store) -> None:
    run = a_run(store, **TERM)
    classes = [a_class(store, run, TODAY - n * DAY) for n in (9, 6, 2)]
    signs = {"Amina Yusuf": "PAA", "Ben Hall": "AAP", "Chen Li": "APA"}
    for name, marks in signs.items():
        person = a_person(store, name)
        keep(store, Enrolment(person=person, run=run, asked_on=TODAY - 20 * DAY))
        for meeting, sign in zip(classes, marks, strict=True):
            keep(store, Attendance(class_session=meeting, person=person, mark="present" if sign == "P" else "absent"))
    assert [need.detail for need in needs(store, "missed")] == ["Amina Yusuf"]


def test_a_line_about_several_people_leads_to_the_list_of_them(store: Store) -> None:
    run = a_run(store, **TERM)
    classes = [a_class(store, run, TODAY - n * DAY) for n in (6, 2)]
    missing = [a_person(store, name) for name in ("Amina Yusuf", "Ben Hall")]
    for person in missing:
        keep(store, Enrolment(person=person, run=run, asked_on=TODAY - 20 * DAY))
        for meeting in classes:
            keep(store, Attendance(class_session=meeting, person=person, mark="absent"))
    (need,) = needs(store, "missed")
    assert need.target == Target("list", "person", ids=tuple(missing))
    with store.reading() as session:
        shown = list_page(session, "person", filters=[Filter("id", "any", need.target.ids)])
    assert {id for id, _ in shown.rows} == set(missing)


def test_the_last_package_is_old(store: Store) -> None:
    store.set_setting("last_sent", (datetime.now().astimezone() - 8 * DAY).isoformat())
    assert len(needs(store, "send")) == 1
    store.set_setting("last_sent", datetime.now().astimezone().isoformat())
    assert needs(store, "send") == []


def test_once_a_month_whoever_was_here_for_a_year_is_to_be_looked_at(store: Store) -> None:
    # Given somebody who came a year ago, and somebody new
    person = a_person(store)
    a_person(store, "Ben Hall")
    assert needs(store, "retention") == []
    old = reading_at(datetime.combine(TODAY - 400 * DAY, time(9), UTC))
    with store.writing_plainly() as connection:
        connection.execute(update(row_clock).where(row_clock.c.record == person).values(clock=old))
        connection.execute(update(operation).values(clock=old))
    # Then a line says so, until somebody looked this month
    assert [need.target.kind for need in needs(store, "retention")] == ["retention"]
    with store.writing_plainly() as connection:
        connection.execute(insert(setting).values(name=RETENTION_LOOKED, value=f"{TODAY:%Y-%m}"))
    assert needs(store, "retention") == []
