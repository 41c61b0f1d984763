"""The pictures in README, taken of the real window on the demo: ``make pictures``."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from PIL import Image
from PySide6.QtCore import QEventLoop, QLocale, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton

from hubdesk.base.places import resource
from hubdesk.demo.files import DEMO_PASSPHRASE
from hubdesk.desktop.app import Start
from hubdesk.desktop.preferences import Preferences
from hubdesk.desktop.theme import Scheme

_SETTLED = 1500  # ms until a page has read what it shows
_COLOURS = 192
_HUB, _NETWORK = "westcroft.hubdesk", "network.hubdesk"

LOOKS: tuple[tuple[Scheme, str], ...] = (("light", ""), ("dark", "-dark"))


def today(start: Start) -> None:
    start.window.show_place("today")


def register(start: Start) -> None:
    start.window.show_place("registers")
    wait()
    one = next(button for button in start.window.findChildren(QPushButton) if button.text() == "Register")
    one.click()


def wizard(start: Start) -> None:
    """Up to the page in the middle, as somebody types it."""
    start._commands.run("enrol.new")
    wait()
    typed("Zofia Nowak\n")
    tabbed("New learner: Zofia Nowak")
    typed("\n")
    typed("07700 900123")
    tabbed("Postcode")
    typed("m191bh\n")
    tabbed("Date of birth, day")
    typed("14 3 1991\n")
    typed("2\n")
    typed("2\n")
    typed("2")


def typed(text: str) -> None:
    for sign in text:
        here = QApplication.focusWidget()
        if here is not None and sign == "\n":
            QTest.keyClick(here, Qt.Key.Key_Return)
            wait(400)
        elif here is not None:
            QTest.keyClicks(here, sign)
    wait(400)


def tabbed(name: str) -> None:
    for _ in range(60):
        here = QApplication.focusWidget()
        if here is None or name in (here.accessibleName(), getattr(here, "text", str)()):
            return
        QTest.keyClick(here, Qt.Key.Key_Tab)


def term(start: Start) -> None:
    start._commands.run("look.term")


def reach(start: Start) -> None:
    start.window.show_place("network")


PICTURES: tuple[tuple[str, str, Callable[[Start], object]], ...] = (
    ("today", _HUB, today),
    ("register", _HUB, register),
    ("wizard", _HUB, wizard),
    ("term", _HUB, term),
    ("reach", _NETWORK, reach),
)


def wait(milliseconds: int = _SETTLED) -> None:
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()


def opened(application: QApplication, file: Path, scheme: Scheme) -> Start:
    preferences = Preferences(file.with_suffix(".ini"))
    preferences.scheme = scheme
    start = Start(application, preferences, file)
    start.window.resize(1366, 768)
    start.window.show()
    wait()
    start.unlock(DEMO_PASSPHRASE, "Manager")
    while start._desk is None:
        wait(100)
    wait()
    return start


def closed(start: Start) -> None:
    """Close it, and wait until what was done is backed up."""
    start.window.close()
    while start.window.isVisible():
        wait(100)


def taken(folder: Path, target: Path) -> Iterator[Path]:
    """Every picture in every look, as files in ``target``; few colours, so that they stay small."""
    application: Any = QApplication.instance() or QApplication([])
    QLocale.setDefault(QLocale("en_GB"))
    for file in (_HUB, _NETWORK):
        # A hub's usual day begins after one that was backed up as it closed.
        closed(opened(application, folder / file, "light"))
    for scheme, ending in LOOKS:
        # What is left unfinished in one look would stand on Today in the next.
        own = shutil.copytree(folder, folder.with_name(f"{folder.name}-{scheme}"))
        for file in (_HUB, _NETWORK):
            start = opened(application, own / file, scheme)
            for name, place, show in PICTURES:
                if place == file:
                    show(start)
                    wait()
                    path = target / f"{name}{ending}.png"
                    start.window.grab().save(str(path))
                    # The few dots of a red icon count as much as the paper.
                    few = Image.open(path).convert("RGB").quantize(_COLOURS, Image.Quantize.MAXCOVERAGE, kmeans=1)
                    few.save(path, optimize=True)
                    yield path
            closed(start)


if __name__ == "__main__":
    where = Path(sys.argv[1]) if len(sys.argv) > 1 else resource("help/pictures")
    where.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory() as kept:
        demo = Path(kept) / "demo"
        subprocess.run([sys.executable, "-m", "hubdesk", "demo", str(demo)], check=True)
        for made in taken(demo, where):
            print(f"{made.name}: {made.stat().st_size // 1024} kB")  # noqa: T201 - it is a command
