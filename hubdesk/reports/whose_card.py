"""Whose card a code is, and if it is nobody's that counts, why not: told in words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from hubdesk.base.words import tr
from hubdesk.fields.card_codes import number_in, typed_number
from hubdesk.fields.check_digit import is_valid
from hubdesk.fields.codelists import label_of
from hubdesk.fields.dates import show_date
from hubdesk.records.network.hub import Hub
from hubdesk.records.people.person import Person
from hubdesk.records.people.person_card import PersonCard
from hubdesk.store.numbers import own_hub


@dataclass(frozen=True)
class WhoseCard:
    """The person whose card counts; or ``trouble``, a sentence that says why there is none, with ``person_id`` where known."""

    person_id: UUID | None
    trouble: str = ""


@dataclass(frozen=True)
class CardLine:
    """One card of a person; ``said`` tells since when it counts, or why it ended."""

    card_id: UUID
    number: str
    counts: bool
    said: str


def whose_card(session: Session, code: str) -> WhoseCard:
    """Whose card it is whose code was scanned, or whose number was typed."""
    number = number_in(code) or typed_number(code)
    if number is None:
        return WhoseCard(None, tr("This code is not from a card of a hub. Look for the person by name."))
    if not is_valid(number):
        return WhoseCard(
            None, tr("Card {number} was not read right: its last sign does not fit. Scan it again.", number=number)
        )
    card = session.scalars(select(PersonCard).where(PersonCard.number == number)).one_or_none()
    if card is None:
        return WhoseCard(None, _nobodys(session, number))
    if card.ended is not None:
        return WhoseCard(card.person, _ended(session, card))
    return WhoseCard(card.person)


def cards_of(session: Session, person_id: UUID) -> tuple[CardLine, ...]:
    """A person's cards, the newest first."""
    held = select(PersonCard).where(PersonCard.person == person_id)
    newest = held.order_by(PersonCard.ended.is_(None).desc(), PersonCard.issued.desc())
    return tuple(CardLine(one.id, one.number, one.ended is None, _line(one)) for one in session.scalars(newest))


def _nobodys(session: Session, number: str) -> str:
    hub = session.get(Hub, own) if (own := own_hub(session)) else None
    letters = number.partition("-")[0]
    if hub is not None and letters != hub.letters:
        other = session.scalars(select(Hub.name).where(Hub.letters == letters)).first()
        if other:
            return tr("Card {number} is from {hub}. Look for the person by name.", number=number, hub=other)
        return tr("Card {number} is from another hub. Look for the person by name.", number=number)
    return tr("Card {number} is not known here. Look for the person by name.", number=number)


def _ended(session: Session, card: PersonCard) -> str:
    person = session.get(Person, card.person)
    said = {
        "number": card.number,
        "name": person.full_name if person else "",
        "day": show_date(card.ended or date.min),
        "why": label_of("card_end", card.why_ended or "lost").lower(),
    }
    newer = select(PersonCard.id).where(PersonCard.person == card.person, PersonCard.ended.is_(None))
    if session.scalars(newer.limit(1)).first():
        return tr("This is {name}’s old card; it ended on {day} ({why}). They have a newer one.", **said)
    return tr("This is {name}’s old card; it ended on {day} ({why}). Check them in by name.", **said)


def _line(card: PersonCard) -> str:
    if card.ended is None:
        return tr("since {day}", day=show_date(card.issued))
    return tr("ended {day}: {why}", day=show_date(card.ended), why=label_of("card_end", card.why_ended or "lost"))
