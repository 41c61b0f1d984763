"""All benches, each in a process of its own: ``python -m tests.bench``. Figures are for comparing, never asserted."""

from __future__ import annotations

import subprocess
import sys

for name in ("big_hub", "window", "looking", "keys", "printing", "sync", "backup", "rights", "trust", "freezes"):
    print(f"# {name}", flush=True)
    subprocess.run([sys.executable, "-m", f"tests.bench.{name}"], check=False)
