"""The one wiring place: starts the window, asks which file, and moves in once it is open."""

from __future__ import annotations

import gc
import importlib
import re
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QLibraryInfo, QLocale, QTranslator
from PySide6.QtWidgets import QApplication, QFileDialog, QWidget

import hubdesk
from hubdesk.base.errors import Refused
from hubdesk.base.in_place import moving
from hubdesk.base.places import data_folder, log_folder
from hubdesk.base.progress import Progress
from hubdesk.base.words import tr
from hubdesk.desktop import theme
from hubdesk.desktop.background import Background
from hubdesk.desktop.commands import Commands
from hubdesk.desktop.errors import Reporter
from hubdesk.desktop.preferences import Preferences
from hubdesk.desktop.screens.set_up import NewHub, SetUpPage
from hubdesk.desktop.screens.unlock import UnlockPage
from hubdesk.desktop.theme import Theme
from hubdesk.desktop.window import MainWindow

# Imported by the reading worker while a person types the passphrase.
_SLOW = ("hubdesk.store", "hubdesk.desktop.desk")


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
    # A machine without a language set would show dates as "9 11 2026".
    QLocale.setDefault(QLocale("en_GB"))
    translator = QTranslator(application)
    if translator.load(QLocale(), "qtbase", "_", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)):
        application.installTranslator(translator)
    preferences = Preferences(data_folder() / "window.ini")
    start = Start(application, preferences, Path(argv[1]) if len(argv) > 1 else preferences.file)
    if passphrase is not None:
        start.window.painted.connect(lambda: start.unlock(passphrase))
    # On a small screen the frame of a window of its own size would stand outside.
    if application.primaryScreen().availableGeometry().width() < start.window.width() + _FRAME:
        start.window.showMaximized()
    else:
        start.window.show()
    return application.exec()


class Start:
    """Everything up to the open file: unlock a file, or set up a hub in a new one."""

    def __init__(self, application: QApplication, preferences: Preferences, path: Path | None) -> None:
        self._preferences = preferences
        self._path = path or data_folder() / "hub.hubdesk"
        self._theme = Theme(application, preferences.scheme, preferences.text_size)
        self._background = Background()
        self._commands = Commands()
        self._leave: Callable[[], object] = lambda: None
        self._leave_pages: Callable[[], object] | None = None
        self.window = MainWindow(self._commands, self._background)
        self._reporter = Reporter(log_folder(), self.window)
        self._reporter.refused.connect(self.window.warn)
        self._reporter.install()
        self.window.painted.connect(self._load_slow_parts)
        self.window.closing.connect(self._close)
        # A restored file may have been half in its place when the computer stopped; opening it finishes that.
        if self._path.exists() or moving(self._path):
            self._ask_passphrase()
        elif self._path == preferences.file:
            self._ask_passphrase(
                tr("{name} is not where it was. Put its stick in, or open it from where it lies.", name=self._path.name)
            )
        else:
            self._ask_set_up()

    def _ask_passphrase(self, wrong: str = "") -> None:
        page = UnlockPage(self._path, self.unlock, self._pick_file, self._ask_set_up)
        self._failed: Callable[[Refused], object] = lambda refusal: page.show_error(refusal.sentence)
        self.window.show_alone(page)
        if wrong:
            page.show_error(wrong)

    def _ask_set_up(self) -> None:
        page = SetUpPage(self._create, self._pick_file)
        self._failed = lambda refusal: page.show_error(refusal.sentence)
        self.window.show_alone(page)

    def _pick_file(self) -> None:
        chosen, _ = QFileDialog.getOpenFileName(
            self.window, tr("Open a hub's file"), str(self._path.parent), tr("HubDesk files (*.hubdesk)")
        )
        if chosen:
            self._path = Path(chosen)
            self._ask_passphrase()

    def unlock(self, passphrase: str) -> None:
        """Open the file beside the window, and move in."""
        path = self._path

        def work(progress: Progress) -> object:
            from hubdesk.store import Store

            store = Store.open(path, passphrase)
            _load_slow()
            return store

        self._background.change(tr("Open the file"), work, self._move_in, self._failed)

    def _create(self, new: NewHub, passphrase: str) -> None:
        taken = self._path.exists() or self._path == self._preferences.file
        path = self._beside(new.name) if taken else self._path

        def work(progress: Progress) -> object:
            _load_slow()
            from hubdesk.desktop.desk import set_up
            from hubdesk.store import Store

            return Store.create(path, passphrase, begin=partial(set_up, new=new))

        def move_in(store: object) -> None:
            self._path = path
            self._move_in(store)

        self._background.change(tr("Set up the hub"), work, move_in, self._failed)

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
            self._preferences.file = self._path
            self._leave = store.close
            way_back = partial(self._bring_back, partial(over_an_open_file, store))
            desk = Desk(store, self.window, self._background, self._commands, self._theme, self._preferences, way_back)
            self._leave_pages = desk.leave
            desk.move_in()

    def _bring_back(self, over: Callable[..., QWidget], backup: Path, lost: tuple[str, ...]) -> None:
        """Ask for the passphrase of a backup and bring it back over the open file."""
        self.window.show_alone(
            over(backup, lost, self._background, self._leave_desk, leave=self._back_from_restore, then=self.unlock)
        )

    def _leave_desk(self) -> None:
        """Close the file, with every page of it."""
        if self._leave_pages is not None:
            self._leave_pages()
            self._leave_pages = None
            self._leave()
            self._leave = lambda: None
            self._failed = lambda refusal: self._ask_passphrase(refusal.sentence)

    def _back_from_restore(self) -> None:
        if self._leave_pages is not None:
            self.window.show_desk()
        else:
            self._ask_passphrase()

    def _load_slow_parts(self) -> None:
        self._background.read(_load_slow, lambda _: None)
        theme.load_other_scripts()

    def _close(self) -> None:
        self._background.close()
        self._leave()
        self._reporter.close()


def _load_slow() -> None:
    """Import what the window does not need for its first paint; on a worker, so that the window goes on."""
    for name in _SLOW:
        importlib.import_module(name)
    # What a program is made of is no rubbish, and need not be looked through again.
    gc.freeze()
