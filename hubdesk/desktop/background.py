"""Long work away from the window: one worker for changes, one for reading, results back on the window's thread."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TypeVar

import shiboken6
from PySide6.QtCore import QObject, Qt, QTimer, Signal

from hubdesk.base.errors import Cancelled, Refused
from hubdesk.base.progress import Progress
from hubdesk.base.words import tr
from hubdesk.desktop.collecting import Collecting

T = TypeVar("T")

SHOWN_AFTER = 300  # ms; shorter work would only flicker


class Background(QObject):
    """Runs changes one after another, and reads beside them.

    Signals, all on the window's thread: ``lasting(title)`` when a change takes longer than 300 ms, then
    ``progressed(done, of)``, then ``ended()``; ``refused(sentence)`` when work was refused and nobody asked to hear it;
    ``stopped(title)`` when the person stopped it. Any other error is raised on the window's thread, where errors.py
    waits. Results are plain values: sessions and records never cross threads.
    """

    lasting = Signal(str)
    progressed = Signal(int, int)
    ended = Signal()
    refused = Signal(str)
    stopped = Signal(str)
    _landed = Signal(object)
    _stepped = Signal(int, int)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._writer = ThreadPoolExecutor(1, thread_name_prefix="change")
        self._reader = ThreadPoolExecutor(1, thread_name_prefix="read")
        self._keeper = ThreadPoolExecutor(1, thread_name_prefix="keep")
        self._keeping: list[threading.Event] = []
        self._stop = threading.Event()
        self._collecting = Collecting(self)
        self._closed = False
        self._shown = False
        self._under_way: set[object] = set()
        self._title = ""
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(SHOWN_AFTER)
        self._timer.timeout.connect(self._show)
        self._landed.connect(self._call, Qt.ConnectionType.QueuedConnection)
        self._stepped.connect(self._step, Qt.ConnectionType.QueuedConnection)

    def change(
        self,
        title: str,
        work: Callable[[Progress], T],
        then: Callable[[T], object] | None = None,
        failed: Callable[[Refused], object] | None = None,
        owner: QObject | None = None,
        *,
        once: object = None,
    ) -> None:
        """Run ``work`` on the one worker, then ``then`` with its result on the window's thread.

        ``failed`` hears why it did not happen (say it beside the field), also when the person stopped it or HubDesk has
        a fault, so that a page that waits always goes on; without it the window's banner does. Neither is called when
        ``owner``, or the widget whose method ``then`` is, is gone by then. ``once`` names the deed: asked for again
        before all that is done, as by a second Enter, it is not done again.
        """
        if self._closed or once in self._under_way:
            return
        if once is not None:
            self._under_way.add(once)
        owner = owner or _owner(then) or _owner(failed)

        def run() -> None:
            self._stop.clear()
            self._landed.emit(lambda: self._begin(title))
            try:
                outcome = _outcome(lambda: work(Progress(self._stepped.emit, self._stop.is_set)), then)
            finally:
                self._landed.emit(self._end)
            self._land(outcome, failed, owner, title, once)

        self._writer.submit(run)

    def read(
        self,
        work: Callable[[], T],
        then: Callable[[T], object],
        failed: Callable[[Refused], object] | None = None,
        owner: QObject | None = None,
    ) -> Future[None]:
        """Run ``work`` beside the changes and give its result to ``then``. The future can still be cancelled."""
        if self._closed:
            never: Future[None] = Future()
            never.cancel()
            return never
        owner = owner or _owner(then)
        return self._reader.submit(lambda: self._land(_outcome(work, then), failed, owner, ""))

    def beside(
        self,
        work: Callable[[Progress], T],
        then: Callable[[T], object],
        failed: Callable[[Refused], object] | None = None,
        owner: QObject | None = None,
        report: Callable[[int, int], None] = lambda done, of: None,
    ) -> threading.Event:
        """Run ``work`` apart, so that neither a change nor a read waits for it: for backups; not once it is closed.

        ``report`` hears how far it is, on the worker. Setting the event asks it to stop, and closing does so too.
        """
        owner, stop = owner or _owner(then), threading.Event()
        if self._closed:
            stop.set()
            return stop
        self._keeping.append(stop)

        def run() -> None:
            self._land(_outcome(lambda: work(Progress(report, stop.is_set)), then), failed, owner, "")

        self._keeper.submit(run)
        return stop

    @property
    def closed(self) -> bool:
        """Whether nothing can be started any more."""
        return self._closed

    def stop(self) -> None:
        """Ask the running change to stop; it then rolls back whole."""
        self._stop.set()

    def close(self) -> None:
        """Wait for the running change and drop what has not begun; nothing is started or told of after."""
        self._closed = True
        for stop in self._keeping:
            stop.set()
        self._keeper.shutdown(wait=True, cancel_futures=True)
        self._reader.shutdown(wait=True, cancel_futures=True)
        self._writer.shutdown(wait=True, cancel_futures=True)
        self._collecting.end()

    def _land(
        self,
        outcome: Callable[[], object] | Exception,
        failed: Callable[[Refused], object] | None,
        owner: QObject | None,
        title: str,
        once: object = None,
    ) -> None:
        def land() -> None:
            # In one with what follows: whoever hears that it was refused can ask for it again at once.
            try:
                tell()
            finally:
                self._under_way.discard(once)

        def tell() -> None:
            there = owner is None or shiboken6.isValid(owner)
            if not isinstance(outcome, Exception):
                if there:
                    outcome()
            elif failed is not None and there:
                failed(_refusal(outcome))
                if not isinstance(outcome, Refused | Cancelled):
                    raise outcome
            elif isinstance(outcome, Cancelled):
                self.stopped.emit(title)
            elif isinstance(outcome, Refused):
                self.refused.emit(outcome.sentence)
            else:
                raise outcome

        self._landed.emit(land)

    def _call(self, what: Callable[[], object]) -> None:
        if not self._closed:
            what()

    def _begin(self, title: str) -> None:
        self._title = title
        self._timer.start()

    def _show(self) -> None:
        self._shown = True
        self.lasting.emit(self._title)

    def _step(self, done: int, of: int) -> None:
        if self._shown:
            self.progressed.emit(done, of)

    def _end(self) -> None:
        self._timer.stop()
        if self._shown:
            self._shown = False
            self.ended.emit()


def _owner(then: object) -> QObject | None:
    owner = getattr(then, "__self__", None)
    return owner if isinstance(owner, QObject) else None


def _outcome(work: Callable[[], T], then: Callable[[T], object] | None) -> Callable[[], object] | Exception:
    """What is to happen on the window's thread: a call, or the error."""
    try:
        result = work()
    except Exception as error:  # noqa: BLE001 - it is told or raised again on the window's thread
        return error
    return (lambda: then(result)) if then else (lambda: None)


def _refusal(error: Exception) -> Refused:
    if isinstance(error, Refused):
        return error
    if isinstance(error, Cancelled):
        return Refused(tr("Stopped. Nothing was changed."))
    return Refused(tr("This did not work because of a fault in HubDesk. What you typed is still here."))
