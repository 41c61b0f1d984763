"""What HubDesk stands on, where a wrong version or a slip would only be seen much later."""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from importlib.metadata import packages_distributions
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


def test_what_is_imported_is_asked_for() -> None:
    # Given every package that HubDesk imports from outside
    imported: set[str] = set()
    for path in (ROOT / "hubdesk").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Import):
                imported |= {one.name.partition(".")[0] for one in node.names}
            elif isinstance(node, ast.ImportFrom):
                imported.add((node.module or "").partition(".")[0])
    outside = imported - sys.stdlib_module_names - {"hubdesk"}

    # When it is looked up which distribution brings it
    brought_by = packages_distributions()

    # Then the project asks for that one itself, and does not rely on another's wishes
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    asked = {_plain(name) for name in project["dependencies"]} | {"shiboken6"}  # the other half of PySide6
    unasked = {name for name in outside if not asked & {_plain(one) for one in brought_by[name]}}
    assert unasked == set()
