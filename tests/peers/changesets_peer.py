"""SQLite's own changesets through apsw: rows out of one database and into another. Run by `environment.py`.

They know neither origin nor order nor a history, and their files are not encrypted: this is a floor, not a choice.
"""

from __future__ import annotations

import json
import resource
import sys
import tempfile
import time
import uuid
from pathlib import Path

import apsw

FIELDS = (
    *("full_name", "family_name", "known_as", "date_of_birth", "phone", "email", "contact_by", "address", "postcode"),
    *("first_language", "age_band", "ward"),
)


def row(n):
    """The same fields as the bench's people."""
    return (
        *(uuid.uuid4().hex, f"Person Number {n}", f"Number {n}", f"P{n}"),
        *(f"{1950 + n % 50}-{1 + n % 12:02}-{1 + n % 28:02}", f"07700{n % 1_000_000:06}", f"person{n}@example.org"),
        *("phone", f"{n} Long Lane, Wythenshawe", "M22 5RX", "en", None, None),
    )


def opened(path):
    database = apsw.Connection(str(path))
    database.execute("PRAGMA journal_mode = WAL")
    database.execute(f"CREATE TABLE person (id TEXT PRIMARY KEY, {', '.join(FIELDS)})")
    return database


def recorded(hub, statement, rows):
    """The changeset of these changes, and the seconds it took to make it once they were recorded."""
    session = apsw.Session(hub, "main")
    session.attach()
    with hub:
        hub.executemany(statement, rows)
    started = time.perf_counter()
    changes = session.changeset()
    seconds = time.perf_counter() - started
    session.close()
    return changes, seconds


def applied(lead, changes):
    started = time.perf_counter()
    apsw.Changeset.apply(changes, lead, conflict=lambda *_: apsw.SQLITE_CHANGESET_REPLACE)
    return time.perf_counter() - started


def run(people, folder):
    hub, lead = opened(folder / "hub.sqlite3"), opened(folder / "lead.sqlite3")
    rows = [row(n) for n in range(people)]
    added, export = recorded(hub, f"INSERT INTO person VALUES ({', '.join('?' * 13)})", rows)
    told = {"export": people / export, "first merge": people / applied(lead, added)}
    two = ((f"{one[3]}x", "07700900999", one[0]) for one in rows)
    changed, _ = recorded(hub, "UPDATE person SET known_as = ?, phone = ? WHERE id = ?", two)
    told["update"] = people / applied(lead, changed)
    told["bytes"] = len(added) / people
    told["peak"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps(told))


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as made:
        run(int(sys.argv[1]), Path(made))
