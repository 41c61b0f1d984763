"""Which runs of sequence numbers this file holds, how far, and what was known when."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from sqlalchemy import Connection, case, func, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite

from hubdesk.store.tables import device_epoch, journal
from hubdesk.store.tables_of_exchange import seen

_LAST: Final = select(func.max(journal.c.seq)).where(journal.c.epoch == device_epoch.c.number).scalar_subquery()
"""Of each row of `device_epoch`, the last number that is here, with or without those before it."""


@dataclass(frozen=True)
class Epoch:
    """highest: the last seq held here; acknowledged: the last one that the lead has said it holds."""

    number: int
    epoch: UUID
    hub: UUID | None
    mine: bool
    highest: int
    acknowledged: int
    package_hash: str | None


def epochs(connection: Connection) -> dict[int, Epoch]:
    """All that are known here, by their local number; asked for at once, as a network may have thousands."""
    # Of others' epochs single changes may be here that come after a gap.
    in_parts = device_epoch.c.mine | (device_epoch.c.hub_id.is_(None) & (device_epoch.c.highest_seq == 0))
    rows = connection.execute(select(device_epoch, case((in_parts, _LAST), else_=None).label("last")))
    return {
        row.number: Epoch(
            row.number,
            row.epoch,
            row.hub_id,
            bool(row.mine),
            max(row.highest_seq, row.last or 0),
            row.acknowledged_seq,
            row.package_hash,
        )
        for row in rows
    }


def numbers_of(connection: Connection, hubs: Mapping[UUID, UUID | None]) -> dict[UUID, int]:
    """The local number of each of these epochs, given now if it is new; ``hubs`` says whose each is, where that is known."""
    held = _numbers(connection)
    new = [
        {"epoch": epoch, "hub_id": hub, "machine": "", "mine": False}
        for epoch, hub in hubs.items()
        if epoch not in held
    ]
    for epoch, hub in hubs.items():
        if hub is not None and epoch in held:
            nameless = (device_epoch.c.epoch == epoch) & device_epoch.c.hub_id.is_(None) & ~device_epoch.c.mine
            connection.execute(update(device_epoch).where(nameless).values(hub_id=hub))
    if new:
        connection.execute(insert(device_epoch), new)
        held = _numbers(connection)
    return {epoch: held[epoch] for epoch in hubs}


def _numbers(connection: Connection) -> dict[UUID, int]:
    return {row.epoch: row.number for row in connection.execute(select(device_epoch.c.epoch, device_epoch.c.number))}


def moved(connection: Connection, number: int, highest: int, seal: str) -> None:
    """Note that an epoch is merged up to here, the last time from the package with this seal."""
    row = update(device_epoch).where(device_epoch.c.number == number)
    connection.execute(row.values(highest_seq=highest, package_hash=seal))


def last_seq(connection: Connection, number: int) -> int:
    """The last number of an epoch that is here, with or without those before it."""
    return connection.scalar(select(func.max(journal.c.seq)).where(journal.c.epoch == number)) or 0


def last_seqs(connection: Connection, *hubs: UUID | None) -> dict[int, int]:
    """The same of this file's own epochs, of those of ``hubs`` and of those whose hub is not known, by local number."""
    asked = device_epoch.c.mine | device_epoch.c.hub_id.is_(None)
    asked |= device_epoch.c.hub_id.in_([hub for hub in hubs if hub is not None])
    return {row[0]: row[1] or 0 for row in connection.execute(select(device_epoch.c.number, _LAST).where(asked))}


def homes(connection: Connection, known: Mapping[int, Epoch], own: UUID | None) -> dict[str, str | None]:
    """By number, as text, the hub of each epoch; ``own`` for those of this file, and None where it is only known by name."""
    found: dict[str, str | None] = {}
    last = last_seqs(connection)
    for number, one in known.items():
        mine = one.mine or (one.hub is None and last[number] > 0)
        hub = own if mine else one.hub
        found[str(number)] = str(hub) if hub else None
    return found


def note_seen(connection: Connection, own: int, returned: Mapping[int, int] | None = None) -> None:
    """Note that what is done here from now on is done with all that has been merged at hand.

    returned: of epochs that were never merged whole, up to where returns have told what concerns this hub.
    """
    told = returned or {}
    known = epochs(connection)
    after = known[own].highest
    newest = select(seen.c.other, func.max(seen.c.up_to)).where(seen.c.epoch == own).group_by(seen.c.other)
    noted = {row[0]: row[1] for row in connection.execute(newest)}
    reached = {other.number: other.highest or told.get(other.number, 0) for other in known.values()}
    rows = [
        {"epoch": own, "other": other, "after_seq": after, "up_to": up_to}
        for other, up_to in reached.items()
        if other != own and up_to > noted.get(other, 0)
    ]
    keep_seen(connection, rows)


def keep_seen(connection: Connection, rows: list[dict[str, int]]) -> None:
    """Store what machines knew; what is stored already is only ever raised."""
    if not rows:
        return
    added = (sqlite if connection.dialect.name == "sqlite" else postgresql).insert(seen)
    more = seen.c.up_to < added.excluded.up_to
    raised = added.on_conflict_do_update(
        index_elements=list(seen.primary_key), set_={"up_to": added.excluded.up_to}, where=more
    )
    connection.execute(raised, rows)
