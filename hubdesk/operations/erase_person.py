"""Erase one person for good: what goes, what stays and why, said first; then done."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import UTC, date, datetime
from uuid import UUID, uuid4

from sqlalchemy import insert

from hubdesk.access.rights import Deed
from hubdesk.base.errors import Refused
from hubdesk.base.words import tr
from hubdesk.records import KINDS, kind_named
from hubdesk.records.people.person import Person
from hubdesk.store import Store
from hubdesk.store.departures import Departure, departures_of
from hubdesk.store.erasing import tombstones, tombstones_for
from hubdesk.store.tables import erasure
from hubdesk.store.what_stays import what_stays

ON_REQUEST = "request"


@dataclass(frozen=True)
class Part:
    """The records of one kind; ``why`` they stay, nameless, or nothing when they go."""

    kind: str
    title: str
    icon: str
    count: int
    why: str


@dataclass(frozen=True)
class ErasurePlan:
    """What erasing one person would do. ``files`` left the hub with them in it, and are removed by hand."""

    person: UUID
    name: str
    goes: tuple[Part, ...]
    stays: tuple[Part, ...]
    files: tuple[Departure, ...]


def plan_erasure(store: Store, person: UUID, today: date) -> ErasurePlan:
    """Said before anything is done. Raises Refused when the person is not there, or was erased."""
    with store.reading() as session:
        found = session.get(Person, person)
        name = found.full_name if found else ""
    with store.reading_plainly() as connection:
        if not name or tombstones(connection, [person]):
            raise Refused(tr("This person is no longer there. Find them again with the search."))
        stones = tombstones_for(connection, [person], today)
        files = departures_of(connection, [one.record for one in stones])
    goes = Counter(one.kind for one in stones if one.gone)
    stays = Counter(one.kind for one in stones if not one.gone)
    return ErasurePlan(person, name, tuple(_parts(goes, kept=False)), tuple(_parts(stays, kept=True)), tuple(files))


def erase_person(store: Store, person: UUID, typed: str, today: date) -> None:
    """Do it. ``typed`` is the person's name, typed once more to confirm. Cannot be undone."""
    store.require(Deed.ERASE)
    plan = plan_erasure(store, person, today)
    if " ".join(typed.split()).casefold() != " ".join(plan.name.split()).casefold():
        raise Refused(tr("The name does not match. Type it as it stands above, to be sure it is the right person."))
    erase_people(store, [person], ON_REQUEST, store.by, "", today)


def erase_people(store: Store, people: list[UUID], why: str, by: str, second: str, today: date) -> None:
    """Erase these people and write down that it was done, never who they were."""
    with store.reading_plainly() as connection:
        stones = tombstones_for(connection, people, today)
    of = Counter(one.person for one in stones)
    lines = [
        {
            "id": uuid4(),
            "person": person,
            "at": datetime.now(UTC).replace(tzinfo=None),
            "why": why,
            "by": by,
            "second": second,
            "records": of[person],
        }
        for person in people
    ]
    store.erase(stones, why, lambda connection: connection.execute(insert(erasure), lines))


def _parts(counts: Counter[str], *, kept: bool) -> list[Part]:
    found = [kind for kind in KINDS if counts[kind.__tablename__]]
    return [
        Part(
            kind.__tablename__,
            str(kind_named(kind.__tablename__).kind.many),
            kind.kind.icon,
            counts[kind.__tablename__],
            str(what_stays()[kind.__tablename__].why) if kept else "",
        )
        for kind in found
    ]
