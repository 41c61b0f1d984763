"""How to get to a venue and into it, in words that stand on letters, posters and leaflets."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from hubdesk.base.words import tr
from hubdesk.fields.types import Phone
from hubdesk.records.network.hub import Hub
from hubdesk.records.network.organisation import Organisation
from hubdesk.records.places.room import Room
from hubdesk.records.places.venue import Venue
from hubdesk.reports.own_hub import own_hub_of

_UNBROKEN: Final = "\u00a0"
"""A space at which no line ends: a number that is to be called stays whole."""


@dataclass(frozen=True)
class GettingHere:
    """Where it is, whom to call, and the facts that are known, each a label and what it says."""

    name: str = ""
    address: str = ""
    phone: str = ""
    email: str = ""
    facts: tuple[tuple[str, str], ...] = ()


def getting_here(session: Session, venue_id: UUID | None, room_id: UUID | None = None) -> GettingHere:
    """How to get to the venue, or to the hub's own where none is said; empty where the hub has none either.

    Phone and e-mail are the venue's, else those of the hub's organisation.
    """
    hub = session.get(Hub, own_hub_of(session).id) if own_hub_of(session).id else None
    room = session.get(Room, room_id) if room_id else None
    wanted = venue_id or (room.venue if room else None) or (hub.venue if hub else None) or _only_venue(session)
    venue = session.get(Venue, wanted) if wanted else None
    body = session.get(Organisation, hub.organisation) if hub and hub.organisation else None
    phone = (venue.phone if venue else None) or (body.phone if body else None)
    return GettingHere(
        name=venue.name if venue else "",
        address=", ".join(part for part in (venue.address, venue.postcode) if part) if venue else "",
        phone=Phone().show(phone).replace(" ", _UNBROKEN) if phone else "",
        email=(body.email if body else None) or "",
        facts=tuple(_facts(venue, room)) if venue else (),
    )


def _only_venue(session: Session) -> UUID | None:
    """The venue of a hub that has just one, and never said that it is its own."""
    found = list(session.scalars(select(Venue.id).limit(2)))
    return found[0] if len(found) == 1 else None


def _facts(venue: Venue, room: Room | None) -> Iterator[tuple[str, str]]:
    told = (
        (
            tr("Steps"),
            venue.step_free,
            tr("The way in from the street is level."),
            tr("There are steps at the door."),
        ),
        (
            tr("Toilet"),
            venue.accessible_toilet,
            tr("There is an accessible toilet."),
            tr("There is no accessible toilet."),
        ),
        (tr("Hearing loop"), venue.hearing_loop, tr("There is a hearing loop."), tr("There is no hearing loop.")),
    )
    for label, answer, yes, no in told:
        if answer is not None:
            yield label, yes if answer else no
    for label, said in (
        (tr("Bus, tram and train"), venue.bus),
        (tr("Parking"), venue.parking),
        (tr("Also"), " ".join(part for part in (venue.access, room.access if room else None) if part)),
    ):
        if said:
            yield label, said
