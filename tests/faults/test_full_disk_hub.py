"""The hub's own file on a disk that is full at every write: of a save, and of a migration by the next version."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import func, select

import hubdesk
from hubdesk.base.conditions import code_of
from hubdesk.records.people.person import Person
from hubdesk.store import Store
from hubdesk.store.check import check
from hubdesk.store.versions import NEWEST
from tests.conftest import PASSPHRASE

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="no fork and no limit for files there")

# One process that forks a child for each step, whose files may be only so long; the child ends as in a power cut.
FULL = """
import os, resource, signal, sys
from pathlib import Path
from hubdesk.base.errors import Refused
from hubdesk.records.people.person import Person
from hubdesk.store import Store

what, path, passphrase = sys.argv[1], Path(sys.argv[2]), sys.argv[3]
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)

def limit(size):
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))

def save(size):
    store = Store.open(path, passphrase)
    limit(size)
    with store.operation("Add many") as session:
        session.add_all([Person(full_name=f"Chen Wei {n}", notes="x" * 2500) for n in range(90)])

def migrate(size):
    limit(size)
    Store.open(path, passphrase)

for line in sys.stdin:
    child = os.fork()
    if child == 0:
        try:
            globals()[what](int(line))
            print("done", flush=True)
        except Refused as refusal:
            print(refusal.sentence, flush=True)
        except BaseException as error:
            print("WRONG", repr(error), flush=True)
        os._exit(0)
    os.waitpid(child, 0)
    print("next", flush=True)
"""

NEXT = f"""
import sqlalchemy as sa
from alembic import op

revision, down_revision, branch_labels, depends_on = "9998", "{NEWEST}", None, None


def upgrade():
    with op.batch_alter_table("person") as person:
        person.add_column(sa.Column("of_the_next_version", sa.Text(), nullable=True))
    op.execute("UPDATE person SET notes = notes || 'y'")
"""
STEPS = 80 if os.environ.get("HUBDESK_LONG") else 16
"""HUBDESK_LONG=1 runs as many as a release asks for."""


@pytest.fixture
def hub(store: Store, tmp_path: Path) -> Path:
    """A closed hub of thirty people."""
    with store.operation("Add some") as session:
        session.add_all([Person(full_name=f"Nasrin Ahmadi {n}", notes="x" * 2500) for n in range(30)])
    store.close()
    return tmp_path / "hub.hubdesk"


@contextmanager
def forking(what: str, path: Path, code: Path | None = None) -> Iterator[subprocess.Popen[str]]:
    words = [sys.executable, "-c", FULL, what, str(path), PASSPHRASE]
    env = {**os.environ, "PYTHONPATH": str(code)} if code else None
    with subprocess.Popen(
        words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=env, cwd=code
    ) as process:
        yield process
        assert process.stdin
        process.stdin.close()


def said_at(process: subprocess.Popen[str], size: int) -> str:
    assert process.stdin
    assert process.stdout
    print(size, file=process.stdin, flush=True)
    said = process.stdout.readline().strip()
    assert process.stdout.readline() == "next\n"
    return said


def people_in(path: Path) -> int:
    """How many there are, once everything about the file is found to be in order."""
    store = Store.open(path, PASSPHRASE)
    try:
        assert check(store) == []
        assert store.findings() == []
        with store.reading() as session:
            return session.scalar(select(func.count()).select_from(Person)) or 0
    finally:
        store.close()


@pytest.mark.slow
def test_r03_a_save_on_a_disk_full_at_every_write_is_whole_or_was_never_begun(hub: Path) -> None:
    size, refused, there = 2 * hub.stat().st_size, 0, 30
    with forking("save", hub) as process:
        for step in range(STEPS):
            # When the disk is full after ever more of it
            sentence = said_at(process, size * step // STEPS)

            # Then it is saved, or refused in a sentence that has its place in the manual, and all before it is there
            if sentence == "done":
                there += 90
            else:
                assert code_of(sentence), (step, sentence)
                refused += 1
            assert people_in(hub) == there, step
    assert 3 < refused < STEPS


@pytest.mark.slow
def test_r03_a_migration_on_a_disk_full_at_every_write_leaves_the_file_as_it_was(hub: Path, tmp_path: Path) -> None:
    # Given the next version of HubDesk, whose migration writes all people anew
    code = tmp_path / "next"
    here = Path(hubdesk.__file__).parent
    shutil.copytree(here, code / "hubdesk", ignore=shutil.ignore_patterns("__pycache__"))
    (code / "resources").symlink_to(here.parent / "resources")
    (code / "hubdesk" / "store" / "migrations" / "versions" / "9998_next.py").write_text(NEXT)
    size, refused = 3 * hub.stat().st_size, 0
    with forking("migrate", hub, code) as process:
        for step in range(STEPS):
            sentence = said_at(process, size * step // STEPS)
            if sentence == "done":
                break
            # Then this version still opens it, with everybody in it
            assert code_of(sentence), (step, sentence)
            assert people_in(hub) == 30, step
            refused += 1
        else:
            pytest.fail("There was never room enough.")
    assert refused > 3
