"""HubDesk is killed while it erases somebody: all of it is done, or nothing, and no trace stays once it is opened again."""

from __future__ import annotations

import shutil
import subprocess
import sys
import time
from pathlib import Path
from random import Random
from textwrap import dedent

import pytest
from sqlalchemy import select

from hubdesk.access.key_file import slots_path
from hubdesk.records.people.person import Person
from hubdesk.store import Store
from hubdesk.store.anchor import anchor_path
from hubdesk.store.check import check
from hubdesk.store.erasing import TO_CLEAR
from hubdesk.store.tombstone_file import beside
from tests.conftest import PASSPHRASE
from tests.rights.pages import all_bytes

NAME, CANARY = "Zephyrine Canarybird", b"kanarinotes"
_ERASES = dedent(
    """
    import sys
    from datetime import date
    from pathlib import Path
    from uuid import UUID
    from hubdesk.operations.erase_person import erase_person
    from hubdesk.store import Store
    store = Store.open(Path(sys.argv[1]), sys.argv[2])
    print("go", flush=True)
    erase_person(store, UUID(sys.argv[3]), sys.argv[4], date.today())
    store.close()
    """
)


@pytest.mark.slow
def test_r02_s18_killed_while_erasing_it_is_wholly_done_or_not_at_all(store: Store, tmp_path: Path) -> None:
    with store.operation(f"Add {NAME}") as session:
        made = Person(full_name=NAME, notes=f"{CANARY.decode()} " * 300)
        session.add(made)
        session.add_all([Person(full_name=f"Person {n}", notes="n" * 600) for n in range(2000)])
    store.close()
    source, rng, seen = tmp_path / "hub.hubdesk", Random(18), set()
    for number in range(8):
        path = tmp_path / f"killed-{number}.hubdesk"
        for file in (source, slots_path(source), anchor_path(source)):
            shutil.copy(file, path.with_name(file.name.replace(source.name, path.name)))
        given = [sys.executable, "-c", _ERASES, str(path), PASSPHRASE, str(made.id), NAME]
        with subprocess.Popen(given, stdout=subprocess.PIPE, text=True) as erasing:
            assert erasing.stdout
            assert erasing.stdout.readline() == "go\n"
            time.sleep(rng.uniform(0, 1.5))
            erasing.kill()
        again = Store.open(path, PASSPHRASE)
        try:
            with again.reading() as session:
                (called,) = session.scalars(select(Person.full_name).where(Person.id == made.id))
            assert again.setting(TO_CLEAR) is None
            assert again.findings() == []
            assert check(again) == []
        finally:
            again.close()
        seen.add(called)
        assert (CANARY in all_bytes(path)) == (NAME.encode() in all_bytes(path)) == (called == NAME)
        assert beside(path).exists() == (called != NAME)
    assert seen <= {NAME, "Erased person"}
