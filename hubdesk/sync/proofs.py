"""What the lead signs of its own work in every return: a hub that brings back what the lead has lost shows it as proof."""

from __future__ import annotations

import binascii
from collections.abc import Iterable, Mapping
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Connection

from hubdesk.access.post_keys import PostKeys, PublicKeys
from hubdesk.store.small_facts import fact, keep_fact
from hubdesk.store.values import pack, unpack
from hubdesk.sync.epochs import Epoch, last_seqs
from hubdesk.sync.invitation import is_signed, signed_by

PROOFS: Final = "proofs"
"""In the header of a package, and of a file for the hub's other computer."""

_KEPT: Final = "lead_proofs"
_WHAT: Final = "own work"
_MOST: Final = 8
"""So many are kept at a hub, and looked at in a package."""


def proof(connection: Connection, own: PostKeys, known: Mapping[int, Epoch], hub: UUID | None) -> dict[str, Any]:
    """What this file, the lead's, has done itself: by epoch up to where, signed."""
    last = last_seqs(connection, hub)
    done = {str(one.epoch): last[one.number] for one in known.values() if one.hub in (None, hub)}
    return signed_by(own, {"hubdesk": _WHAT, "epochs": {epoch: last for epoch, last in done.items() if last}})


def keep_proofs(connection: Connection, told: object) -> None:
    """Keep what a return, or the hub's other computer, brought, and no more than is needed of what was kept before."""
    held = kept_proofs(connection)
    fresh = [one for one in told if one not in held] if isinstance(told, list) else []
    left: list[Any] = []
    for one in [*fresh, *held]:
        if _epochs(one) and not any(_covers(_epochs(other), _epochs(one)) for other in left):
            left.append(one)
    keep_fact(connection, _KEPT, pack(left[:_MOST]))


def kept_proofs(connection: Connection) -> list[Any]:
    """What is kept, the newest first."""
    stored = fact(connection, _KEPT)
    held = unpack(stored) if stored else []
    return held if isinstance(held, list) else []


def proven(keys: PublicKeys, told: object) -> dict[UUID, int]:
    """By epoch, up to where the holder of these keys has signed that it is their own work."""
    reached: dict[UUID, int] = {}
    for one in told[:_MOST] if isinstance(told, list) else ():
        if _signed(keys, one):
            for epoch, last in _epochs(one).items():
                reached[UUID(epoch)] = max(last, reached.get(UUID(epoch), 0))
    return reached


def _signed(keys: PublicKeys, one: Any) -> bool:
    try:
        return one["hubdesk"] == _WHAT and is_signed(keys, one)
    except (KeyError, TypeError, ValueError, AttributeError, RecursionError, binascii.Error):
        return False


def _epochs(one: Any) -> dict[str, int]:
    told = one.get("epochs") if isinstance(one, dict) else None
    return told if isinstance(told, dict) and _are_numbers(told.values()) else {}


def _are_numbers(values: Iterable[object]) -> bool:
    return all(type(one) is int and one > 0 for one in values)


def _covers(one: Mapping[str, int], other: Mapping[str, int]) -> bool:
    return all(one.get(epoch, 0) >= last for epoch, last in other.items())
