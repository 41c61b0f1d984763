"""Sessions of information, advice and guidance: what one says, and whose review is due."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final
from uuid import UUID

from sqlalchemy import exists, select
from sqlalchemy.orm import Session, aliased

from hubdesk.base.errors import Refused
from hubdesk.base.words import tr, tr_many
from hubdesk.fields.codelists import label_of
from hubdesk.fields.dates import show_date
from hubdesk.fields.sealed import Sealed
from hubdesk.fields.types import Minutes
from hubdesk.records.advice.iag_session import IagSession
from hubdesk.records.people.person import Person
from hubdesk.reports.needs import Need, Target, Tone

_AHEAD: Final = timedelta(days=7)
_APART: Final = 3
"""Up to this many reviews stand line by line; more are one line that leads to the list of them."""


@dataclass(frozen=True)
class AdvicePage:
    """One session in words; what it does not say is empty. Of the actions and places each line is one."""

    person_id: UUID
    person: str
    iag_type: str
    day: str
    length: str
    channel: str
    adviser: str
    issues: str
    options: str
    actions: tuple[str, ...]
    signposted_to: tuple[str, ...]
    review: str
    review_is_due: bool
    agreed: bool


def advice_page(session: Session, id: UUID, today: date) -> AdvicePage:
    """The page of one session. Raises Refused when it is no longer there, or not for whoever asks to see."""
    # To a role that may not see it, its day reads as empty.
    day = session.scalar(select(IagSession.day).where(IagSession.id == id))
    one = session.get(IagSession, id)
    person = session.get(Person, one.person) if one else None
    if one is None or person is None or day is None:
        raise Refused(
            tr("This session is no longer there, or for tutors and managers only. Undo brings back what was removed.")
        )
    adviser = session.get(Person, one.adviser) if one.adviser else None
    return AdvicePage(
        person_id=person.id,
        person=person.full_name,
        iag_type=label_of("iag_type", one.iag_type),
        day=show_date(day),
        length=Minutes().show(one.minutes) if one.minutes is not None else "",
        channel=label_of("iag_channel", one.channel) if one.channel else "",
        adviser=adviser.full_name if adviser else "",
        issues=_read(one.issues),
        options=_read(one.options),
        actions=_lines(one.actions),
        signposted_to=_lines(one.signposted_to),
        review=show_date(one.review_on) if one.review_on else "",
        review_is_due=one.review_on is not None and one.review_on <= today and not _answered(session, one),
        agreed=bool(one.agreed),
    )


def latest_session(session: Session, person: UUID) -> UUID | None:
    """The person's last session; None when there is none, or it is not for whoever asks to see."""
    query = select(IagSession.id).where(IagSession.person == person, IagSession.day.is_not(None))
    return session.scalar(query.order_by(IagSession.day.desc()).limit(1))


def reviews_due(session: Session, today: date) -> Iterator[Need]:
    """Reviews of the next seven days and those that are late, the oldest first. A later session is the review."""
    found = [(one.id, one.review_on, name) for one, name in _open_reviews(session, today + _AHEAD)]
    if len(found) > _APART:
        late = any(day is not None and day < today for _, day, _ in found)
        yield Need(
            "iag_session",
            tr_many("{n} IAG review is due", "{n} IAG reviews are due", len(found)),
            ", ".join(name for *_, name in found[:_APART]),
            "signpost",
            "overdue" if late else "due",
            Target("list", "iag_session", ids=tuple(id for id, *_ in found)),
        )
        return
    for id, day, name in found:
        sentence, tone = _standing(day, today)
        yield Need("iag_session", sentence, name, "signpost", tone, Target("record", "iag_session", id))


def next_review(session: Session, person: UUID, today: date) -> Iterator[Need]:
    """The next review of one person, however far ahead."""
    for one, _ in _open_reviews(session, date.max, person):
        sentence, tone = _standing(one.review_on, today)
        target = Target("record", "iag_session", one.id)
        yield Need("iag_session", sentence, label_of("iag_type", one.iag_type), "signpost", tone, target)


def _open_reviews(session: Session, until: date, person: UUID | None = None) -> Iterator[tuple[IagSession, str]]:
    later = aliased(IagSession)
    reviewed = exists().where(later.person == IagSession.person, later.day > IagSession.day)
    query = select(IagSession, Person.full_name).join(Person, Person.id == IagSession.person)
    query = query.where(IagSession.review_on <= until, ~reviewed).order_by(IagSession.review_on, Person.full_name)
    if person is not None:
        query = query.where(IagSession.person == person)
    yield from ((one, name) for one, name in session.execute(query.limit(50)))


def _answered(session: Session, one: IagSession) -> bool:
    later = exists().where(IagSession.person == one.person, IagSession.day > one.day)
    return bool(session.scalar(select(later)))


def _standing(day: date | None, today: date) -> tuple[str, Tone]:
    if day is None or day > today:
        said = tr("IAG review on {day}", day=show_date(day)) if day else ""
        return said, "due" if day is not None and day <= today + _AHEAD else "quiet"
    if day == today:
        return tr("IAG review is due today"), "due"
    return tr("IAG review was due on {day}", day=show_date(day)), "overdue"


def _read(note: str | Sealed | None) -> str:
    return "" if note is None else str(note)


def _lines(note: str | Sealed | None) -> tuple[str, ...]:
    return tuple(line.strip(" -•*") for line in _read(note).splitlines() if line.strip(" -•*"))
