"""A kind of record that nobody thought of takes its file, its line in KINDS and a migration: all else follows."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
MADE_UP = {"equipment_loan": "EquipmentLoan", "meal_count": "MealCount"}


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the program and its tests to which the kinds were added as README says."""
    copy = tmp_path_factory.mktemp("copy")
    for name in ("hubdesk", "tests"):
        shutil.copytree(ROOT / name, copy / name, ignore=shutil.ignore_patterns("__pycache__", "golden"))
    for name in ("pyproject.toml", "resources", "installer"):
        (copy / name).symlink_to(ROOT / name)
    kinds = copy / "hubdesk/records/__init__.py"
    said = kinds.read_text(encoding="utf-8")
    for name, made in MADE_UP.items():
        shutil.copy(ROOT / f"tests/every_kind/made_up/{name}.py", copy / f"hubdesk/records/places/{name}.py")
        place = "KINDS: Final[tuple[type[Record], ...]] = ("
        said = said.replace(place, f"from hubdesk.records.places.{name} import {made}\n\n{place}\n    {made},")
    kinds.write_text(said, encoding="utf-8")
    ran = run(copy, "-m", "hubdesk.store.migrations", "loans and meals")
    assert ran.returncode == 0, ran.stderr
    return copy


def run(copy: Path, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *words],
        cwd=copy,
        env={**os.environ, "PYTHONPATH": str(copy), "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


@pytest.mark.slow
@pytest.mark.parametrize(
    "tests",
    [
        "tests/every_kind/test_fields.py",
        "tests/every_kind/test_store.py",
        "tests/every_kind/test_erasing.py",
        "tests/desktop/test_record_every_kind.py",
    ],
)
def test_what_holds_for_every_kind_holds_for_those(copy: Path, tests: str) -> None:
    ran = run(copy, "-m", "pytest", "-q", "-n", "0", "-p", "no:cacheprovider", tests, "-k", " or ".join(MADE_UP))
    assert ran.returncode == 0, ran.stdout
    assert "passed" in ran.stdout


@pytest.mark.slow
@pytest.mark.parametrize(
    "test",
    [
        "tests/every_kind/test_sync.py::test_every_kind_arrives_as_it_was",
        "tests/every_kind/test_spreadsheets.py::test_out_and_in_again_is_the_same[.csv]",
        "tests/every_kind/test_store.py::test_migrations_make_what_records_declare",
        "tests/access/test_rights_page.py",
    ],
)
def test_what_is_done_with_all_kinds_is_done_with_those(copy: Path, test: str) -> None:
    ran = run(copy, "-m", "pytest", "-q", "-n", "0", "-p", "no:cacheprovider", test)
    assert ran.returncode == 0, ran.stdout
