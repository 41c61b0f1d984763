"""A person's pathway: what they learned, earned and gave here, as dated steps."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from hubdesk.base.words import tr
from hubdesk.fields.codelists import label_of
from hubdesk.records.learning.certificate import Certificate
from hubdesk.records.learning.course_run import CourseRun
from hubdesk.records.learning.enrolment import Enrolment
from hubdesk.records.people.employment_status import EmploymentStatus
from hubdesk.records.volunteering.application import Application
from hubdesk.records.volunteering.training_record import TrainingRecord
from hubdesk.records.volunteering.volunteer_role import VolunteerRole
from hubdesk.reports.needs import Tone


@dataclass(frozen=True)
class PathwayStep:
    """One dated event of the pathway."""

    day: date
    sentence: str
    detail: str
    icon: str
    tone: Tone
    kind: str
    id: UUID


def pathway(session: Session, person_id: UUID) -> tuple[PathwayStep, ...]:
    """Every step, the latest first."""
    steps = [
        *_courses(session, person_id),
        *_certificates(session, person_id),
        *_volunteering(session, person_id),
        *_trainings(session, person_id),
        *_work(session, person_id),
    ]
    return tuple(sorted(steps, key=lambda step: step.day, reverse=True))


def _courses(session: Session, person_id: UUID) -> Iterator[PathwayStep]:
    query = select(Enrolment, CourseRun).join(CourseRun, CourseRun.id == Enrolment.run)
    for one, run in session.execute(query.where(Enrolment.person == person_id)):
        if one.status == "waiting":
            said = tr("Asked for a place")
            yield PathwayStep(one.asked_on, said, run.name, "hourglass", "quiet", "enrolment", one.id)
            continue
        if one.starts:
            yield PathwayStep(one.starts, tr("Started a course"), run.name, "book-open", "primary", "enrolment", one.id)
        if one.ends and one.status == "completed":
            outcome = label_of("outcome", one.outcome) if one.outcome else ""
            detail = f"{run.name} · {outcome}" if outcome else run.name
            yield PathwayStep(one.ends, tr("Completed a course"), detail, "circle-check", "done", "enrolment", one.id)
        elif one.ends and one.status == "withdrawn":
            yield PathwayStep(one.ends, tr("Left a course early"), run.name, "log-out", "due", "enrolment", one.id)


def _certificates(session: Session, person_id: UUID) -> Iterator[PathwayStep]:
    query = select(Certificate, CourseRun.name).outerjoin(CourseRun, CourseRun.id == Certificate.run)
    for one, name in session.execute(query.where(Certificate.person == person_id)):
        for_what = name or label_of("certificate_kind", one.certificate_kind)
        yield PathwayStep(one.issued, tr("Earned a certificate"), for_what, "award", "done", "certificate", one.id)


def _volunteering(session: Session, person_id: UUID) -> Iterator[PathwayStep]:
    query = select(Application, VolunteerRole.name).join(VolunteerRole, VolunteerRole.id == Application.role)
    for one, name in session.execute(query.where(Application.person == person_id)):
        said = tr("Offered to volunteer")
        yield PathwayStep(one.applied_on, said, name, "hand-heart", "primary", "application", one.id)
        if one.stage == "active":
            said = tr("Began volunteering")
            yield PathwayStep(one.stage_since, said, name, "hand-heart", "done", "application", one.id)


def _trainings(session: Session, person_id: UUID) -> Iterator[PathwayStep]:
    for one in session.scalars(select(TrainingRecord).where(TrainingRecord.person == person_id)):
        said = tr("Completed training")
        yield PathwayStep(one.completed, said, one.training, "graduation-cap", "done", "training_record", one.id)


def _work(session: Session, person_id: UUID) -> Iterator[PathwayStep]:
    """Each change of work; what the person did when they came is the first."""
    query = select(EmploymentStatus).where(EmploymentStatus.person == person_id).order_by(EmploymentStatus.since)
    before = ""
    for one in session.scalars(query):
        if one.status != before:
            said = label_of("employment_status", one.status)
            yield PathwayStep(one.since, said, "", "briefcase", "quiet", "employment_status", one.id)
        before = one.status
