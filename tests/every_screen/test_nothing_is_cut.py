"""U12: no text is cut and nothing lies over another, on small and large screens, at any scale and text size.

A display scale makes every length that many times as many pixels of the screen, and leaves the window that much less
room of its own: 1366×768 at 200 % is a window of 683×384. So scales are tried as windows; that Qt does keep lengths in
proportion is tried in a process of its own.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from hubdesk.desktop.looks import Look
from hubdesk.desktop.theme import Theme
from tests.every_screen import fitting
from tests.every_screen.conftest import Touring
from tests.every_screen.screens import LONG, Tour, of_each_sort

SCALES = (1.0, 1.25, 1.5, 2.0)
WINDOWS = [(round(wide / scale), round(high / scale)) for wide, high in ((1366, 768), (1920, 1080)) for scale in SCALES]
USUAL = 11.25
"""The usual text size in points."""
POINTS = (10.0, USUAL, 13.0, 15.0, 17.0, 20.0)


@pytest.mark.slow
def test_u12_the_largest_text_on_the_smallest_screen(touring: Touring, theme: Theme) -> None:
    theme.choose("light", 20 / USUAL)
    faults = cut(touring("hub"), [(683, 384), (960, 540), (1366, 768)])
    assert not faults, "\n".join(faults)


@pytest.mark.slow
@pytest.mark.skipif(not LONG, reason="the whole matrix takes minutes: HUBDESK_LONG=1")
@pytest.mark.parametrize("file", ["hub", "lead"])
@pytest.mark.parametrize("look", ["light", "contrast"])
@pytest.mark.parametrize("points", POINTS)
def test_u12_every_text_size_on_every_screen(
    touring: Touring, theme: Theme, points: float, look: Look, file: str
) -> None:
    theme.choose(look, points / USUAL)
    faults = cut(touring(file), WINDOWS)
    assert not faults, "\n".join(faults)


def cut(tour: Tour, windows: list[tuple[int, int]]) -> list[str]:
    """What is cut on any screen in windows of these sizes, each told once."""
    faults = dict[str, None]()
    # What paints itself is painted onto sheets of its own; nobody looks at the window.
    tour.window.setUpdatesEnabled(False)
    for name, shown in tour.shown(of_each_sort(tour.all(), "help ")):
        for wide, high in windows:
            tour.window.resize(wide, high)
            shown.resize(wide, high)
            tour.lay_out()
            if (shown.width(), shown.height()) != (wide, high):
                faults[f"{name}: needs {shown.width()}×{shown.height()}, not {wide}×{high}"] = None
            faults.update(dict.fromkeys(f"{name}, {wide}×{high}: {said}" for said in fitting.cut(shown)))
    return list(faults)


AT_A_SCALE = """
from PySide6.QtCore import QLocale
from PySide6.QtWidgets import QApplication
from hubdesk.desktop.screens.set_up import SetUpPage
from hubdesk.desktop.theme import Theme

application = QApplication([])
QLocale.setDefault(QLocale("en_GB"))
theme = Theme(application, "light", 1.5)
page = SetUpPage(lambda *_: None, lambda: None)
page.resize(683, 384)
page.show()
application.processEvents()
print([one.geometry().getRect() for one in page.findChildren(type(page).__mro__[2])], page.grab().width())
"""


def test_a_scale_keeps_all_lengths_in_proportion(tmp_path: Path) -> None:
    at_once, at_twice = (_laid_out(scale, tmp_path) for scale in ("1", "2"))
    places, wide = at_once.rsplit(" ", 1)
    places_at_twice, wide_at_twice = at_twice.rsplit(" ", 1)
    assert places == places_at_twice
    assert int(wide_at_twice) == 2 * int(wide) == 1366


def _laid_out(scale: str, home: Path) -> str:
    here = Path(__file__).parents[2]
    place = {"QT_QPA_PLATFORM": "offscreen", "QT_SCALE_FACTOR": scale, "HOME": str(home), "PYTHONPATH": str(here)}
    ended = subprocess.run(
        [sys.executable, "-c", AT_A_SCALE], env={**os.environ, **place}, capture_output=True, text=True, check=True
    )
    return ended.stdout.strip()
