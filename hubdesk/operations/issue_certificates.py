"""Issue certificates with numbers that are never given out twice."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from hubdesk.base.errors import Refused
from hubdesk.base.progress import Progress
from hubdesk.base.words import tr, tr_many
from hubdesk.fields.check_digit import with_check
from hubdesk.records import Around
from hubdesk.records.learning.certificate import Certificate
from hubdesk.records.network.hub import Hub
from hubdesk.records.people.person import Person
from hubdesk.store.numbers import next_numbers, own_hub, own_machine

_BATCH = 100


def issue_certificates_title(n: int, run: str) -> str:
    """``run``: the run's title."""
    return tr_many("Issue {n} certificate for {run}", "Issue {n} certificates for {run}", n, run=run)


def issue_certificates(
    session: Session,
    around: Around,
    run_id: UUID,
    person_ids: Collection[UUID],
    kind: str,
    issued: date,
    progress: Progress | None = None,
) -> list[Certificate]:
    """A certificate for each person, in their order; ``kind`` is a code of certificate_kind.

    Who has one of this kind for this run already keeps it: its number is on paper. Raises Refused in a file without a hub.
    """
    held = {
        certificate.person: certificate
        for certificate in session.scalars(
            select(Certificate).where(Certificate.run == run_id, Certificate.certificate_kind == kind)
        )
    }
    fresh = [person for person in dict.fromkeys(person_ids) if person not in held]
    numbers = numbers_for(session, issued, len(fresh))
    for place, (person_id, number) in enumerate(zip(fresh, numbers, strict=True)):
        if place % _BATCH == 0:
            session.flush()
            (progress or Progress()).step(place, len(fresh))
        person = session.get_one(Person, person_id)
        held[person_id] = Certificate(
            person=person_id,
            run=run_id,
            certificate_kind=kind,
            number=number,
            issued=issued,
            name_printed=person.certificate_name or person.full_name,
        )
        session.add(held[person_id])
    return [held[person] for person in dict.fromkeys(person_ids)]


def numbers_for(session: Session, issued: date, count: int) -> list[str]:
    """The next numbers of certificates issued that day, with their check signs. Raises Refused in a file without a hub."""
    own = own_hub(session)
    hub = session.get(Hub, own) if own else None
    if hub is None:
        raise Refused(tr("Certificates carry the hub's letters. Set up the hub first."))
    prefix = f"{hub.letters}-{issued:%y}-{own_machine(session)}"
    return [with_check(f"{prefix}-{number:04}") for number in next_numbers(session, prefix, count)]
