"""First contact between a hub and its lead without a window: invitation, answer, and whose keys hold."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from pathlib import Path

from hubdesk.base.errors import Refused
from hubdesk.base.words import tr
from hubdesk.store import Store
from hubdesk.sync import correspondents
from hubdesk.sync.correspondents import HUB, LEAD, Correspondent
from hubdesk.sync.invitation import Introduction, confirm, introduce, own_words, read_introduction
from hubdesk.sync.spare_key import give_spare_key, show_spare_key, take_spare_key

Opened = Callable[..., AbstractContextManager[Store]]
"""Opens the file or database at a place for as long as it is needed."""


def add_commands(command: Callable[..., argparse.ArgumentParser], opened: Opened) -> None:
    """Add ``invite``, ``accept``, ``admit``, ``keys``, ``revoke`` and those of spare keys through the parser's own ``command``."""

    def invite(given: argparse.Namespace) -> None:
        with opened(given.file, name=given.name) as store:
            _introduced(store, LEAD, given.folder)

    def accept(given: argparse.Namespace) -> None:
        with opened(given.file, name=given.name) as store:
            _confirmed(store, read_introduction(given.invitation, LEAD), given.words)
            _introduced(store, HUB, given.answer)

    def admit(given: argparse.Namespace) -> None:
        with opened(given.file, name=given.name) as store:
            _confirmed(store, read_introduction(given.answer, HUB), given.words)

    def keys(given: argparse.Namespace) -> None:
        with opened(given.file, name=given.name) as store:
            for one in correspondents.correspondents(store):
                print(f"{one.what}\t{one.name}\t{one.since:%Y-%m-%d}\t{one.by}")

    def revoke(given: argparse.Namespace) -> None:
        with opened(given.file, name=given.name) as store:
            correspondents.revoke(store, _named(store, given.whose).id)

    def renew(given: argparse.Namespace) -> None:
        with opened(given.file, name=given.name) as store:
            store.renew_post_keys()
            print(tr("Your new six words: {words}", words=" ".join(own_words(store))))

    command("new-keys", tr("Take other keys, as after a theft; everybody else must take them in."), renew)
    words = tr("the six words that the other side reads out")
    made = command("invite", tr("Write the lead's invitation to hubs."), invite)
    made.add_argument("folder", type=Path)
    taken = command("accept", tr("Take in the lead's invitation, and write the answer."), accept)
    taken.add_argument("invitation", type=Path)
    taken.add_argument("--words", help=words)
    taken.add_argument("--answer", type=Path, required=True, help=tr("a folder for the answer"))
    let_in = command("admit", tr("Take in a hub's answer: its packages are taken from then on."), admit)
    let_in.add_argument("answer", type=Path)
    let_in.add_argument("--words", help=words)
    command("keys", tr("Whose keys hold: the lead's, and those of hubs."), keys)
    gone = command("revoke", tr("Take nothing from somebody's keys any more."), revoke)
    for one in (gone, _add_spare(command, opened)):
        one.add_argument("whose", nargs="+", help=tr("the name, as “hubdesk keys” lists it"))


def _add_spare(command: Callable[..., argparse.ArgumentParser], opened: Opened) -> argparse.ArgumentParser:
    """Add the commands of spare keys; the one that shows a hub's."""

    def spare(given: argparse.Namespace) -> None:
        given.folder.mkdir(parents=True, exist_ok=True)
        with opened(given.file, name=given.name) as store:
            print(give_spare_key(store, given.folder))

    def keep_spare(given: argparse.Namespace) -> None:
        with opened(given.file, name=given.name) as store:
            take_spare_key(store, given.spare)
        print(tr("The spare key is kept, sealed."))

    def show_spare(given: argparse.Namespace) -> None:
        with opened(given.file, name=given.name) as store:
            print(show_spare_key(store, _named(store, given.whose).hub_id))

    given = command("spare-key", tr("Write a recovery key that only the lead can open, for it to keep."), spare)
    given.add_argument("folder", type=Path)
    kept = command("keep-spare-key", tr("Keep a hub's spare key."), keep_spare)
    kept.add_argument("spare", type=Path)
    return command("show-spare-key", tr("Show a hub's spare key, on the day it is needed."), show_spare)


def _named(store: Store, said: Sequence[str]) -> Correspondent:
    named = " ".join(said).casefold()
    found = [one for one in correspondents.correspondents(store) if one.name.casefold() == named]
    if len(found) != 1:
        raise Refused(tr("Nobody, or more than one, is called so. “hubdesk keys” lists them."))
    return found[0]


def _introduced(store: Store, what: str, folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    print(introduce(store, what, folder))
    print(tr("Your six words, for whoever takes it in: {words}", words=" ".join(own_words(store))))


def _confirmed(store: Store, one: Introduction, words: str | None) -> None:
    if words is None and not sys.stdin.isatty():
        raise Refused(tr("Nobody is here to ask. Give the six words with --words."))
    typed = words or input(tr("The six words that {name} reads out: ", name=one.name))
    confirm(store, one, typed)
    print(tr("The keys of {name} hold from now on.", name=one.name))
