"""Whom this file exchanges packages with: the lead's and the hubs' keys, each confirmed by a person."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final
from uuid import UUID, uuid4

from sqlalchemy import Connection, insert, select, update

from hubdesk.access.post_keys import PostKeys, PublicKeys
from hubdesk.access.rights import Deed
from hubdesk.base.errors import Refused
from hubdesk.base.words import tr
from hubdesk.store import Store
from hubdesk.store.chain import append
from hubdesk.store.tables_of_exchange import correspondent
from hubdesk.sync.package import CHANGES, RETURN
from hubdesk.sync.package_body import damaged
from hubdesk.sync.told import forget_lead

LEAD, HUB = "lead", "hub"
"""What a correspondent is to this file."""

_FROM: Final = {CHANGES: HUB, RETURN: LEAD}


@dataclass(frozen=True)
class Correspondent:
    """Somebody whose keys a person has confirmed. what: LEAD or HUB; since, ended: in UTC; ended: None while they hold."""

    id: UUID
    what: str
    hub_id: UUID
    name: str
    keys: PublicKeys
    since: datetime
    by: str
    ended: datetime | None


@dataclass(frozen=True)
class OwnPost:
    """This file's keys, and those of everybody it ever exchanged with."""

    own: PostKeys
    known: tuple[Correspondent, ...]
    from_itself: bool = False
    """Whether what it signed itself is taken too, as of packages that wait in it."""

    def leads(self) -> list[PublicKeys]:
        """To whom packages are sealed. Raises Refused when no invitation was taken in."""
        found = [one.keys for one in self.known if one.what == LEAD and one.ended is None]
        if not found:
            raise Refused(
                tr(
                    "The lead organisation’s keys are not known here yet, so nothing can be sealed for it. A manager takes its invitation in, under Keys and invitations."
                )
            )
        return found

    def hub(self, hub: UUID) -> PublicKeys | None:
        """To whom a return is sealed; None while the hub is not admitted."""
        held = (one.keys for one in self.known if one.what == HUB and one.hub_id == hub and one.ended is None)
        return next(held, None)

    def check_sender(self, signer: object, holds: str, header: dict[str, Any]) -> PublicKeys:
        """As `package.Post` says: a hub sends its own changes only, a return comes from the lead, work from itself."""
        own = self.own.public
        if signer == own.id and (self.from_itself or holds not in _FROM):
            return own
        if signer == own.id:
            raise Refused(tr("This file was written here, so everything in it is here already."))
        found = [one for one in self.known if one.keys.id == signer and one.what == _FROM.get(holds)]
        if not found:
            raise Refused(
                tr(
                    "Whoever signed this file is not known here, so nothing was taken from it. A manager takes in their invitation or answer first, under Keys and invitations."
                )
            )
        held = [one for one in found if one.ended is None]
        if not held:
            raise Refused(
                tr(
                    "The keys of {name} that signed this file no longer hold here, so nothing was taken from it. Ask for a new answer or invitation, and compare its six words.",
                    name=found[0].name,
                )
            )
        if holds == CHANGES and str(header.get("hub")) not in [str(one.hub_id) for one in held]:
            raise damaged()
        return held[0].keys


def post_of(store: Store, *, from_itself: bool = False) -> OwnPost:
    """Who this file is to others. Raises Refused for a role that cannot open the keys of a database on a server."""
    with store.reading_plainly() as connection:
        known = tuple(_correspondents(connection))
    return OwnPost(store.post_keys, known, from_itself)


def knows_the_lead(store: Store) -> bool:
    """Whether there is somebody to seal packages to."""
    return any(one.what == LEAD for one in correspondents(store))


def lead_called(connection: Connection) -> str:
    """How the network is called for whose lead packages are sealed; empty where there is none."""
    held = [one.name for one in _correspondents(connection) if one.what == LEAD and one.ended is None]
    return held[0] if held else ""


def correspondents(store: Store) -> list[Correspondent]:
    """Everybody whose keys hold, the lead first, then by name."""
    with store.reading_plainly() as connection:
        held = [one for one in _correspondents(connection) if one.ended is None]
    return sorted(held, key=lambda one: (one.what != LEAD, one.name.casefold()))


def keep(store: Store, what: str, hub_id: UUID, name: str, keys: PublicKeys) -> None:
    """Take these keys from now on, in the place of those that the same one, or any other lead, had before."""
    store.require(Deed.CONFIRM_KEYS)
    now = datetime.now(UTC).replace(tzinfo=None)
    held = correspondents(store)
    if any((one.what, one.hub_id, one.name, one.keys) == (what, hub_id, name, keys) for one in held):
        return
    if what == LEAD:
        # First, so that when this breaks off the spare key is gone and not the wish to end it.
        store.accounts.end_spare_key()
    with store.writing_plainly() as connection:
        if what == LEAD and _last_lead(connection) not in (None, hub_id):
            forget_lead(connection)
        same = (correspondent.c.what == what) & correspondent.c.ended.is_(None)
        if what == HUB:
            same &= correspondent.c.hub_id == hub_id
        connection.execute(update(correspondent).where(same).values(ended=now))
        row = {"what": what, "hub_id": hub_id, "name": name, "keys": keys.as_text(), "since": now, "by": store.by}
        connection.execute(insert(correspondent).values(id=uuid4(), **row))
        append(connection, "keys_confirmed", store.by, {"hub": str(hub_id), "keys": keys.id})


def revoke(store: Store, id: UUID) -> None:
    """Take nothing from these keys any more. Raises Refused when they no longer hold."""
    store.require(Deed.CONFIRM_KEYS)
    if any(one.id == id and one.what == LEAD for one in correspondents(store)):
        store.accounts.end_spare_key()
    with store.writing_plainly() as connection:
        mine = (correspondent.c.id == id) & correspondent.c.ended.is_(None)
        hub_id = connection.scalar(select(correspondent.c.hub_id).where(mine))
        if hub_id is None:
            raise Refused(tr("These keys no longer hold. Open the page again."))
        connection.execute(update(correspondent).where(mine).values(ended=datetime.now(UTC).replace(tzinfo=None)))
        append(connection, "keys_revoked", store.by, {"hub": str(hub_id)})


def _last_lead(connection: Connection) -> UUID | None:
    """The lead before, also where its keys hold no longer."""
    leads = select(correspondent.c.hub_id).where(correspondent.c.what == LEAD)
    found: UUID | None = connection.scalar(leads.order_by(correspondent.c.since.desc()).limit(1))
    return found


def _correspondents(connection: Connection) -> Iterator[Correspondent]:
    for row in connection.execute(select(correspondent).order_by(correspondent.c.since.desc())):
        keys = PublicKeys.from_text(row.keys)
        since, ended = row.since.replace(tzinfo=UTC), row.ended and row.ended.replace(tzinfo=UTC)
        yield Correspondent(row.id, row.what, row.hub_id, row.name, keys, since, row.by, ended)
