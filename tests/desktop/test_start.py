from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

AT_FIRST_PAINT = """
import sys
from pathlib import Path
import hubdesk.__main__
from PySide6.QtWidgets import QApplication
from hubdesk.desktop.app import Start
from hubdesk.desktop.preferences import Preferences

application = QApplication([])
start = Start(application, Preferences(Path(sys.argv[1]) / "window.ini"), Path(sys.argv[1]) / "hub.hubdesk")
slow = ("sqlalchemy", "alembic", "sqlcipher3", "reportlab", "openpyxl", "hubdesk.store", "hubdesk.records")

def look() -> None:
    print([name for name in slow if name in sys.modules])
    start.window.close()

start.window.painted.disconnect()
start.window.painted.connect(look)
start.window.show()
application.exec()
"""


def test_the_window_is_painted_before_anything_slow_is_imported(tmp_path: Path) -> None:
    here = Path(__file__).parents[2]
    ran = subprocess.run(
        [sys.executable, "-c", AT_FIRST_PAINT, str(tmp_path)],
        cwd=here,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen", "HOME": str(tmp_path), "PYTHONPATH": str(here)},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
    assert ran.stdout.strip() == "[]"
