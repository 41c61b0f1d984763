"""The page that brings a backup back, wired to a file that is open, or to one that cannot be opened."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from hubdesk.access.rights import Deed
from hubdesk.base.errors import Refused
from hubdesk.base.places import backups_folder
from hubdesk.base.progress import Progress
from hubdesk.desktop.background import Background
from hubdesk.desktop.screens.restore import RestorePage
from hubdesk.store import Store
from hubdesk.store.backup import folder_of
from hubdesk.store.restoring import keys_of


def in_place_of(
    path: Path, background: Background, *, leave: Callable[[], object], then: Callable[[str, str | None], object]
) -> RestorePage:
    """Offers the backups that lie beside a file which is missing, damaged or closed; ``then`` opens what came back."""
    return RestorePage(backups_folder(path), path, then, background=background, keys_of=keys_of, leave=leave)


def over_an_open_file(
    store: Store,
    chosen: Path,
    lost: tuple[str, ...],
    background: Background,
    release: Callable[[], object],
    *,
    leave: Callable[[], object],
    then: Callable[[str, str | None], object],
) -> RestorePage:
    """Backs the open file up, lets go of it with ``release``, and opens what was brought back with ``then``."""
    store.require(Deed.RESTORE)
    held = store.held
    if held is None:
        raise RuntimeError("A database on a server has no backup of ours.")

    def keep(progress: Progress) -> bool:
        try:
            store.back_up("restore", progress)
        except Refused:
            return False  # the file itself is moved aside and kept
        return True

    return RestorePage(
        folder_of(held),
        held.path,
        then,
        background=background,
        keys_of=keys_of,
        leave=leave,
        chosen=chosen,
        lost=lost,
        who=store.account.name,
        before=keep,
        release=release,
    )
