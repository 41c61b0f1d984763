"""Which file or server, who works there, and letting people in, without a window."""

from __future__ import annotations

import argparse
import getpass
import os
import sys
from collections.abc import Callable
from contextlib import AbstractContextManager, closing
from functools import partial
from pathlib import Path
from typing import Final

from hubdesk.access.recovery import looks_like
from hubdesk.access.roles import Role
from hubdesk.access.stretching import retuned, tuned
from hubdesk.base.errors import Refused
from hubdesk.base.places import is_server
from hubdesk.base.words import tr
from hubdesk.operations.set_up_hub import set_up_hub
from hubdesk.store import Store
from hubdesk.store.accounts import Accounts
from hubdesk.store.server_engines import name_of as name_of_database
from hubdesk.store.server_engines import without_password

_NEW: Final = "HUBDESK_NEW_PASSPHRASE"
_KEY: Final = "HUBDESK_RECOVERY_KEY"

Opened = Callable[..., AbstractContextManager[Store]]
"""Opens a file or database: where it is, a passphrase or None, a name or None."""


def place(said: str) -> Path | str:
    """A hub's file, or the address of a database on a server."""
    return said if is_server(said) else Path(said)


def name_of(at: Path | str) -> str:
    """How a file or a database is called."""
    return at.name if isinstance(at, Path) else name_of_database(at)


def opened(at: Path | str, passphrase: str, name: str | None) -> Store:
    """The file or database, open."""
    if isinstance(at, Path):
        return Store.open(at, passphrase, name, tune=retuned)
    return Store.connect(at, passphrase, name, retuned)


def add_commands(
    command: Callable[..., argparse.ArgumentParser],
    opened: Opened,
    ask: Callable[[Path | str], str],
    who: str | None,
) -> None:
    """Add ``set-up``, ``people``, ``let-in``, ``passphrase`` and those of the recovery key through ``command``."""

    def set_up(given: argparse.Namespace) -> None:
        name = given.name or who
        if not name:
            raise Refused(tr("Say with --as who leads the network; everybody else is let in by name later."))
        network, passphrase = given.network, ask(given.into)
        begin = partial(set_up_hub, name=network, letters="NET", network=network, lead=True)
        if isinstance(given.into, Path):
            store = Store.create(given.into, passphrase, tuned(), begin, name=name, role=Role.LEAD)
        else:
            store = Store.set_up(given.into, passphrase, name, tuned(), begin)
        shown = given.into if isinstance(given.into, Path) else without_password(given.into)
        print(tr("{place} is set up. {name} signs in with this passphrase and lets others in.", place=shown, name=name))
        with closing(store):
            _onto_paper(store.accounts)

    def people(given: argparse.Namespace) -> None:
        with opened(given.file, name=given.name) as store:
            for one in store.accounts.all():
                print(f"{one.name}\t{one.role.label}")

    def let_in(given: argparse.Namespace) -> None:
        with opened(given.file, name=given.name) as store:
            code = store.accounts.add(given.who, Role(given.role))
        print(tr("The code with which {name} comes in, once, within a week: {code}", name=given.who, code=code))

    def passphrase(given: argparse.Namespace) -> None:
        with opened(given.file, name=given.name) as store:
            store.choose_passphrase(_new_passphrase())
        print(tr("Your new passphrase holds from now on."))

    def recovery_key(given: argparse.Namespace) -> None:
        with opened(given.file, name=given.name) as store:
            _onto_paper(store.accounts)

    def recover(given: argparse.Namespace) -> None:
        name = given.name or who
        if not name:
            raise Refused(tr("Say with --as which manager gets a new passphrase."))
        with closing(_recovered(given.file, _typed_key(), name, _new_passphrase())) as store:
            print(tr("Your new passphrase holds from now on."))
            # The key was seen, so the next one is made while somebody is there to lock it away.
            _onto_paper(store.accounts)

    made = command("set-up", tr("Make the network's file, or set its database on a server up."), set_up, file=False)
    made.add_argument("--into", type=place, required=True, help=tr("network.hubdesk, or postgresql://…"))
    made.add_argument("--as", dest="name", help=tr("who leads the network"))
    made.add_argument("--network", default=tr("Network"), help=tr("how the network is called"))
    command("people", tr("Who works with the file or database."), people)
    new = command("let-in", tr("Give somebody an account, and the code with which they come in."), let_in)
    new.add_argument("who", help=tr("their name"))
    new.add_argument("--role", choices=[role.value for role in Role], default=Role.RECEPTION.value)
    command("passphrase", tr("Choose a passphrase of your own."), passphrase)
    command(
        "recovery-key",
        tr("Make a new recovery key; once it is on paper, an earlier one opens nothing any more."),
        recovery_key,
    )
    command("recover", tr("Open it by its recovery key, when every manager's passphrase is lost."), recover)


def _recovered(at: Path | str, code: str, name: str, passphrase: str) -> Store:
    if isinstance(at, Path):
        return Store.recover(at, code, name, passphrase)
    return Store.recover_at(at, code, name, passphrase)


def _typed_key() -> str:
    given = os.environ.get(_KEY)
    if given:
        return given
    if not sys.stdin.isatty():
        raise Refused(tr("Nobody is here to ask. Give the recovery key as {variable}.", variable=_KEY))
    return input(tr("Recovery key, from its paper: "))


def _onto_paper(accounts: Accounts) -> None:
    """Make a recovery key and show it once; somebody who is there types a part of it back from the paper.

    Until then the earlier one opens too. Where nobody is there, whoever reads what is printed has it.
    """
    code = accounts.new_recovery_key()
    groups = code.split()
    print(tr("Recovery key: {key}", key=code))
    print(tr("It is shown only now. Write it on paper, seal it in an envelope and lock it away."), flush=True)
    if not sys.stdin.isatty():
        accounts.confirm_recovery_key(code)
        return
    try:
        while not looks_like(input(tr("The third and the seventh group, from the paper: ")), groups[2] + groups[6]):
            print(tr("These are not the third and the seventh group. Compare the paper with the screen."))
    except EOFError:
        # Whoever ends the input there leaves with a key that opens, on paper or not, and so does the one before.
        print()
        return
    accounts.confirm_recovery_key(code)
    print(tr("The recovery key is on paper. Seal it in an envelope and lock it away."))


def _new_passphrase() -> str:
    given = os.environ.get(_NEW)
    if given or not sys.stdin.isatty():
        if not given:
            raise Refused(tr("Nobody is here to ask. Give the passphrase as {variable}.", variable=_NEW))
        return given
    first = getpass.getpass(tr("New passphrase: "))
    if getpass.getpass(tr("Once more: ")) != first:
        raise Refused(tr("The two are not the same. Nothing was changed; try again."))
    return first
