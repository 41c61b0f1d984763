"""A monkey at the desk: seeded keys, clicks and rubbish in the real window on the demo hub.

``python -m tests.faults.monkey SEED EVENTS FOLDER`` prints what it saw as JSON; ``FOLDER/events`` is what it did, line by
line, also when the program died of it. Everything is written below FOLDER, and a write elsewhere is a fault.
"""

from __future__ import annotations

import faulthandler
import gc
import json
import os
import shutil
import statistics
import sys
import threading
import time
import traceback
from collections import deque
from datetime import date
from pathlib import Path
from random import Random
from types import TracebackType
from typing import get_args

import psutil
from PySide6.QtCore import QEvent, QMessageLogContext, QPoint, Qt, QTimer, QtMsgType, qInstallMessageHandler
from PySide6.QtGui import QInputMethodEvent, QKeyEvent, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QComboBox,
    QDialog,
    QFileDialog,
    QLineEdit,
    QPlainTextEdit,
    QWidget,
)
from shiboken6 import isValid

from hubdesk.access.key_slots import slots_path
from hubdesk.access.stretching import Cost
from hubdesk.demo.building import WESTCROFT, build_hub
from hubdesk.desktop.app import Start
from hubdesk.desktop.preferences import TEXT_SIZES, Preferences
from hubdesk.desktop.screens.unlock import UnlockPage
from hubdesk.desktop.theme import Scheme
from hubdesk.store import Store

PASSPHRASE = "four words to remember"
TOLD = 50
"""How many of the last events a fault is told with."""
WARMING = 0.2
_LOST_AFTER = 400
"""Events outside the desk, after which it is let in by the program."""
_SAMPLES = 100
_PEACE = 30
"""Every so many events the window gets time for what waits: drafts, searches, pages."""

_NOT_PRESSED = ("Close HubDesk", "Start a new hub", "Open another file", "Recovery key")
"""They end the program, or leave the demo hub for an empty one."""
_QUIET = ("This plugin does not support",)
_SIGNS = (
    "Amina Noor",
    "Łukasz Wójcik",
    "عبد الرحمن",
    "নাসরিন",
    "陳偉",
    "Нина",
    "ไทย",
    "👩🏽‍🏫🎓",
    "e\u0301\u0323\u200d\u202e",
    "'; DROP TABLE person; --",
    "<b>&amp;</b> {name} %s %n",
    "\\x00 \ufffd\ufeff",
    "31/2/1999",
    "1.1.0001",
    "0044 7700 900 123",
    "-1",
    "99999999999999999999",
    "x" * 400,
)
_KEYS = (
    *(Qt.Key.Key_Tab,) * 6,
    *(Qt.Key.Key_Return,) * 6,
    *(Qt.Key.Key_Space,) * 3,
    *(Qt.Key.Key_Escape,) * 3,
    *(Qt.Key.Key_Down,) * 4,
    *(Qt.Key.Key_Up,) * 2,
    Qt.Key.Key_Left,
    Qt.Key.Key_Right,
    Qt.Key.Key_Home,
    Qt.Key.Key_End,
    Qt.Key.Key_PageDown,
    Qt.Key.Key_PageUp,
    Qt.Key.Key_Backspace,
    Qt.Key.Key_Delete,
    Qt.Key.Key_Menu,
    Qt.Key.Key_F1,
    Qt.Key.Key_F2,
    Qt.Key.Key_F5,
    *(Qt.Key(Qt.Key.Key_0 + n) for n in range(10)),
    *(Qt.Key(Qt.Key.Key_A + n) for n in range(26)),
)
_SHORTCUTS = (
    "Ctrl+K",
    "Alt+Left",
    "Ctrl+S",
    "Ctrl+A",
    "Ctrl+C",
    "Ctrl+V",
    "Ctrl+X",
    "Ctrl+Z",
    "Ctrl+Shift+Z",
    "Shift+Tab",
    "Alt+Down",
    "Ctrl+Home",
    "Ctrl+End",
    "Shift+End",
    "Ctrl+Backspace",
)


class Faults:
    """Hears what nobody dealt with, and what Qt complains of; ``said`` is empty as long as all is well."""

    def __init__(self, start: Start, folder: Path) -> None:
        self.said: list[str] = []
        self._folder = folder
        self._reported = start._reporter._raised
        sys.excepthook = self._raised
        threading.excepthook = lambda args: self._add("".join(traceback.format_exception(args.exc_value)))
        sys.unraisablehook = lambda args: self._add("".join(traceback.format_exception(args.exc_value)))
        qInstallMessageHandler(self._qt_said)
        sys.addaudithook(self._watched)

    def _add(self, said: str) -> None:
        self.said.append(said)

    def _raised(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        from hubdesk.base.errors import Refused

        if isinstance(error, Refused):
            self._reported(kind, error, trace)
        else:
            self._add("".join(traceback.format_exception(kind, error, trace)))

    def _qt_said(self, kind: QtMsgType, context: QMessageLogContext, message: str) -> None:
        if kind not in (QtMsgType.QtDebugMsg, QtMsgType.QtInfoMsg) and not message.startswith(_QUIET):
            stack = "".join(traceback.format_stack(limit=12)[:-1])
            self._add(f"Qt {kind.name}: {message}\n{stack}")

    def _watched(self, event: str, args: tuple[object, ...]) -> None:
        """No write outside the folder."""
        opened = event == "open" and isinstance(args[1], str) and set(args[1]) & set("wax+")
        if not opened and event not in ("os.rename", "os.remove", "os.mkdir", "shutil.rmtree"):
            return
        target = args[0]
        path = os.path.realpath(os.fsdecode(target)) if isinstance(target, str | bytes | os.PathLike) else ""
        if path and not path.startswith((str(self._folder), "/dev/", "/proc/")):
            self._add(f"{event} outside the folder: {path}")


class Monkey:
    """Does ``events`` things in the window of ``start``, each followed from ``seed`` alone as far as the clock allows."""

    def __init__(self, start: Start, seed: int, folder: Path) -> None:
        self._start, self._window, self._folder = start, start.window, folder
        self._random = Random(seed)
        self._last: deque[str] = deque(maxlen=TOLD)
        self._log = (folder / "events").open("w", encoding="utf-8", buffering=1)
        self._outside = 0
        self.counts: dict[str, int] = {}
        self.pages: set[str] = set()
        self._dialogs = QTimer()
        self._dialogs.setInterval(15)
        self._dialogs.timeout.connect(self._answer)
        self._dialogs.start()

    @property
    def last(self) -> list[str]:
        return list(self._last)

    def once(self, number: int) -> None:
        """Do one thing, and let the window answer it."""
        if not self._at_the_desk():
            self._let_in()
        elif QApplication.activePopupWidget() is not None and self._random.random() < 0.2:
            self._note("key", "Escape, for a list is open")
            self._send(Qt.Key.Key_Escape, Qt.KeyboardModifier.NoModifier)
        else:
            self._outside = 0
            ways = (self._click, self._key, self._text, self._shortcut, self._wheel, self._search, self._window_itself)
            self._random.choices(ways, (40, 24, 14, 9, 4, 6, 3))[0]()
        QApplication.processEvents()
        if number % _PEACE == 0:
            QTest.qWait(60)
        page = self._window.pages.currentWidget()
        if page is not None:
            self.pages.add(type(page).__name__)

    def _note(self, way: str, said: str) -> None:
        self.counts[way] = self.counts.get(way, 0) + 1
        line = f"{way} {said}".replace("\n", "⏎")[:300]
        self._last.append(line)
        self._log.write(line + "\n")

    def _at_the_desk(self) -> bool:
        return not self._window.covered and self._start._desk is not None

    def _let_in(self) -> None:
        """At the lock, or at a page that stands alone: mostly the passphrase, sometimes rubbish."""
        self._outside += 1
        page = self._window.findChild(UnlockPage)
        if self._outside > _LOST_AFTER:
            raise RuntimeError("The window never came back to the desk.")
        if page is None or not page.isVisible():
            self._random.choice((self._click, self._key, self._text))()
            return
        field = page.findChild(QLineEdit)
        if field is None or not page._button.isEnabled():
            QTest.qWait(20)
            return
        if self._random.random() < 0.1:
            self._random.choice((self._click, self._shortcut, self._text))()
            return
        self._note("let in", "")
        for chip in page.findChildren(QAbstractButton):
            if chip.accessibleName() == "Manager":
                chip.click()
        field.setText(PASSPHRASE)
        QTest.keyClick(field, Qt.Key.Key_Return)
        QTest.qWait(20)

    def _scope(self) -> QWidget:
        return QApplication.activePopupWidget() or QApplication.activeModalWidget() or self._window

    def _click(self) -> None:
        scope = self._scope()
        shown = [
            one
            for one in scope.findChildren(QWidget)
            if one.isVisible() and one.isEnabled() and not one.visibleRegion().isEmpty() and _pressed(one)
        ]
        if not shown or scope.windowHandle() is None:
            self._random.choice((self._key, self._shortcut))()
            return
        # What does something is hit more often than what only stands there.
        active: list[QWidget] = [
            one for one in shown if isinstance(one, QAbstractButton | QLineEdit | QPlainTextEdit | QComboBox)
        ]
        active += [one.viewport() for one in shown if isinstance(one, QAbstractItemView)]
        target = self._random.choice(active if active and self._random.random() < 0.8 else shown)
        inside = target.visibleRegion().boundingRect()
        if inside.isEmpty():
            return
        point = QPoint(
            self._random.randint(inside.left(), inside.right()), self._random.randint(inside.top(), inside.bottom())
        )
        where = target.mapTo(scope, point)
        if not _pressed(scope.childAt(where) or target):
            return
        button = Qt.MouseButton.RightButton if self._random.random() < 0.06 else Qt.MouseButton.LeftButton
        twice = self._random.random() < 0.06
        self._note("click", f"{_called(target)} {where.toTuple()} {button.name}{' twice' if twice else ''}")
        held = Qt.KeyboardModifier.NoModifier
        (QTest.mouseDClick if twice else QTest.mouseClick)(scope.windowHandle(), button, held, where)

    def _key(self) -> None:
        key = self._random.choice(_KEYS)
        held = Qt.KeyboardModifier.ShiftModifier if self._random.random() < 0.1 else Qt.KeyboardModifier.NoModifier
        if _pressed(QApplication.focusWidget()):
            self._note("key", f"{key.name} {held.name} on {_called(QApplication.focusWidget())}")
            self._send(key, held)

    def _send(self, key: Qt.Key, held: Qt.KeyboardModifier) -> None:
        popup = QApplication.activePopupWidget()
        if popup is not None:
            # A list that the key closes takes its window along, in the midst of what QTest would send there.
            for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
                if isValid(popup):
                    QApplication.sendEvent(popup, QKeyEvent(kind, key, held))
            return
        handle = self._scope().windowHandle()
        if handle is not None:
            QTest.keyPress(handle, key, held)
            if isValid(handle):
                QTest.keyRelease(handle, key, held)

    def _text(self) -> None:
        target = QApplication.focusWidget()
        if target is None:
            self._key()
            return
        said = self._random.choice(_SIGNS)
        said = said[: self._random.randint(1, len(said))]
        self._note("text", f"{said!a} on {_called(target)}")
        if self._random.random() < 0.4:
            event = QInputMethodEvent()
            event.setCommitString(said)
            QApplication.sendEvent(target, event)
            return
        for sign in said[:30]:
            target = QApplication.focusWidget()
            if target is None:
                return
            for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
                if isValid(target):
                    QApplication.sendEvent(target, QKeyEvent(kind, 0, Qt.KeyboardModifier.NoModifier, sign))

    def _shortcut(self) -> None:
        known = [command.shortcut for command in self._start._commands if command.shortcut]
        said = self._random.choice([*_SHORTCUTS, *known])
        pressed = QKeySequence(said, QKeySequence.SequenceFormat.PortableText)[0]  # type: ignore[index]
        self._note("shortcut", said)
        self._send(pressed.key(), pressed.keyboardModifiers())

    def _wheel(self) -> None:
        inside = self._window.rect()
        where = QPoint(self._random.randint(0, inside.right()), self._random.randint(0, inside.bottom()))
        self._note("wheel", str(where.toTuple()))
        QTest.wheelEvent(self._window.windowHandle(), where, QPoint(0, self._random.choice((-480, -120, 120, 480))))

    def _search(self) -> None:
        """The palette: any command, or a record, by its name."""
        commands = list(self._start._commands)
        said = self._random.choice(commands).said() if self._random.random() < 0.7 else self._random.choice(_SIGNS)
        self._note("search", ascii(said))
        self._send(Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
        box = QApplication.focusWidget()
        if isinstance(box, QLineEdit):
            event = QInputMethodEvent()
            event.setCommitString(said[: self._random.randint(2, len(said) + 2)])
            QApplication.sendEvent(box, event)
            QTest.qWait(self._random.choice((0, 30, 120)))
            self._send(Qt.Key.Key_Return, Qt.KeyboardModifier.NoModifier)

    def _window_itself(self) -> None:
        if self._random.random() < 0.8:
            width, height = self._random.randint(900, 1900), self._random.randint(500, 1100)
            self._note("resize", f"{width}×{height}")
            self._window.resize(width, height)
        else:
            scheme, size = self._random.choice(get_args(Scheme)), self._random.choice(TEXT_SIZES)
            self._note("theme", f"{scheme} {size}")
            self._start._theme.choose(scheme, size)

    def _answer(self) -> None:
        """What stands before the window and waits: a file is chosen now and then, all else is closed."""
        dialog = QApplication.activeModalWidget()
        if not isinstance(dialog, QDialog) or not dialog.isVisible():
            return
        self._note("dialog", f"{type(dialog).__name__} {dialog.windowTitle()}")
        if isinstance(dialog, QFileDialog) and self._random.random() < 0.6:
            self._choose(dialog)
        else:
            dialog.reject()

    def _choose(self, dialog: QFileDialog) -> None:
        files = self._folder / "home" / "Documents"
        if dialog.fileMode() == QFileDialog.FileMode.Directory:
            dialog.setDirectory(str(files))
        elif dialog.acceptMode() == QFileDialog.AcceptMode.AcceptSave:
            dialog.selectFile(str(files / f"saved {self._random.randint(1, 9)}"))
        else:
            there = [one for one in (*files.iterdir(), *self._folder.glob("backups/*")) if one.is_file()]
            dialog.selectFile(str(self._random.choice(there)))
        # Qt asks before it writes over a file; nobody is there to be asked.
        dialog.setOption(QFileDialog.Option.DontConfirmOverwrite)
        dialog.accept()


def _pressed(widget: QWidget | None) -> bool:
    while widget is not None:
        name = widget.accessibleName() or (widget.text() if isinstance(widget, QAbstractButton) else "")
        if name in _NOT_PRESSED:
            return False
        widget = widget.parentWidget()
    return True


def _called(widget: QWidget | None) -> str:
    if widget is None:
        return "nothing"
    name = widget.accessibleName() or (widget.text() if isinstance(widget, QAbstractButton) else "")
    return f"{type(widget).__name__} {name[:60]!a}"


def memory() -> int:
    """What the process holds, in bytes, once rubbish is gone."""
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    gc.collect()
    return int(psutil.Process().memory_info().rss)


def growth(samples: list[int]) -> float:
    """From the first tenth of the samples to the last, as a share; 0.1 is a tenth more."""
    tenth = max(len(samples) // 10, 1)
    return statistics.median(samples[-tenth:]) / statistics.median(samples[:tenth]) - 1


def demo_hub(folder: Path) -> Path:
    """The demo hub, closed, and files that a file dialog may come to."""
    path = folder / "westcroft.hubdesk"
    store = Store.create(path, PASSPHRASE, Cost(1024, 1, 1), name="Manager")
    build_hub(store, WESTCROFT, date.today())
    store.close()
    documents = folder / "home" / "Documents"
    documents.mkdir(parents=True, exist_ok=True)
    (documents / "people.csv").write_text("Name,Phone\nAmina Noor,07700 900123\n,\nChen,x\n", encoding="utf-8")
    (documents / "rubbish.xlsx").write_bytes(bytes(range(256)) * 8)
    (documents / "rubbish.hubsync").write_bytes(b"no package")
    (documents / "rubbish.hubbackup").write_bytes(b"no backup")
    return path


def main(seed: int, events: int, folder: Path) -> int:
    """Run it; 0 when nothing went wrong."""
    faulthandler.enable()
    for name in ("HOME", "TMPDIR", "XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME"):
        os.environ[name] = str(folder / "home")
    made = folder / "made"
    if made.exists():
        shutil.copytree(made, folder, dirs_exist_ok=True)
    path = folder / "westcroft.hubdesk"
    if not path.exists():
        demo_hub(folder)
    assert slots_path(path).exists()
    application = QApplication([])
    start = Start(application, Preferences(folder / "window.ini"), path)
    faults = Faults(start, folder.resolve())
    start.window.show()
    start.window.activateWindow()
    monkey = Monkey(start, seed, folder)
    began, samples, done = time.monotonic(), [], 0
    try:
        start.unlock(PASSPHRASE)
        while start._desk is None and time.monotonic() - began < 60:
            QTest.qWait(50)
        for done in range(1, events + 1):
            monkey.once(done)
            if faults.said:
                break
            if done % max(events // _SAMPLES, 1) == 0:
                samples.append(memory())
    except Exception:  # noqa: BLE001 - it is told with what was done before
        faults.said.append(traceback.format_exc())
    steady = samples[int(len(samples) * WARMING) :]
    report = {
        "seed": seed,
        "events": done,
        "seconds": round(time.monotonic() - began),
        "faults": faults.said[:3],
        "last": monkey.last if faults.said else [],
        "counts": monkey.counts,
        "pages": sorted(monkey.pages),
        "megabytes": [one >> 20 for one in steady],
        "growth": round(growth(steady), 3) if steady else 0.0,
    }
    print(json.dumps(report, ensure_ascii=True), flush=True)  # noqa: T201 - the test reads it
    # Nothing of the program is left to be ended in order: a fault may hold it.
    os._exit(1 if faults.said else 0)


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]), int(sys.argv[2]), Path(sys.argv[3])))
