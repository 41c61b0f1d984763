"""What trust costs: the encrypted file beside the same one unencrypted, looking at every page, and checking all of it.

``python -m tests.bench.trust``. Figures are ratios within one run, both files through the same driver.
"""

from __future__ import annotations

import json
import shutil
import statistics
import tempfile
import time
from collections.abc import Callable
from functools import partial
from hashlib import file_digest
from pathlib import Path
from typing import Any

import sqlcipher3

from hubdesk.access.key_file import slots_path
from hubdesk.access.signing_in import open_slots
from hubdesk.records import KINDS
from hubdesk.store import Store
from hubdesk.store.anchor import anchor_path
from hubdesk.store.check import check
from hubdesk.store.checks.altered import check_altered
from hubdesk.store.damage import look
from hubdesk.store.file import side_files
from tests.bench.big_hub import PASSPHRASE, big_hub

_RUNS = 9
_SAVES = 100
_WORDS = ("yusuf", "smith", "ahmed", "begum", "taylor", "okafor")
_NOTHING = "''"


def main() -> None:
    """Print one line for each figure."""
    with tempfile.TemporaryDirectory(dir=big_hub().parent) as made:
        path, plain = Path(made) / "hub.hubdesk", Path(made) / "plain.db"
        for belonging in (lambda one: one, slots_path, anchor_path):
            if belonging(big_hub()).exists():
                shutil.copy(belonging(big_hub()), belonging(path))
        key = open_slots(path, PASSPHRASE).data
        named = f"\"x'{key.hex()}'\""
        connection = sqlcipher3.connect(str(path))
        connection.execute(f"PRAGMA key = {named}")
        connection.execute(f"ATTACH DATABASE ? AS plain KEY {_NOTHING}", (str(plain),))
        connection.execute("SELECT sqlcipher_export('plain')")
        connection.close()
        for what, ask in (("save", _save), ("search", _search), ("full scan", _scan)):
            ours, floor = _both(ask, (path, named), (plain, None))
            _say(f"encrypted, {what}", ours, floor)
        read = _timed(lambda: _hash(path))
        _say("looking at every page at sign-in, beside hashing the file", _looked(path, key), read)
        store = Store.open(path, PASSPHRASE)
        _say("check my data, beside hashing the file", _timed(lambda: check(store)), read)
        _say("comparing every record with the journal, beside reading both", *_compared(store))
        _say("checking the log, beside hashing the file", _timed(store.findings), read)
        store.close()


def _compared(store: Store) -> tuple[float, float]:
    tables = ["journal", *(kind.__tablename__ for kind in KINDS)]
    with store.reading_plainly() as connection:
        driver: Any = connection.connection.driver_connection
        return _timed(lambda: list(check_altered(connection))), _timed(
            lambda: [driver.execute(f"SELECT * FROM {table}").fetchall() for table in tables]
        )


def _both(ask: Callable[[Any], object], *files: tuple[Path, str | None]) -> tuple[float, float]:
    """The median of each, run in turn, each time with a cold cache of its own."""
    seen: list[list[float]] = [[], []]
    for _ in range(_RUNS):
        for took, (path, key) in zip(seen, files, strict=True):
            connection = _opened(path, key)
            took.append(_timed(partial(ask, connection)))
            connection.close()
    ours, floor = map(statistics.median, seen)
    return ours, floor


def _opened(path: Path, key: str | None) -> Any:
    connection = sqlcipher3.connect(str(path), isolation_level=None)
    if key:
        connection.execute(f"PRAGMA key = {key}")
    for setting in ("journal_mode = WAL", "synchronous = FULL", "temp_store = MEMORY", "cache_size = -16000"):
        connection.execute(f"PRAGMA {setting}")
    return connection


def _save(connection: Any) -> None:
    for n in range(_SAVES):
        connection.execute("INSERT OR REPLACE INTO setting (name, value) VALUES ('bench', ?)", (str(n) * 200,))


def _search(connection: Any) -> None:
    for word in _WORDS:
        trigrams = " AND ".join(f'"{word[n : n + 3]}"' for n in range(len(word) - 2))
        connection.execute(
            "SELECT * FROM search_entry WHERE number IN (SELECT rowid FROM search_trigram WHERE search_trigram MATCH ?)"
            " LIMIT 200",
            (trigrams,),
        ).fetchall()


def _scan(connection: Any) -> None:
    connection.execute("SELECT count(*), sum(length(full_name)) FROM person").fetchone()
    connection.execute("SELECT count(*), sum(length(after)) FROM journal").fetchone()


def _looked(path: Path, key: bytes) -> float:
    return statistics.median(_timed(lambda: look(path, side_files(path)[0], key)) for _ in range(3))


def _hash(path: Path) -> str:
    with path.open("rb") as opened:
        return file_digest(opened, "sha512").hexdigest()


def _timed(do: Callable[[], object]) -> float:
    began = time.process_time()
    do()
    return time.process_time() - began


def _say(what: str, ours: float, floor: float) -> None:
    figures = {"ratio": round(ours / floor, 2), "ours_s": round(ours, 4), "floor_s": round(floor, 4)}
    print(json.dumps({"what": what, **figures}))


if __name__ == "__main__":
    main()
