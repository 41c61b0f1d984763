"""The monkey from beginning to end."""

from __future__ import annotations

import faulthandler
import json
import os
import shutil
import sys
import time
import traceback
from pathlib import Path

from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from hubdesk.access.key_file import slots_path
from hubdesk.desktop.app import Start
from hubdesk.desktop.preferences import Preferences
from tests.faults.monkey.doing import Monkey
from tests.faults.monkey.faults import Faults
from tests.faults.monkey.hub import PASSPHRASE, demo_hub
from tests.faults.monkey.memory import Memory

_SAMPLES = 100


def main(seed: int, events: int, folder: Path) -> int:
    """Run it; 0 when nothing went wrong."""
    faulthandler.enable()
    for name in ("HOME", "TMPDIR", "XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME"):
        os.environ[name] = str(folder / "home")
    made = folder / "made"
    if made.exists():
        shutil.copytree(made, folder, dirs_exist_ok=True)
    path = folder / "westcroft.hubdesk"
    if not path.exists():
        demo_hub(folder)
    assert slots_path(path).exists()
    application = QApplication([])
    start = Start(application, Preferences(folder / "window.ini"), path)
    faults = Faults(start, folder.resolve())
    start.window.show()
    start.window.activateWindow()
    monkey = Monkey(start, seed, folder)
    memory = Memory(folder)
    began, done = time.monotonic(), 0
    try:
        start.unlock(PASSPHRASE)
        while start._desk is None and time.monotonic() - began < 60:
            QTest.qWait(50)
        for done in range(1, events + 1):
            monkey.once(done)
            if faults.said:
                break
            if done % max(events // _SAMPLES, 1) == 0:
                memory.take(done)
    except Exception:  # noqa: BLE001 - it is told with what was done before
        faults.said.append(traceback.format_exc())
    report = {
        "seed": seed,
        "events": done,
        "seconds": round(time.monotonic() - began),
        "faults": faults.said[:3],
        "last": monkey.events.last if faults.said else [],
        "counts": monkey.events.counts,
        "pages": sorted(monkey.pages),
        "megabytes": [one >> 20 for one in memory.steady],
        "growth": round(memory.growth(), 3),
    }
    print(json.dumps(report, ensure_ascii=True), flush=True)  # noqa: T201 - the test reads it
    # Nothing of the program is left to be ended in order: a fault may hold it.
    os._exit(1 if faults.said else 0)


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]), int(sys.argv[2]), Path(sys.argv[3])))
