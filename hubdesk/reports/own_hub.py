"""Whose file this is."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from hubdesk.records.network.hub import Hub
from hubdesk.store.numbers import own_hub


@dataclass(frozen=True)
class OwnHub:
    """The hub of the file, empty before it is set up; ``lead`` for the network's own file."""

    id: UUID | None
    name: str
    letters: str
    network: str
    lead: bool


def own_hub_of(session: Session) -> OwnHub:
    """The hub that this file belongs to."""
    hub = session.scalars(select(Hub).where(Hub.id == own_hub(session))).one_or_none()
    if hub is None:
        return OwnHub(None, "", "", "", lead=False)
    return OwnHub(hub.id, hub.name, hub.letters, hub.network or "", lead=hub.lead)
