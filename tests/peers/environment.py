"""A peer's own virtual environment, made the first time it is asked for, and its program run in it."""

from __future__ import annotations

import json
import subprocess
import sys
import venv
from pathlib import Path
from typing import Any, Final

PEERS: Final = Path(__file__).parent
MADE: Final = PEERS.parent.parent / ".peers"
NEEDS: Final = {
    "morango": ("morango==0.8.15", "Django<4", "setuptools<81"),
    "changesets": ("apsw==3.54.1.0",),
    "weasyprint": ("weasyprint==70.0",),
    "fpdf2": ("fpdf2==2.8.9", "uharfbuzz"),
}


def figures(peer: str, given: int) -> dict[str, Any]:
    """What the peer's program tells when it is given this number, as JSON on its last line."""
    done = subprocess.run(
        [_python(peer), PEERS / f"{peer}_peer.py", str(given)], check=True, stdout=subprocess.PIPE, text=True
    )
    told: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return told


def _python(peer: str) -> Path:
    place = MADE / peer
    python = place / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
    ready = place / "ready"
    if not ready.exists():
        venv.create(place, clear=True, with_pip=True)
        subprocess.run([python, "-m", "pip", "install", "--quiet", *NEEDS[peer]], check=True)
        ready.touch()
    return python
