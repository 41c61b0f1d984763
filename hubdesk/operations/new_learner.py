"""Take on a learner: everything the enrolment wizard asked, in one operation."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from hubdesk.base.words import tr
from hubdesk.operations.answers import PersonAnswers, SupportAnswer
from hubdesk.operations.enrol import enrol
from hubdesk.operations.keep_person import keep_person
from hubdesk.records import Around
from hubdesk.records.learning.enrolment import Enrolment
from hubdesk.records.people.employment_status import EmploymentStatus
from hubdesk.records.people.equality_answer import EqualityAnswer
from hubdesk.records.people.person import Person
from hubdesk.records.people.prior_attainment import PriorAttainment
from hubdesk.records.people.support_need import SupportNeed


@dataclass(frozen=True)
class NewLearner(PersonAnswers):
    """The answers of the enrolment wizard; choices are codes, and None or "" is what was not asked or not said."""

    employment: str | None = None
    unemployed_for: str | None = None
    benefit: str | None = None
    prior_level: str | None = None
    qualification: str | None = None
    support: tuple[SupportAnswer, ...] = ()
    sex: str | None = None
    ethnicity: str | None = None
    disability: str | None = None
    run_id: UUID | None = None
    asked_on: date | None = None
    reasons: tuple[str, ...] = ()
    purpose: str | None = None


def new_learner_title(name: str, run: str | None) -> str:
    """``name``: how the person is called; ``run``: the run's title, when there is one."""
    return tr("Add {name}", name=name) if run is None else tr("Enrol {name} on {run}", name=name, run=run)


def new_learner(session: Session, around: Around, answers: NewLearner) -> tuple[Person, Enrolment | None]:
    """Keep the person and what was told, and enrol them when a run was picked (waiting when it is full)."""
    day = answers.asked_on or around.today
    person = keep_person(session, around, answers)
    _keep_facts(session, around, person, answers, day)
    for need in answers.support:
        if not any(held.category == need.category for held in around.all("support_need", person=person.id)):
            session.add(SupportNeed(person=person.id, since=day, **vars(need)))
    if answers.sex or answers.ethnicity or answers.disability:
        session.add(
            EqualityAnswer(
                person=person.id,
                answered=day,
                sex=answers.sex,
                ethnicity=answers.ethnicity,
                disability=answers.disability,
            )
        )
    if answers.run_id is None:
        return person, None
    enrolment = enrol(
        session, around, person.id, answers.run_id, asked_on=day, reasons=answers.reasons, purpose=answers.purpose
    )
    return person, enrolment


def _keep_facts(session: Session, around: Around, person: Person, answers: NewLearner, day: date) -> None:
    """A dated row for each fact that is not what the latest row says already."""
    if answers.employment:
        now = (answers.employment, answers.unemployed_for, answers.benefit)
        last = _latest(around, "employment_status", person)
        if last is None or (last.status, last.unemployed_for, last.benefit) != now:
            status, unemployed_for, benefit = now
            session.add(
                EmploymentStatus(
                    person=person.id, since=day, status=status, unemployed_for=unemployed_for, benefit=benefit
                )
            )
    if answers.prior_level:
        last = _latest(around, "prior_attainment", person)
        if last is None or (last.level, last.qualification) != (answers.prior_level, answers.qualification):
            session.add(
                PriorAttainment(
                    person=person.id, since=day, level=answers.prior_level, qualification=answers.qualification
                )
            )


def _latest(around: Around, kind: str, person: Person) -> Any | None:
    return max(around.all(kind, person=person.id), key=lambda row: row.since, default=None)
