"""The longest time that each screen holds the window, on a big hub: ``python -m tests.bench.freezes [PEOPLE]``.

Processor time of the window's thread at the second visit, as modules are imported before the first. The bar is 100 ms.
"""

from __future__ import annotations

import json
import os
import shutil
import statistics
import sys
import tempfile
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QLocale
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from hubdesk.desktop.background import Background
from hubdesk.desktop.commands import Commands
from hubdesk.desktop.desk import Desk
from hubdesk.desktop.preferences import Preferences
from hubdesk.desktop.theme import Theme
from hubdesk.desktop.window import MainWindow
from hubdesk.store import Store
from tests.bench.big_hub import PASSPHRASE, big_hub
from tests.every_screen.screens import Tour
from tests.watching import watched

_BAR = 100


def main(people: int) -> None:
    """Print one line for each screen, the longest first."""
    application = QApplication([])
    QLocale.setDefault(QLocale("en_GB"))
    theme, background, commands = Theme(application, "light"), Background(), Commands()
    window = MainWindow(commands, background)
    window.show()
    with tempfile.TemporaryDirectory() as folder:
        built = big_hub(people)
        for path in built.parent.glob(f"{built.name}*"):
            shutil.copy(path, folder)
        store = Store.open(Path(folder) / built.name, PASSPHRASE)
        desk = Desk(store, window, background, commands, theme, Preferences(Path(folder) / "window.ini"))
        desk.move_in()
        while "new.person" not in commands:
            QTest.qWait(20)
        tour = Tour(desk, store, window, Path(folder))
        held: dict[str, list[float]] = {}
        for _ in range(3):
            for screen in tour.all():
                with watched() as watch:
                    screen.show()
                    tour.settle()
                held.setdefault(screen.name, []).append(watch.longest)
                tour.leave()
        background.close()
        store.close()
    longest = sorted(((statistics.median(each[1:]), name) for name, each in held.items()), reverse=True)
    for milliseconds, name in longest[:40]:
        print(json.dumps({"what": name, "held_ms": round(milliseconds), "over": milliseconds > _BAR}))
    over = sum(milliseconds > _BAR for milliseconds, _ in longest)
    print(json.dumps({"people": people, "screens": len(longest), "over_100_ms": over}))


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 5_000)
