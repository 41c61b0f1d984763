"""The wheel carries all that HubDesk reads at run time."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import hubdesk

ROOT = Path(__file__).resolve().parents[2]


def test_resources_and_migrations_are_found_from_the_wheel(tmp_path: Path) -> None:
    # Given the wheel, unpacked far from the checkout
    subprocess.run([sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", tmp_path], cwd=ROOT, check=True)
    (wheel,) = tmp_path.glob("*.whl")
    away = tmp_path / "away"
    zipfile.ZipFile(wheel).extractall(away)

    # When HubDesk there is asked for its resources
    ask = "import hubdesk; from hubdesk.base.places import resource; print(hubdesk.__file__, resource('.').resolve())"
    answer = subprocess.run(
        [sys.executable, "-P", "-c", ask],
        cwd=away,
        env=os.environ | {"PYTHONPATH": str(away)},
        check=True,
        capture_output=True,
        text=True,
    )

    # Then they lie beside it, as many as in the checkout
    module, found = answer.stdout.split()
    assert Path(module) == away / "hubdesk/__init__.py"
    assert _files(Path(found)) == _files(ROOT / "resources")
    assert _files(away / "hubdesk") - _files(ROOT / "hubdesk") == {f"resources/{name}" for name in _files(Path(found))}
    assert _files(ROOT / "hubdesk") <= _files(away / "hubdesk")
    assert hubdesk.__version__ in wheel.name


def _files(folder: Path) -> set[str]:
    return {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file() and path.suffix != ".pyc"}
