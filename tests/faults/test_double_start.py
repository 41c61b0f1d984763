"""HubDesk started twice: one window, one writer, and nothing stale that would keep the next start out."""

from __future__ import annotations

import os
import select
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from hubdesk.access.key_file import slots_path
from hubdesk.base.errors import Refused
from hubdesk.store import Store
from tests.conftest import PASSPHRASE
from tests.faults.test_damage import LONG

STARTS = 200 if LONG else 3
PATIENCE = 60
"""Seconds, on a machine where much else is tested."""

START = """
import sys, time
from hubdesk.desktop import app
from hubdesk.desktop.window import MainWindow

front = MainWindow.come_to_front


def come_to_front(window):
    front(window)
    print("front", time.time(), flush=True)


MainWindow.come_to_front = come_to_front
move_in = app.Start._move_in
app.Start._move_in = lambda start, store: (move_in(start, store), print("open", flush=True))
print("start", flush=True)
sys.stdin.readline()
code = app.run(["hubdesk", sys.argv[1]], sys.argv[2])
print("end", time.time(), flush=True)
sys.exit(code)
"""


class Started:
    """One process of HubDesk, ready to be let go. passing: the system's folder for passing files."""

    def __init__(self, path: Path, home: Path, passing: Path) -> None:
        here = Path(__file__).parents[2]
        env = {
            **os.environ,
            "QT_QPA_PLATFORM": "offscreen",
            "HOME": str(home),
            "TMPDIR": str(passing),
            "PYTHONPATH": str(here),
        }
        # Nothing may be held back between the pipe and `line`, which waits at the pipe.
        self.process = subprocess.Popen(
            [sys.executable, "-c", START, str(path), PASSPHRASE],
            env=env,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            bufsize=0,
        )
        assert self.line() == "start"

    def go(self) -> float:
        assert self.process.stdin
        self.process.stdin.write(b"\n")
        return time.time()

    def line(self) -> str:
        assert self.process.stdout
        there, _, _ = select.select([self.process.stdout], [], [], PATIENCE)
        assert there, "It says nothing."
        return self.process.stdout.readline().decode().strip()

    def kill(self) -> None:
        self.process.kill()
        self.process.wait()
        for pipe in (self.process.stdin, self.process.stdout):
            assert pipe
            pipe.close()


@pytest.fixture
def hub(empty_file: Path, tmp_path: Path) -> Path:
    path = tmp_path / "hub.hubdesk"
    shutil.copy(empty_file, path)
    shutil.copy(slots_path(empty_file), slots_path(path))
    return path


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Callable[..., Started]]:
    """Starts HubDesk for a file, with the system's folder for passing files where it is said; whatever was started is ended."""
    begun: list[Started] = []

    def started(path: Path, passing: Path | None = None) -> Started:
        begun.append(Started(path, tmp_path, passing or short))
        return begun[-1]

    with tempfile.TemporaryDirectory() as folder:
        short = Path(folder)
        yield started
        for one in begun:
            one.kill()


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="kills by signal")
def test_r08_of_two_simultaneous_starts_one_writes_and_the_other_brings_it_to_the_front(
    hub: Path, start: Callable[..., Started]
) -> None:
    for _ in range(STARTS):
        # Given two HubDesks for one file, let go at once
        both = [start(hub) for _ in range(2)]
        for one in both:
            one.go()

        # Then one ends well, and has brought the other to the front
        ended: Started | None = None
        deadline = time.time() + 30
        while ended is None and time.time() < deadline:
            ended = next((one for one in both if one.process.poll() is not None), None)
            time.sleep(0.02)
        assert ended is not None
        assert ended.process.returncode == 0
        first = next(one for one in both if one is not ended)
        lines = [first.line(), first.line()]
        assert sorted(line.split()[0] for line in lines) == ["front", "open"]
        with pytest.raises(Refused, match="open already"):
            Store.open(hub, PASSPHRASE)

        # And a kill leaves nothing that would keep the next one out
        for one in both:
            one.kill()


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="kills by signal")
def test_r08_a_later_start_is_done_within_a_second_and_another_file_has_a_window_of_its_own(
    hub: Path, tmp_path: Path, start: Callable[..., Started]
) -> None:
    # Given an open hub, and another one beside it
    other = tmp_path / "other.hubdesk"
    shutil.copy(hub, other)
    shutil.copy(slots_path(hub), slots_path(other))
    first, second = start(hub), start(hub)
    first.go()
    assert first.line() == "open"

    # When HubDesk is started again, then the window is in front within a second, and the second one has ended
    began = second.go()
    front = first.line().split()
    assert front[0] == "front"
    assert float(front[1]) - began < 1
    second.process.wait(timeout=10)
    assert second.process.returncode == 0

    # And another file opens beside it
    third = start(other)
    third.go()
    assert third.line() == "open"


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="kills by signal")
def test_r08_a_later_start_is_heard_where_the_folder_for_passing_files_has_too_long_a_path_for_a_socket(
    hub: Path, tmp_path: Path, start: Callable[..., Started]
) -> None:
    # Given an open hub, where everything that passes lies deeper than a socket's path may be long
    deep = tmp_path / ("passing" * 20)
    deep.mkdir()
    first, second = start(hub, deep), start(hub, deep)
    first.go()
    assert first.line() == "open"
    # When HubDesk is started again, then the window comes to the front, and the second one ends
    second.go()
    assert first.line().split()[0] == "front"
    assert second.line().split()[0] == "end"
