"""What a volunteer's papers say, gathered from the hub's file."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from hubdesk.base.errors import Refused
from hubdesk.base.words import tr, tr_many
from hubdesk.fields.card_codes import code_of
from hubdesk.fields.codelists import label_of
from hubdesk.fields.dates import show_date
from hubdesk.printing.badge import Badge, Badges
from hubdesk.printing.gathering_words import hub_of, joined, sender_of, sheet_id, still_there
from hubdesk.printing.induction_sheet import InductionSheet
from hubdesk.printing.volunteer_agreement import Need, VolunteerAgreement
from hubdesk.printing.welcome_letter import WelcomeLetter
from hubdesk.records.people.person import Person
from hubdesk.records.people.person_card import PersonCard
from hubdesk.records.volunteering.application import Application
from hubdesk.records.volunteering.training_requirement import TrainingRequirement
from hubdesk.records.volunteering.volunteer_role import VolunteerRole
from hubdesk.reports.getting_here import getting_here
from hubdesk.store.folding import sort_key


def volunteer_agreement(session: Session, application_id: UUID, today: date) -> VolunteerAgreement:
    """The agreement of one application, for signing. Raises Refused when it is no longer there."""
    application = still_there(session, Application, application_id)
    role = still_there(session, VolunteerRole, application.role)
    needed = session.scalars(select(TrainingRequirement).where(TrainingRequirement.role == role.id))
    checks = []
    if role.dbs_level:
        checks.append(Need(tr("DBS check"), label_of("dbs_level", role.dbs_level)))
    if role.references_needed:
        checks.append(Need(tr("References"), tr_many("{n} is needed", "{n} are needed", role.references_needed)))
    return VolunteerAgreement(
        hub=hub_of(session).name,
        day=today,
        volunteer=still_there(session, Person, application.person).full_name,
        role=role.name,
        purpose=role.purpose or "",
        when=role.hours or "",
        training=tuple(Need(one.training, _lasts(one.valid_months)) for one in needed),
        checks=tuple(checks),
        sheet_id=sheet_id(session, application.id),
    )


def welcome_letter(session: Session, application_id: UUID, today: date) -> WelcomeLetter:
    """The letter of one application. Raises Refused when it is no longer there."""
    _, role, person = _of(session, application_id)
    here = getting_here(session, None)
    return WelcomeLetter(
        sender=sender_of(session, here),
        day=today,
        written=show_date(today),
        volunteer=person.called,
        role=role.name,
        purpose=role.purpose or "",
        when=role.hours or "",
        where=joined(here.name, here.address),
        training=_trainings(session, role),
        access=here.facts,
    )


def induction_sheet(session: Session, application_id: UUID, today: date) -> InductionSheet:
    """The sheet of one application. Raises Refused when it is no longer there."""
    application, role, person = _of(session, application_id)
    return InductionSheet(
        hub=hub_of(session).name,
        day=today,
        volunteer=person.full_name,
        role=role.name,
        training=_trainings(session, role),
        sheet_id=sheet_id(session, application.id),
    )


def badge(session: Session, application_id: UUID, today: date) -> Badges:
    """One volunteer's badge. Raises Refused when the application is no longer there."""
    _, role, person = _of(session, application_id)
    return Badges(hub_of(session).name, today, (_badge(session, person, role.name),))


def all_badges(session: Session, today: date) -> Badges:
    """A badge for everybody who volunteers now, by name. Raises Refused when nobody does."""
    query = select(Person, VolunteerRole.name).join(Application, Application.person == Person.id)
    query = query.join(VolunteerRole, VolunteerRole.id == Application.role).where(Application.stage == "active")
    active = sorted(session.execute(query), key=lambda each: sort_key(each[0].sort_name))
    if not active:
        raise Refused(tr("Nobody is an active volunteer yet. Badges are for those who are."))
    return Badges(hub_of(session).name, today, tuple(_badge(session, person, role) for person, role in active))


def _badge(session: Session, person: Person, role: str) -> Badge:
    card = select(PersonCard.number).where(PersonCard.person == person.id, PersonCard.ended.is_(None))
    number = session.scalar(card.order_by(PersonCard.issued.desc()).limit(1))
    return Badge(person.called, role, code_of(number) if number else "")


def _of(session: Session, application_id: UUID) -> tuple[Application, VolunteerRole, Person]:
    application = still_there(session, Application, application_id)
    role = still_there(session, VolunteerRole, application.role)
    return application, role, still_there(session, Person, application.person)


def _trainings(session: Session, role: VolunteerRole) -> tuple[str, ...]:
    needed = select(TrainingRequirement).where(TrainingRequirement.role == role.id)
    return tuple(one.training for one in session.scalars(needed))


def _lasts(months: int | None) -> str:
    if not months:
        return tr("Once")
    years, rest = divmod(months, 12)
    if not rest:
        return tr_many("Again every year", "Again every {n} years", years)
    return tr_many("Again after {n} month", "Again every {n} months", months)
