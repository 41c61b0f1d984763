"""What is due for one person: checks, training, a review of advice, and what stands between them and a role."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Final
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from hubdesk.base.words import tr
from hubdesk.fields.dates import show_date
from hubdesk.records.people.person import Person
from hubdesk.records.volunteering.application import CLEAR, ENDED, Application
from hubdesk.records.volunteering.dbs_check import DbsCheck
from hubdesk.records.volunteering.training_record import TrainingRecord
from hubdesk.reports.advice import next_review
from hubdesk.reports.needs import Need, Target, Tone
from hubdesk.store.around import Surroundings

_AHEAD: Final = timedelta(days=90)


def person_due(session: Session, person: Person, today: date) -> tuple[Need, ...]:
    """Each thing in a line, leading to the record where it is done."""
    return (
        *_missing(session, person),
        *_running_out(session, person, today),
        *next_review(session, person.id, today),
        *_contact(person),
    )


def _missing(session: Session, person: Person) -> Iterator[Need]:
    around = Surroundings(session)
    query = select(Application).where(Application.person == person.id, Application.stage.not_in(ENDED))
    for one in session.scalars(query):
        role = around.get("volunteer_role", one.role)
        for sentence in one.missing(around):
            tone: Tone = "overdue" if one.stage == "active" else "due"
            target = Target("record", "application", one.id)
            yield Need("application", sentence, role.name if role else "", "shield-alert", tone, target)


def _running_out(session: Session, person: Person, today: date) -> Iterator[Need]:
    checks = session.scalars(select(DbsCheck).where(DbsCheck.person == person.id, DbsCheck.outcome == CLEAR)).all()
    newest = max(checks, key=lambda check: check.next_check or date.max, default=None)
    if newest and newest.next_check:
        yield from _due(tr("DBS check"), newest.next_check, "shield-check", "dbs_check", newest.id, today)
    latest: dict[str, TrainingRecord] = {}
    done = select(TrainingRecord).where(TrainingRecord.person == person.id).order_by(TrainingRecord.completed)
    for record in session.scalars(done):
        latest[record.training.casefold()] = record
    for record in latest.values():
        if record.expires:
            yield from _due(record.training, record.expires, "graduation-cap", "training_record", record.id, today)


def _due(what: str, day: date, icon: str, kind: str, id: UUID, today: date) -> Iterator[Need]:
    target = Target("record", kind, id)
    if day < today:
        yield Need(kind, tr("{what} has run out", what=what), show_date(day), icon, "overdue", target)
    elif day <= today + _AHEAD:
        yield Need(kind, tr("{what} runs out soon", what=what), show_date(day), icon, "due", target)


def _contact(person: Person) -> Iterator[Need]:
    if not (person.phone or person.email):
        target = Target("record", "person", person.id)
        yield Need("contact", tr("No way to reach them yet"), tr("Ask for a phone or e-mail"), "phone", "due", target)
