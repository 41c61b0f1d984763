"""A monkey at the real window: nothing it does is unhandled, and memory stays where it is."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from random import Random

import pytest

EVENTS = int(os.environ.get("HUBDESK_MONKEY", "150"))
"""HUBDESK_MONKEY=10000 is the long run, and 100000 the one before a release."""
SEED = int(os.environ.get("HUBDESK_SEED", "0")) or Random().randint(1, 1_000_000)
"""Another each time: a fault is told with its seed, and HUBDESK_SEED brings it back."""
ENOUGH = 3000
"""So many events it takes until every page was seen and what is kept is kept; before that, memory has to grow."""


@pytest.mark.slow
def test_r20_a_monkey_at_the_window_meets_no_unhandled_exception(tmp_path: Path) -> None:
    ran = subprocess.run(
        [sys.executable, "-m", "tests.faults.monkey", str(SEED), str(EVENTS), str(tmp_path)],
        cwd=Path(__file__).parents[2],
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen", "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    events = tmp_path / "events"
    last = events.read_text(encoding="utf-8").splitlines()[-50:] if events.exists() else []
    told = "\n".join([f"seed {SEED}", ran.stderr[-6000:], *last])
    assert ran.stdout.strip(), f"The window died.\n{told}"
    report = json.loads(ran.stdout.splitlines()[-1])
    faults = "\n".join(report["faults"])
    assert not report["faults"], f"{faults}\n{told}"
    assert ran.returncode == 0
    assert report["events"] == EVENTS
    print({key: report[key] for key in ("seed", "events", "seconds", "growth", "megabytes")})  # noqa: T201
    if EVENTS >= ENOUGH:
        assert report["growth"] <= 0.1, report["megabytes"]
