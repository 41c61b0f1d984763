"""A certificate for the hours that a volunteer gave."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from hubdesk.base.errors import Refused
from hubdesk.base.words import tr
from hubdesk.operations.issue_certificates import numbers_for
from hubdesk.records.learning.certificate import HOURS, Certificate
from hubdesk.records.people.person import Person
from hubdesk.records.volunteering.volunteer_hours import VolunteerHours


def certify_hours_title(name: str) -> str:
    return tr("Certificate of hours for {name}", name=name)


def certify_hours(session: Session, person_id: UUID, issued: date) -> Certificate:
    """A certificate of all hours that the person gave up to that day; the one they were given that day already stays.

    Raises Refused when there are no hours, or in a file without a hub.
    """
    person = session.get_one(Person, person_id)
    given = select(VolunteerHours.id).where(VolunteerHours.person == person_id, VolunteerHours.day <= issued)
    if session.scalar(given.limit(1)) is None:
        raise Refused(tr("No volunteer hours are written down for {name} yet.", name=person.called))
    mine = select(Certificate).where(Certificate.person == person_id, Certificate.certificate_kind == HOURS)
    held = session.scalars(mine.where(Certificate.issued == issued)).first()
    if held is not None:
        return held
    [number] = numbers_for(session, issued, 1)
    made = Certificate(
        person=person_id,
        certificate_kind=HOURS,
        number=number,
        issued=issued,
        name_printed=person.certificate_name or person.full_name,
    )
    session.add(made)
    return made
