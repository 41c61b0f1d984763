"""Give people cards to check in with, and end those that are lost."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from hubdesk.base.errors import Refused
from hubdesk.base.progress import Progress
from hubdesk.base.words import tr, tr_many
from hubdesk.fields.check_digit import SIGNS, with_check
from hubdesk.records.network.hub import Hub
from hubdesk.records.people.person_card import PersonCard
from hubdesk.store.numbers import next_numbers, own_hub, own_machine

_BATCH = 100
_LEAST = 2
"""Signs of a number beside the machine's own; three once two are used up."""


def issue_cards_title(people: Collection[str]) -> str:
    """``people``: how each is called."""
    if len(people) == 1:
        return tr("Give {name} a card", name=next(iter(people)))
    return tr_many("Give {n} person a card", "Give {n} people cards", len(people))


def new_card_title(name: str) -> str:
    return tr("Give {name} a new card", name=name)


def issue_cards(
    session: Session, person_ids: Collection[UUID], day: date, progress: Progress | None = None
) -> list[PersonCard]:
    """A card for each person, in their order; who has one that counts keeps it. Raises Refused in a file without a hub."""
    held: dict[UUID, PersonCard] = {}
    for one in session.scalars(select(PersonCard).where(PersonCard.ended.is_(None)).order_by(PersonCard.issued)):
        held[one.person] = one
    fresh = [person for person in dict.fromkeys(person_ids) if person not in held]
    for place, (person, number) in enumerate(zip(fresh, _numbers(session, len(fresh)), strict=True)):
        if place % _BATCH == 0:
            session.flush()
            (progress or Progress()).step(place, len(fresh))
        held[person] = PersonCard(person=person, number=number, issued=day)
        session.add(held[person])
    return [held[person] for person in dict.fromkeys(person_ids)]


def new_card(session: Session, person_id: UUID, day: date, why: str) -> PersonCard:
    """End what cards the person has, for a reason of the list card_end, and give them another."""
    for one in session.scalars(select(PersonCard).where(PersonCard.person == person_id, PersonCard.ended.is_(None))):
        one.ended, one.why_ended = day, why
    session.flush()
    made = PersonCard(person=person_id, number=_numbers(session, 1)[0], issued=day)
    session.add(made)
    return made


def _numbers(session: Session, n: int) -> list[str]:
    """So many numbers that were never given out.

    They carry the machine's own signs, as certificates do, so that two desks that have not met give out different ones.
    """
    own = own_hub(session)
    hub = session.get(Hub, own) if own else None
    if hub is None:
        raise Refused(tr("Cards carry the hub's letters. Set up the hub first."))
    prefix = f"{hub.letters}-{own_machine(session)}"
    return [with_check(prefix + _signs(one)) for one in next_numbers(session, f"card {prefix}", n)]


def _signs(number: int) -> str:
    signs = ""
    while number:
        number, sign = divmod(number, len(SIGNS))
        signs = SIGNS[sign] + signs
    return signs.rjust(_LEAST, "0")
