"""Take on a volunteer: everything the onboarding wizard asked, in one operation."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy.orm import Session

from hubdesk.base.errors import FieldError
from hubdesk.base.words import tr
from hubdesk.operations.answers import Answers, PersonAnswers
from hubdesk.operations.keep_person import keep_person
from hubdesk.records import Around
from hubdesk.records.people.person import Person
from hubdesk.records.volunteering.application import Application
from hubdesk.records.volunteering.dbs_check import DbsCheck
from hubdesk.records.volunteering.reference import Reference
from hubdesk.records.volunteering.training_record import TrainingRecord


@dataclass(frozen=True)
class RefereeAnswer(Answers):
    """Somebody to ask, by the fields of a reference; ``relation`` is a code of reference_relation."""

    name: str = ""
    relation: str | None = None
    email: str | None = None
    phone: str | None = None


@dataclass(frozen=True)
class TrainingAnswer(Answers):
    """A training that the person has done already; the fields of a training record."""

    training: str = ""
    completed: date | None = None
    provider: str | None = None
    evidence: str | None = None


@dataclass(frozen=True)
class DbsAnswer(Answers):
    """A DBS check that was begun or seen; the fields of the record of that name."""

    level: str = ""
    workforce: str | None = None
    barred_list: str | None = None
    certificate_number: str | None = None
    issued: date | None = None
    seen_by: str | None = None
    seen_on: date | None = None
    update_service: bool = False
    outcome: str | None = None
    next_check: date | None = None


@dataclass(frozen=True)
class NewVolunteer(PersonAnswers):
    """The answers of the onboarding wizard; ``stage`` is a code of application_stage."""

    role_id: UUID | None = None
    applied_on: date | None = None
    stage: str = "applied"
    offers: str | None = None
    referees: tuple[RefereeAnswer, ...] = ()
    dbs: DbsAnswer | None = None
    trainings: tuple[TrainingAnswer, ...] = ()
    agreed_on: date | None = None


def onboard_volunteer_title(name: str) -> str:
    """``name``: how the person is called."""
    return tr("Take on {name} as a volunteer", name=name)


def onboard_volunteer(session: Session, around: Around, answers: NewVolunteer) -> Application:
    """Keep the person, the application and what it needs. What is still to do: ``Application.missing(around)``."""
    if answers.role_id is None:
        raise FieldError(tr("Pick the role that they would like."), "role_id")
    person = keep_person(session, around, answers)
    day = answers.applied_on or around.today
    application = Application(
        person=person.id,
        role=answers.role_id,
        stage=answers.stage,
        applied_on=day,
        stage_since=max(day, around.today),
        offers=answers.offers,
        agreed_on=answers.agreed_on,
    )
    session.add(application)
    for referee in answers.referees:
        session.add(Reference(application=application.id, **vars(referee)))
    _keep_clearance(session, person, answers)
    return application


def _keep_clearance(session: Session, person: Person, answers: NewVolunteer) -> None:
    if answers.dbs is not None:
        session.add(DbsCheck(person=person.id, **vars(answers.dbs)))
    session.add_all(TrainingRecord(person=person.id, **vars(done)) for done in answers.trainings)
