"""Keep what a wizard was told about a person: the person, the emergency contact, the consents."""

from __future__ import annotations

from dataclasses import fields
from datetime import UTC, datetime
from typing import Final
from uuid import UUID

from sqlalchemy.orm import Session

from hubdesk.base.errors import Refused
from hubdesk.base.words import tr
from hubdesk.fields.codelists import codes
from hubdesk.operations.answers import PersonAnswers
from hubdesk.records import Around, fields_of
from hubdesk.records.people.consent_event import ConsentEvent
from hubdesk.records.people.emergency_contact import EmergencyContact
from hubdesk.records.people.person import Person

_ASKED: Final = frozenset(one.name for one in fields(PersonAnswers))


def keep_person(session: Session, around: Around, answers: PersonAnswers) -> Person:
    """Add the person, or bring the known one up to date."""
    asked = {one.name: getattr(answers, one.name) for one in fields_of(Person) if one.name in _ASKED}
    given = {name: value for name, value in asked.items() if value is not None}
    if answers.person_id is None:
        person = Person(**given)
        session.add(person)
    else:
        known = session.get(Person, answers.person_id)
        if known is None:
            raise Refused(tr("This person is no longer there. Look for them again."))
        person = known
        for name, value in given.items():
            setattr(person, name, value)
    _keep_emergency_contact(session, around, person, answers)
    for consent in answers.consents:
        decision = "given" if consent.given else "withdrawn"
        note_consent(
            session,
            around,
            person.id,
            consent.purpose,
            decision,
            channel=answers.consent_channel,
            recorded_by=answers.recorded_by,
        )
    return person


def note_consent(
    session: Session,
    around: Around,
    person_id: UUID,
    purpose: str,
    decision: str,
    *,
    channel: str,
    recorded_by: str,
    at: datetime | None = None,
) -> ConsentEvent:
    """Add a line to the consent log, with the wording that is shown for this purpose today."""
    wordings = [code.code for code in codes("consent_wording", around.today) if code.facts.get("purpose") == purpose]
    if not wordings:
        raise Refused(tr("There is no wording for this consent, so it cannot be asked for."))
    event = ConsentEvent(
        person=person_id,
        purpose=purpose,
        decision=decision,
        wording=wordings[-1],
        channel=channel,
        at=at or datetime.now(UTC),
        recorded_by=recorded_by,
    )
    session.add(event)
    return event


def _keep_emergency_contact(session: Session, around: Around, person: Person, answers: PersonAnswers) -> None:
    name, phone = answers.emergency_name, answers.emergency_phone
    if not name or not phone:
        return
    for held in around.all("emergency_contact", person=person.id):
        if (held.name, held.phone) == (name, phone):
            held.relationship = answers.emergency_relationship or held.relationship
            return
    session.add(EmergencyContact(person=person.id, name=name, phone=phone, relationship=answers.emergency_relationship))
