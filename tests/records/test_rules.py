"""The sector's rules, as the store applies them: places, rooms, dates, checks, consents."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select

from hubdesk.base.errors import Problems
from hubdesk.fields.check_digit import with_check
from hubdesk.fields.postcodes import postcodes_in
from hubdesk.operations.enrol import complete, enrol, give_place, withdraw
from hubdesk.records.learning.certificate import Certificate
from hubdesk.records.learning.class_session import ClassSession
from hubdesk.records.learning.course import Course
from hubdesk.records.learning.course_run import CourseRun
from hubdesk.records.learning.enrolment import Enrolment
from hubdesk.records.people.consent_event import ConsentEvent
from hubdesk.records.people.person import Person
from hubdesk.records.places.room import Room
from hubdesk.records.places.venue import Venue
from hubdesk.records.places.ward import Ward
from hubdesk.records.record import Record
from hubdesk.records.volunteering.application import Application
from hubdesk.records.volunteering.dbs_check import DbsCheck
from hubdesk.records.volunteering.reference import Reference
from hubdesk.records.volunteering.training_record import TrainingRecord
from hubdesk.records.volunteering.training_requirement import TrainingRequirement
from hubdesk.records.volunteering.volunteer_role import VolunteerRole
from hubdesk.store import Store

FIRST = date(2026, 1, 12)
TODAY = date.today()


def add(store: Store, *records: Record) -> UUID:
    """The id of the first."""
    with store.operation("Add") as session:
        session.add_all(records)
    return records[0].id


def change(store: Store, kind: type[Record], id: UUID, **values: Any) -> None:
    with store.operation("Change") as session:
        found = session.get_one(kind, id)
        for name, value in values.items():
            setattr(found, name, value)


def broken(act: Callable[[], object]) -> set[str | None]:
    """The fields that the act is refused for."""
    with pytest.raises(Problems) as refused:
        act()
    assert all(problem.sentence.endswith(".") for problem in refused.value.problems)
    return {problem.field for problem in refused.value.problems}


@pytest.fixture
def person(store: Store) -> UUID:
    return add(store, Person(full_name="Nasrin Ahmadi"))


@pytest.fixture
def run(store: Store) -> UUID:
    """Two places, for ten weeks from FIRST."""
    course = Course(name="Sewing")
    made = CourseRun(course=course.id, name="", starts=FIRST, ends=FIRST + timedelta(days=70), capacity=2)
    add(store, course, made)
    return made.id


@pytest.fixture
def room(store: Store) -> UUID:
    venue = Venue(name="Westcroft")
    made = Room(name="Room 1", venue=venue.id)
    add(store, venue, made)
    return made.id


def ask(store: Store, run: UUID, name: str) -> Enrolment:
    person = add(store, Person(full_name=name))
    with store.operation("Enrol") as session:
        return enrol(session, store.around(session), person, run, asked_on=FIRST)


def test_who_asks_when_all_places_are_taken_waits_in_order(store: Store, run: UUID) -> None:
    # Given two places and four people
    asked = [ask(store, run, name) for name in ("Ash", "Ben", "Cai", "Dee")]
    assert [one.status for one in asked] == ["enrolled", "enrolled", "waiting", "waiting"]

    # When somebody is given a place too many, or places are taken away, then it is refused
    def give() -> None:
        with store.operation("Give a place") as session:
            give_place(session, store.around(session), asked[2].id)

    assert broken(give) == {"status"}
    assert broken(lambda: change(store, CourseRun, run, capacity=1)) == {"capacity"}

    # When somebody leaves, then the first who waits can have the place, and who asks now still waits
    with store.operation("Leave") as session:
        withdraw(session, asked[0].id, FIRST + timedelta(days=7), "3")
    assert ask(store, run, "Eve").status == "waiting"
    give()
    with store.reading() as session:
        assert session.get_one(Enrolment, asked[2].id).status == "enrolled"


def test_a_person_has_one_open_enrolment_for_each_run(store: Store, run: UUID, person: UUID) -> None:
    first = add(store, Enrolment(person=person, run=run, asked_on=FIRST))
    for status in ("enrolled", "waiting"):
        again = Enrolment(person=person, run=run, asked_on=FIRST, status=status)
        assert "run" in broken(lambda again=again: add(store, again))  # type: ignore[misc]
    with store.operation("Finish") as session:
        complete(session, first, FIRST + timedelta(days=70), None)
    add(store, Enrolment(person=person, run=run, asked_on=FIRST))


def test_who_left_has_a_reason_and_nobody_else(store: Store, run: UUID, person: UUID) -> None:
    id = add(store, Enrolment(person=person, run=run, asked_on=FIRST, starts=FIRST))
    assert broken(lambda: change(store, Enrolment, id, status="withdrawn")) == {"withdrawal_reason"}
    assert broken(lambda: change(store, Enrolment, id, withdrawal_reason="3")) == {"withdrawal_reason"}
    assert broken(lambda: change(store, Enrolment, id, outcome="1")) == {"outcome"}
    assert broken(lambda: change(store, Enrolment, id, ends=FIRST - timedelta(days=1))) == {"ends"}
    change(store, Enrolment, id, status="withdrawn", withdrawal_reason="3", ends=FIRST)


def test_nobody_is_enrolled_on_a_cancelled_run(store: Store, run: UUID, person: UUID) -> None:
    change(store, CourseRun, run, status="cancelled")
    assert broken(lambda: add(store, Enrolment(person=person, run=run, asked_on=FIRST))) == {"run"}


def held(run: UUID, room: UUID | None, starts: int, ends: int, **more: Any) -> ClassSession:
    day = more.pop("day", FIRST)
    return ClassSession(run=run, room=room, day=day, starts=time(starts), ends=time(ends), **more)


def test_a_room_holds_one_class_at_a_time(store: Store, run: UUID, room: UUID) -> None:
    # Given a class from ten to twelve
    add(store, held(run, room, 10, 12))
    # Then another that overlaps is refused, however it does
    for starts, ends in ((9, 11), (11, 13), (10, 12), (9, 13)):
        clash = held(run, room, starts, ends)
        assert broken(lambda clash=clash: add(store, clash)) == {"room"}  # type: ignore[misc]
    # And times that touch, another day, no room, or a cancelled class are fine
    for fine in (
        held(run, room, 9, 10),
        held(run, room, 12, 13),
        held(run, room, 10, 12, day=FIRST + timedelta(days=1)),
        held(run, None, 10, 12),
    ):
        add(store, fine)
    cancelled = add(store, held(run, room, 10, 12, cancelled=True))
    assert broken(lambda: change(store, ClassSession, cancelled, cancelled=False)) == {"room"}


def test_two_classes_of_one_operation_clash_too(store: Store, run: UUID, room: UUID) -> None:
    assert broken(lambda: add(store, held(run, room, 10, 12), held(run, room, 11, 13))) == {"room"}


def test_classes_lie_within_their_run(store: Store, run: UUID) -> None:
    assert broken(lambda: add(store, held(run, None, 10, 12, day=FIRST - timedelta(days=1)))) == {"day"}
    assert broken(lambda: add(store, held(run, None, 12, 12))) == {"ends"}
    add(store, held(run, None, 10, 12, day=FIRST + timedelta(days=70)))
    assert broken(lambda: change(store, CourseRun, run, ends=FIRST + timedelta(days=69))) == {"ends"}
    assert "ends" in broken(lambda: change(store, CourseRun, run, ends=FIRST - timedelta(days=1)))


def test_a_room_is_in_the_venue_of_its_run(store: Store, run: UUID, room: UUID) -> None:
    other = add(store, Venue(name="JNR8"))
    assert broken(lambda: change(store, CourseRun, run, room=room, venue=other)) == {"room"}
    change(store, CourseRun, run, room=room)
    with store.reading() as session:
        assert session.get_one(CourseRun, run).venue == session.get_one(Room, room).venue


@pytest.fixture
def application(store: Store, person: UUID) -> UUID:
    """For a role that needs two references, an enhanced check and one training that counts a year."""
    role = VolunteerRole(name="Tutor", dbs_level="enhanced", references_needed=2)
    needed = TrainingRequirement(role=role.id, training="Safeguarding", valid_months=12)
    made = Application(person=person, role=role.id, applied_on=FIRST, stage_since=FIRST)
    add(store, role, needed, made)
    return made.id


def missing(store: Store, application: UUID) -> list[str]:
    with store.reading() as session:
        around = store.around(session)
        return [stage for stage, _ in session.get_one(Application, application).still_to_do(around)]


def test_a_volunteer_is_active_once_everything_is_in_and_in_date(store: Store, application: UUID, person: UUID) -> None:
    def begin() -> None:
        change(store, Application, application, stage="active")

    # Given nothing yet, one reference of two, a check that is too low and one that has run out, old training
    assert missing(store, application) == ["references", "checks", "induction"]
    assert broken(begin) == {"stage"}
    issued = TODAY - timedelta(days=400)
    second = Reference(application=application, name="Rosa", status="received")
    low = DbsCheck(person=person, level="basic", outcome="clear", issued=issued)
    old = DbsCheck(
        person=person, level="enhanced", outcome="clear", issued=issued, next_check=TODAY - timedelta(days=1)
    )
    training = TrainingRecord(person=person, training="safeguarding", completed=issued, expires=TODAY)
    add(store, second, Reference(application=application, name="Chen", status="accepted"), low, old, training)
    assert missing(store, application) == ["references", "checks"]

    # When each is mended in turn
    change(store, Reference, second.id, status="accepted")
    assert missing(store, application) == ["checks"]
    assert broken(begin) == {"stage"}
    change(store, DbsCheck, old.id, next_check=TODAY)
    begin()

    # Then training that runs out stands in the way again
    change(store, TrainingRecord, training.id, expires=TODAY - timedelta(days=1))
    assert missing(store, application) == ["induction"]


def test_a_check_that_is_not_clear_or_not_of_the_person_does_not_count(
    store: Store, application: UUID, person: UUID
) -> None:
    other = add(store, Person(full_name="Chen Wei"))
    add(
        store,
        DbsCheck(person=person, level="enhanced", issued=TODAY),
        DbsCheck(person=other, level="enhanced", outcome="clear", issued=TODAY),
    )
    assert "checks" in missing(store, application)
    assert broken(lambda: add(store, DbsCheck(person=person, level="enhanced", outcome="clear"))) == {"issued"}


@pytest.mark.parametrize(
    ("completed", "months", "expires"),
    [
        (date(2025, 1, 31), 1, date(2025, 2, 28)),
        (date(2024, 1, 31), 1, date(2024, 2, 29)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2024, 12, 15), 1, date(2025, 1, 15)),
        (date(2023, 11, 30), 36, date(2026, 11, 30)),
    ],
)
def test_the_day_training_runs_out_follows_from_the_role(
    store: Store, person: UUID, completed: date, months: int, expires: date
) -> None:
    role = VolunteerRole(name="Tutor")
    add(store, role, TrainingRequirement(role=role.id, training="First aid", valid_months=months))
    done = TrainingRecord(person=person, training="First aid", completed=completed)
    add(store, done)
    assert done.expires == expires


def test_training_runs_out_as_the_strictest_role_says_however_it_is_written(store: Store, person: UUID) -> None:
    # Given two roles that need one training, for a year and for three
    for months in (36, 12):
        role = VolunteerRole(name="Tutor")
        add(store, role, TrainingRequirement(role=role.id, training="Safeguarding", valid_months=months))
    done = TrainingRecord(person=person, training="safeguarding", completed=date(2025, 1, 15))
    add(store, done)
    assert done.expires == date(2026, 1, 15)


def test_the_ward_follows_a_postcode_that_changes(store: Store) -> None:
    # Given a ward that is known by its postcodes, and one that was picked by hand for an address far away
    code = "E05011353"
    near, far = postcodes_in(code)[0], "EH1 1AA"
    ward = add(store, Ward(name="Burnage", code=code, council="Manchester"))
    other = add(store, Ward(name="Elsewhere", code="E05000001", council="Elsewhere"))
    for kind, named in ((Person, {"full_name": "Nasrin Ahmadi"}), (Venue, {"name": "Westcroft"})):
        id = add(store, kind(postcode=far, ward=other, **named))

        def stands(table: Any = kind.__table__, id: UUID = id) -> UUID | None:
            with store.reading_plainly() as connection:
                found: UUID | None = connection.scalar(select(table.c.ward).where(table.c.id == id))
                return found

        assert stands() == other
        # When the postcode changes, then the ward goes with it, and does not stay behind
        change(store, kind, id, postcode=near)
        assert stands() == ward
        change(store, kind, id, postcode=far)
        assert stands() is None


@pytest.mark.parametrize("name", ["issued", "seen_on"])
def test_a_certificate_of_a_day_still_to_come_clears_nobody(store: Store, person: UUID, name: str) -> None:
    check = DbsCheck(person=person, level="enhanced", outcome="clear", issued=date.today())
    setattr(check, name, date.today() + timedelta(1))
    assert name in broken(lambda: add(store, check))


@pytest.mark.parametrize("number", ["12345678901", "1234567890123", "12345678901a", "١٢٣٤٥٦٧٨٩٠١٢"])
def test_a_certificate_of_the_dbs_has_twelve_digits(store: Store, person: UUID, number: str) -> None:
    assert "certificate_number" in broken(
        lambda: add(store, DbsCheck(person=person, level="basic", certificate_number=number))
    )
    add(store, DbsCheck(person=person, level="basic", certificate_number="001234567890"))


def test_the_words_agreed_to_are_of_the_purpose(store: Store, person: UUID) -> None:
    def agree(wording: str) -> UUID:
        at = datetime(2026, 3, 1, 9, tzinfo=UTC)
        told = {"person": person, "purpose": "photos", "decision": "given", "channel": "in_person"}
        return add(store, ConsentEvent(wording=wording, at=at, recorded_by="Rosa", **told))

    assert broken(lambda: agree("courses-2026-1")) == {"wording"}
    agree("photos-2026-1")


def test_a_certificate_number_has_its_check_character(store: Store, run: UUID, person: UUID) -> None:
    good = with_check("WES-26-00001")

    def issue(number: str) -> UUID:
        told = {"person": person, "run": run, "issued": FIRST, "name_printed": "Nasrin Ahmadi"}
        return add(store, Certificate(number=number, **told))

    for wrong in ("WES-26-00001", good.replace("00001", "00010"), good[:-1] + ("A" if good[-1] != "A" else "B")):
        assert broken(lambda wrong=wrong: issue(wrong)) == {"number"}  # type: ignore[misc]
    issue(good)
