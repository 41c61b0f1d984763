"""Retention: what is due, two people confirm, names go and counts stay."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import func, select

from hubdesk.access.roles import Role
from hubdesk.base.errors import Refused
from hubdesk.operations.check_in import check_visitor_in, end_visit
from hubdesk.operations.confirm_retention import Confirmed, confirm_retention, due_for_me
from hubdesk.operations.retention_due import retention_due, retentions
from hubdesk.records import fields_of, kind_named
from hubdesk.records.learning.attendance import Attendance
from hubdesk.records.learning.enrolment import Enrolment
from hubdesk.records.people.person import Person
from hubdesk.records.people.subject_request import SubjectRequest
from hubdesk.records.people.visit import Visit
from hubdesk.records.places.ward import Ward
from hubdesk.records.volunteering.application import Application
from hubdesk.records.volunteering.dbs_check import DbsCheck
from hubdesk.records.volunteering.volunteer_role import VolunteerRole
from hubdesk.reports.reach_by_ward import reach_by_ward
from hubdesk.store import Store
from hubdesk.store.tables import erasure, operation
from tests.conftest import PASSPHRASE
from tests.hub_life import a_class, a_person, a_run, keep
from tests.rights.pages import all_bytes
from tests.rights.people import somebody_else

LONG_AGO, LATER = date(2018, 9, 3), date(2026, 11, 25)


def due(store: Store, on: date = LATER) -> dict[str, str]:
    with store.reading() as session:
        return {one.title: one.retention for one in retention_due(session, on)}


def a_learner(store: Store, name: str, status: str = "completed") -> UUID:
    run = a_run(store, starts=LONG_AGO, ends=date(2018, 12, 14))
    ward = keep(store, Ward(code=f"E0501{len(name):04}", name="Burnage", council="Manchester", targeted=True))
    person = a_person(store, name, date_of_birth=date(1985, 3, 27), ward=ward)
    held = a_class(store, run, LONG_AGO)
    ended = date(2018, 12, 14) if status == "completed" else None
    enrolment = Enrolment(person=person, run=run, asked_on=LONG_AGO, starts=LONG_AGO, ends=ended, status=status)
    keep(store, enrolment, Attendance(class_session=held, person=person, mark="present"))
    return person


def test_s17_the_classes_name_kinds_and_fields_that_there_are() -> None:
    for one in retentions():
        assert one.months > 0
        assert one.why.sentence
        assert one.source.sentence
        for part in one.parts:
            names = {field.name for field in fields_of(kind_named(part["kind"]))}
            told = [*part["dates"], *one.fields, part.get("link", "person")]
            told += [name for key in ("open", "only", "except") for name in part.get(key, {})]
            assert set(told) <= names, (one.code, set(told) - names)


def test_s17_two_different_people_confirm_and_counts_survive(store: Store, tmp_path: Path) -> None:
    # Given a learner of long ago, one who is still on a course, and one whose request is open
    person = a_learner(store, "Zephyrine Canarybird")
    a_learner(store, "Still Here", status="enrolled")
    asked = a_learner(store, "Asked For Data")
    keep(store, SubjectRequest(person=asked, asked="access", received=date(2026, 11, 20)))
    assert due(store) == {"Zephyrine Canarybird": "learner"}
    with store.reading() as session:
        before = reach_by_ward(session, "none", "", LONG_AGO, LATER).total.learners
    # When one person confirms twice
    assert confirm_retention(store, [person], LATER).waiting == 1
    with pytest.raises(Refused, match="confirmed these yourself"):
        confirm_retention(store, [person], LATER)
    assert b"Zephyrine" in all_bytes(tmp_path / "hub.hubdesk")
    # And then another manager, who has signed in as themselves
    store = somebody_else(store, tmp_path, Role.MANAGER)
    assert confirm_retention(store, [person], LATER).erased == 1
    # Then the name is in no page of the file, and every count is as before
    assert b"Zephyrine" not in all_bytes(tmp_path / "hub.hubdesk")
    with store.reading() as session:
        assert reach_by_ward(session, "none", "", LONG_AGO, LATER).total.learners == before
        assert session.scalar(select(func.count()).select_from(Enrolment)) == 3
        assert session.scalar(select(func.count()).select_from(Attendance)) == 3
        assert session.get_one(Person, person).age_band == "35_44"
    assert due(store) == {}
    assert store.findings() == []


@pytest.mark.parametrize("role", [Role.RECEPTION, Role.TUTOR])
@pytest.mark.parametrize("manager_first", [True, False])
def test_s17_where_one_manages_somebody_else_confirms_too_and_the_manager_erases(
    store: Store, tmp_path: Path, role: Role, manager_first: bool
) -> None:
    # Given a hub with one manager, who has confirmed or not, and somebody who helps there
    person = a_learner(store, "Zephyrine Canarybird")
    if manager_first:
        confirm_retention(store, [person], LATER)
    store = somebody_else(store, tmp_path, role)

    # When they confirm, then nothing is erased yet, and they cannot be the second one too
    assert [one.title for one in due_for_me(store, LATER)] == ["Zephyrine Canarybird"]
    assert confirm_retention(store, [person], LATER) == Confirmed(waiting=1, erased=0)
    with pytest.raises(Refused, match="confirmed these yourself"):
        confirm_retention(store, [person], LATER)
    with pytest.raises(Refused, match="only a manager"):
        store.erase([])
    helper = store.by
    store.close()

    # Then the manager erases it, and it is written down who the two were
    store = Store.open(tmp_path / "hub.hubdesk", PASSPHRASE, "Manager")
    assert confirm_retention(store, [person], LATER) == Confirmed(waiting=0, erased=1)
    with store.reading_plainly() as connection:
        assert connection.execute(select(erasure.c.by, erasure.c.second)).all() == [(helper, "Manager")]
    store.close()


def test_s17_who_may_not_see_what_a_class_goes_by_is_not_asked_and_still_keeps_nobody_from_staying(
    store: Store, tmp_path: Path
) -> None:
    # Given a learner of long ago who offers to help, which tutors do not see, and one whose application came to nothing
    active, gone = a_learner(store, "Still Offers"), a_person(store, "Not Taken On")
    role = keep(store, VolunteerRole(name="Welcome desk"))
    keep(store, Application(person=active, role=role, stage="applied", applied_on=LONG_AGO, stage_since=LONG_AGO))
    keep(store, Application(person=gone, role=role, stage="unsuccessful", applied_on=LONG_AGO, stage_since=LONG_AGO))
    assert due(store) == {"Not Taken On": "applicant"}

    # Then a tutor is shown neither, and reception, which sees applications, is
    store = somebody_else(store, tmp_path, Role.TUTOR)
    assert due_for_me(store, LATER) == []
    assert confirm_retention(store, [active, gone], LATER) == Confirmed(waiting=0, erased=0)
    store = somebody_else(store, tmp_path, Role.RECEPTION)
    assert [one.title for one in due_for_me(store, LATER)] == ["Not Taken On"]
    store.close()


def test_s17_details_of_a_dbs_check_go_after_six_months_and_the_entry_stays(store: Store, tmp_path: Path) -> None:
    person = a_person(store, "Hamid Rahimi")
    check = keep(
        store,
        DbsCheck(
            person=person, level="enhanced", certificate_number="987654321098", issued=date(2026, 3, 2),
            seen_by="Kanari Seer", seen_on=date(2026, 5, 4), outcome="clear",
        ),
    )  # fmt: skip
    assert due(store, date(2026, 11, 4)) == {}
    assert due(store, date(2026, 11, 5)) == {"Hamid Rahimi": "dbs_detail"}
    confirm_retention(store, [check], date(2026, 11, 5))
    store = somebody_else(store, tmp_path, Role.MANAGER)
    assert confirm_retention(store, [check], date(2026, 11, 5)).erased == 1
    assert store.findings() == []
    with store.reading() as session:
        left = session.get_one(DbsCheck, check)
        assert (left.certificate_number, left.seen_by, left.outcome) == (None, None, "clear")
    held = all_bytes(tmp_path / "hub.hubdesk")
    assert b"987654321098" not in held
    assert b"Kanari Seer" not in held


def test_s17_a_visitors_name_goes_after_three_months_also_from_what_was_done(store: Store, tmp_path: Path) -> None:
    # Given a visitor who was checked in and out, somebody called like them, and another visitor
    came = datetime.fromisoformat("2026-08-03T10:05")
    with store.operation("Check Zebedee Quill in") as session:
        check_visitor_in(session, came, "Zebedee Quill")
    with store.operation("Check Bo in") as session:
        check_visitor_in(session, came.replace(month=11), "Bo")
    with store.reading() as session:
        visit = session.scalars(select(Visit.id).where(Visit.visitor == "Zebedee Quill")).one()
    with store.operation("Check Zebedee Quill out") as session:
        end_visit(session, visit, came.replace(hour=11))
    namesake = a_person(store, "Zebedee Quill")
    with store.operation("Change Zebedee Quill") as session:
        session.get_one(Person, namesake).known_as = "Zeb"

    # When two people confirm three months later
    assert due(store, date(2026, 11, 5)) == {"Meeting or visit, 3 Aug 2026": "visitor_name"}
    confirm_retention(store, [visit], date(2026, 11, 5))
    store = somebody_else(store, tmp_path, Role.MANAGER)
    assert confirm_retention(store, [visit], date(2026, 11, 5)).erased == 1

    # Then nothing that was done with the visit names them, and the titles of others stay
    with store.reading_plainly() as connection:
        titles = list(connection.scalars(select(operation.c.title).order_by(operation.c.clock)))
    assert titles.count("Something that was erased") == 2
    assert [one for one in titles if "Quill" in one or "Bo" in one] == ["Check Bo in", "Change Zebedee Quill"]
    assert store.findings() == []


def test_an_enquiry_that_led_nowhere_is_due_after_a_year(store: Store) -> None:
    a_person(store, "Asked Once")
    assert due(store, date.today()) == {}
    later = date(date.today().year + 1, 12, 31)
    assert due(store, later) == {"Asked Once": "enquiry"}
