"""Keys and the mouse, heard wherever in the program they go: by one filter for all who listen.

Qt hands a filter of the whole program every event that there is, thousands for one page that is shown, and each takes
longer in Python than most take in Qt. So there is one, and only what somebody at the desk does is passed on.
"""

from __future__ import annotations

from typing import Final, Protocol

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt
from shiboken6 import isValid


class Hears(Protocol):
    """A QObject that listens; it is forgotten when it is gone."""

    def heard(self, watched: QObject, event: QEvent) -> bool:
        """Whether it keeps ``event`` from what it is meant for, and from whoever began to listen earlier."""


_DONE_AT_THE_DESK: Final = frozenset(
    (
        QEvent.Type.KeyPress,
        QEvent.Type.KeyRelease,
        QEvent.Type.ShortcutOverride,
        QEvent.Type.MouseButtonPress,
        QEvent.Type.MouseMove,
        QEvent.Type.Wheel,
        QEvent.Type.TouchBegin,
    )
)


class _Hearing(QObject):
    def __init__(self, application: QCoreApplication) -> None:
        super().__init__(application)
        self._application = application
        self._listeners: list[Hears] = []

    def add(self, listener: Hears) -> None:
        self._listeners = [*self._without(listener), listener]
        self._application.installEventFilter(self)

    def remove(self, listener: Hears) -> None:
        self._listeners = self._without(listener)
        if not self._listeners:
            self._application.removeEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() not in _DONE_AT_THE_DESK:
            return False
        return any(isValid(one) and one.heard(watched, event) for one in reversed(self._listeners))

    def _without(self, listener: Hears) -> list[Hears]:
        return [one for one in self._listeners if one is not listener and isValid(one)]


def hear(application: QCoreApplication, listener: Hears) -> None:
    """Let ``listener`` hear keys, the mouse and touches from now on, before those who began earlier."""
    (_hearing_of(application) or _Hearing(application)).add(listener)


def ignore(application: QCoreApplication, listener: Hears) -> None:
    """Let it hear nothing more."""
    hearing = _hearing_of(application)
    if hearing is not None:
        hearing.remove(listener)


def _hearing_of(application: QCoreApplication) -> _Hearing | None:
    # Not through children(): each child of Qt's own would bring its Python class with it, as long as half a page takes.
    return application.findChild(_Hearing, options=Qt.FindChildOption.FindDirectChildrenOnly)
