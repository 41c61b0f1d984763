"""What HubDesk stands on, where a wrong version or a slip would only be seen much later."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
LOCKS = (ROOT / "requirements.lock", ROOT / "tests/requirements.lock")


def _plain(requirement: str) -> str:
    found = re.match(r"[\w-]+", requirement)
    assert found is not None
    return found.group().lower().replace("_", "-")


def _pinned(lock: Path) -> dict[str, str]:
    """Each package of the lock, with all that the lock says of it."""
    entries = re.split(r"\n(?=\w)", re.sub(r"^#.*\n", "", lock.read_text(), flags=re.MULTILINE))
    return {_plain(entry): entry for entry in entries}


@pytest.mark.parametrize("lock", LOCKS, ids=["run", "test"])
def test_every_locked_package_has_its_hashes_and_no_address(lock: Path) -> None:
    assert "://" not in lock.read_text()
    for name, entry in _pinned(lock).items():
        assert re.match(r"[\w.-]+==[\w.]+", entry), name
        assert "--hash=sha256:" in entry, name


def test_the_locks_hold_every_dependency_and_agree() -> None:
    # Given what the project asks for
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    extras = project["optional-dependencies"]
    to_run = {_plain(name) for name in project["dependencies"] + extras["lead"]}
    to_test = to_run | {_plain(name) for name in extras["dev"]}

    # When the locks are read
    running, testing = (_pinned(lock) for lock in LOCKS)

    # Then all of it is there, in the same versions
    assert to_run <= running.keys()
    assert to_test <= testing.keys()
    assert {name: testing[name].strip() for name in running} == {name: entry.strip() for name, entry in running.items()}
