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
    """Somebody to ask; ``relation`` is a code of reference_relation."""

    name: str = ""
    relation: str | None = None
    email: str | None = None
    phone: str | None = None


@dataclass(frozen=True)
class TrainingAnswer(Answers):
    """A training that the person has done already."""

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
        session.add(
            Reference(
                application=application.id,
                name=referee.name,
                relation=referee.relation,
                email=referee.email,
                phone=referee.phone,
            )
        )
    _keep_clearance(session, person, answers)
    return application


def _keep_clearance(session: Session, person: Person, answers: NewVolunteer) -> None:
    if answers.dbs is not None:
        check = answers.dbs
        session.add(
            DbsCheck(
                person=person.id,
                level=check.level,
                workforce=check.workforce,
                barred_list=check.barred_list,
                certificate_number=check.certificate_number,
                issued=check.issued,
                seen_by=check.seen_by,
                seen_on=check.seen_on,
                update_service=check.update_service,
                outcome=check.outcome,
                next_check=check.next_check,
            )
        )
    for done in answers.trainings:
        session.add(
            TrainingRecord(
                person=person.id,
                training=done.training,
                completed=done.completed,
                provider=done.provider,
                evidence=done.evidence,
            )
        )
