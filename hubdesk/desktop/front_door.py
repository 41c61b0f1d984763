"""What stands before an open file: who comes in and with which passphrase, a first hub, or a way back to a lost one."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from hubdesk.base.errors import Refused
from hubdesk.base.in_place import moving
from hubdesk.base.places import data_folder
from hubdesk.base.progress import Progress
from hubdesk.base.words import tr
from hubdesk.desktop.background import Background
from hubdesk.desktop.preferences import Preferences
from hubdesk.desktop.reading_ahead import ReadingAhead
from hubdesk.desktop.screens.choose_passphrase import RecoverPage
from hubdesk.desktop.screens.set_up import NewHub, SetUpPage
from hubdesk.desktop.screens.unlock import UnlockPage, Way, at_server, database_page, open_page
from hubdesk.desktop.slow_parts import load_slow_parts
from hubdesk.desktop.what_opens import ADatabase, AFile, Opens, Tune
from hubdesk.desktop.window import MainWindow


def default_file() -> Path:
    """Where a first hub's file is made."""
    return data_folder() / "hub.hubdesk"


class FrontDoor:
    """Asks for what opens the file at ``path``, or the database at ``address``, and gives the open store to ``let_in``.

    make_next_key: shows the page that makes a recovery key, after one was used. ``failed`` hears why opening did not
    happen; each page that asks puts its own way of telling there.
    """

    def __init__(
        self,
        window: MainWindow,
        background: Background,
        preferences: Preferences,
        path: Path | None,
        address: str,
        tune: Tune | None,
        let_in: Callable[[object], object],
        make_next_key: Callable[[], object],
    ) -> None:
        self._window, self._background, self._preferences = window, background, preferences
        self.path = path or default_file()
        self.address = address
        self._tune, self.let_in, self._make_next_key = tune, let_in, make_next_key
        self._ahead = ReadingAhead()
        self.failed: Callable[[Refused], object] = lambda refusal: self.ask_passphrase(refusal.sentence)

    @property
    def opens(self) -> Opens:
        """What is being opened."""
        if self.address:
            return ADatabase(self.address, self._tune)
        return AFile(self.path, self._tune, self._ahead.take)

    def begin(self) -> None:
        """Show the page that a start begins with."""
        # A restored file may have been half in its place when the computer stopped; opening it finishes that.
        if self.address or self.path.exists() or moving(self.path):
            self.ask_passphrase()
        elif self.path == self._preferences.file:
            self.ask_passphrase(
                tr("{name} is not where it was. Put its stick in, or open it from where it lies.", name=self.path.name)
            )
        else:
            self._ask_set_up()

    def read_ahead(self) -> None:
        """Read the file through while somebody types."""
        if not self.address:
            self._background.beside(partial(self._ahead.read, self.path), lambda _: None)

    def ask_passphrase(self, wrong: str = "") -> None:
        """Ask who comes in; ``wrong`` says why they are asked again."""
        if self.address:
            page = database_page(self.opens.name, self.unlock, self._pick_file, self._ask_recovery_key)
        else:
            page = open_page(
                self.path,
                self.unlock,
                self._pick_file,
                self._ask_set_up,
                self._ask_recovery_key,
                self._ask_backup,
                server=self._server(),
            )
        self.failed = partial(self.not_opened, page)
        self._window.show_alone(page)
        if wrong:
            page.show_error(wrong)
        self.with_names(lambda names: page.show_names(names, self._preferences.who), page)

    def with_names(self, show: Callable[[list[str]], object], page: QWidget | None = None) -> None:
        """Who works with the file, unless ``page`` is gone by then; nobody while its keys cannot be read, which opening it then says."""
        opens = self.opens

        def look() -> list[str]:
            try:
                return opens.names()
            except Refused:
                return []

        # What reads keys takes long to import, and the first paint does not wait for it.
        self._window.once_painted(lambda: self._background.read(look, show, owner=page))

    def not_opened(self, page: UnlockPage | RecoverPage, refusal: Refused) -> None:
        """Say on ``page`` why it did not open, or show what can be done about a damaged file."""
        # It comes from the store, which is imported by now.
        from hubdesk.desktop.screens.damaged import Damaged, DamagedPage

        if isinstance(refusal, Damaged):
            self._window.show_alone(
                DamagedPage(refusal, self._background, self.ask_passphrase, self._pick_file, self._ask_backup)
            )
        else:
            tell(page, refusal)

    def _ask_set_up(self) -> None:
        # A computer that takes the place of one that is lost has no file yet, only a stick with a backup.
        backup = (tr("Bring back a backup"), "history", self._ask_backup)
        page = SetUpPage(self._create, self._pick_file, [backup, *self._server()])
        self.failed = partial(tell, page)
        self._window.show_alone(page)

    def _ask_recovery_key(self) -> None:
        def show(names: list[str]) -> None:
            page = RecoverPage(names, self._recover, self.ask_passphrase)
            self.failed = partial(self.not_opened, page)
            self._window.show_alone(page)

        self.with_names(show)

    def _ask_backup(self) -> None:
        """Bring a backup back in the place of the file, which may be missing, damaged or whole."""
        self._ahead.end()

        def show(_: object) -> None:
            from hubdesk.desktop.restoring import in_place_of

            page = in_place_of(self.path, self._background, leave=self.begin, then=self.unlock_brought_back)
            self.failed = lambda refusal: self.ask_passphrase(refusal.sentence)
            self._window.show_alone(page)

        self._background.read(load_slow_parts, show)

    def _pick_file(self) -> None:
        from PySide6.QtWidgets import QFileDialog

        chosen, _ = QFileDialog.getOpenFileName(
            self._window, tr("Open a hub's file"), str(self.path.parent), tr("HubDesk files (*.hubdesk)")
        )
        if chosen:
            self.path, self.address = Path(chosen), ""
            self.ask_passphrase()

    def _server(self) -> list[Way]:
        """The way to the database on a server that was open here before."""
        address = self._preferences.server
        if not address:
            return []

        def ask() -> None:
            self.address = address
            self.ask_passphrase()

        return [at_server(ADatabase(address).name, ask)]

    def unlock(self, passphrase: str, name: str | None = None) -> None:
        """Open the file beside the window as the person called ``name``, and move in."""
        opens = self.opens
        self._open(lambda progress: opens.open(passphrase, name, progress))

    def unlock_brought_back(self, passphrase: str, name: str | None = None) -> None:
        """Open the file that came back out of a backup, and say so once inside."""
        opens = self.opens

        def move_in(store: object) -> None:
            self.let_in(store)
            self._window.say(tr("The backup is brought back: everything is as it was at that moment."))

        self._open(lambda progress: opens.open(passphrase, name, progress), move_in)

    def _recover(self, code: str, name: str, passphrase: str) -> None:
        opens = self.opens

        def opened(progress: Progress) -> object:
            self._ahead.end()
            return opens.recover(code, name, passphrase, progress)

        def move_in(store: object) -> None:
            self.let_in(store)
            # The key was seen, so the next one is made while somebody is there to lock it away.
            self._make_next_key()

        self._open(opened, move_in)

    def _open(self, opened: Callable[[Progress], object], then: Callable[[object], object] | None = None) -> None:
        def work(progress: Progress) -> object:
            store = opened(progress)
            load_slow_parts()
            return store

        self._background.change(tr("Open the file"), work, then or self.let_in, self.failed)

    def _create(self, new: NewHub, passphrase: str) -> None:
        taken = self.path.exists() or self.path == self._preferences.file
        path = file_for(new.name, self.path) if taken else self.path

        def work(progress: Progress) -> object:
            load_slow_parts()
            self._ahead.end()
            from hubdesk.access.roles import Role
            from hubdesk.access.stretching import tuned
            from hubdesk.desktop.desk import set_up
            from hubdesk.store import Store

            role = Role.LEAD if new.lead else Role.MANAGER
            begin = partial(set_up, new=new)
            return Store.create(path, passphrase, tuned(), begin, name=new.manager, role=role)

        def move_in(store: object) -> None:
            self.path = path
            self.let_in(store)

        self._background.change(tr("Set up the hub"), work, move_in, self.failed)


def file_for(name: str, last: Path) -> Path:
    """A path for the hub called ``name``, in the folder of the file that was open last where that is there."""
    folder = last.parent if last.parent.is_dir() else data_folder()
    kept = " ".join(re.sub(r'[<>:"/\\|?*\x00-\x1f\x7f]', " ", name).split()).strip(". ")
    return folder / f"{kept[:60] or 'hub'}.hubdesk"


def tell(page: UnlockPage | RecoverPage | SetUpPage, refusal: Refused) -> None:
    """Say on ``page`` what was wrong; whoever has left it meanwhile does not wait for it."""
    if isValid(page):
        page.show_error(refusal.sentence)
