"""Whole tasks through the window: what a person's hands and eyes do, by keys and accessible names only."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from datetime import date, time, timedelta
from operator import itemgetter
from pathlib import Path
from typing import Final
from uuid import UUID

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from hubdesk.desktop import wizards
from hubdesk.desktop.window import MainWindow
from hubdesk.desktop.workplace import Workplace
from hubdesk.records.learning.class_session import ClassSession
from hubdesk.records.learning.course import Course
from hubdesk.records.learning.course_run import CourseRun
from hubdesk.store import Store
from tests.desktop import conftest as of_the_window
from tests.sync.network import Desk, a_lead, desk
from tests.watching import BAR, Watch, WatchedBot

# The fixtures of a window serve here too.
_worn = of_the_window._worn
theme, background, commands = of_the_window.theme, of_the_window.background, of_the_window.commands
window, opened, workplace = of_the_window.window, of_the_window.opened, of_the_window.workplace


_FROZEN: Final = 400
"""Milliseconds of the processor that no busy machine explains; the bar itself is looked at in the table."""


@pytest.fixture
def hub(store: Store, tmp_path: Path) -> Desk:
    return desk(store, "Aston", tmp_path)


@pytest.fixture
def lead(hub: Desk, new_store: Callable[[str], Store], tmp_path: Path) -> Desk:
    return a_lead(new_store("lead"), tmp_path, hub)


@pytest.fixture(scope="session")
def _held() -> Iterator[list[tuple[float, str]]]:
    """How long each journey held the window at most, printed as a table: ``pytest tests/journeys -s -n 0``."""
    held: list[tuple[float, str]] = []
    yield held
    lines = [f"| {name} | {longest:.0f} | {'over' if longest > BAR else ''} |" for longest, name in sorted(held)[::-1]]
    sys.stdout.write(
        "\n".join(["", f"| journey | held the window, ms of CPU | over {BAR} |", "|---|---|---|", *lines, ""])
    )


@pytest.fixture
def watch(request: pytest.FixtureRequest, qapp: QApplication, _held: list[tuple[float, str]]) -> Iterator[Watch]:
    """Watches how long the window is held; fails a journey in which it freezes."""
    watch = Watch()
    yield watch
    _held.append((watch.longest, request.node.name))
    assert watch.longest < _FROZEN, f"The window was held for {watch.longest:.0f} ms."


@pytest.fixture
def qtbot(request: pytest.FixtureRequest, watch: Watch) -> QtBot:
    """What journeys press and wait with: the window is watched meanwhile."""
    return WatchedBot(request, watch)


class Hands:
    """Types and presses where the keyboard is, and finds things by the name that a screen reader says."""

    def __init__(self, qtbot: QtBot, window: MainWindow, watch: Watch) -> None:
        self._qtbot, self._window, self._watch = qtbot, window, watch
        self.pressed = 0

    def press(self, key: Qt.Key, times: int = 1, *, alt: bool = False, ctrl: bool = False) -> None:
        held = Qt.KeyboardModifier.AltModifier if alt else Qt.KeyboardModifier.NoModifier
        if ctrl:
            held |= Qt.KeyboardModifier.ControlModifier
        for _ in range(times):
            self.pressed += 1
            here = self.here()
            with self._watch.turning():
                QTest.keyClick(here, key, held)
                QApplication.processEvents()

    def enter(self) -> None:
        self.press(Qt.Key.Key_Return)

    def type(self, text: str) -> None:
        for sign in text:
            self.pressed += 1
            here = self.here()
            with self._watch.turning():
                QTest.keyClicks(here, sign)

    def here(self) -> QWidget:
        """What has the keyboard."""
        self._qtbot.waitUntil(lambda: QApplication.focusWidget() is not None, timeout=15_000)
        found = QApplication.focusWidget()
        assert found is not None
        return found

    def tab_to(self, name: str) -> None:
        for _ in range(60):
            if _called(self.here()) == name:
                return
            self.press(Qt.Key.Key_Tab)
        pytest.fail(f"Tab never comes to {name!r}; it stopped at {self.here()!r}.")

    def wait_for(self, text: str) -> None:
        """Until something in view is called or says this."""
        self._qtbot.waitUntil(lambda: self.sees(text), timeout=15_000)

    def sees(self, text: str) -> bool:
        return any(text in said for said in self.read())

    def read(self) -> list[str]:
        shown = [widget for widget in self._window.findChildren(QWidget) if widget.isVisible()]
        labels = [widget.text() for widget in shown if isinstance(widget, QLabel)]
        return labels + [name for widget in shown if (name := _called(widget))]


def _called(widget: QWidget) -> str:
    """What a screen reader says: the name, else the words on a button."""
    return widget.accessibleName() or (widget.text() if isinstance(widget, QAbstractButton) else "")


@pytest.fixture
def hands(qtbot: QtBot, window: MainWindow, watch: Watch) -> Hands:
    """Somebody at the keyboard of the window."""
    window.activateWindow()
    return Hands(qtbot, window, watch)


@pytest.fixture
def add_run(store: Store) -> Callable[..., UUID]:
    """Adds an open course run that begins tomorrow."""

    def add(name: str = "ESOL Entry 2", capacity: int = 12) -> UUID:
        first = date.today() + timedelta(days=1)
        with store.operation("a course") as session:
            course = Course(name=name)
            run = CourseRun(
                course=course.id, name=name, starts=first, ends=first + timedelta(days=70), capacity=capacity
            )
            session.add_all([course, run, ClassSession(run=run.id, day=first, starts=time(9, 30), ends=time(11, 30))])
            return run.id

    return add


@pytest.fixture
def papers_asked(workplace: Workplace) -> list[tuple[str, UUID]]:
    """Offers the two wizards, and lists what they asked to print."""
    asked: list[tuple[str, UUID]] = []
    papers = wizards.Papers(
        lambda _, record: asked.append(("form", record)), lambda _, record: asked.append(("agreement", record))
    )
    workplace.commands.add(*wizards.commands(workplace, papers))
    return asked


_Counted = tuple[str, str, float, float, float | None]
"""As `KeyCount` is told them."""


@pytest.fixture(scope="session")
def _counted() -> Iterator[list[_Counted]]:
    """What was counted, printed as a table once all is: ``pytest tests/journeys -k test_u -s -n 0``."""
    counted: list[_Counted] = []
    yield counted
    lines = [
        f"| {bar} | {task} | {took:g} | {most:g} | {'' if seconds is None else f'{seconds:.0f}'} |"
        for bar, task, took, most, seconds in sorted(counted, key=itemgetter(0, 1))
    ]
    sys.stdout.write("\n".join(["", *lines, ""]))


@pytest.fixture
def count_keys(_counted: list[_Counted]) -> Callable[..., None]:
    """Notes what a task took, and fails where it took more than it may."""

    def count(bar: str, task: str, took: float, most: float, seconds: float | None = None) -> None:
        _counted.append((bar, task, took, most, seconds))
        assert took <= most, f"{bar}: {task} took {took:g}, and may take {most:g}."

    return count
