from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from hubdesk.store import Store

AT_FIRST_PAINT = """
import sys
from pathlib import Path
import hubdesk.__main__
from PySide6 import QtCore, QtGui, QtWidgets
from PySide6.QtWidgets import QApplication
from hubdesk.desktop.app import Start
from hubdesk.desktop.preferences import Preferences

application = QApplication([])
start = Start(application, Preferences(Path(sys.argv[1]) / "window.ini"), Path(sys.argv[1]) / "hub.hubdesk")
slow = (
    "sqlalchemy", "alembic", "sqlcipher3", "cryptography", "reportlab", "openpyxl", "hubdesk.store", "hubdesk.records",
    "hubdesk.access", "hubdesk.desktop.palette",
)
unused = ("QDial", "QCalendarWidget", "QTimeLine", "QSessionManager")

def look() -> None:
    # PySide makes its classes as they are asked for, or all of a family to tell of which one an object of Qt's own is.
    made = [name for module in (QtCore, QtGui, QtWidgets) for name in unused if name in vars(module)]
    print([name for name in slow if name in sys.modules] + made)
    start.window.close()

start.window.painted.disconnect()
start.window.painted.connect(look)
start.window.show()
application.exec()
"""


WHO_COMES_IN = """
import sys
from pathlib import Path
from hubdesk.desktop.what_opens import AFile

print(AFile(Path(sys.argv[1]) / "hub.hubdesk", None).names(), "sqlalchemy" in sys.modules)
"""


SOURCES_HELD = """
import linecache
import hubdesk.desktop.app
import hubdesk.store
print([name for name in linecache.cache if name.endswith("engine/base.py")])
"""


@pytest.mark.parametrize("there", [False, True])
def test_the_window_is_painted_before_anything_slow_is_imported(tmp_path: Path, there: bool) -> None:
    if there:
        (tmp_path / "hub.hubdesk").touch()
    assert ran(AT_FIRST_PAINT, tmp_path) == "[]"


def test_who_comes_in_can_be_picked_before_the_slowest_is_imported(store: Store, tmp_path: Path) -> None:
    store.close()
    assert ran(WHO_COMES_IN, tmp_path) == f"{[store.by]} False"


def test_what_has_nothing_to_do_with_qt_is_imported_without_its_source(tmp_path: Path) -> None:
    assert ran(SOURCES_HELD, tmp_path) == "[]"


def ran(program: str, tmp_path: Path) -> str:
    here = Path(__file__).parents[2]
    ended = subprocess.run(
        [sys.executable, "-c", program, str(tmp_path)],
        cwd=here,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen", "HOME": str(tmp_path), "PYTHONPATH": str(here)},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert ended.returncode == 0, ended.stderr
    return ended.stdout.strip()
