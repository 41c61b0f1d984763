"""The lock: the window is covered until whoever works here, or somebody else, gives their passphrase."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtWidgets import QApplication

from hubdesk.base.progress import Progress
from hubdesk.base.words import tr
from hubdesk.desktop.background import Background
from hubdesk.desktop.front_door import FrontDoor, tell
from hubdesk.desktop.locking import Locking
from hubdesk.desktop.preferences import Preferences
from hubdesk.desktop.screens.unlock import UnlockPage, lock_page
from hubdesk.desktop.window import MainWindow


class Lock:
    """Covers the open file and takes the cover away.

    Who comes back themselves finds all as it was, and ``back`` hears, on a worker, how many wrong passphrases came before
    theirs; for somebody else ``leave`` closes the file, also on a worker, and the ``door`` opens it again.
    """

    def __init__(
        self,
        window: MainWindow,
        background: Background,
        preferences: Preferences,
        door: FrontDoor,
        locking: Locking,
        back: Callable[[int], object],
        leave: Callable[[], object],
    ) -> None:
        self._window, self._background, self._preferences = window, background, preferences
        self._door, self._locking = door, locking
        self._back, self._leave = back, leave
        self.whose: str | None = None
        """The name of whoever works with the open file."""

    def lock(self) -> None:
        """Cover everything until whoever works here, or somebody else, gives their passphrase."""
        self._locking.rest()
        for box in iter(QApplication.activePopupWidget, None):
            box.close()
        for dialog in iter(QApplication.activeModalWidget, None):
            dialog.close()
        page = lock_page(lambda passphrase, name: self._return(page, passphrase, name), self._window.close)
        self._window.cover(page)
        self._door.with_names(lambda names: page.show_names(names, self._preferences.who), page)

    def _return(self, page: UnlockPage, passphrase: str, name: str | None) -> None:
        if name is not None and (self.whose is None or name != self.whose):
            self._change_person(page, passphrase, name)
            return
        opens = self._door.opens
        self._background.change(
            tr("Unlock"),
            lambda progress: self._back(opens.check(passphrase, name)),
            self._uncover,
            partial(tell, page),
        )

    def _uncover(self, nothing: object) -> None:
        self._window.uncover()
        self._locking.watch()

    def _change_person(self, page: UnlockPage, passphrase: str, name: str) -> None:
        """Let somebody else work, once their passphrase is right; what the one before was typing is kept as a draft."""
        opens = self._door.opens

        def work(progress: Progress) -> object:
            opens.check(passphrase, name)
            self._leave()
            self.whose = None
            return opens.open(passphrase, name, progress)

        self._background.change(tr("Open the file"), work, self._door.let_in, partial(self._door.not_opened, page))
