"""Everything that the enrolment wizard asked is kept in one operation."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import func, select

from hubdesk.base.errors import Problems
from hubdesk.operations.answers import ConsentAnswer, SupportAnswer
from hubdesk.operations.new_learner import NewLearner, new_learner, new_learner_title
from hubdesk.records.learning.enrolment import Enrolment
from hubdesk.records.people.consent_event import ConsentEvent
from hubdesk.records.people.emergency_contact import EmergencyContact
from hubdesk.records.people.employment_status import EmploymentStatus
from hubdesk.records.people.equality_answer import EqualityAnswer
from hubdesk.records.people.person import Person
from hubdesk.records.people.prior_attainment import PriorAttainment
from hubdesk.records.people.support_need import SupportNeed
from hubdesk.store import Store
from tests.hub_life import a_run, keep

ANSWERS = NewLearner(
    full_name="Amina Yusuf",
    known_as="Mina",
    date_of_birth=date(1985, 3, 27),
    phone="07700900123",
    postcode="M19 1AB",
    emergency_name="Omar Yusuf",
    emergency_relationship="sibling",
    emergency_phone="07700900456",
    consents=(ConsentAnswer(purpose="photos", given=False), ConsentAnswer(purpose="courses", given=True)),
    recorded_by="Jo",
    employment="11",
    unemployed_for="1",
    prior_level="99",
    support=(SupportAnswer(category="12", what_helps="Larger print", on_register=True),),
    sex="F",
    asked_on=date(2026, 9, 1),
    reasons=("work",),
)
KINDS = (
    Person, Enrolment, EmergencyContact, ConsentEvent, EmploymentStatus, PriorAttainment, SupportNeed, EqualityAnswer
)  # fmt: skip


def counts(store: Store) -> list[int]:
    with store.reading() as session:
        return [session.scalar(select(func.count()).select_from(kind)) or 0 for kind in KINDS]


def test_all_that_was_told_is_kept(store: Store) -> None:
    answers = replace(ANSWERS, run_id=a_run(store))
    with store.operation(new_learner_title("Mina", "Sewing")) as session:
        person, enrolment = new_learner(session, store.around(session), answers)
    assert counts(store) == [1, 1, 1, 2, 1, 1, 1, 1]
    assert (person.called, enrolment and enrolment.status) == ("Mina", "enrolled")
    assert store.undo() == "Enrol Mina on Sewing"
    assert counts(store) == [0] * 8


def test_without_a_course_the_person_is_kept_alone(store: Store) -> None:
    with store.operation(new_learner_title("Ben", None)) as session:
        _, enrolment = new_learner(session, store.around(session), NewLearner(full_name="Ben Hall"))
    assert enrolment is None
    assert counts(store) == [1, 0, 0, 0, 0, 0, 0, 0]


def test_a_person_known_already_is_brought_up_to_date_and_nothing_is_doubled(store: Store) -> None:
    with store.operation("First") as session:
        person, _ = new_learner(session, store.around(session), replace(ANSWERS, consents=()))
    again = replace(ANSWERS, person_id=person.id, full_name=None, phone="07700900999", consents=(), sex=None)
    with store.operation("Again") as session:
        new_learner(session, store.around(session), again)
    assert counts(store) == [1, 0, 1, 0, 1, 1, 1, 1]
    with store.reading() as session:
        held = session.get_one(Person, person.id)
        assert (held.full_name, held.phone) == ("Amina Yusuf", "07700900999")


def test_only_what_differs_from_the_latest_answer_is_a_new_row(store: Store) -> None:
    # Given a person who came without work, found some, and lost it
    with store.operation("First") as session:
        person, _ = new_learner(session, store.around(session), replace(ANSWERS, consents=()))
    for n, status in enumerate(("10", "11", "10", "11", "10", "11"), 1):
        keep(store, EmploymentStatus(person=person.id, since=date(2026, 9, 1 + n), status=status))
    # When the latest is said again, then nothing is added; and what is new is
    for status, rows in (("11", 7), ("10", 8)):
        again = replace(NewLearner(person_id=person.id), employment=status, asked_on=date(2026, 10, 1))
        with store.operation("Again") as session:
            new_learner(session, store.around(session), again)
        assert counts(store)[KINDS.index(EmploymentStatus)] == rows


def test_a_draft_gives_the_same_answers_back(store: Store) -> None:
    answers = replace(ANSWERS, run_id=a_run(store))
    assert NewLearner.from_plain(json.loads(json.dumps(answers.to_plain()))) == answers


def test_an_older_draft_may_hold_what_is_no_longer_asked() -> None:
    assert NewLearner.from_plain({"full_name": "Ben Hall", "shoe_size": 9}) == NewLearner(full_name="Ben Hall")


def test_a_learner_without_a_name_is_not_kept(store: Store) -> None:
    with pytest.raises(Problems, match="Full name is needed"), store.operation("None") as session:
        new_learner(session, store.around(session), NewLearner(phone="07700900123"))
    assert counts(store) == [0] * 8
