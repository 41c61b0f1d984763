"""Guarantee 13: a merge, or its undoing, that is killed at whatever moment is done wholly or not at all."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from random import Random

import pytest

from hubdesk.access.key_file import slots_path
from hubdesk.records.people.person import Person
from hubdesk.store import Store
from hubdesk.store.anchor import anchor_path
from hubdesk.sync.merge import merge_packages
from hubdesk.sync.merged import merged_packages
from hubdesk.sync.unmerging import undone_with, unmerge
from tests.conftest import PASSPHRASE
from tests.sync.network import a_network
from tests.sync.state import state_hash

KILLS = int(os.environ.get("HUBDESK_KILLS", "6"))
"""HUBDESK_KILLS=1000 is what a release asks for."""

_WORKS = """
import sys
from pathlib import Path
from hubdesk.store import Store
from hubdesk.sync.merge import merge_packages
from hubdesk.sync.merged import merged_packages
from hubdesk.sync.unmerging import undone_with, unmerge
what, path, *packages = sys.stdin.readline().strip().split("|")
store = Store.open(Path(path), sys.argv[1])
print("go", flush=True)
if what == "merge":
    merge_packages(store, [Path(one) for one in packages])
else:
    unmerge(store, undone_with(store, merged_packages(store)[-1].id))
print("done", flush=True)
store.close()
"""


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no kill -9.")
@pytest.mark.parametrize("what", ["merge", "unmerge"])
def test_guarantee_13_what_is_killed_is_done_wholly_or_not_at_all(
    new_store: Callable[[str], Store], tmp_path: Path, what: str
) -> None:
    # Given packages of two hubs that worked on the same people, to be merged, or merged and to be undone
    lead, one, two = a_network(new_store, tmp_path, "One", "Two")
    with one.store.operation("Many") as session:
        session.add_all(Person(full_name=f"Person {n}") for n in range(400))
    first = one.send()
    two.merge(first)
    for hub in (one, two):
        with hub.store.operation("Change") as session:
            for person in session.query(Person).limit(100):
                person.known_as = hub.folder.name
    packages = [first, one.send(), two.send()]
    if what == "unmerge":
        lead.merge(*packages)
    before = state_hash(lead.store)
    source = tmp_path / "lead.hubdesk"
    lead.store.close()
    for file in (source, slots_path(source), anchor_path(source)):
        shutil.copy(file, tmp_path / file.name.replace("lead", "whole"))
    lead.store = Store.open(tmp_path / "whole.hubdesk", PASSPHRASE)
    begun = time.monotonic()
    if what == "merge":
        merge_packages(lead.store, packages)
    else:
        unmerge(lead.store, undone_with(lead.store, merged_packages(lead.store)[-1].id))
    lasts, after = time.monotonic() - begun, state_hash(lead.store)
    lead.store.close()
    rng, coming, seen = Random(13), _worker(), set[str]()
    for number in range(KILLS):
        path = tmp_path / f"killed-{number}.hubdesk"
        for file in (source, slots_path(source), anchor_path(source)):
            shutil.copy(file, path.with_name(file.name.replace(source.name, path.name)))
        # When one is killed at some moment between the first file and the last byte (the next warms up meanwhile)
        merging, coming = coming, _worker()
        assert merging.stdin
        assert merging.stdout
        merging.stdin.write("|".join(map(str, (what, path, *packages))) + "\n")
        merging.stdin.flush()
        assert merging.stdout.readline() == "go\n"
        time.sleep(rng.uniform(number, number + 1) / KILLS * 1.2 * lasts)
        merging.kill()
        told, _ = merging.communicate(timeout=20)
        # Then the file opens, is sound, and holds all of it or nothing; what was said to be done is done
        again = Store.open(path, PASSPHRASE)
        try:
            state = state_hash(again)
            assert (again.alarm, again.findings()) == ("", [])
        finally:
            again.close()
        assert state in {before, after}
        assert told == "" or state == after
        seen.add(state)
        path.unlink()
    coming.kill()
    coming.communicate()
    assert before in seen


def _worker() -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", _WORKS, PASSPHRASE], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
