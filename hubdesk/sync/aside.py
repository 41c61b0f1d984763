"""Packages put aside whole: those that came before the one they follow, and those whose clock runs ahead."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid5

from sqlalchemy import Connection, Row, delete, insert, select, update

from hubdesk.access.post_keys import PostKeys
from hubdesk.access.rights import Deed
from hubdesk.base.errors import Refused
from hubdesk.base.words import tr
from hubdesk.store import Store
from hubdesk.store.clock import moment_of
from hubdesk.store.tables_of_exchange import parked
from hubdesk.sync import package
from hubdesk.sync.epochs import epochs
from hubdesk.sync.erasures import Sieve
from hubdesk.sync.parked_pieces import alone, drop_unused, keeping, kept, pieces_of
from hubdesk.sync.ranges import Range

GAP, CLOCK, APPROVED = "gap", "clock", "approved"


@dataclass(frozen=True)
class Quarantined:
    """A package that waits for a person. clock: as far as the clock of its machine had run; came: both in UTC."""

    seal: str
    hub: str
    hub_id: UUID | None
    file: str
    clock: datetime
    came: datetime


def put_aside(
    connection: Connection, one: Range, checked: package.Checked, own: PostKeys, file: str, hub: str, *, clock: int = 0
) -> None:
    """Keep a package, sealed, for one of its ranges; with ``clock`` in quarantine. own: this file's keys."""
    same = (parked.c.epoch == one.epoch) & (parked.c.from_seq == one.first) & (parked.c.to_seq == one.last)
    reason = CLOCK if clock else GAP
    held = connection.execute(select(parked.c.id).where(same)).scalar()
    if held is not None:
        if clock:
            connection.execute(update(parked).where(parked.c.id == held).values(reason=reason, clock=clock))
        return
    row = {
        "id": uuid5(one.epoch, f"{one.first} {one.last}"),
        "epoch": one.epoch,
        "hub": hub,
        "from_seq": one.first,
        "to_seq": one.last,
        "reason": reason,
        "clock": clock,
        "seal": checked.seal,
        "file": file,
        "hub_id": UUID(checked.header["hub"]),
        "came": datetime.now(UTC).replace(tzinfo=None),
    }
    pieces = pieces_of(connection, checked.seal) or _keep(connection, checked, own)
    connection.execute(insert(parked).values(**row, pieces=pieces))


def _keep(connection: Connection, checked: package.Checked, own: PostKeys) -> UUID:
    pieces, out = keeping(connection)
    sieve = Sieve(connection)
    with out:
        if sieve.lets_all_through:
            package.copy(checked, out)
        else:
            package.write_anew(checked, sieve.lines(package.lines(checked)), own, out)
    return pieces


def approve(connection: Connection, seals: Collection[str]) -> None:
    """A person has said that these may be taken in. Raises Refused when one is no longer there."""
    for seal in seals:
        mine = (parked.c.seal == seal) & (parked.c.reason == CLOCK)
        if connection.execute(update(parked).where(mine).values(reason=APPROVED)).rowcount == 0:
            raise Refused(tr("This package is no longer in quarantine. Open the page again."))


def ready(connection: Connection) -> Row[Any] | None:
    """The first package put aside that can be taken in now, or is here by now."""
    held = {one.epoch: one.highest for one in epochs(connection).values()}
    rows = connection.execute(select(parked).order_by(parked.c.epoch, parked.c.from_seq, parked.c.to_seq)).all()
    fits = (row for row in rows if row.from_seq <= held.get(row.epoch, 0) + 1)
    return next((row for row in fits if row.reason != CLOCK or _here(row, held)), None)


def is_here(connection: Connection, row: Row[Any]) -> bool:
    """Whether all changes of a package put aside have come by now."""
    return _here(row, {one.epoch: one.highest for one in epochs(connection).values()})


@contextmanager
def taken_out(connection: Connection, row: Row[Any], rest: Callable[[], None]) -> Iterator[package.Source]:
    """A package that is removed from those put aside; it can be read within. rest: as `kept` has it."""
    connection.execute(delete(parked).where(parked.c.id == row.id))
    yield kept(connection, alone(connection, row.pieces), rest)
    drop_unused(connection)


def in_quarantine(connection: Connection, epoch: UUID) -> bool:
    """Whether changes of this epoch wait for a person."""
    held = select(parked.c.id).where(parked.c.epoch == epoch, parked.c.reason == CLOCK).limit(1)
    return connection.scalar(held) is not None


def hold_back(connection: Connection, row: Row[Any], clock: int) -> None:
    """Put a package that waited for its gap into quarantine."""
    connection.execute(update(parked).where(parked.c.id == row.id).values(reason=CLOCK, clock=clock))


def quarantined(store: Store) -> list[Quarantined]:
    """What waits for a person, the first to come first."""
    with store.reading_plainly() as connection:
        return list(_quarantined(connection))


def discard(store: Store, seal: str) -> None:
    """Drop a package from quarantine, unread. Raises Refused when it is no longer there."""
    store.require(Deed.MERGE)
    with store.writing_plainly() as connection:
        mine = (parked.c.seal == seal) & (parked.c.reason == CLOCK)
        if connection.execute(delete(parked).where(mine)).rowcount == 0:
            raise Refused(tr("This package is no longer in quarantine. Open the page again."))
        drop_unused(connection)
    store.tell(frozenset())


def _quarantined(connection: Connection) -> Iterator[Quarantined]:
    told: set[str] = set()
    for row in connection.execute(select(parked).where(parked.c.reason == CLOCK).order_by(parked.c.came)):
        if row.seal not in told:
            told.add(row.seal)
            came = row.came.replace(tzinfo=UTC)
            yield Quarantined(row.seal, row.hub, row.hub_id, row.file, moment_of(row.clock), came)


def _here(row: Row[Any], held: dict[UUID, int]) -> bool:
    return bool(row.to_seq <= held.get(row.epoch, 0))
