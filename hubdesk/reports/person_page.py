"""A person's page: who they are, what they are doing, their pathway, what is due."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from hubdesk.base.errors import Refused
from hubdesk.base.words import tr
from hubdesk.fields.codelists import label_of
from hubdesk.fields.dates import show_date
from hubdesk.fields.types import Phone
from hubdesk.records import kind_named
from hubdesk.records.learning.attendance import Attendance
from hubdesk.records.learning.course_run import CourseRun
from hubdesk.records.learning.enrolment import Enrolment
from hubdesk.records.people.emergency_contact import EmergencyContact
from hubdesk.records.people.person import Person
from hubdesk.records.volunteering.application import ENDED, Application
from hubdesk.records.volunteering.volunteer_role import VolunteerRole
from hubdesk.reports.advice import latest_session
from hubdesk.reports.consents import Standing, consents_of
from hubdesk.reports.needs import Need, Tone
from hubdesk.reports.pathway import PathwayStep, pathway
from hubdesk.reports.person_due import person_due


@dataclass(frozen=True)
class Doing:
    """Something the person is doing now; ``kind`` and ``id`` are its record (enrolment or application)."""

    kind: str
    id: UUID
    title: str
    detail: str
    tone: Tone
    icon: str
    run_id: UUID | None = None


@dataclass(frozen=True)
class PersonPage:
    """``actions`` are ids of what can be done next, the likeliest first:
    "enrol", "advise", "onboard", "edit".
    """

    person_id: UUID
    name: str
    known_as: str
    age: int | None
    born: str
    phone: str
    other_phone: str
    email: str
    address: str
    postcode: str
    ward: str
    first_language: str
    contact_by: str
    notes: str
    emergency: tuple[str, ...]
    """Each contact in a line: name, who they are, phone."""
    roles: tuple[str, ...]
    """What the person is here now, in words: Learner, Volunteer, Tutor."""
    doing: tuple[Doing, ...]
    pathway: tuple[PathwayStep, ...]
    """The latest first."""
    due: tuple[Need, ...]
    attended: int
    classes: int
    """Of ``classes`` in which the person was marked, they came to ``attended``."""
    actions: tuple[str, ...]
    consents: tuple[Standing, ...] = ()
    """Those that were asked about."""
    advised: UUID | None = None
    """The last session of advice, where whoever looks may see it."""


def person_page(session: Session, person_id: UUID, today: date) -> PersonPage:
    """The page of one person. Raises Refused when the person is no longer there."""
    person = session.get(Person, person_id)
    if person is None:
        raise Refused(tr("This person is no longer there. Find them again with the search."))
    doing = (*_learning(session, person_id), *_volunteering(session, person_id))
    marks = select(Attendance.mark, func.count()).where(Attendance.person == person_id).group_by(Attendance.mark)
    counts = {row[0]: row[1] for row in session.execute(marks)}
    ward = session.get(kind_named("ward"), person.ward) if person.ward else None
    return PersonPage(
        person_id=person.id,
        name=person.full_name,
        known_as=person.known_as or "",
        age=_age(person.date_of_birth, today),
        born=show_date(person.date_of_birth) if person.date_of_birth else "",
        phone=_phone(person.phone),
        other_phone=_phone(person.other_phone),
        email=person.email or "",
        address=person.address or "",
        postcode=person.postcode or "",
        ward=ward.name if ward else "",
        first_language=label_of("language", person.first_language) if person.first_language else "",
        contact_by=label_of("contact_preference", person.contact_by) if person.contact_by else "",
        notes=person.notes or "",
        emergency=_emergency(session, person_id),
        roles=_roles(session, person_id, today, doing),
        doing=doing,
        pathway=pathway(session, person_id),
        due=person_due(session, person, today),
        attended=counts.get("present", 0) + counts.get("late", 0),
        classes=sum(counts.values()),
        actions=_actions(doing),
        consents=tuple(one for one in consents_of(session, person_id) if one.said),
        advised=latest_session(session, person_id),
    )


def _age(born: date | None, today: date) -> int | None:
    return today.year - born.year - ((today.month, today.day) < (born.month, born.day)) if born else None


def _phone(number: str | None) -> str:
    return Phone().show(number) if number else ""


def _emergency(session: Session, person_id: UUID) -> tuple[str, ...]:
    contacts = session.scalars(select(EmergencyContact).where(EmergencyContact.person == person_id))
    lines = []
    for one in contacts:
        who = label_of("relationship", one.relationship) if one.relationship else ""
        lines.append(", ".join(part for part in (one.name, who, _phone(one.phone)) if part))
    return tuple(lines)


def _learning(session: Session, person_id: UUID) -> tuple[Doing, ...]:
    query = (
        select(Enrolment, CourseRun)
        .join(CourseRun, CourseRun.id == Enrolment.run)
        .where(Enrolment.person == person_id, Enrolment.status.in_(("enrolled", "waiting")))
        .order_by(CourseRun.starts)
    )
    return tuple(
        Doing(
            "enrolment",
            one.id,
            run.name,
            tr("Waits for a place since {day}", day=show_date(one.asked_on))
            if one.status == "waiting"
            else tr("Learner, until {day}", day=show_date(run.ends)),
            "due" if one.status == "waiting" else "primary",
            "book-open",
            run.id,
        )
        for one, run in session.execute(query)
    )


def _volunteering(session: Session, person_id: UUID) -> tuple[Doing, ...]:
    query = (
        select(Application, VolunteerRole.name)
        .join(VolunteerRole, VolunteerRole.id == Application.role)
        .where(Application.person == person_id, Application.stage.not_in(ENDED))
        .order_by(Application.applied_on)
    )
    return tuple(
        Doing(
            "application",
            one.id,
            name,
            tr("{stage}, since {day}", stage=label_of("application_stage", one.stage), day=show_date(one.stage_since)),
            "done" if one.stage == "active" else "primary",
            "hand-heart",
        )
        for one, name in session.execute(query)
    )


def _roles(session: Session, person_id: UUID, today: date, doing: tuple[Doing, ...]) -> tuple[str, ...]:
    said = []
    if any(one.kind == "enrolment" for one in doing):
        said.append(tr("Learner"))
    if any(one.kind == "application" and one.tone == "done" for one in doing):
        said.append(tr("Volunteer"))
    taught = select(func.count()).select_from(CourseRun).where(CourseRun.tutor == person_id, CourseRun.ends >= today)
    if session.scalar(taught):
        said.append(tr("Tutor"))
    return tuple(said)


def _actions(doing: tuple[Doing, ...]) -> tuple[str, ...]:
    volunteers = any(one.kind == "application" for one in doing)
    return ("enrol", "advise", "edit") if volunteers else ("enrol", "advise", "onboard", "edit")
