"""The one wiring place: starts the window, asks which file, and moves in once it is open."""

from __future__ import annotations

import gc
import importlib
import re
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid

import hubdesk
from hubdesk.base.errors import Refused
from hubdesk.base.file_places import facts_of, uneasy_place
from hubdesk.base.in_place import moving
from hubdesk.base.places import data_folder, is_server, log_folder
from hubdesk.base.progress import Progress
from hubdesk.base.words import tr, tr_later
from hubdesk.desktop import theme
from hubdesk.desktop.background import Background
from hubdesk.desktop.commands import Command, Commands
from hubdesk.desktop.errors import Reporter
from hubdesk.desktop.language import Language
from hubdesk.desktop.locking import Locking
from hubdesk.desktop.only_one import OnlyOne
from hubdesk.desktop.preferences import Preferences
from hubdesk.desktop.reading_ahead import ReadingAhead
from hubdesk.desktop.screens.choose_passphrase import ChoosePassphrasePage, RecoverPage
from hubdesk.desktop.screens.set_up import NewHub, SetUpPage
from hubdesk.desktop.screens.unlock import UnlockPage, Way, at_server, database_page, lock_page, open_page
from hubdesk.desktop.theme import Theme
from hubdesk.desktop.what_opens import ADatabase, AFile, Opens, Tune
from hubdesk.desktop.window import MainWindow

# Imported by the reading worker while a person types the passphrase.
_SLOW = (
    "hubdesk.store",
    "hubdesk.desktop.desk",
    "hubdesk.desktop.palette",
    "hubdesk.desktop.scanner",
    "hubdesk.desktop.screens.today",
)


_FRAME = 60
"""What a window's frame and a task bar take at most, in pixels."""


def run(argv: Sequence[str], passphrase: str | None = None) -> int:
    """Show the window until it is closed; ``argv`` may name the hub's file. Gives the exit code.

    ``passphrase`` opens the demo hub at once; every other file asks for its own.
    """
    application = QApplication(list(argv))
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


def default_file() -> Path:
    """Where a first hub's file is made."""
    return data_folder() / "hub.hubdesk"


class Start:
    """Everything up to the open file: unlock a file, or set up a hub in a new one; or a database at ``address``."""

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
        self._preferences, self._tune, self._address = preferences, tune, address
        self._path = path or default_file()
        self.opened: list[Callable[[Path], object]] = []
        self._theme = Theme(application, preferences.scheme, preferences.text_size)
        if application.layoutDirection() == Qt.LayoutDirection.RightToLeft:
            theme.load_other_scripts(theme.ARABIC)
        self._background = Background()
        self._ahead = ReadingAhead()
        self._commands = Commands()
        self._leave: Callable[[], object] = lambda: None
        self._desk: Any = None
        self._mine: str | None = None
        self.window = MainWindow(self._commands, self._background)
        self._reporter = Reporter(log_folder(), self.window)
        self._reporter.refused.connect(self.window.warn)
        self._reporter.install()
        self.window.closing.connect(self._close)
        self.window.lock.connect(self._lock)
        self._locking = Locking(application, lambda: preferences.lock_after, self.window)
        self._locking.warned.connect(
            lambda: self.window.warn(tr("HubDesk locks in half a minute. Press any key or move the mouse to go on."))
        )
        self._locking.awake.connect(self.window.hush)
        self._locking.tired.connect(
            lambda: self.window.warn(
                tr("You signed in ten hours ago, so HubDesk locks in half a minute. What you are typing stays.")
            )
        )
        self._locking.due.connect(self._lock)
        # A restored file may have been half in its place when the computer stopped; opening it finishes that.
        if address or self._path.exists() or moving(self._path):
            self._ask_passphrase()
        elif self._path == preferences.file:
            self._ask_passphrase(
                tr("{name} is not where it was. Put its stick in, or open it from where it lies.", name=self._path.name)
            )
        else:
            self._ask_set_up()
        # After the names, which somebody waits for.
        self.window.painted.connect(self._load_slow_parts)

    @property
    def _opens(self) -> Opens:
        if self._address:
            return ADatabase(self._address, self._tune)
        return AFile(self._path, self._tune, self._ahead.take)

    def _ask_passphrase(self, wrong: str = "") -> None:
        if self._address:
            page = database_page(self._opens.name, self.unlock, self._pick_file, self._ask_recovery_key)
        else:
            page = open_page(
                self._path,
                self.unlock,
                self._pick_file,
                self._ask_set_up,
                self._ask_recovery_key,
                self._ask_backup,
                server=self._server(),
            )
        self._failed: Callable[[Refused], object] = partial(self._not_opened, page)
        self.window.show_alone(page)
        if wrong:
            page.show_error(wrong)
        self._with_names(lambda names: page.show_names(names, self._preferences.who), page)

    def _with_names(self, show: Callable[[list[str]], object], page: QWidget | None = None) -> None:
        """Who works with the file, unless ``page`` is gone by then; nobody while its keys cannot be read, which opening it then says."""
        opens = self._opens

        def look() -> list[str]:
            try:
                return opens.names()
            except Refused:
                return []

        # What reads keys takes long to import, and the first paint does not wait for it.
        self.window.once_painted(lambda: self._background.read(look, show, owner=page))

    def _not_opened(self, page: UnlockPage | RecoverPage, refusal: Refused) -> None:
        # It comes from the store, which is imported by now.
        from hubdesk.desktop.screens.damaged import Damaged, DamagedPage

        if isinstance(refusal, Damaged):
            self.window.show_alone(
                DamagedPage(refusal, self._background, self._ask_passphrase, self._pick_file, self._ask_backup)
            )
        else:
            _tell(page, refusal)

    def _ask_set_up(self) -> None:
        page = SetUpPage(self._create, self._pick_file, self._server())
        self._failed = partial(_tell, page)
        self.window.show_alone(page)

    def _ask_recovery_key(self) -> None:
        def show(names: list[str]) -> None:
            page = RecoverPage(names, self._recover, self._ask_passphrase)
            self._failed = partial(self._not_opened, page)
            self.window.show_alone(page)

        self._with_names(show)

    def _ask_backup(self) -> None:
        """Bring a backup back in the place of the file, which may be missing, damaged or whole."""
        self._ahead.end()

        def show(_: object) -> None:
            from hubdesk.desktop.restoring import in_place_of

            page = in_place_of(self._path, self._background, leave=self._ask_passphrase, then=self.unlock)
            self._failed = lambda refusal: self._ask_passphrase(refusal.sentence)
            self.window.show_alone(page)

        self._background.read(_load_slow, show)

    def _pick_file(self) -> None:
        from PySide6.QtWidgets import QFileDialog

        chosen, _ = QFileDialog.getOpenFileName(
            self.window, tr("Open a hub's file"), str(self._path.parent), tr("HubDesk files (*.hubdesk)")
        )
        if chosen:
            self._path, self._address = Path(chosen), ""
            self._ask_passphrase()

    def _server(self) -> list[Way]:
        """The way to the database on a server that was open here before."""
        address = self._preferences.server
        if not address:
            return []

        def ask() -> None:
            self._address = address
            self._ask_passphrase()

        return [at_server(ADatabase(address).name, ask)]

    def unlock(self, passphrase: str, name: str | None = None) -> None:
        """Open the file beside the window as the person called ``name``, and move in."""
        opens = self._opens
        self._open(lambda progress: opens.open(passphrase, name, progress))

    def _recover(self, code: str, name: str, passphrase: str) -> None:
        opens = self._opens

        def opened(progress: Progress) -> object:
            self._ahead.end()
            return opens.recover(code, name, passphrase, progress)

        def move_in(store: object) -> None:
            self._let_in(store)
            # The key was seen, so the next one is made while somebody is there to lock it away.
            self._commands.run("settings.recovery")

        self._open(opened, move_in)

    def _open(self, opened: Callable[[Progress], object], then: Callable[[object], object] | None = None) -> None:
        def work(progress: Progress) -> object:
            store = opened(progress)
            _load_slow()
            return store

        self._background.change(tr("Open the file"), work, then or self._let_in, self._failed)

    def _create(self, new: NewHub, passphrase: str) -> None:
        taken = self._path.exists() or self._path == self._preferences.file
        path = self._beside(new.name) if taken else self._path

        def work(progress: Progress) -> object:
            _load_slow()
            self._ahead.end()
            from hubdesk.access.roles import Role
            from hubdesk.access.stretching import tuned
            from hubdesk.desktop.desk import set_up
            from hubdesk.store import Store

            role = Role.LEAD if new.lead else Role.MANAGER
            begin = partial(set_up, new=new)
            return Store.create(path, passphrase, tuned(), begin, name=new.manager, role=role)

        def move_in(store: object) -> None:
            self._path = path
            self._let_in(store)

        self._background.change(tr("Set up the hub"), work, move_in, self._failed)

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

    def _beside(self, name: str) -> Path:
        """A path for the hub called ``name``, in the folder of the file that was open last where that is there."""
        folder = self._path.parent if self._path.parent.is_dir() else data_folder()
        kept = " ".join(re.sub(r'[<>:"/\\|?*\x00-\x1f\x7f]', " ", name).split()).strip(". ")
        return folder / f"{kept[:60] or 'hub'}.hubdesk"

    def _move_in(self, store: object) -> None:
        from hubdesk.desktop.desk import Desk
        from hubdesk.desktop.restoring import over_an_open_file
        from hubdesk.store import Store

        if isinstance(store, Store):
            if self._desk is not None:
                self._desk.rest()
            self._preferences.on_server = bool(self._address)
            if self._address:
                self._preferences.server = self._address
            else:
                self._preferences.file = self._path
                for listener in self.opened:
                    listener(self._path)
            self._preferences.who = store.account.name
            self._mine = store.account.name
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
            self._commands.add(Command("window.lock", tr_later("Lock"), self._lock, "lock", "Ctrl+L"))
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
        found = None if self._address else uneasy_place(facts_of(self._path))
        if found is not None:
            self.window.banner.say(found.sentence(), "due", tr("Move it to this computer"), self._move)

    def _move(self) -> None:
        """Close the file, move it, and ask for its passphrase where it lies then."""
        leave, path = self._leave, self._path
        self._leave = lambda: None
        self._locking.rest()
        # Nothing in the window may ask the file while it is on its way.
        self._ask_passphrase()

        def work(progress: Progress) -> Path:
            from hubdesk.store.moving import move_file

            leave()
            return move_file(path, data_folder())

        def moved(target: Path) -> None:
            self._path = self._preferences.file = target
            self._ask_passphrase()

        self._background.change(
            tr("Move the file"), work, moved, lambda refusal: self._ask_passphrase(refusal.sentence)
        )

    def _bring_back(self, over: Callable[..., QWidget], backup: Path, lost: tuple[str, ...]) -> None:
        """Ask for the passphrase of a backup and bring it back over the open file."""
        self.window.cover(
            over(backup, lost, self._background, self._leave_desk, leave=self._back_from_restore, then=self.unlock)
        )

    def _leave_desk(self) -> None:
        """Close the file, with every page of it."""
        if self._desk is not None:
            self._locking.rest()
            self._desk.leave()
            self._desk = None
            self._leave()
            self._leave = lambda: None
            self._failed = lambda refusal: self._ask_passphrase(refusal.sentence)

    def _back_from_restore(self) -> None:
        if self._desk is not None:
            self.window.uncover()
        else:
            self._ask_passphrase()

    def _lock(self) -> None:
        """Cover everything until whoever works here, or somebody else, gives their passphrase."""
        self._locking.rest()
        for box in iter(QApplication.activePopupWidget, None):
            box.close()
        for dialog in iter(QApplication.activeModalWidget, None):
            dialog.close()
        page = lock_page(self._return, self.window.close)
        self.window.cover(page)
        self._covering = page
        self._with_names(lambda names: page.show_names(names, self._preferences.who), page)

    def _return(self, passphrase: str, name: str | None) -> None:
        page, opens = self._covering, self._opens
        if name is not None and (self._mine is None or name != self._mine):
            self._change_person(passphrase, name)
            return
        self._background.change(
            tr("Unlock"),
            lambda progress: self._desk.tell_wrong_tries(opens.check(passphrase, name)),
            self._uncover,
            partial(_tell, page),
        )

    def _scanned(self, code: str) -> None:
        """A card was scanned, whatever has the keyboard."""
        if self._desk is None or self.window.covered:
            self.window.tell_alone(tr("A card was scanned. Unlock HubDesk first, then scan it again."))
        else:
            self._desk.scanned(code)

    def _uncover(self, nothing: object) -> None:
        self.window.uncover()
        self._locking.watch()

    def _change_person(self, passphrase: str, name: str) -> None:
        """Let somebody else work, once their passphrase is right; what the one before was typing is kept as a draft."""
        opens, page, leave = self._opens, self._covering, self._leave

        def work(progress: Progress) -> object:
            opens.check(passphrase, name)
            leave()
            self._mine = None
            return opens.open(passphrase, name, progress)

        self._background.change(tr("Open the file"), work, self._let_in, partial(self._not_opened, page))

    def _load_slow_parts(self) -> None:
        self._background.read(_load_slow, self._slow_parts_loaded)
        if not self._address:
            self._background.beside(partial(self._ahead.read, self._path), lambda _: None)
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
        self._leave()
        self._reporter.close()


def _tell(page: UnlockPage | RecoverPage | SetUpPage, refusal: Refused) -> None:
    """Say on ``page`` what was wrong; whoever has left it meanwhile does not wait for it."""
    if isValid(page):
        page.show_error(refusal.sentence)


def _retuned(cost: Any, taken: float) -> Any:
    from hubdesk.access.stretching import retuned

    return retuned(cost, taken)


def _load_slow() -> None:
    """Import what the window does not need for its first paint; on a worker, so that the window goes on."""
    for name in _SLOW:
        importlib.import_module(name)
    # What a program is made of is no rubbish, and need not be looked through again.
    gc.freeze()
