"""Whose epochs a package may speak of: a hub sends its own, and brings back what its lead has lost."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import Connection

from hubdesk.base.errors import Refused
from hubdesk.base.words import tr
from hubdesk.sync.epochs import epochs, last_seq


def refuse_others(connection: Connection, hub: UUID, own: UUID | None, sending: set[UUID], back: set[UUID]) -> None:
    """Raises Refused when an epoch that ``hub`` sends is not its own, or one that it brings back not of this file, ``own``."""
    for one in epochs(connection).values():
        # Of this file's earlier epochs no hub is noted.
        ours = one.mine or (one.hub is None and last_seq(connection, one.number) > 0)
        sent_by_another = one.epoch in sending and (ours or one.hub not in (None, hub))
        if sent_by_another or (one.epoch in back and one.hub not in (None, own)):
            raise Refused(
                tr(
                    "This file gives out changes of another hub as its sender’s own, so nothing was taken from it. Ask the sender."
                )
            )
