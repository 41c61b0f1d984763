"""Where a hub's log ended when a package was written: held by the lead, told back in receipts, compared at the hub."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Connection

from hubdesk.base.errors import Refused
from hubdesk.base.spelt import spelt
from hubdesk.base.words import tr
from hubdesk.store import Store
from hubdesk.store.chain import Head, head
from hubdesk.store.proof import Anchor
from hubdesk.store.small_facts import fact, keep_fact
from hubdesk.store.values import pack, unpack
from hubdesk.sync import package
from hubdesk.sync.correspondents import post_of
from hubdesk.sync.epochs import epochs
from hubdesk.sync.told import RECEIVED, keep_told

_MOST: Final = 8
"""Of so many epochs of a hub the heads are kept, those that sent last."""


def head_in(header: dict[str, Any]) -> Head | None:
    """The head that a package tells; None where it was made by an older HubDesk, or tells nonsense."""
    return _head(header.get("log"))


def head_for(store: Store, header: dict[str, Any]) -> Head | None:
    """The head that a return tells this file: each computer of a hub has a log of its own, known by its epoch."""
    told = header.get("logs")
    with store.reading_plainly() as connection:
        mine = next(one for one in epochs(connection).values() if one.mine)
    return _head(told.get(str(mine.epoch))) if isinstance(told, dict) else None


def _head(told: object) -> Head | None:
    if not isinstance(told, dict):
        return None
    seq, hash = told.get("seq"), told.get("hash")
    if not isinstance(seq, int) or not isinstance(hash, str):
        return None
    return Head(seq, hash) if 0 < seq < 2**62 and len(hash) == 64 and hash.isalnum() else None


def keep_head(connection: Connection, hub: UUID, header: dict[str, Any]) -> None:
    """Remember what the hub's latest package told: of that computer's log, and up to where it knows what others did."""
    keep_told(connection, str(hub), header)
    told, epoch = head_in(header), header.get("epoch")
    if told is not None and isinstance(epoch, str):
        kept = {one: head for one, head in kept_heads(connection, hub).items() if one != epoch}
        kept = dict(list(kept.items())[1 - _MOST :]) | {str(UUID(epoch)): {"seq": told.seq, "hash": told.hash}}
        keep_fact(connection, _name(hub), pack(kept))


def kept_heads(connection: Connection, hub: UUID) -> dict[str, Any]:
    """What the latest packages of each of the hub's computers told, by their epochs."""
    stored = fact(connection, _name(hub))
    held = unpack(stored) if stored else {}
    return held if all(isinstance(one, dict) for one in held.values()) else {}


def anchor_in(store: Store, path: Path) -> Anchor:
    """What a package or return knows of this file's log. Raises Refused when it is another hub's, or tells nothing."""
    post = post_of(store, from_itself=True)
    back = package.held_by(package.opener(path)) == package.RETURN
    checked = package.check(package.opener(path), package.RETURN if back else package.CHANGES, post)
    told = head_for(store, checked.header) if back else head_in(checked.header)
    if told is None or checked.header.get("hub") != str(store.hub_id):
        raise Refused(
            tr("{name} tells nothing about this file’s log. Pick a package or receipt of this hub.", name=path.name)
        )
    return Anchor(spelt(path.name), told, str(checked.header.get("made_at") or ""))


def unfit(store: Store, header: dict[str, Any]) -> UUID | None:
    """This file's own epoch, where the lead holds another line of its log under a number that this file has given too.

    The file was copied and both copies went on, or somebody rewrote the log: what the lead holds need not be what is here.
    """
    told = head_for(store, header)
    with store.reading_plainly() as connection:
        mine = next(one for one in epochs(connection).values() if one.mine)
        ahead = told is None or told.seq > head(connection).seq
    return None if ahead or told is None or store.has_line(told) else mine.epoch


def compare(store: Store, header: dict[str, Any]) -> str:
    """What does not fit between this file's log and what the lead holds of it, in a sentence; written down, too."""
    told = head_for(store, header)
    if told is None or store.has_line(told):
        return ""
    store.note("alarm", why="lead", seq=told.seq, hash=told.hash)
    return tr("The lead organisation knows another line {n} of this file’s log: check the log.", n=told.seq)


def note_received(connection: Connection, header: dict[str, Any]) -> None:
    """Remember the last line of this file's log that the lead has heard of, by a return."""
    mine, told = next(one for one in epochs(connection).values() if one.mine), header.get("logs")
    head = _head(told.get(str(mine.epoch))) if isinstance(told, dict) else None
    if head is not None and head.seq > int(fact(connection, RECEIVED) or 0):
        keep_fact(connection, RECEIVED, str(head.seq))


def _name(hub: UUID) -> str:
    return f"log {hub}"
