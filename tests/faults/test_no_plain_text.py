"""Nothing of what people wrote lies open anywhere: looked for on the disk after HubDesk ended, well or badly."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from hubdesk.access.key_file import slots_path
from hubdesk.store import Store
from hubdesk.store.file import side_files
from tests.conftest import PASSPHRASE

CANARIES = 500

WORK = """
import io, os, resource, sys
from datetime import date
from contextlib import redirect_stdout, suppress
from uuid import uuid4
from pathlib import Path

resource.setrlimit(resource.RLIMIT_CORE, (resource.getrlimit(resource.RLIMIT_CORE)[1],) * 2)

from hubdesk.__main__ import main
from hubdesk.operations.set_up_hub import set_up_hub
from hubdesk.records.advice.iag_session import IagSession
from hubdesk.records.people.person import Person
from hubdesk.records.people.support_need import SupportNeed
from hubdesk.store import Store

path, passphrase, n, ending = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]), sys.argv[4]
with redirect_stdout(io.StringIO()), suppress(SystemExit):
    main(["--help"])


def canary(k):
    return f"Qzxv{k:03d}Wkjh"


store = Store.open(path, passphrase)
set_up_hub(store, canary(0), "WES")
everybody = []
for k in range(1, n - 20, 3):
    person = Person(full_name=canary(k), notes=canary(k + 1))
    with store.operation(f"Add {canary(k)}") as session:
        session.add(person)
        session.add(SupportNeed(person=person.id, category="4", what_helps=canary(k + 2)))
        session.add(IagSession(person=person.id, day=date.today(), agreed=True, issues=canary(k + 2)))
    everybody.append(person.id)
for k in range(n - 20, n - 10):
    with store.operation("Rename") as session:
        session.get(Person, everybody[k - n + 20]).full_name = canary(k)
    store.drafts.save(uuid4(), "enrolment", canary(k), "", {"person.full_name": canary(k)})
    store.drafts.save(uuid4(), "form:iag_session:new", "New", "", {"issues": canary(k)}, ("issues",))
store.undo()
for k in range(n - 10, n):
    try:
        with store.operation(canary(k)) as session:
            session.add(Person(full_name=canary(k), postcode=canary(k)))
            session.flush()
            raise KeyError(canary(k))
    except Exception:
        pass
    store.search(canary(k))
with store.reading() as session:
    assert session.query(Person).order_by(Person.notes).count() == len(everybody)
store.close()

# And through the window, with a fault in it.
from PySide6.QtCore import QRect
from PySide6.QtWidgets import QApplication
from hubdesk.desktop import app

os.environ["QT_QPA_PLATFORM"] = "offscreen"
application = QApplication(["hubdesk"])
start = app.Start(application, app.Preferences(app.data_folder() / "window.ini"), path)
opened = []
move_in = start._move_in
start._move_in = lambda store: (move_in(store), opened.append(store))
start.window.show()
start.unlock(passphrase)
while not opened:
    application.processEvents()
for k in range(1, 16, 3):
    start.window.palette_box.open_at(QRect(0, 0, 400, 40), canary(k))
    for _ in range(50):
        application.processEvents()
start.window.palette_box.close_up()
start.window.show_place("people")
try:
    raise KeyError(canary(3))
except KeyError as error:
    sys.excepthook(KeyError, error, error.__traceback__)
application.processEvents()
print("worked", flush=True)
sys.stdin.readline()
if ending == "close":
    start.window.close()
    while start.window.isVisible():
        application.processEvents()
else:
    os.abort()
"""


def found_in(folder: Path) -> list[str]:
    """Where any canary lies in plain text, in UTF-8 or UTF-16, in any case."""
    plain = re.compile(rb"(?i)qzxv\d{3}wkjh")
    wide = re.compile(rb"(?i)" + b"\0".join(rb"q z x v \d \d \d w k j h".split()))
    return [
        f"{one.relative_to(folder)}"
        for one in folder.rglob("*")
        if one.is_file() and (plain.search(held := one.read_bytes()) or wide.search(held))
    ]


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="kills by signal")
@pytest.mark.parametrize("ending", ["close", "kill", "crash"])
def test_r23_nothing_that_was_written_lies_open_on_the_disk(empty_file: Path, tmp_path: Path, ending: str) -> None:
    # Given a person's folders, and 500 canaries that went through the store and the window
    home = tmp_path / "home"
    (home / "tmp").mkdir(parents=True)
    path = home / "hub.hubdesk"
    shutil.copy(empty_file, path)
    shutil.copy(slots_path(empty_file), slots_path(path))
    env = {
        **{name: value for name, value in os.environ.items() if not name.startswith("XDG_")},
        "HOME": str(home),
        "TMPDIR": str(home / "tmp"),
        "QT_QPA_PLATFORM": "offscreen",
        "PYTHONPATH": str(Path(__file__).parents[2]),
    }
    with subprocess.Popen(
        [sys.executable, "-c", WORK, str(path), PASSPHRASE, str(CANARIES), ending],
        cwd=home,
        env=env,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as running:
        assert running.stdout
        assert running.stdout.readline() == "worked\n"

        # When it ends, well or badly, then none of them lies open, neither before nor after
        assert found_in(home) == []
        if ending == "kill":
            running.send_signal(signal.SIGKILL)
        running.communicate("\n")
    assert running.returncode == {"close": 0, "kill": -signal.SIGKILL, "crash": -signal.SIGABRT}[ending]
    assert found_in(home) == []
    assert side_files(path)[0].exists() == (ending != "close")
    assert not list(home.rglob("core*"))

    # And they were really written
    store = Store.open(path, PASSPHRASE)
    assert len(store.search("Qzxv040Wkjh")) == 1
    store.close()
    (home / "canary.txt").write_bytes("Qzxv001Wkjh".encode("utf-16-le"))
    assert found_in(home) == ["canary.txt"]
