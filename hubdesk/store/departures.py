"""What left the hub: which file, when, for whom, and of whom something was in it; never what it said."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import Connection, and_, insert, or_, select

from hubdesk.base.spelt import spelt
from hubdesk.store.belonging import batches
from hubdesk.store.tables import journal
from hubdesk.store.tables_of_exchange import departure
from hubdesk.store.values import pack, unpack

PACKAGE, LIST, PACK = "package", "list", "pack"


@dataclass(frozen=True)
class Departure:
    """One file. ``what`` is a package, a list or a subject-access pack; ``whom`` it was for, may be empty."""

    at: datetime
    by: str
    what: str
    name: str
    place: str
    whom: str


def note_departure(
    connection: Connection,
    what: str,
    name: str,
    place: str,
    *,
    by: str,
    whom: str = "",
    ranges: Sequence[tuple[int, int, int]] = (),
    records: Sequence[UUID] = (),
    **about: int | str,
) -> None:
    """Write down that a file left: with ranges of the journal (epoch, from, to), or with these records, in it.

    ``about``: figures and words of the program about it.
    """
    held: dict[str, Any] = {"ranges": ranges, "records": [one.hex for one in records], **about}
    now = datetime.now(UTC).replace(tzinfo=None)
    row = {"at": now, "by": by, "what": what, "name": spelt(name), "place": spelt(place), "whom": whom}
    connection.execute(insert(departure).values(id=uuid4(), **row, held=pack(held)))


@dataclass(frozen=True)
class SentPackage:
    """A package that left. ranges: of the journal (epoch, from, to); about: figures about it, by name."""

    at: datetime
    name: str
    ranges: tuple[tuple[int, int, int], ...]
    about: dict[str, Any]


def packages_that_left(connection: Connection, limit: int) -> list[SentPackage]:
    """The packages written last, the latest first."""
    query = select(departure).where(departure.c.what == PACKAGE).order_by(departure.c.at.desc()).limit(limit)
    found = []
    for row in connection.execute(query):
        held = unpack(row.held)
        ranges = tuple((epoch, first, last) for epoch, first, last in held.pop("ranges"))
        del held["records"]
        found.append(SentPackage(row.at.replace(tzinfo=UTC), row.name, ranges, held))
    return found


def departures_of(connection: Connection, records: Collection[UUID]) -> list[Departure]:
    """The files that any of these records was in, the latest first."""
    hexes = {one.hex for one in records}
    found = []
    for row in connection.execute(select(departure).order_by(departure.c.at.desc())):
        held = unpack(row.held)
        if not hexes.isdisjoint(held["records"]) or _in_ranges(connection, held["ranges"], records):
            at = row.at.replace(tzinfo=UTC)
            found.append(Departure(at, row.by, row.what, row.name, row.place, row.whom))
    return found


def _in_ranges(connection: Connection, ranges: Sequence[Sequence[int]], records: Collection[UUID]) -> bool:
    within = [and_(journal.c.epoch == one[0], journal.c.seq.between(one[1], one[2])) for one in ranges]
    if not within:
        return False
    for some in batches(list(records)):
        query = select(journal.c.seq).where(journal.c.record.in_(some), or_(*within)).limit(1)
        if connection.scalar(query) is not None:
            return True
    return False
