"""What cards say, gathered from the hub's file."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from sqlalchemy.orm import Session

from hubdesk.fields.card_codes import code_of
from hubdesk.printing.cards import CardFace, Cards
from hubdesk.records.people.person import Person
from hubdesk.records.people.person_card import PersonCard
from hubdesk.reports.own_hub import own_hub_of
from hubdesk.store.folding import fold


def cards(session: Session, card_ids: Sequence[UUID], day: date) -> Cards:
    """These cards, in their order."""
    found = [session.get_one(PersonCard, one) for one in card_ids]
    people = [session.get_one(Person, one.person) for one in found]
    faces = (
        CardFace(person.full_name, _own_writing(person), card.number, code_of(card.number))
        for card, person in zip(found, people, strict=True)
    )
    return Cards(own_hub_of(session).name, day, tuple(faces))


def _own_writing(person: Person) -> str:
    """The name for certificates, where it is in another script than the name that the desk knows."""
    own = person.certificate_name or ""
    return own if not own.isascii() and fold(own) != fold(person.full_name) else ""
