"""Rows a second out of a hub and into its lead, as a ratio to a plain upsert: python -m tests.bench.sync [people]."""

from __future__ import annotations

import resource
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from uuid import uuid4

from sqlalchemy.dialects.sqlite import insert

from hubdesk.access.stretching import Cost
from hubdesk.operations.set_up_hub import set_up_hub
from hubdesk.records import kind_named
from hubdesk.records.people.person import Person
from hubdesk.store import Store
from hubdesk.sync.export import export_package
from hubdesk.sync.merge import merge_packages

_PASSPHRASE = "nobody's data at all"
_BATCH = 5000


def run(people: int) -> None:
    """Make a hub, send and merge it, and print what that took."""
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        hub, lead = _store(folder / "hub.hubdesk"), _store(folder / "lead.hubdesk")
        ids = _fill(hub, people)
        floor = _floor(folder, people)
        out = _timed(lambda: export_package(hub, folder))
        sent = next(folder.glob("*.hubsync"))
        first = _timed(lambda: merge_packages(lead, [sent]))
        again = _timed(lambda: merge_packages(lead, [sent]))
        _change(hub, ids)
        export_package(hub, folder)
        changes = max(folder.glob("*.hubsync"))
        checked = _timed(lead.findings)
        update = _timed(lambda: merge_packages(lead, [changes]))
        hub.close()
        lead.close()
        print(f"people                  {people:>10,}")
        print(f"plain upsert            {people / floor:>10,.0f} rows/s  1.00 x")
        for name, seconds in (
            ("export", out),
            ("first merge", first),
            ("duplicate", again),
            ("check of the log", checked),
        ):
            print(f"{name:<24}{people / seconds:>10,.0f} rows/s  {floor / seconds:.2f} x")
        print(f"{'two fields changed':<24}{people / update:>10,.0f} rows/s  (and as many skipped)")
        print(f"bytes per row           {sent.stat().st_size / people:>10,.0f}")
        print(f"peak memory             {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:>10,.0f} MB")


def _store(path: Path) -> Store:
    return Store.create(path, _PASSPHRASE, Cost(memory=1024, passes=1, lanes=1))


def _timed(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def _fill(hub: Store, people: int) -> list[object]:
    set_up_hub(hub, "Bench", "BEN")
    ids: list[object] = []
    for start in range(0, people, _BATCH):
        with hub.operation("Fill") as session:
            some = [_person(n) for n in range(start, min(start + _BATCH, people))]
            session.add_all(some)
            ids += [one.id for one in some]
    return ids


def _person(n: int) -> Person:
    return Person(
        full_name=f"Person Number {n}",
        family_name=f"Number {n}",
        known_as=f"P{n}",
        date_of_birth=date(1950 + n % 50, 1 + n % 12, 1 + n % 28),
        phone=f"07700{n % 1_000_000:06}",
        email=f"person{n}@example.org",
        contact_by="phone",
        address=f"{n} Long Lane, Wythenshawe",
        postcode="M22 5RX",
        first_language="en",
    )


def _change(hub: Store, ids: list[object]) -> None:
    for start in range(0, len(ids), 500):
        with hub.operation("Change") as session, session.no_autoflush:
            for id in ids[start : start + 500]:
                one = session.get_one(Person, id)
                one.known_as, one.phone = f"{one.known_as}x", "07700900999"


def _floor(folder: Path, people: int) -> float:
    """The same rows by one executemany into the same kind of encrypted file."""
    store = _store(folder / "floor.hubdesk")
    table = kind_named("person").__table__
    rows = [
        {c.name: getattr(one, c.name) for c in table.columns} | {"id": uuid4()} for one in map(_person, range(people))
    ]
    made = insert(table)
    upsert = made.on_conflict_do_update(index_elements=["id"], set_={"full_name": made.excluded.full_name})

    def write() -> None:
        with store.writing_plainly() as connection:
            connection.execute(upsert, rows)

    seconds = _timed(write)
    store.close()
    return seconds


if __name__ == "__main__":
    run(int(sys.argv[1]) if len(sys.argv) > 1 else 50_000)
