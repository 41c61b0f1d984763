"""From a key to its painted answer on 50,000 people, in the real window: ``python -m tests.bench.keys``.

Search as you type, check-in by name, check-in by card, and marking a register, each while nothing else is under way. Wall
time, CPU time of all of HubDesk's threads, and of the window's thread alone, in milliseconds; on a machine that others use,
trust the last two.
"""

from __future__ import annotations

import json
import os
import shutil
import statistics
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from random import Random
from typing import Any, Final

from PySide6.QtCore import QEvent, QLocale, QObject, Qt
from PySide6.QtWidgets import QApplication, QWidget
from sqlalchemy import func, select

from hubdesk.desktop.app import Start
from hubdesk.desktop.preferences import Preferences
from hubdesk.desktop.scanner import Scanner
from hubdesk.fields.card_codes import code_of
from hubdesk.operations.cards import issue_cards
from hubdesk.records.learning.class_session import ClassSession
from hubdesk.records.learning.enrolment import Enrolment
from hubdesk.records.people.person import Person
from tests.bench.big_hub import PASSPHRASE, big_hub
from tests.scanning import scan

_NAMES, _LETTERS, _MARKS, _CARDS = 20, 5, 40, 20
_PATIENCE: Final = 20.0


class Painted(QObject):
    """Notes when ``widget`` was painted last."""

    def __init__(self, widget: QWidget) -> None:
        super().__init__(widget)
        self.at = 0.0
        widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        if event.type() == QEvent.Type.Paint:
            self.at = time.perf_counter()
        return False


class Figures:
    """What one task took, each time."""

    def __init__(self, what: str) -> None:
        self._what = what
        self._wall: list[float] = []
        self._cpu: list[float] = []
        self._window: list[float] = []

    def take(self, press: Callable[[], object], answered: Callable[[], bool], painted: Painted) -> None:
        """Press, then wait until it is answered and what shows the answer was painted after that."""
        began, cpu, window, ready = time.perf_counter(), time.process_time(), time.thread_time(), 0.0
        press()
        while not (ready and painted.at > ready):
            QApplication.processEvents()
            if not ready and answered():
                # What is painted from here on shows the answer; a paint that is due comes by itself.
                ready = time.perf_counter()
                painted.parent().update()  # type: ignore[union-attr]
            if time.perf_counter() - began > _PATIENCE:
                raise TimeoutError(self._what)
        self._wall.append(1000 * (painted.at - began))
        self._cpu.append(1000 * (time.process_time() - cpu))
        self._window.append(1000 * (time.thread_time() - window))

    def say(self) -> None:
        figures: dict[str, float] = {}
        for name, took in (("", sorted(self._wall)), ("cpu_", sorted(self._cpu)), ("window_", sorted(self._window))):
            figures[f"{name}median_ms"] = round(statistics.median(took), 1)
            figures[f"{name}p95_ms"] = round(took[int(0.95 * len(took))], 1)
        print(json.dumps({"what": self._what, "n": len(self._wall), **figures}), flush=True)


def main() -> None:
    """Print one line for each task."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "hub.hubdesk"
        for ending in ("", ".keys", ".anchor"):
            shutil.copy(big_hub().with_name(big_hub().name + ending), path.with_name(path.name + ending))
        if not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
            os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
        application = QApplication([])
        QLocale.setDefault(QLocale("en_GB"))
        start = Start(application, Preferences(path.with_name("window.ini")), path)
        start.window.show()
        start.unlock(PASSPHRASE)
        _until(lambda: "enrol.new" in start._commands and bool(start.window.findChildren(Scanner)))
        start.window.activateWindow()
        _pause(2)
        names, session_id, cards = _chosen(start._desk._store)
        _search(start, names)
        _check_in(start, names)
        _by_card(start, cards)
        _register(start, session_id)
        start.window.close()
        _until(start.window.isHidden)


def _chosen(store: Any) -> tuple[list[str], Any, list[str]]:
    """Names to type, the class with the most learners, and codes of cards."""
    rng = Random(11)
    with store.reading() as session:
        people = list(session.execute(select(Person.id, Person.full_name).limit(5000)))
        busiest = (
            select(ClassSession.id)
            .join(Enrolment, Enrolment.run == ClassSession.run)
            .group_by(ClassSession.id)
            .order_by(func.count().desc())
            .limit(1)
        )
        session_id = session.scalars(busiest).one()
    with store.operation("Cards") as session:
        made = issue_cards(session, [row.id for row in rng.sample(people, _CARDS)], date.today())
        cards = [code_of(one.number) for one in made]
    return [row.full_name for row in rng.sample(people, _NAMES)], session_id, cards


def _search(start: Start, names: list[str]) -> None:
    figures = Figures("search, a letter")
    start.window.open_search()
    box = start.window.palette_box
    painted = Painted(box.results.viewport())
    shown: list[None] = []
    box._model.modelReset.connect(lambda: shown.append(None))
    for name in names:
        box.field.clear()
        _settle(start)
        for letter in name[:_LETTERS].rstrip():
            shown.clear()
            figures.take(
                lambda letter=letter: _press(letter),  # type: ignore[misc]
                # The commands come at once, the people after them.
                lambda: len(shown) > 1,
                painted,
            )
    box.close_up()
    figures.say()


def _check_in(start: Start, names: list[str]) -> None:
    letters, answer = Figures("check-in by name, a letter"), Figures("check-in by name, Enter to the answer")
    start._commands.run("desk.check_in")
    page: Any = start.window.pages.currentWidget()
    _until(lambda: bool(page._comers))
    painted, said = Painted(page.results.viewport()), Painted(start.window.banner)
    for name in names:
        for letter in name[:_LETTERS].rstrip():
            letters.take(
                lambda letter=letter: _press(letter),  # type: ignore[misc]
                lambda: not page._asked,
                painted,
            )
        start.window.hush()
        answer.take(lambda: _press("\r"), lambda: bool(start.window.banner.text()), said)
        page.field.clear()
        _settle(start)
    letters.say()
    answer.say()


def _by_card(start: Start, cards: list[str]) -> None:
    figures = Figures("check-in by card, last sign to the answer")
    start.window.show_place("people")
    _pause(1)
    said = Painted(start.window.banner)
    for code in cards:
        start.window.hush()
        figures.take(lambda code=code: scan(code), lambda: bool(start.window.banner.text()), said)  # type: ignore[misc]
        _settle(start)
    figures.say()


def _register(start: Start, session_id: Any) -> None:
    figures = Figures("register, a mark")
    start._desk.ways.register(session_id)
    page: Any = start.window.pages.currentWidget()
    _until(lambda: page._table.model.rowCount() > 0)
    _pause(0.5)
    painted = Painted(page._table.view.viewport())
    rows = page._table.model.rowCount()
    for at in range(_MARKS):
        page._table.go_to(at % rows)
        _pause(0.02)
        mark = page._table.model.mark_at(at % rows)
        figures.take(
            lambda: _press("l"),
            lambda at=at, mark=mark: page._table.model.mark_at(at % rows) != mark,  # type: ignore[misc]
            painted,
        )
        _settle(start)
    figures.say()


def _press(sign: str) -> None:
    """One key on what has the keyboard, a second after the last by its own clock."""
    scan("", Qt.Key.Key_Return) if sign == "\r" else scan(sign, None)


def _settle(start: Start) -> None:
    """Wait until what was under way is done, and shown."""
    for _ in range(2):
        done: list[object] = []
        start._background.change("", lambda progress: None, done.append)
        start._background.read(lambda: None, done.append)
        _until(lambda done=done: len(done) == 2)  # type: ignore[misc]
        _pause(0.05)


def _pause(seconds: float) -> None:
    until = time.perf_counter() + seconds
    while time.perf_counter() < until:
        QApplication.processEvents()
        time.sleep(0.002)


def _until(true: Callable[[], bool]) -> None:
    limit = time.perf_counter() + 60
    while not true():
        QApplication.processEvents()
        time.sleep(0.005)
        if time.perf_counter() > limit:
            raise TimeoutError


if __name__ == "__main__":
    main()
