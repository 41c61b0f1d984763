"""Whose a package is, and whose epochs it may speak of: a hub sends its own, and brings back what its lead has lost."""

from __future__ import annotations

from typing import Any, Final, NamedTuple
from uuid import UUID

from sqlalchemy import Connection

from hubdesk.base.errors import Refused
from hubdesk.base.words import tr
from hubdesk.fields.text_types import tidy
from hubdesk.store import Store
from hubdesk.sync.epochs import epochs, last_seqs, numbers_of
from hubdesk.sync.package import Checked
from hubdesk.sync.package_body import UNREADABLE

_LONGEST_NAME: Final = 200
_MOST_EPOCHS: Final = 10_000
"""More no package names: every return that is written from then on would have to name them too."""


def hub_of(checked: Checked) -> UUID | None:
    """The hub that a package says it is of; None where that is no id."""
    try:
        return UUID(checked.header["hub"])
    except UNREADABLE:
        return None


def hub_name_of(checked: Checked) -> str:
    """What a package calls its hub; empty where it has no name yet."""
    return tidy(str(checked.header.get("hub_name") or ""))[:_LONGEST_NAME]


class Named(NamedTuple):
    """Of what a package speaks. back: the epochs that it brings back, and epochs: their ids, by the package's numbers.

    numbers: this file's own numbers for them.
    """

    hub: UUID
    back: set[int]
    epochs: dict[int, UUID]
    numbers: dict[int, int]


def named(connection: Connection, header: dict[str, Any], store: Store) -> Named:
    """Whose epochs a package speaks of. Raises Refused when it may not, and ValueError or the like when it tells nonsense."""
    ranges = [int(one["epoch"]) for one in header["ranges"]]
    if len(header["epochs"]) > _MOST_EPOCHS or len(set(ranges)) < len(ranges):
        raise ValueError
    hub = UUID(header["hub"])
    back = {int(one["epoch"]) for one in header["ranges"] if one.get("back")}
    sending = set(ranges) - back
    ids = {int(said): UUID(epoch) for said, epoch in header["epochs"].items()}
    _refuse_others(connection, hub, store.hub_id, {ids[said] for said in sending}, {ids[said] for said in back})
    hubs: dict[UUID, UUID | None] = dict.fromkeys(ids.values())
    given = numbers_of(connection, hubs | {ids[said]: hub for said in sending})
    numbers = {said: given[epoch] for said, epoch in ids.items()}
    return Named(hub, back, ids, numbers)


def _refuse_others(connection: Connection, hub: UUID, own: UUID | None, sending: set[UUID], back: set[UUID]) -> None:
    """Raises Refused when an epoch that ``hub`` sends is not its own, or one that it brings back not of this file, ``own``."""
    last = last_seqs(connection)
    for one in epochs(connection).values():
        # Of this file's earlier epochs no hub is noted.
        ours = one.mine or (one.hub is None and last[one.number] > 0)
        sent_by_another = one.epoch in sending and (ours or one.hub not in (None, hub))
        if sent_by_another or (one.epoch in back and one.hub not in (None, own)):
            raise Refused(
                tr(
                    "This file gives out changes of another hub as its sender’s own, so nothing was taken from it. Ask the sender."
                )
            )
