"""Backups that come by themselves: every half hour when something was done, and before the window closes."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QGuiApplication
from shiboken6 import isValid

from hubdesk.base.errors import Refused
from hubdesk.base.progress import Progress
from hubdesk.base.room import LOW, Room, room_in
from hubdesk.base.words import tr, tr_later
from hubdesk.desktop.background import SHOWN_AFTER, Background
from hubdesk.desktop.closing import ClosingPage
from hubdesk.desktop.commands import Command
from hubdesk.desktop.rail import FootLine
from hubdesk.desktop.widgets import announce
from hubdesk.desktop.window import MainWindow
from hubdesk.store import Store, backup
from hubdesk.store.backup_list import Backup

HALF_HOUR: Final = 30 * 60_000
_LONG: Final = timedelta(days=1)
_AGES: Final = 60_000


@dataclass(frozen=True)
class Kept:
    """last: the moment of the newest backup; changed: whether something was done since."""

    last: datetime | None
    changed: bool


class Keeping(QObject):
    """Backs the open file up. ``told()``: the last backup or its age is another one; ``stepped(done, of)`` while one is
    made; ``made()`` once there is a new one.
    """

    told = Signal()
    stepped = Signal(int, int)
    made = Signal()
    _heard = Signal(object)

    def __init__(self, store: Store, background: Background, window: MainWindow) -> None:
        super().__init__(window)
        if store.held is None:
            raise RuntimeError("A database on a server has no backup of ours.")
        self._store, self._held, self._background, self._window = store, store.held, background, window
        self._running: threading.Event | None = None
        self._failed = False
        self._closing: ClosingPage | None = None
        self._was_locked = False
        self._told_low = self._asked = False
        self.kept = Kept(None, changed=False)
        self._heard.connect(self._note_backup)
        # One that large work made, too: before a merge, say. It tells of it on the worker.
        self._hear = self._heard.emit
        store.backed_up.append(self._hear)
        self._timers = [
            self._each(HALF_HOUR, self.back_up_if_changed),
            self._each(HALF_HOUR, self.look_for_room),
            self._each(_AGES, self.told.emit),
        ]

    @property
    def file(self) -> str:
        """What the file is called that is backed up, without its ending."""
        return self._held.path.stem

    @property
    def running(self) -> bool:
        """Whether a backup is being made."""
        return self._running is not None

    def commands(self, open_backups: Callable[[], object]) -> list[Command]:
        """What the menu and the palette offer."""
        others = (tr("restore"), tr("stick"))
        return [
            Command("backup.now", tr_later("Back up now"), self.back_up, "shield-check"),
            Command("backup.list", tr_later("Backups"), open_backups, "history", keywords=others),
        ]

    def room(self) -> Room:
        """Where the backups lie, and the room there for the next."""
        folder = backup.folder_of(self._held)
        try:
            return backup.room(self._held, folder)
        except OSError:
            return Room(folder, 0, 0)

    def look(self) -> None:
        """See which backup is the last, and whether something was done since."""
        held = self._held

        def state() -> Kept:
            now = backup.standing_of(held)
            last = backup.last_backup(backup.folder_of(held), now.hub, held.path.stem)
            if last is None:
                return Kept(None, now.worth_keeping)
            return Kept(last.manifest.when, not now.same_as(last.manifest))

        self._background.read(state, self._show)

    def look_for_room(self) -> None:
        """See how full the disk of the file is, and warn once when it is nearly."""
        self._background.read(self._room_of_file, self._warn_when_low)

    def _room_of_file(self) -> Room | None:
        try:
            return room_in(self._held.path.parent, LOW)
        except OSError:
            return None

    def _warn_when_low(self, room: Room | None) -> None:
        low = room is not None and not room.enough
        if room is not None and low and not self._told_low:
            self._window.warn(
                tr(
                    "The disk of the hub’s file has only {free} MB left. Everything can still be saved; make some room on it soon.",
                    free=f"{room.free // 1_000_000:,}",
                )
            )
        self._told_low = low

    def note_change(self) -> None:
        """Something was done."""
        self.kept = Kept(self.kept.last, changed=True)
        self.told.emit()

    def _note_backup(self, when: datetime) -> None:
        # What is done next may be done already, so it stays as changed as it was.
        self.kept = Kept(when, changed=self.kept.changed)
        self.told.emit()

    def back_up_if_changed(self) -> None:
        store = self._store
        if self.kept.changed and self._may_start():
            self._start(lambda progress: store.back_up("half_hour", progress), self._warn_once)

    def back_up(self) -> None:
        """Because somebody asked for it."""
        store = self._store
        if self._may_start():
            self._asked = True
            self._start(lambda progress: store.back_up("asked", progress, always=True), self._refused)

    def stop(self) -> None:
        """Ask the backup that is being made to stop."""
        if self._running is not None:
            self._running.set()

    def end(self) -> None:
        """The file is about to be closed: nothing more by itself."""
        self.stop()
        self._store.backed_up[:] = [listener for listener in self._store.backed_up if listener is not self._hear]
        for timer in self._timers:
            timer.stop()
        self._window.ask_before_closing(lambda close: False)

    def before_closing(self, close: Callable[[], object]) -> bool:
        """Back up first when something was done; True when ``close`` is called once that is so."""
        if self._closing is not None:
            return True
        if not self.kept.changed or self._background.closed or _shutting_down():
            return False
        page = ClosingPage(close, self._stay)
        self._closing = page
        self.stepped.connect(page.show_step)
        self._was_locked = self._window.covered
        store = self._store
        QTimer.singleShot(SHOWN_AFTER, self._window, lambda: self._show_closing(page))
        self._running = self._background.beside(
            lambda progress: store.back_up("close", progress),
            lambda _: self._close(close),
            self._say_before_closing,
            self,
            self.stepped.emit,
        )
        return True

    def foot_line(self, now: datetime) -> FootLine:
        """The age of the last backup, in amber when it is old or missing and something would be lost."""
        last, changed = self.kept.last, self.kept.changed
        if self._failed:
            return FootLine(tr("The last backup did not work"), "", "due")
        if last is None:
            return FootLine(tr("Not backed up yet"), tr("Not backed up"), "due" if changed else "quiet")
        age = _age(last.astimezone(), now.astimezone())
        return FootLine(tr("Last backup {age}", age=age), age, "due" if changed and now - last > _LONG else "quiet")

    def _may_start(self) -> bool:
        return not self.running and not self._background.closed

    def _start(self, work: Callable[[Progress], Backup | None], failed: Callable[[Refused], object]) -> None:
        self._running = self._background.beside(work, self._done, failed, self, self.stepped.emit)
        self.stepped.emit(0, 100)

    def _done(self, made: Backup | None) -> None:
        self._running, self._failed = None, False
        self.made.emit()
        self.look()

    def _refused(self, refusal: Refused) -> None:
        self._running, self._asked = None, False
        self._window.warn(refusal.sentence)
        self.made.emit()

    def _warn_once(self, refusal: Refused) -> None:
        first, self._failed, self._running = not self._failed, True, None
        if first:
            self._window.warn(refusal.sentence)
        self.told.emit()
        self.made.emit()

    def _show(self, kept: Kept) -> None:
        self.kept = kept
        self.told.emit()
        if self._asked and not self.running:
            # At the foot it is only seen.
            self._asked = False
            announce(self._window, self.foot_line(datetime.now().astimezone()).sentence)

    def _close(self, close: Callable[[], object]) -> None:
        self._closing = None
        close()

    def _show_closing(self, page: ClosingPage) -> None:
        # The window may have closed meanwhile; and shown already, the page would be taken away.
        if page is self._closing and isValid(page) and page.parent() is None:
            self._window.cover(page)

    def _say_before_closing(self, refusal: Refused) -> None:
        """It did not work: the page says why, if it was not locked away meanwhile."""
        page, self._running = self._closing, None
        if page is not None and isValid(page):
            self._show_closing(page)
            page.show_error(refusal.sentence)
        else:
            self._closing = None

    def _stay(self) -> None:
        self._closing = None
        if self._was_locked:
            self._window.lock.emit()
        else:
            self._window.uncover()

    def _each(self, milliseconds: int, what: Callable[[], object]) -> QTimer:
        timer = QTimer(self)
        timer.setInterval(milliseconds)
        timer.timeout.connect(what)
        timer.start()
        return timer


def _shutting_down() -> bool:
    running = QGuiApplication.instance()
    return isinstance(running, QGuiApplication) and running.isSavingSession()


def _age(last: datetime, now: datetime) -> str:
    days = (now.date() - last.date()).days
    if days <= 0:
        return tr("today at {time:%H:%M}", time=last)
    return tr("yesterday at {time:%H:%M}", time=last) if days == 1 else tr("{n} days ago", n=days)
