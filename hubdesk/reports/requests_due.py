"""Requests about people's own data that are still to be answered, with the days that are left."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from hubdesk.base.words import tr, tr_many
from hubdesk.fields.codelists import label_of
from hubdesk.fields.dates import show_date
from hubdesk.records.people.person import Person
from hubdesk.records.people.subject_request import SubjectRequest
from hubdesk.reports.needs import Need, Target, Tone

_SOON: Final = 7


def requests_due(session: Session, today: date) -> Iterator[Need]:
    """Each open request, what is due first; one whose clock stands still says so."""
    query = select(SubjectRequest, Person.full_name).join(Person, Person.id == SubjectRequest.person)
    found = session.execute(query.where(SubjectRequest.closed.is_(None))).all()
    for one, name in sorted(found, key=lambda row: row[0].due or date.max):
        sentence, tone = _standing(one, today)
        detail = tr("{name} · {asked}", name=name, asked=label_of("subject_request", one.asked))
        target = Target("record", "subject_request", one.id)
        yield Need("request", sentence, detail, "shield-check", tone, target)


def _standing(one: SubjectRequest, today: date) -> tuple[str, Tone]:
    if one.asked == "complaint" and one.acknowledged:
        return tr("Data complaint: investigate and answer"), "due"
    if one.due is None:
        if one.waits_for_proof:
            return tr("Data request waits for proof of identity"), "quiet"
        return tr("Data request waits for what they mean"), "quiet"
    left = (one.due - today).days
    if left < 0:
        return tr_many("Data request is {n} day late", "Data request is {n} days late", -left), "overdue"
    if left == 0:
        return tr("Data request is due today"), "overdue"
    said = tr_many(
        "Data request: {n} day left, until {day}",
        "Data request: {n} days left, until {day}",
        left,
        day=show_date(one.due),
    )
    return said, "due" if left <= _SOON else "primary"
