"""What a wizard was told survives whatever happens to the machine."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

from hubdesk.access.key_file import slots_path
from hubdesk.desktop.wizards import unfinished
from hubdesk.store import Store
from tests.conftest import PASSPHRASE

TYPES = """
import sys
from pathlib import Path
from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit
app = QApplication([])
from hubdesk.desktop.background import Background
from hubdesk.desktop.commands import Commands
from hubdesk.desktop.theme import Theme
from hubdesk.desktop.window import MainWindow
from hubdesk.desktop.wizards import Papers, commands
from hubdesk.desktop.workplace import Changes, Workplace
from hubdesk.store import Store
theme = Theme(app, "light")
background, known = Background(), Commands()
window = MainWindow(known, background)
store = Store.open(Path(sys.argv[1]), sys.argv[2])
work = Workplace(store, background, known, theme, Changes(window), print, print, window.show_page, window.say, print, print)
known.add(*commands(work, Papers(print, print)))
window.show()
known.run("enrol.new")
page = window.pages.currentWidget()
page._answers = {"full_name": "Nasrin Ahmadi"}
page._kept = True
page._turn_to("contact")
phone = next(edit for edit in page.findChildren(QLineEdit) if edit.accessibleName() == "Phone")
for sign in "07700 900123":
    QTest.keyClicks(phone, sign)
loop = QEventLoop()
QTimer.singleShot(600, loop.quit)
loop.exec()
print("typed", flush=True)
loop.exec()
"""


def test_a_killed_process_loses_nothing_that_was_typed_a_second_before(empty_file: Path, tmp_path: Path) -> None:
    # Given somebody typing in a window of its own
    path = tmp_path / "hub.hubdesk"
    shutil.copy(empty_file, path)
    shutil.copy(slots_path(empty_file), slots_path(path))
    typing = subprocess.Popen(
        [sys.executable, "-c", TYPES, str(path), PASSPHRASE],
        stdout=subprocess.PIPE,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
    )
    assert typing.stdout is not None
    assert typing.stdout.readline() == b"typed\n"

    # When the process is killed without warning
    typing.send_signal(signal.SIGKILL)
    typing.wait()
    typing.stdout.close()

    # Then the file opens, and the draft holds what was typed and where
    store = Store.open(path, PASSPHRASE)
    try:
        draft = store.drafts.all("enrolment")[0]
        assert (draft.page, draft.answers["phone"]) == ("contact", "07700 900123")
        assert [one.sentence for one in unfinished(store)] == ["Unfinished: Nasrin Ahmadi, at “Contact”"]
    finally:
        store.close()
