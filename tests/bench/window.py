"""From the start of the process to the painted window and to Today's data, beside a bare window with one table.

Somebody waits for the window to be painted, types a passphrase, during which the rest is imported, and waits from Return
to Today: ``waited for`` adds up the two. ``today at once`` is what it takes where nobody types, as in the demo.

``python -m tests.bench.window``; ``… bare`` and ``… hubdesk FILE [SECONDS]`` are the processes that it compares.
"""

from __future__ import annotations

import json
import os
import resource
import statistics
import subprocess
import sys
import time
from pathlib import Path

_RUNS = 9
_TYPING = 3
"""Seconds from the painted window to Return, as somebody takes who picks a name and types a passphrase."""

_AS_INSTALLED = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"} | {
    "QT_QPA_PLATFORM": "offscreen",
    "PYTHONPYCACHEPREFIX": str(Path("build/bench/bytecode").resolve()),
}
"""An installed program is compiled beforehand, so both processes find their bytecode ready."""


def bare() -> None:
    """A window with one table of 200 rows: the floor."""
    from PySide6.QtCore import QTimer
    from PySide6.QtWidgets import QApplication, QMainWindow, QTableWidget, QTableWidgetItem

    app = QApplication([])
    window, table = QMainWindow(), QTableWidget(200, 5)
    for row in range(200):
        for column in range(5):
            table.setItem(row, column, QTableWidgetItem(f"{row} {column}"))
    window.setCentralWidget(table)
    window.resize(1366, 768)
    window.show()

    def painted() -> None:
        window.repaint()
        _say("painted")
        app.quit()

    QTimer.singleShot(0, painted)
    app.exec()


def hubdesk(path: Path, typing: float = 0) -> None:
    """HubDesk's own window on a hub's file, unlocked as soon as it is painted, or after so many seconds of ``typing``."""
    from PySide6.QtCore import QLocale, QTimer
    from PySide6.QtWidgets import QApplication

    from hubdesk.desktop.app import Start
    from hubdesk.desktop.only_one import OnlyOne
    from hubdesk.desktop.preferences import Preferences

    app = QApplication([])
    QLocale.setDefault(QLocale("en_GB"))
    only = OnlyOne()
    only.claim(path)
    start = Start(app, Preferences(path.with_name("window.ini")), path)

    def painted() -> None:
        _say("painted")
        QTimer.singleShot(round(typing * 1000), unlock)

    def unlock() -> None:
        _say("typed")
        start.unlock("bench passphrase of nobody")

    def look() -> None:
        screen = sys.modules.get("hubdesk.desktop.screens.today")
        page = start.window.findChild(screen.TodayPage) if screen else None
        if page is not None and page.body.count():
            _say("today")
            start.window.close()
            app.quit()

    start.window.painted.connect(painted)
    start.window.painted.connect(only.listen)
    timer = QTimer()
    timer.setInterval(5)
    timer.timeout.connect(look)
    # Not before: each look takes time from what is imported on a worker.
    start.opened.append(lambda _: timer.start())
    start.window.resize(1366, 768)
    start.window.show()
    app.exec()


def compare(path: Path) -> None:
    """Print the medians and ratios of both, run in turn."""
    names = "bare", "painted", "sign-in to Today", "waited for", "today at once"
    seen: dict[str, list[float]] = {name: [] for name in names}
    peak = 0.0
    for words in (["bare"], ["hubdesk", str(path)]):
        _run(*words)
    for _ in range(_RUNS):
        seen["bare"].append(_run("bare")["painted"])
        ours = _run("hubdesk", str(path))
        seen["painted"].append(ours["painted"])
        seen["today at once"].append(ours["today"])
        peak = max(peak, ours["peak"])
        typed = _run("hubdesk", str(path), str(_TYPING))
        seen["sign-in to Today"].append(typed["today"] - typed["typed"])
        seen["waited for"].append(typed["painted"] + typed["today"] - typed["typed"])
    floor = statistics.median(seen["bare"])
    for what, goal in (("painted", 2), ("sign-in to Today", 3), ("waited for", 5), ("today at once", 5)):
        took = statistics.median(seen[what])
        figures = {"ratio": round(took / floor, 2), "goal": goal, "ours_s": round(took, 3), "floor_s": round(floor, 3)}
        print(json.dumps({"what": f"window: {what}", **figures, "peak_mib": round(peak)}))


def _run(*words: str) -> dict[str, float]:
    began = time.time()
    ran = subprocess.run(
        [sys.executable, "-m", "tests.bench.window", *words],
        capture_output=True,
        text=True,
        check=True,
        env=_AS_INSTALLED,
    )
    found: dict[str, float] = {}
    if not ran.stdout:
        raise RuntimeError(ran.stderr)
    for line in ran.stdout.splitlines():
        said = json.loads(line)
        found[said["at"]] = said["time"] - began
        found["peak"] = said["peak"]
    return found


def _say(at: str) -> None:
    print(json.dumps({"at": at, "time": time.time(), "peak": _resident_mib()}), flush=True)


def _resident_mib() -> float:
    """Memory of this process, without a library whose import would be measured with what it measures."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * resource.getpagesize() / 2**20


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["bare"]:
            bare()
        case ["hubdesk", file, *typing]:
            hubdesk(Path(file), *map(float, typing))
        case _:
            from tests.bench.big_hub import big_hub

            compare(big_hub())
