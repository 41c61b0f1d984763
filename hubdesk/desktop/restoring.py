"""The page that brings a backup back, wired to a file that is open."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from hubdesk.access.key_slots import open_slots
from hubdesk.base.errors import Refused
from hubdesk.base.progress import Progress
from hubdesk.desktop.background import Background
from hubdesk.desktop.screens.restore import RestorePage
from hubdesk.store import Store, backup


def over_an_open_file(
    store: Store,
    chosen: Path,
    lost: tuple[str, ...],
    background: Background,
    release: Callable[[], object],
    *,
    leave: Callable[[], object],
    then: Callable[[str], object],
) -> RestorePage:
    """Backs the open file up, lets go of it with ``release``, and opens what was brought back with ``then``."""
    held = store.held
    if held is None:
        raise RuntimeError("A database on a server has no backup of ours.")

    def keep(progress: Progress) -> bool:
        try:
            backup.before(held, "restore", progress)
        except Refused:
            return False  # the file itself is moved aside and kept
        return True

    return RestorePage(
        backup.folder_of(held),
        held.path,
        then,
        background=background,
        key_of=open_slots,
        leave=leave,
        chosen=chosen,
        lost=lost,
        before=keep,
        release=release,
    )
