"""U21: the tasks of a day, done in the real window through a screen reader's interface and nothing else.

Needs a display without a screen, a session bus and AT-SPI (``installer/system-packages-to-listen``); the listener runs
under the system's Python, where the bindings are. Without them it is skipped, with the line that installs them.
"""

from __future__ import annotations

import ast
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from hubdesk.access.roles import Role
from hubdesk.access.stretching import Cost
from hubdesk.demo.building import WESTCROFT, acquaint, build_hub
from hubdesk.demo.files import DEMO_PASSPHRASE
from hubdesk.store import Store
from hubdesk.sync.correspondents import HUB
from hubdesk.sync.export import export_package
from hubdesk.sync.invitation import introduce, own_words
from tests.sync import network

HERE = Path(__file__).parent
LAUNCHERS = ("/usr/libexec/at-spi-bus-launcher", "/usr/lib/at-spi2-core/at-spi-bus-launcher")
LAUNCHER = next((path for path in LAUNCHERS if Path(path).exists()), "")
# A window that is there before its manager is given no keyboard.
IN_A_SESSION = f"""
{LAUNCHER} --launch-immediately & launcher=$!
openbox --startup "touch $HOME/managed" & manager=$!
until [ -e "$HOME/managed" ]; do sleep 0.1; done
for place in lead hub; do
"$1" -m hubdesk "$2/$place.hubdesk" & window=$!
/usr/bin/python3 "$3" $place "$2"
kill $window
wait $window
done
kill $manager $launcher
"""


_DONE = ("at_the_lead", "at_the_desk", "behind_the_desk")
"""The files of tasks, in the order in which they are done."""


def _bindings() -> bool:
    asked = "import gi; gi.require_version('Atspi', '2.0'); from gi.repository import Atspi"
    return subprocess.run(["/usr/bin/python3", "-c", asked], capture_output=True, check=False).returncode == 0


def _tasks() -> list[str]:
    """The names of the listener's tasks, in order."""
    read = [ast.parse((HERE / f"{name}.py").read_text(encoding="utf-8")) for name in _DONE]
    made = [
        call for file in read for one in file.body if isinstance(one, ast.FunctionDef) for call in one.decorator_list
    ]
    return [str(ast.literal_eval(call.args[0])) for call in made if isinstance(call, ast.Call)]


pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        not (LAUNCHER and all(shutil.which(one) for one in ("Xvfb", "openbox", "dbus-run-session")) and _bindings()),
        reason="for this: sudo apt-get install xvfb openbox at-spi2-core dbus-daemon python3-gi gir1.2-atspi-2.0",
    ),
    # One window is used for all, so they stay together and in order.
    pytest.mark.xdist_group("by_ear"),
]


@pytest.fixture(scope="module")
def display(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    reading, writing = os.pipe()
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", str(writing), "-screen", "0", "1400x900x24", "-nolisten", "tcp"],
        pass_fds=[writing],
        stderr=subprocess.DEVNULL,
    )
    os.close(writing)
    with os.fdopen(reading) as told:
        yield f":{told.readline().strip()}"
    server.terminate()
    server.wait()


def _network(folder: Path) -> None:
    """A lead, a hub with a year behind it, and what comes by post: a list, packages that disagree, and a hub's answer."""

    def new(name: str, role: Role = Role.MANAGER) -> Store:
        return Store.create(folder / f"{name}.hubdesk", DEMO_PASSPHRASE, Cost(1024, 1, 1), name="Manager", role=role)

    hub, lead, one, two = new("hub"), new("lead", Role.LEAD), new("one"), new("two")
    build_hub(hub, WESTCROFT, date.today())
    desks = [network.desk(lead, "Lead", folder, letters="LEA", lead=True)]
    desks += [network.desk(store, name, folder) for store, name in ((one, "One"), (two, "Two"))]
    network.acquaint(*desks[:2])
    acquaint(lead, hub)
    # Both began with a ward of one number, and call it by another name.
    for store in (one, hub):
        export_package(store, folder)
    introduce(two, HUB, folder)
    (folder / "words.txt").write_text(" ".join(own_words(two)), encoding="utf-8")
    (folder / "learners.csv").write_text("Name,Alias,DOB\nAnn Lee,Annie,1/2/80\nBo Ek,,31/2/80\n", encoding="utf-8")
    for store in (hub, lead, one, two):
        store.close()


@pytest.fixture(scope="module")
def heard(display: str, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """What went wrong with each task; nothing where all was well."""
    folder = tmp_path_factory.mktemp("by_ear")
    _network(folder)
    passed_on = {key: said for key, said in os.environ.items() if not key.startswith(("QT_", "DBUS_", "XDG_"))}
    ended = subprocess.run(
        ["dbus-run-session", "--", "sh", "-c", IN_A_SESSION, "sh", sys.executable, folder, HERE / "run.py"],
        env={
            **passed_on,
            "DISPLAY": display,
            "HOME": str(folder),
            "XDG_RUNTIME_DIR": str(folder),
            "QT_QPA_PLATFORM": "xcb",
            "QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1",
            "PYTHONPATH": str(HERE.parents[1]),
        },
        capture_output=True,
        text=True,
        timeout=900,
        check=False,
    )
    lines = [json.loads(line) for line in ended.stdout.splitlines() if line.startswith("{")]
    assert lines, ended.stderr
    return {line["task"]: line["wrong"] for line in lines}


@pytest.mark.parametrize("task", _tasks())
def test_u21_by_ear(heard: dict[str, str], task: str) -> None:
    assert task in heard, f"The listener came no further than {list(heard)[-1]!r}."
    assert not heard[task], heard[task]
