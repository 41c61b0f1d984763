"""The one wiring place: starts the window, opens the door, and moves in once there is an open store."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication, QWidget

import hubdesk
from hubdesk.base.file_places import facts_of, uneasy_place
from hubdesk.base.places import data_folder, is_server, log_folder
from hubdesk.base.progress import Progress
from hubdesk.base.words import tr, tr_later
from hubdesk.desktop import theme
from hubdesk.desktop.background import Background
from hubdesk.desktop.commands import Command, Commands
from hubdesk.desktop.errors import Reporter
from hubdesk.desktop.front_door import FrontDoor, default_file
from hubdesk.desktop.language import Language
from hubdesk.desktop.lock import Lock
from hubdesk.desktop.locking import Locking
from hubdesk.desktop.only_one import OnlyOne
from hubdesk.desktop.preferences import Preferences
from hubdesk.desktop.screens.choose_passphrase import ChoosePassphrasePage
from hubdesk.desktop.slow_parts import load_slow_parts
from hubdesk.desktop.theme import Theme
from hubdesk.desktop.undo_key import UndoKey
from hubdesk.desktop.what_opens import Tune
from hubdesk.desktop.window import MainWindow

_FRAME = 60
"""What a window's frame and a task bar take at most, in pixels."""


def run(argv: Sequence[str], passphrase: str | None = None) -> int:
    """Show the window until it is closed; ``argv`` may name the hub's file. Gives the exit code.

    ``passphrase`` opens the demo hub at once; every other file asks for its own.
    """
    # Qt is told no path: one whose bytes are no letters, as on a stick from another system, would end it at once.
    application = QApplication(["hubdesk"])
    application.setApplicationName("HubDesk")
    application.setApplicationVersion(hubdesk.__version__)
    application.setDesktopFileName("hubdesk")
    preferences = Preferences(data_folder() / "window.ini")
    language = Language(application)
    language.use(preferences.language)
    address = preferences.server if len(argv) < 2 and preferences.on_server else ""
    address = argv[1] if len(argv) > 1 and is_server(argv[1]) else address
    path = Path(argv[1]) if len(argv) > 1 and not address else preferences.file
    only = OnlyOne()
    # At a server several may work; of a file there is one window.
    if not address and not only.claim(path or default_file()):
        return 0
    start = Start(application, preferences, path, _retuned, address, language)
    only.asked.connect(start.window.come_to_front)
    start.window.painted.connect(only.listen)
    start.opened.append(only.claim)
    if passphrase is not None:
        start.window.painted.connect(lambda: start.unlock(passphrase))
    # On a small screen the frame of a window of its own size would stand outside.
    if application.primaryScreen().availableGeometry().width() < start.window.width() + _FRAME:
        start.window.showMaximized()
    else:
        start.window.show()
    return application.exec()


class Start:
    """A running HubDesk: its window, the door to its file or to the database at ``address``, and who is at work inside."""

    def __init__(
        self,
        application: QApplication,
        preferences: Preferences,
        path: Path | None,
        tune: Tune | None = None,
        address: str = "",
        language: Language | None = None,
    ) -> None:
        self._language = language or Language(application)
        self._application = application
        self._preferences = preferences
        self.opened: list[Callable[[Path], object]] = []
        self._theme = Theme(application, preferences.scheme, preferences.text_size)
        if application.layoutDirection() == Qt.LayoutDirection.RightToLeft:
            theme.load_other_scripts(theme.ARABIC)
        self._background = Background()
        self._commands = Commands()
        self._leave: Callable[[], object] = lambda: None
        self._desk: Any = None
        self.window = MainWindow(self._commands, self._background)
        make_next_key = partial(self._commands.run, "settings.recovery")
        self._door = FrontDoor(
            self.window, self._background, preferences, path, address, tune, self._let_in, make_next_key
        )
        self._reporter = Reporter(log_folder(), self.window)
        self._reporter.refused.connect(self.window.warn)
        self._reporter.install()
        self.window.closing.connect(self._close)
        self._locking = Locking(application, lambda: preferences.lock_after, self.window)
        self._lock = Lock(
            self.window,
            self._background,
            preferences,
            self._door,
            self._locking,
            self._tell_wrong_tries,
            self._close_file,
        )
        self.window.lock.connect(self._lock.lock)
        self._locking.warned.connect(
            lambda: self.window.warn(tr("HubDesk locks in half a minute. Press any key or move the mouse to go on."))
        )
        self._locking.awake.connect(self.window.hush)
        self._locking.tired.connect(
            lambda: self.window.warn(
                tr("You signed in ten hours ago, so HubDesk locks in half a minute. What you are typing stays.")
            )
        )
        self._locking.due.connect(self._lock.lock)
        self._door.begin()
        # Who hears later hears first: the lock, which hears from the sign-in on, hears this key as well. And not before the
        # first paint: a filter of the whole program is handed objects of Qt's own, which bring all Python classes of theirs.
        self.window.painted.connect(lambda: UndoKey(application, self.window.page, self.window.tell_here, self.window))
        # After the names, which somebody waits for.
        self.window.painted.connect(self._load_slow_parts)

    def unlock(self, passphrase: str, name: str | None = None) -> None:
        """Open the file beside the window as the person called ``name``, and move in."""
        self._door.unlock(passphrase, name)

    def _let_in(self, store: object) -> None:
        """Move in, or first have a passphrase chosen by whoever came in with a first code."""
        from hubdesk.store import Store

        if not isinstance(store, Store):
            return
        self._leave = store.close
        if not store.must_choose:
            self._move_in(store)
            return

        def choose(passphrase: str) -> None:
            self._background.change(
                tr("Keep the passphrase"),
                lambda progress: store.choose_passphrase(passphrase),
                lambda _: self._move_in(store),
                lambda refusal: page.show_error(refusal.sentence),
            )

        page = ChoosePassphrasePage(
            tr("Welcome, {name}", name=store.account.name),
            tr("The code let you in once. From now on a passphrase of your own does, which nobody else knows."),
            choose,
        )
        self.window.show_alone(page)

    def _move_in(self, store: object) -> None:
        from hubdesk.desktop.desk import Desk
        from hubdesk.desktop.restoring import over_an_open_file
        from hubdesk.store import Store

        if isinstance(store, Store):
            if self._desk is not None:
                self._desk.rest()
            self._preferences.on_server = bool(self._door.address)
            if self._door.address:
                self._preferences.server = self._door.address
            else:
                self._preferences.file = self._door.path
                for listener in self.opened:
                    listener(self._door.path)
            self._preferences.who = store.account.name
            self._lock.whose = store.account.name
            way_back = partial(self._bring_back, partial(over_an_open_file, store))
            self._desk = Desk(
                store,
                self.window,
                self._background,
                self._commands,
                self._theme,
                self._preferences,
                way_back,
                partial(self._speak, store),
            )
            self._desk.move_in()
            self.window.uncover()
            self.window.top.show_person(store.account.name)
            self._commands.add(Command("window.lock", tr_later("Lock"), self._lock.lock, "lock", "Ctrl+L"))
            self._locking.watch()
            self._offer_move()

    def _speak(self, store: object, language: str) -> None:
        """Say everything in another language from now on; the file stays open, what is being typed is kept as a draft."""
        self._preferences.language = language
        self._language.use(language)
        self.window.drop_frame()
        self._move_in(store)
        self.window.show_place("settings")

    def _offer_move(self) -> None:
        found = None if self._door.address else uneasy_place(facts_of(self._door.path))
        if found is not None:
            self.window.banner.say(found.sentence(), "due", tr("Move it to this computer"), self._move)

    def _move(self) -> None:
        """Close the file, move it, and ask for its passphrase where it lies then."""
        leave, path = self._leave, self._door.path
        self._leave = lambda: None
        self._locking.rest()
        # Nothing in the window may ask the file while it is on its way.
        self._door.ask_passphrase()

        def work(progress: Progress) -> Path:
            from hubdesk.store.moving import move_file

            leave()
            return move_file(path, data_folder())

        def moved(target: Path) -> None:
            self._door.path = self._preferences.file = target
            self._door.ask_passphrase()

        self._background.change(
            tr("Move the file"), work, moved, lambda refusal: self._door.ask_passphrase(refusal.sentence)
        )

    def _bring_back(self, over: Callable[..., QWidget], backup: Path, lost: tuple[str, ...]) -> None:
        """Ask for the passphrase of a backup and bring it back over the open file."""
        self.window.cover(
            over(
                backup,
                lost,
                self._background,
                self._leave_desk,
                leave=self._back_from_restore,
                then=self._door.unlock_brought_back,
            )
        )

    def _leave_desk(self) -> None:
        """Close the file, with every page of it."""
        if self._desk is not None:
            self._locking.rest()
            self._desk.leave()
            self._desk = None
            self._leave()
            self._leave = lambda: None
            self._door.failed = lambda refusal: self._door.ask_passphrase(refusal.sentence)

    def _back_from_restore(self) -> None:
        if self._desk is not None:
            self.window.uncover()
        else:
            self._door.ask_passphrase()

    def _tell_wrong_tries(self, wrong: int) -> None:
        self._desk.tell_wrong_tries(wrong)

    def _close_file(self) -> None:
        self._leave()

    def _scanned(self, code: str) -> None:
        """A card was scanned, whatever has the keyboard."""
        if self._desk is None or self.window.covered:
            self.window.tell_alone(tr("A card was scanned. Unlock HubDesk first, then scan it again."))
        else:
            self._desk.scanned(code)

    def _load_slow_parts(self) -> None:
        self._background.read(load_slow_parts, self._slow_parts_loaded)
        self._door.read_ahead()
        QTimer.singleShot(0, theme.load_other_scripts)

    def _slow_parts_loaded(self, _: object) -> None:
        # It knows cards, and so fields and what they are made with.
        from hubdesk.desktop.scanner import Scanner

        self.window.make_ready()
        scanner = Scanner(self._application, self.window)
        scanner.scanned.connect(self._scanned)
        self.window.closing.connect(scanner.rest)

    def _close(self) -> None:
        self._background.close()
        self._close_file()
        self._reporter.close()


def _retuned(cost: Any, taken: float) -> Any:
    from hubdesk.access.stretching import retuned

    return retuned(cost, taken)
