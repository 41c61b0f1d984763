"""Rows a second out of a hub and into its lead, beside a plain upsert and other engines, each in a process of its own.

python -m tests.bench.sync [people] [--peers]: 100,000 people unless told. --peers sets up Morango and apsw the first time,
which needs the network, and runs them on the same rows. In the end the memory that a merge takes is told for a twentieth
of the people, a fifth, and all. Before an update the hub has the lead's receipt, so that nothing is sent again with it.
"update" changes two fields that search finds people by, "unsearched" two others, both beside Morango's update, which has
no search; cpu: rows in a second of the processor.
"""

from __future__ import annotations

import gc
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any
from uuid import uuid4

from hubdesk.access.stretching import Cost
from hubdesk.cli_sync import MANY
from hubdesk.demo.building import acquaint
from hubdesk.operations.set_up_hub import set_up_hub
from hubdesk.records import kind_named
from hubdesk.records.network.sharing_agreement import NAMED
from hubdesk.records.people.person import Person
from hubdesk.store import Store
from hubdesk.sync.export import export_package
from hubdesk.sync.merge import merge_packages
from hubdesk.sync.returning import write_returns
from hubdesk.sync.take_return import take_return
from tests.peers.environment import figures

_PASSPHRASE = "nobody's data at all"
_BATCH = 5000


def run(people: int, *, peers: bool) -> None:
    """Make a hub, send and merge it step by step, and print what that took."""
    with tempfile.TemporaryDirectory() as made:
        told = _told(Path(made), people)
        print(f"{people:,} people, rows a second; x: times Morango, of a plain upsert; MB: peak")
        other = {peer: figures(peer, people) for peer in ("morango", "changesets")} if peers else {}
        floor = people / told["floor"]["seconds"]
        print(f"{'plain upsert':<20}{floor:>10,.0f}{'':>24}{told['floor']['peak']:>8,.0f} MB")
        for name in ("export", "first merge", "update", "unsearched", "duplicate", "check"):
            rate, cpu, peak = people / told[name]["seconds"], people / told[name]["cpu"], told[name]["peak"]
            theirs = other["morango"].get("update" if name == "unsearched" else name) if peers else None
            beside = f"{rate / theirs:>8.1f} x" if theirs else f"{'':>10}"
            print(f"{name:<20}{rate:>10,.0f}{beside}{rate / floor:>12.3f} x{peak:>8,.0f} MB{cpu:>10,.0f} cpu")
        print(f"{'bytes a row sealed':<20}{told['export']['bytes'] / people:>10,.0f}")
        for peer, one in other.items():
            print(f"{peer}: {', '.join(f'{name} {figure:,.0f}' for name, figure in one.items())}")
    sizes = [people // 20, people // 5]
    fewer = [_of_fewer(size) for size in sizes]
    for name in ("first merge", "update"):
        peaks = [one[name]["peak"] for one in (*fewer, told)]
        said = ", ".join(f"{size:,} {peak:,.0f} MB" for size, peak in zip((*sizes, people), peaks, strict=True))
        print(f"memory of {name}, by people: {said}; x {peaks[-1] / peaks[0]:.2f} for 20 times as many")


def _told(folder: Path, people: int) -> dict[str, dict[str, Any]]:
    told = {name: _step(name, folder, people) for name in _STEPS}
    return {name: one for name, one in told.items() if one}


def _of_fewer(people: int) -> dict[str, dict[str, Any]]:
    with tempfile.TemporaryDirectory() as made:
        return _told(Path(made), people)


def _step(name: str, folder: Path, people: int) -> dict[str, Any]:
    step = subprocess.run(
        [sys.executable, "-m", "tests.bench.sync", name, str(folder), str(people)], check=True, stdout=subprocess.PIPE
    )
    told: dict[str, Any] = json.loads(step.stdout.splitlines()[-1])
    return told


def _store(path: Path) -> Store:
    return Store.create(path, _PASSPHRASE, Cost(memory=1024, passes=1, lanes=1))


def _timed(work: Callable[[], object]) -> dict[str, Any]:
    started, before = time.perf_counter(), time.process_time()
    work()
    return {"seconds": time.perf_counter() - started, "cpu": time.process_time() - before}


def _hub(folder: Path) -> Store:
    return Store.open(folder / "hub.hubdesk", _PASSPHRASE)


def _lead(folder: Path) -> Store:
    return Store.open(folder / "lead.hubdesk", _PASSPHRASE)


def _packages(folder: Path) -> list[Path]:
    return sorted(folder.glob("*.hubsync"))


def _make(folder: Path, people: int) -> dict[str, Any]:
    hub = _store(folder / "hub.hubdesk")
    lead = _store(folder / "lead.hubdesk")
    set_up_hub(lead, "South", "SOU", network="South", lead=True)
    _fill(hub, people)
    acquaint(lead, hub)
    lead.close()
    hub.close()
    return {}


def _export(folder: Path, people: int) -> dict[str, Any]:
    hub = _hub(folder)
    told = _timed(lambda: export_package(hub, folder))
    hub.close()
    return told | {"bytes": _packages(folder)[0].stat().st_size}


def _merge(folder: Path, people: int) -> dict[str, Any]:
    lead = _lead(folder)
    told = _timed(lambda: merge_packages(lead, _packages(folder)[-1:]))
    lead.close()
    return told


def _check(folder: Path, people: int) -> dict[str, Any]:
    lead = _lead(folder)
    told = _timed(lead.findings)
    lead.close()
    return told


def _answer(folder: Path, people: int) -> dict[str, Any]:
    lead, hub = _lead(folder), _hub(folder)
    for one in write_returns(lead, folder):
        take_return(hub, one.path)
    lead.close()
    hub.close()
    return {}


def _make_changes(folder: Path, people: int) -> dict[str, Any]:
    def change(one: Person) -> None:
        one.known_as, one.phone = f"{one.known_as}x", "07700900999"

    return _changed(folder, change)


def _make_unsearched(folder: Path, people: int) -> dict[str, Any]:
    def change(one: Person) -> None:
        one.address, one.contact_by = f"{one.address}, Manchester", "email"

    return _changed(folder, change)


def _changed(folder: Path, change: Callable[[Person], None]) -> dict[str, Any]:
    hub = _hub(folder)
    _change(hub, change)
    export_package(hub, folder)
    hub.close()
    return {}


def _fill(hub: Store, people: int) -> None:
    set_up_hub(hub, "Bench", "BEN", network="South", sharing=NAMED)
    for start in range(0, people, _BATCH):
        with hub.operation("Fill") as session:
            session.add_all([a_person(n) for n in range(start, min(start + _BATCH, people))])


def a_person(n: int) -> Person:
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


def _change(hub: Store, change: Callable[[Person], None]) -> None:
    with hub.reading() as session:
        ids = [row[0] for row in session.query(Person.id)]
    for start in range(0, len(ids), 500):
        with hub.operation("Change") as session, session.no_autoflush:
            for one in session.query(Person).filter(Person.id.in_(ids[start : start + 500])):
                change(one)


def _floor(folder: Path, people: int) -> dict[str, Any]:
    """The same rows by one executemany of the driver into the same kind of encrypted file."""
    store = _store(folder / "floor.hubdesk")
    names = [column.name for column in kind_named("person").__table__.columns]
    plain = [vars(one) for one in map(a_person, range(people))]
    rows = [(uuid4().hex, *(_as_stored(one.get(name)) for name in names if name != "id")) for one in plain]
    columns = ["id", *(name for name in names if name != "id")]
    statement = (
        f"INSERT INTO person ({', '.join(columns)}) VALUES ({', '.join('?' * len(columns))}) "
        f"ON CONFLICT (id) DO UPDATE SET {', '.join(f'{name} = excluded.{name}' for name in columns[1:])}"
    )

    def write() -> None:
        with store.writing_plainly() as connection:
            driver: Any = connection.connection.driver_connection
            driver.executemany(statement, rows)

    told = _timed(write)
    store.close()
    return told


def _as_stored(value: object) -> object:
    return value.isoformat() if isinstance(value, date) else value


_STEPS: dict[str, Callable[[Path, int], dict[str, Any]]] = {
    "floor": _floor,
    "make": _make,
    "export": _export,
    "first merge": _merge,
    "duplicate": _merge,
    "check": _check,
    "answer": _answer,
    "make changes": _make_changes,
    "update": _merge,
    "answer once more": _answer,
    "make unsearched changes": _make_unsearched,
    "unsearched": _merge,
}

if __name__ == "__main__":
    if sys.argv[1:] and sys.argv[1] in _STEPS:
        gc.set_threshold(MANY)
        done = _STEPS[sys.argv[1]](Path(sys.argv[2]), int(sys.argv[3]))
        if done:
            done["peak"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(json.dumps(done))
    else:
        given = [one for one in sys.argv[1:] if one.isdigit()]
        run(int(given[0]) if given else 100_000, peers="--peers" in sys.argv)
