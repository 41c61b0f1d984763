"""Backing up and bringing back without a window."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from hubdesk.access.signing_in import open_slots
from hubdesk.access.stretching import retuned
from hubdesk.base.progress import Progress
from hubdesk.base.words import tr, tr_many
from hubdesk.store import Store, backup, file, restoring
from hubdesk.store.backup_list import Backup
from hubdesk.store.in_use import OpenFile
from hubdesk.store.opening import with_right_key

Ask = Callable[[Path], str]
"""Asks for the passphrase of a file."""


def add_commands(
    command: Callable[..., argparse.ArgumentParser], ask: Ask, who: str | None, shown: Callable[[], Progress]
) -> None:
    """Add ``backup`` and ``restore`` through the parser's own ``command``; ``who`` works here unless another is named."""

    def back_up(given: argparse.Namespace) -> None:
        file.check_engine()
        file.check_header(given.file)
        path, passphrase, name = given.file, ask(given.file), given.name or who
        if file.is_open(path):
            held = OpenFile(path, lambda: with_right_key(path, open_slots(path, passphrase, name)).data)
            made = backup.make(held, "asked", shown(), given.folder)
            print(tr("HubDesk has the file open, so its log does not tell of this backup."))
        else:
            made = _with_a_line(path, passphrase, name, shown(), given.folder)
        print(made.path)
        print(_holds(sum(made.manifest.counts.values())))

    def bring_back(given: argparse.Namespace) -> None:
        target = given.target
        restored = restoring.restore(
            given.backup,
            target,
            lambda part: restoring.keys_of(part, ask(given.backup), given.name or who),
            shown(),
            now=datetime.now(UTC),
        )
        print(
            tr(
                "{name} is as it was on {moment:%d %B %Y at %H:%M}. It sends nothing until somebody says it is the right one.",
                name=target.name,
                moment=restored.manifest.when.astimezone(),
            )
        )
        if restored.aside:
            print(tr("The file that was there lies beside it as {name}.", name=restored.aside.name))

    made = command("backup", tr("Back a hub’s file up, also while it is open."), back_up, file=False)
    made.add_argument("file", type=Path, help=tr("the hub's file"))
    made.add_argument("folder", type=Path, nargs="?", help=tr("where to; else where its backups lie"))
    back = command("restore", tr("Bring a backup back. The file that is there is moved aside."), bring_back, file=False)
    back.add_argument("backup", type=Path)
    back.add_argument("target", type=Path, help=tr("the hub's file, there or not"))
    for one in (made, back):
        one.add_argument("--as", dest="name", help=tr("who you are, where several people work with the file"))


def _with_a_line(path: Path, passphrase: str, name: str | None, progress: Progress, folder: Path | None) -> Backup:
    """Back up as the window does, so that the log tells who took a copy."""
    store = Store.open(path, passphrase, name, tune=retuned)
    try:
        made = store.back_up("asked", progress, folder=folder, always=True)
    finally:
        store.close()
    if made is None:
        raise RuntimeError("A hub's file can be backed up.")
    return made


def _holds(rows: int) -> str:
    return tr_many("Opened and counted: {n} row.", "Opened and counted: {n} rows.", rows)
