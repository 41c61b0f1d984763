"""Backing up, verifying and bringing back 50,000 people: python -m tests.bench.backup.

Figures are ratios to copying the same file plainly, flushing the copy and hashing it, in the same run.
"""

from __future__ import annotations

import json
import shutil
import tempfile
import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeVar

from hubdesk.access.key_file import slots_path
from hubdesk.base.carrying import carry
from hubdesk.base.pieces import flush, hash_of
from hubdesk.records.people.person import Person
from hubdesk.store import Store, backup, restoring
from hubdesk.store.anchor import anchor_path
from tests.bench.big_hub import PASSPHRASE, big_hub

T = TypeVar("T")


def main() -> None:
    """Print one line for each figure."""
    with tempfile.TemporaryDirectory(dir=big_hub().parent) as made:
        folder = Path(made)
        path = folder / "hub.hubdesk"
        shutil.copy(big_hub(), path)
        for belonging in (slots_path, anchor_path):
            shutil.copy(belonging(big_hub()), belonging(path))
        floor, _ = _timed(lambda: _copy(path, folder / "copy"))
        store = Store.open(path, PASSPHRASE)
        held = store.held
        assert held
        print(
            json.dumps(
                {"what": "plain copy and hash", "mib": path.stat().st_size >> 20, "s": round(floor, 2), "ratio": 1}
            )
        )
        took, one = _timed(lambda: backup.make(held, "asked"))
        _say("backup, opened and counted", took, floor)
        _say("verify again", _timed(lambda: backup.verify(one.path, held.key_of()))[0], floor)
        _say("nothing changed", _timed(lambda: backup.make_if_changed(held, "close"))[0], floor)
        (folder / "stick").mkdir()
        _say("onto a stick", _timed(lambda: carry(one.path, folder / "stick"))[0], floor)
        alone, beside = _saves(store, lambda: time.sleep(2)), _saves(store, lambda: backup.make(held, "asked"))
        print(
            json.dumps(
                {"what": "slowest save beside a backup", "ms": round(1000 * beside), "alone_ms": round(1000 * alone)}
            )
        )
        store.close()
        took, _ = _timed(
            lambda: restoring.restore(
                one.path, path, lambda part: restoring.keys_of(part, PASSPHRASE), now=datetime.now(UTC)
            )
        )
        _say("restore, proven (bar: 60 s)", took, floor)


def _copy(source: Path, target: Path) -> None:
    shutil.copyfile(source, target)
    with target.open("rb+") as copied:
        flush(copied)
        hash_of(copied)


def _saves(store: Store, meanwhile: Callable[[], object]) -> float:
    """The longest time that adding a person took while the other thing was done, in seconds."""
    other, slowest = threading.Thread(target=meanwhile), 0.0
    other.start()
    while other.is_alive():
        began = time.perf_counter()
        with store.operation("Add") as session:
            session.add(Person(full_name="Nasrin Ahmadi"))
        slowest = max(slowest, time.perf_counter() - began)
        time.sleep(0.02)
    return slowest


def _timed(work: Callable[[], T]) -> tuple[float, T]:
    began = time.perf_counter()
    result = work()
    return time.perf_counter() - began, result


def _say(what: str, took: float, floor: float) -> None:
    print(json.dumps({"what": what, "s": round(took, 2), "ratio": round(took / floor, 1)}))


if __name__ == "__main__":
    main()
