"""The register shows who is expected, what they need, and earlier marks."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from uuid import UUID, uuid4

import pytest

from hubdesk.base.errors import Refused
from hubdesk.records.learning.attendance import Attendance
from hubdesk.records.learning.enrolment import Enrolment
from hubdesk.records.people.consent_event import ConsentEvent
from hubdesk.records.people.emergency_contact import EmergencyContact
from hubdesk.records.people.support_need import SupportNeed
from hubdesk.reports.register_sheet import register_sheet
from hubdesk.store import Store
from tests.hub_life import FIRST, a_class, a_person, a_run, keep

WEEK = timedelta(days=7)


def photos(person: UUID, decision: str, day: int) -> ConsentEvent:
    return ConsentEvent(
        person=person,
        purpose="photos",
        decision=decision,
        wording="photos-2026-1",
        channel="paper",
        at=datetime(2026, 9, day, tzinfo=UTC),
        recorded_by="Jo",
    )


def test_learners_by_name_then_walk_ins_with_marks_of_each_week(store: Store) -> None:
    run = a_run(store)
    classes = [a_class(store, run, FIRST + week * WEEK) for week in range(5)]
    zoe, emile, guest = (a_person(store, name) for name in ("Zoe Adams", "Émile Évrard", "Ann Able"))
    for person in (emile, zoe):
        keep(store, Enrolment(person=person, run=run, asked_on=FIRST, starts=FIRST))
    keep(
        store,
        Attendance(class_session=classes[2], person=zoe, mark="absent"),
        Attendance(class_session=classes[3], person=zoe, mark="late"),
        Attendance(class_session=classes[3], person=guest, mark="present"),
    )
    with store.reading() as session:
        sheet = register_sheet(session, classes[3], earlier=2)
    assert [(row.name, row.walk_in, row.marks) for row in sheet.rows] == [
        ("Zoe Adams", False, (None, "absent", "late")),
        ("Émile Évrard", False, (None, None, None)),
        ("Ann Able", True, (None, None, "present")),
    ]
    assert [column.session_id for column in sheet.columns] == classes[1:4]
    assert (sheet.expected, sheet.here, sheet.unmarked) == (2, 2, 1)
    assert (sheet.previous_id, sheet.next_id) == (classes[2], classes[4])


@pytest.mark.parametrize(
    ("status", "starts", "ends", "there"),
    [
        ("enrolled", None, None, True),
        ("enrolled", FIRST + WEEK, None, True),
        ("enrolled", FIRST + 2 * WEEK, None, False),
        ("waiting", None, None, False),
        ("withdrawn", FIRST, FIRST, False),
        ("withdrawn", FIRST, FIRST + WEEK, True),
        ("completed", FIRST, FIRST + WEEK, True),
        ("completed", FIRST, FIRST, False),
        ("withdrawn", FIRST, FIRST + 2 * WEEK, True),
        ("completed", FIRST, FIRST + 2 * WEEK, True),
        ("cancelled", None, None, False),
    ],
)
def test_who_stands_on_it_is_who_had_a_place_that_day(
    store: Store, status: str, starts: date | None, ends: date | None, there: bool
) -> None:
    run = a_run(store)
    meeting = a_class(store, run, FIRST + WEEK)
    reason = "3" if status == "withdrawn" else None
    keep(
        store,
        Enrolment(
            person=a_person(store),
            run=run,
            asked_on=FIRST,
            status=status,
            starts=starts,
            ends=ends,
            withdrawal_reason=reason,
        ),
    )
    with store.reading() as session:
        assert bool(register_sheet(session, meeting).rows) == there


def test_support_photos_and_emergency_contact(store: Store) -> None:
    run = a_run(store)
    meeting = a_class(store, run, FIRST)
    people = [a_person(store, name) for name in ("Ann A", "Ann B", "Ann C", "Ann D")]
    for person in people:
        keep(store, Enrolment(person=person, run=run, asked_on=FIRST))
    one, two, three, _ = people
    keep(
        store,
        SupportNeed(person=one, category="12", on_register=True),
        SupportNeed(person=two, category="12", on_register=True, until=FIRST - WEEK),
        SupportNeed(person=three, category="12", on_register=False),
        photos(one, "given", 1),
        photos(one, "withdrawn", 2),
        photos(two, "withdrawn", 1),
        photos(two, "given", 2),
        EmergencyContact(person=three, name="Omar", phone="07700900123"),
    )
    with store.reading() as session:
        rows = register_sheet(session, meeting).rows
    assert [row.support for row in rows] == [True, False, False, False]
    assert [row.no_photo for row in rows] == [True, False, False, False]
    assert [row.emergency for row in rows] == [False, False, True, False]


def test_a_class_that_is_gone_is_refused(store: Store) -> None:
    with store.reading() as session, pytest.raises(Refused, match="no longer there"):
        register_sheet(session, uuid4())
