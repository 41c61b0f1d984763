"""Keeps a wizard's answers in the hub's file while they are typed, so that nothing is lost by closing or a crash."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from functools import partial
from uuid import UUID

from PySide6.QtCore import QObject, QTimer

from hubdesk.base.words import tr
from hubdesk.desktop.wizards.answers import Answers
from hubdesk.desktop.workplace import Workplace

WAIT = 150
"""Milliseconds of quiet before what was typed is saved; in the midst of typing it is saved twice as late at most."""


@dataclass(frozen=True)
class _Kept:
    title: str
    page: str
    answers: Answers


class DraftKeeper(QObject):
    """Saves the draft ``id`` of the wizard called ``purpose``; each save replaces the one before.

    sealed: the answers kept under the second key by whoever has it; who has not could not go on with them.
    """

    def __init__(
        self, workplace: Workplace, purpose: str, id: UUID, parent: QObject, sealed: frozenset[str] = frozenset()
    ) -> None:
        super().__init__(parent)
        self.id = id
        self._purpose = purpose
        self._store = workplace.store
        self._sealed = sealed if workplace.store.role.opens_special else frozenset()
        self._background = workplace.background
        self._latest: _Kept | None = None
        self._version = self._saved = 0
        self._saving = threading.Lock()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(WAIT)
        self._timer.timeout.connect(self.flush)
        self._late = QTimer(self)
        self._late.setSingleShot(True)
        self._late.setInterval(2 * WAIT)
        self._late.timeout.connect(self.flush)

    @property
    def waiting(self) -> bool:
        """Whether something is still to be saved."""
        return self._latest is not None and self._version > self._saved

    def keep(self, title: str, page: str, answers: Answers) -> None:
        """Save soon: ``title`` says whom it is about, ``page`` where the person is."""
        self._latest = _Kept(title, page, dict(answers))
        self._version += 1
        self._timer.start()
        if not self._late.isActive():
            self._late.start()

    def flush(self) -> None:
        """Save now, beside the window."""
        self._stop_waiting()
        if self._latest is not None and self.waiting:
            save = partial(self._save, self._version, self._latest)
            self._background.change(tr("Keep what was written"), lambda progress: save())

    def flush_here(self) -> None:
        """Save now and wait for it, as the window closes."""
        self._stop_waiting()
        if self._latest is not None and self.waiting:
            self._save(self._version, self._latest)

    def rest(self) -> None:
        """Save nothing more unless something changes."""
        self._stop_waiting()
        self._latest = None

    def _stop_waiting(self) -> None:
        self._timer.stop()
        self._late.stop()

    def _save(self, version: int, kept: _Kept) -> None:
        # A save that waited for the worker must not replace a later one that did not.
        with self._saving:
            if version > self._saved:
                answers = dict(kept.answers)
                self._store.drafts.save(self.id, self._purpose, kept.title, kept.page, answers, self._sealed)
                self._saved = version
