"""What every test may ask for: an encrypted store, made once for each process and copied for each test."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from hubdesk.access.key_file import slots_path
from hubdesk.access.post_keys import PostKeys
from hubdesk.access.stretching import Cost
from hubdesk.demo.building import WESTCROFT, build_hub
from hubdesk.store import Store

pytest_plugins = ["tests.postgres"]

if not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

IN_MEMORY = Path("/dev", "shm")
"""Where files lie in memory, on Linux."""


def _lie_in_memory() -> None:
    """Let all files of tests lie in memory where there is room: each waits for the disk a dozen times and more.

    Whoever names a place, by TMPDIR or --basetemp, has them there.
    """
    if "TMPDIR" not in os.environ and IN_MEMORY.is_dir() and _has_room():
        os.environ["TMPDIR"] = tempfile.tempdir = str(IN_MEMORY)


def _has_room() -> bool:
    """Whether 2 GB fit, also into what other programs leave of the memory; and where a container forbids to run
    programs from there, PostgreSQL's could not be.
    """
    available = int(Path("/proc/meminfo").read_text().partition("MemAvailable:")[2].split()[0]) << 10
    place = os.statvfs(IN_MEMORY)
    return min(place.f_bavail * place.f_frsize, available) > 2 << 30 and not place.f_flag & os.ST_NOEXEC


_lie_in_memory()

# How long an example takes says more about the machine than about the code.
settings.register_profile("untimed", settings.default, deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("untimed")


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Files with slow tests come first, so that nobody is left alone with one in the end."""
    slow = {item.path for item in items if item.get_closest_marker("slow")}
    items.sort(key=lambda item: item.path not in slow)


PASSPHRASE = "correct horse battery staple"
QUICK = Cost(memory=1024, passes=1, lanes=1)
"""Argon2id at its cheapest: these files hold nobody's data."""


def no_window(path: Path, passphrase: str) -> int:
    """For the command line where nothing is to be shown."""
    raise AssertionError(path)


@pytest.fixture(scope="session")
def empty_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated, empty, closed hub file, for copying."""
    path = tmp_path_factory.mktemp("empty") / "empty.hubdesk"
    Store.create(path, PASSPHRASE, QUICK).close()
    return path


@pytest.fixture(scope="session")
def demo_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The closed file of the demo hub, whose manager is called Manager, for copying."""
    path = tmp_path_factory.mktemp("demo hub") / "westcroft.hubdesk"
    store = Store.create(path, PASSPHRASE, QUICK, name="Manager")
    build_hub(store, WESTCROFT, date.today())
    store.close()
    return path


@contextmanager
def stores_from(empty_file: Path, folder: Path) -> Iterator[Callable[[str], Store]]:
    """Makes an open, empty store in the folder under each name asked for; all are closed in the end."""
    opened: list[Store] = []

    def make(name: str = "hub") -> Store:
        path = folder / f"{name}.hubdesk"
        shutil.copy(empty_file, path)
        shutil.copy(slots_path(empty_file), slots_path(path))
        store = Store.open(path, PASSPHRASE)
        # Otherwise all would be copies of one file.
        store.set_setting("post_keys", PostKeys.new().as_text())
        opened.append(store)
        return store

    yield make
    for store in opened:
        store.close()


@pytest.fixture
def new_store(empty_file: Path, tmp_path: Path) -> Iterator[Callable[[str], Store]]:
    """Makes an open, empty store under each name asked for."""
    with stores_from(empty_file, tmp_path) as make:
        yield make


@pytest.fixture
def store(new_store: Callable[[str], Store]) -> Store:
    """An open, empty hub file."""
    return new_store("hub")
