from __future__ import annotations

import threading
from pathlib import Path

from PySide6.QtWidgets import QLabel
from pytestqt.exceptions import capture_exceptions
from pytestqt.qtbot import QtBot

from hubdesk.base.errors import Refused
from hubdesk.base.progress import Progress
from hubdesk.desktop.background import Background


def test_work_is_done_away_from_the_window_and_its_result_comes_back(qtbot: QtBot, background: Background) -> None:
    where: list[threading.Thread] = []

    def work(progress: Progress) -> int:
        where.append(threading.current_thread())
        return 42

    def then(result: int) -> None:
        where.append(threading.current_thread())
        results.append(result)

    results: list[int] = []
    background.change("Count", work, then)
    qtbot.waitUntil(lambda: results == [42])
    assert where[0] is not threading.main_thread()
    assert where[1] is threading.main_thread()


def test_changes_happen_one_after_another_and_reading_beside_them(qtbot: QtBot, background: Background) -> None:
    # Given a change that waits
    go_on = threading.Event()
    done: list[str] = []
    background.change("First", lambda progress: go_on.wait(5), lambda _: done.append("first"))
    background.change("Second", lambda progress: None, lambda _: done.append("second"))

    # When something is read meanwhile
    background.read(lambda: "read", done.append)
    qtbot.waitUntil(lambda: done == ["read"])

    # Then the second change waited for the first
    go_on.set()
    qtbot.waitUntil(lambda: done == ["read", "first", "second"])


def test_a_refusal_goes_to_who_asked_else_to_the_window(qtbot: QtBot, background: Background) -> None:
    heard: list[str] = []
    background.change("Enrol", refuse, lambda _: heard.append("done"), lambda refusal: heard.append(refusal.sentence))
    qtbot.waitUntil(lambda: heard == ["The course is full."])
    with qtbot.waitSignal(background.refused) as said:
        background.change("Enrol", refuse)
    assert said.args == ["The course is full."]


def test_any_other_error_is_raised_in_the_window(qtbot: QtBot, background: Background) -> None:
    with capture_exceptions() as raised:
        background.change("Break", lambda progress: 1 / 0)
        qtbot.waitUntil(lambda: bool(raised))
    assert raised[0][0] is ZeroDivisionError


def test_who_waits_hears_also_of_a_fault_and_of_stopping(qtbot: QtBot, background: Background) -> None:
    # Given pages that wait for the end of what they asked for
    heard: list[str] = []
    with capture_exceptions() as raised:
        background.change("Break", lambda progress: 1 / 0, failed=lambda refusal: heard.append(refusal.sentence))
        qtbot.waitUntil(lambda: bool(raised))
    assert "What you typed is still here" in heard[0]

    begun = threading.Event()

    def work(progress: Progress) -> None:
        while True:
            begun.set()
            progress.step(1, 2)

    background.change("Bring in", work, failed=lambda refusal: heard.append(refusal.sentence))
    assert begun.wait(5)
    background.stop()
    qtbot.waitUntil(lambda: heard[1:] == ["Stopped. Nothing was changed."])


def test_long_work_shows_how_far_it_is_and_can_be_stopped(qtbot: QtBot, background: Background) -> None:
    begun = threading.Event()

    def work(progress: Progress) -> None:
        for done in range(100_000):
            progress.step(done, 100_000)
            begun.wait(0.001)

    with qtbot.waitSignals([background.lasting, background.progressed], order="strict"):
        background.change("Bring in 3 files", work)
    with qtbot.waitSignals([background.ended, background.stopped]):
        background.stop()


def test_short_work_shows_nothing(qtbot: QtBot, background: Background) -> None:
    done: list[None] = []
    with qtbot.assertNotEmitted(background.lasting, wait=350):
        background.change("Mark", lambda progress: None, done.append)
    assert done == [None]


def test_a_result_for_a_page_that_is_gone_is_dropped(qtbot: QtBot, background: Background) -> None:
    # Given two labels that wait for words
    go_on = threading.Event()
    gone, there = QLabel(), QLabel()
    qtbot.addWidget(there)

    def work() -> str:
        go_on.wait(5)
        return "43 people"

    background.read(work, gone.setText)
    background.read(work, lambda said: gone.setText(f"{said} expected"), owner=gone)
    background.read(work, there.setText)

    # When one is deleted before the words come
    with qtbot.waitSignal(gone.destroyed):
        gone.deleteLater()
    go_on.set()

    # Then the other gets them and nothing breaks
    qtbot.waitUntil(lambda: there.text() == "43 people")


def test_closing_waits_for_the_running_change(tmp_path: Path) -> None:
    background = Background()
    started = threading.Event()
    written = tmp_path / "written"

    def work(progress: Progress) -> None:
        started.set()
        written.write_text("whole")

    background.change("Write", work)
    assert started.wait(5)
    background.close()
    assert written.read_text() == "whole"


def refuse(progress: Progress) -> None:
    raise Refused("The course is full.")


def test_python_collects_on_the_window_s_thread_only(qtbot: QtBot, background: Background) -> None:
    # Given rubbish in a circle that says on which thread it dies
    died: list[threading.Thread] = []

    class Rubbish:
        def __init__(self) -> None:
            self.me = self

        def __del__(self) -> None:
            died.append(threading.current_thread())

    def litter() -> None:
        for _ in range(20_000):
            Rubbish()

    # When a worker makes so much of it that Python would collect many times
    background.read(litter, lambda _: None).result()

    # Then none of it died there, and all of it dies with the window
    assert died == []
    qtbot.waitUntil(lambda: len(died) == 20_000, timeout=5000)
    assert set(died) == {threading.main_thread()}


def test_after_closing_nothing_more_is_told(qtbot: QtBot) -> None:
    background, told = Background(), list[int]()
    background.read(lambda: 1, told.append).result()
    background.close()
    qtbot.wait(20)
    assert told == []


def test_nothing_is_begun_once_it_is_closed(qtbot: QtBot) -> None:
    # Given a page whose clock still ticks while the window goes
    background, done = Background(), []
    background.close()

    # When it asks for something, then it is not done, and that is no fault
    background.change("Change", lambda progress: done.append("changed"))
    assert background.read(lambda: done.append("read"), lambda _: None).cancelled()
    assert done == []


def test_nothing_is_begun_beside_any_more_once_it_is_closed(qtbot: QtBot) -> None:
    background, done = Background(), list[object]()
    background.close()
    assert background.beside(done.append, done.append).is_set()
    qtbot.wait(20)
    assert done == []
