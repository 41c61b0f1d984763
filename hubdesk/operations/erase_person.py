"""Erase one person for good: what goes, what stays and why, said first; then done."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from uuid import UUID, uuid4

from sqlalchemy import insert

from hubdesk.access.rights import Deed
from hubdesk.base.errors import Refused
from hubdesk.base.progress import Progress
from hubdesk.base.typed import typed_as
from hubdesk.base.words import tr
from hubdesk.records import KINDS, kind_named
from hubdesk.records.people.person import Person
from hubdesk.store import Store, backup
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
    """What erasing one person would do.

    ``here``: files with them in it that still lie where they were saved; ``files``: others that left the hub, which are
    removed by hand. ``backups_until``: the day by which no backup holds them any more, if any does now.
    """

    person: UUID
    name: str
    goes: tuple[Part, ...]
    stays: tuple[Part, ...]
    here: tuple[Path, ...]
    files: tuple[Departure, ...]
    backups_until: date | None


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
    here = tuple(dict.fromkeys(_path(one) for one in files if _path(one).is_file()))
    away = tuple(one for one in files if _path(one) not in here)
    until = backup.held_until(store.held) if store.held else None
    return ErasurePlan(
        person, name, tuple(_parts(goes, kept=False)), tuple(_parts(stays, kept=True)), here, away, until
    )


def erase_person(
    store: Store,
    person: UUID,
    typed: str,
    today: date,
    files: Sequence[Path] = (),
    progress: Progress | None = None,
) -> tuple[Path, ...]:
    """Do it, and remove these files that the plan found; those that could not be removed. It cannot be undone.

    ``typed`` is the person's name, typed once more to confirm.
    """
    store.require(Deed.ERASE)
    plan = plan_erasure(store, person, today)
    if not typed_as(typed, plan.name):
        raise Refused(tr("The name does not match. Type it as it stands above, to be sure it is the right person."))
    erase_people(store, [person], ON_REQUEST, store.by, "", today, progress)
    return tuple(file for file in files if file in plan.here and not _removed(file))


def erase_people(
    store: Store,
    people: list[UUID],
    why: str,
    by: str,
    second: str,
    today: date,
    progress: Progress | None = None,
) -> None:
    """Erase these people and write down that it was done, never who they were.

    ``why`` is `ON_REQUEST`, or the code of a retention class, which ``second`` has confirmed after ``by``.
    """
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
    store.erase(
        stones,
        "retention" if second else ON_REQUEST,
        lambda connection: connection.execute(insert(erasure), lines),
        progress,
    )


def _path(one: Departure) -> Path:
    return Path(one.place) / one.name


def _removed(file: Path) -> bool:
    try:
        file.unlink(missing_ok=True)
    except OSError:
        return False
    return True


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
