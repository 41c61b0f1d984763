"""A national network rehearsed: many hubs' packages into one lead, in a file and on a server, as it grows to 1, 2, 4 and 8 times.

``python -m tests.bench.national [HUBS PEOPLE] [file | server]``: as many hubs in the end, each of so many people of whom
five things are known; 40 hubs of 500 unless told. The size that the network of a whole country has is 400 and 5000:
2,000,000 people in 10,000,000 changes, which takes an hour or more. Each lead is a process of its own. Told is what each
growth took, and ratios to the first: what stays at 1 grows with the network and no faster.
"""

from __future__ import annotations

import json
import re
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Collection, Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any, Final
from uuid import UUID

import psycopg

from hubdesk.access.post_keys import PostKeys, PublicKeys
from hubdesk.access.sealing import Seals
from hubdesk.access.stretching import Cost
from hubdesk.operations.set_up_hub import set_up_hub
from hubdesk.records.network.sharing_agreement import NAMED
from hubdesk.records.people.employment_status import EmploymentStatus
from hubdesk.records.people.person import Person
from hubdesk.records.people.prior_attainment import PriorAttainment
from hubdesk.reports.by_hub import by_hub
from hubdesk.store import Store
from hubdesk.sync import correspondents, package
from hubdesk.sync.correspondents import HUB, LEAD
from hubdesk.sync.export import export_package
from hubdesk.sync.merge import merge_packages
from tests.postgres import running
from tests.sync.packages import body

_PASSPHRASE: Final = "nobody's data at all"
_COST: Final = Cost(memory=1024, passes=1, lanes=1)
_SIZES: Final = (8, 4, 2, 1)
_PLACES: Final = ("file", "server")
_AT_ONCE: Final = 10
"""Files that are dropped on the merge page together."""

_ID: Final = re.compile(r"\b([0-9a-f]{8})(-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})\b")


def run(hubs: int, people: int, places: Sequence[str]) -> None:
    """Make the packages once, merge ever more of them, and print how time and memory grow."""
    with tempfile.TemporaryDirectory() as made, tempfile.TemporaryDirectory() as data, running(Path(data)) as socket:
        folder = Path(made)
        for _ in _step("packages", folder, hubs, people):
            pass
        for where in places:
            told = _Growth(where)
            for one in _step("merge", folder, hubs, f"{where}:{socket}"):
                told.print(one)


class _Growth:
    """What each growth of a lead took, beside the first."""

    def __init__(self, where: str) -> None:
        self._where = where
        self._before: dict[str, Any] = {"changes": 0, "seconds": 0.0, "cpu": 0.0}
        self._first: dict[str, float] = {}

    def print(self, told: dict[str, Any]) -> None:
        more = {name: told[name] - self._before[name] for name in self._before}
        each = {"time": more["seconds"] / more["changes"], "cpu": more["cpu"] / more["changes"], "peak": told["peak"]}
        self._first, self._before = self._first or each, told
        of = {name: each[name] / self._first[name] for name in each}
        print(
            f"{self._where:<7}{told['hubs']:>5} hubs {told['changes']:>11,} changes {1 / each['time']:>7,.0f} a second"
            f" {1 / each['cpu']:>7,.0f} a CPU second  a change: {of['time']:>5.2f} x, CPU {of['cpu']:>5.2f} x"
            f"  peak {told['peak']:>5,.0f} MB {of['peak']:>5.2f} x  figures of all hubs {told['report']:>6.2f} s",
            flush=True,
        )


def _step(name: str, folder: Path, *given: object) -> Iterator[dict[str, Any]]:
    """What a process of its own tells, a line at a time."""
    words = [sys.executable, "-m", "tests.bench.national", name, str(folder), *map(str, given)]
    with subprocess.Popen(words, stdout=subprocess.PIPE) as step:
        yield from map(json.loads, step.stdout or ())
    if step.returncode:
        raise subprocess.CalledProcessError(step.returncode, words)


def _packages(folder: Path, hubs: int, people: int) -> dict[str, Any]:
    """One hub is made for real; the others are the same with ids, letters and keys of their own."""
    lead = Store.create(folder / "lead.hubdesk", _PASSPHRASE, _COST)
    set_up_hub(lead, "National", "NAT", network="National", lead=True)
    hub = Store.create(folder / "hub.hubdesk", _PASSPHRASE, _COST)
    set_up_hub(hub, "Bench", "BEN", network="National", sharing=NAMED)
    correspondents.keep(hub, LEAD, lead.hub_id or UUID(int=0), "National", lead.post_keys.public)
    for start in range(0, people, 1000):
        with hub.operation("Fill") as session:
            for n in range(start, min(start + 1000, people)):
                session.add_all(_known_of(n))
    header, *lines, _ = body(hub, export_package(hub, folder).path).splitlines()
    shared = {json.loads(line)["record"] for line in lines if '"kind":"ward' in line}
    keys = {}
    for number in range(1, hubs + 1):
        own = PostKeys.new()
        said = json.loads(_as_another(header, number, shared))
        renamed = (_as_another(line, number, shared).replace('"BEN"', f'"{_letters(number)}"') for line in lines)
        path = folder / f"{number:04}.hubsync"
        package.write(
            path, package.CHANGES, said | {"hub_name": f"Hub {number}"}, renamed, own, [lead.post_keys.public]
        )
        keys[said["hub"]] = own.public.as_text()
    (folder / "keys.json").write_text(json.dumps([lead.post_keys.as_text(), keys]), encoding="utf-8")
    changes = sum('"seq":' in line for line in lines)
    (folder / "changes").write_text(str(changes), encoding="utf-8")
    for store in (lead, hub):
        store.close()
    return {"changes": changes}


def _known_of(n: int) -> Iterator[Any]:
    person = Person(
        full_name=f"Person Number {n}",
        family_name=f"Number {n}",
        date_of_birth=date(1950 + n % 50, 1 + n % 12, 1 + n % 28),
        phone=f"07700{n % 1_000_000:06}",
        email=f"person{n}@example.org",
        postcode="M22 5RX",
        first_language="en",
    )
    yield person
    for year in (2024, 2025):
        yield EmploymentStatus(person=person.id, since=date(year, 9, 1), status="11", unemployed_for="2")
        yield PriorAttainment(person=person.id, since=date(year, 9, 1), level="1")


def _as_another(line: str, number: int, shared: Collection[str]) -> str:
    """The line with every id another, but those that all hubs share."""

    def other(found: re.Match[str]) -> str:
        if found[0] in shared:
            return found[0]
        return f"{int(found[1], 16) ^ number:08x}{found[2]}"

    return _ID.sub(other, line)


def _letters(number: int) -> str:
    letters = ""
    for _ in range(4):
        number, place = divmod(number, 26)
        letters += chr(ord("A") + place)
    return letters


def _merge(folder: Path, hubs: int, where: str) -> Iterator[dict[str, Any]]:
    """Merge one hub after another into one lead; what it took so far, at each size."""
    kind, socket = where.split(":", 1)
    lead = _new_lead(folder, kind, socket, hubs)
    own, keys = json.loads((folder / "keys.json").read_text(encoding="utf-8"))
    lead.set_setting("post_keys", own if kind == "file" else Seals(lead._keys.special_public, None).seal(own))
    for hub, text in list(keys.items())[:hubs]:
        correspondents.keep(lead, HUB, UUID(hub), hub, PublicKeys.from_text(text))
    paths = [folder / f"{number:04}.hubsync" for number in range(1, hubs + 1)]
    each = int((folder / "changes").read_text(encoding="utf-8"))
    seconds, cpu, done = 0.0, 0.0, 0
    for size in _SIZES:
        upto = hubs // size
        for start in range(done, upto, _AT_ONCE):
            began, used = time.perf_counter(), time.process_time()
            report = merge_packages(lead, paths[start : min(start + _AT_ONCE, upto)])
            seconds, cpu = seconds + time.perf_counter() - began, cpu + time.process_time() - used
            assert [one.refused for one in report.files if one.refused] == []
        done, began = upto, time.perf_counter()
        with lead.reading() as session:
            counted = by_hub(session, date.today())
        told = time.perf_counter() - began
        assert len(counted.hubs) >= upto
        yield {"hubs": upto, "changes": upto * each, "seconds": seconds, "cpu": cpu, "report": told, "peak": _peak()}
    lead.close()


def _new_lead(folder: Path, kind: str, socket: str, hubs: int) -> Store:
    if kind == "file":
        lead = Store.create(folder / f"lead-{hubs}.hubdesk", _PASSPHRASE, _COST)
    else:
        with psycopg.connect(host=socket, user="postgres", dbname="postgres", autocommit=True) as server:
            server.execute(f"CREATE DATABASE national_{hubs}")
        lead = Store.set_up(f"postgresql+psycopg://postgres@/national_{hubs}?host={socket}", _PASSPHRASE, "Lena", _COST)
    set_up_hub(lead, "National", "NAT", network="National", lead=True)
    return lead


def _peak() -> float:
    """Of this process alone, in MB: what the system counts begins with what the one that started it held."""
    for line in Path("/proc/self/status").read_text(encoding="ascii").splitlines():
        if line.startswith("VmHWM"):
            return int(line.split()[1]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["packages", folder, hubs, people]:
            print(json.dumps(_packages(Path(folder), int(hubs), int(people))))
        case ["merge", folder, hubs, where]:
            for told in _merge(Path(folder), int(hubs), where):
                print(json.dumps(told), flush=True)
        case [hubs, people, *places]:
            run(int(hubs), int(people), places or _PLACES)
        case _:
            run(40, 500, _PLACES)
