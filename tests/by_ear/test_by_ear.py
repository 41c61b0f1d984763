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

from hubdesk.access.stretching import Cost
from hubdesk.demo.building import WESTCROFT, build_hub
from hubdesk.demo.files import DEMO_PASSPHRASE
from hubdesk.store import Store

HERE = Path(__file__).parent
LAUNCHERS = ("/usr/libexec/at-spi-bus-launcher", "/usr/lib/at-spi2-core/at-spi-bus-launcher")
LAUNCHER = next((path for path in LAUNCHERS if Path(path).exists()), "")
# A window that is there before its manager is given no keyboard.
IN_A_SESSION = f"""
{LAUNCHER} --launch-immediately & launcher=$!
openbox --startup "touch $HOME/managed" & manager=$!
until [ -e "$HOME/managed" ]; do sleep 0.1; done
"$1" -m hubdesk "$2" & window=$!
/usr/bin/python3 "$3"
kill $window $manager $launcher
"""


def _bindings() -> bool:
    asked = "import gi; gi.require_version('Atspi', '2.0'); from gi.repository import Atspi"
    return subprocess.run(["/usr/bin/python3", "-c", asked], capture_output=True, check=False).returncode == 0


def _tasks() -> list[str]:
    """The names of the listener's tasks, in order."""
    read = ast.parse((HERE / "listener.py").read_text(encoding="utf-8"))
    made = [call for one in read.body if isinstance(one, ast.FunctionDef) for call in one.decorator_list]
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


@pytest.fixture(scope="module")
def heard(display: str, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """What went wrong with each task; nothing where all was well."""
    folder = tmp_path_factory.mktemp("by_ear")
    path = folder / "westcroft.hubdesk"
    store = Store.create(path, DEMO_PASSPHRASE, Cost(1024, 1, 1), name="Manager")
    build_hub(store, WESTCROFT, date.today())
    store.close()
    passed_on = {key: said for key, said in os.environ.items() if not key.startswith(("QT_", "DBUS_", "XDG_"))}
    ended = subprocess.run(
        ["dbus-run-session", "--", "sh", "-c", IN_A_SESSION, "sh", sys.executable, path, HERE / "listener.py"],
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
