"""A role is blocked until its checks and training are in date."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import update

from hubdesk.base.errors import Problems
from hubdesk.records.volunteering.application import Application
from hubdesk.records.volunteering.dbs_check import DbsCheck
from hubdesk.records.volunteering.reference import Reference
from hubdesk.records.volunteering.training_record import TrainingRecord
from hubdesk.records.volunteering.volunteer_role import VolunteerRole
from hubdesk.store import Store
from tests.hub_life import a_person, a_role, keep

TODAY = date.today()
YESTERDAY, LAST_YEAR, NEXT_YEAR = (TODAY + timedelta(days=days) for days in (-1, -365, 365))


def activate(store: Store, application: Application) -> None:
    with store.operation("Activate") as session:
        session.get_one(Application, application.id).stage = "active"


def an_application(store: Store, role: object) -> Application:
    application = Application(person=a_person(store), role=role, applied_on=LAST_YEAR, stage_since=LAST_YEAR)
    keep(store, application)
    return application


@pytest.mark.parametrize(
    ("level", "outcome", "due", "allowed"),
    [
        ("enhanced", "clear", NEXT_YEAR, True),
        ("enhanced_barred", "clear", TODAY, True),
        ("enhanced", "clear", None, True),
        ("basic", "clear", NEXT_YEAR, False),
        ("enhanced", "clear", YESTERDAY, False),
        ("enhanced", "risk_assessment", NEXT_YEAR, False),
        ("enhanced", None, None, False),
    ],
)
def test_the_check_is_high_enough_clear_and_in_date(
    store: Store, level: str, outcome: str | None, due: date | None, allowed: bool
) -> None:
    application = an_application(store, a_role(store, dbs_level="enhanced"))
    keep(store, DbsCheck(person=application.person, level=level, outcome=outcome, issued=LAST_YEAR, next_check=due))
    if allowed:
        activate(store, application)
    else:
        with pytest.raises(Problems, match="DBS check"):
            activate(store, application)


def test_a_level_that_only_a_newer_version_knows_is_covered_by_the_same_alone(store: Store) -> None:
    application = an_application(store, a_role(store, dbs_level="enhanced"))
    check = {"person": application.person, "outcome": "clear", "issued": LAST_YEAR}
    keep(store, DbsCheck(level="enhanced_barred", **check))
    # As a merge brings it, which keeps what a form would not take
    with store.writing_plainly() as connection:
        connection.execute(update(VolunteerRole).values(dbs_level="newest"))
    with store.reading() as session:
        around = store.around(session)
        assert any("DBS check" in said for said in session.get_one(Application, application.id).missing(around))
    with store.writing_plainly() as connection:
        connection.execute(update(DbsCheck).values(level="newest"))
    with store.reading() as session:
        assert not list(session.get_one(Application, application.id).missing(store.around(session)))


@pytest.mark.parametrize(("expires", "allowed"), [(NEXT_YEAR, True), (TODAY, True), (None, True), (YESTERDAY, False)])
def test_the_training_is_in_date(store: Store, expires: date | None, allowed: bool) -> None:
    application = an_application(store, a_role(store, "Safeguarding"))
    with pytest.raises(Problems, match="Safeguarding"):
        activate(store, application)
    keep(
        store,
        TrainingRecord(person=application.person, training="safeguarding", completed=LAST_YEAR, expires=expires),
    )
    if allowed:
        activate(store, application)
    else:
        with pytest.raises(Problems, match="Safeguarding"):
            activate(store, application)


def test_references_are_accepted_not_only_received(store: Store) -> None:
    application = an_application(store, a_role(store, references_needed=1))
    reference = keep(store, Reference(application=application.id, name="Jo Park", status="received"))
    with pytest.raises(Problems, match="0 of 1 references"):
        activate(store, application)
    with store.operation("Accept") as session:
        session.get_one(Reference, reference).status = "accepted"
    activate(store, application)


def test_one_open_application_for_a_role(store: Store) -> None:
    role = a_role(store)
    application = an_application(store, role)
    with pytest.raises(Problems, match="open application"):
        keep(store, Application(person=application.person, role=role, applied_on=TODAY, stage_since=TODAY))
