"""What people may do: whether the log still proves it."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from functools import partial
from itertools import chain, count
from uuid import UUID

from sqlalchemy import Connection, select

from hubdesk.access.roles import Role
from hubdesk.base.words import tr
from hubdesk.store.accounts import enter
from hubdesk.store.checks.fault import Fault
from hubdesk.store.rights_by_log import altered_rights, rights_by_log, unproven_rights
from hubdesk.store.tables import account


def check_rights(connection: Connection) -> Iterator[Fault]:
    """Whoever a repair left with less than can be proven, and rows of accounts that something else altered."""
    for name, role in unproven_rights(connection):
        yield Fault(
            tr(
                "What {name} may do could not be proven after a repair: for now they work as {role}. Give them their part under “People who work here”.",
                name=name,
                role=role.label,
            )
        )
    for said in altered_rights(connection, rights_by_log(connection)):
        yield Fault(said)


def check_accounts(connection: Connection, with_keys: Mapping[UUID, str]) -> Iterator[Fault]:
    """Whoever works here by the log, and whose account something else took out. ``with_keys``: names by id."""
    there = {row.id: row.name for row in connection.execute(select(account.c.id, account.c.name))}
    taken = {*there.values(), *with_keys.values()}
    for id, role in rights_by_log(connection).roles.items():
        if role is None or id in there:
            continue
        if id in with_keys:
            name = with_keys[id]
            said = tr("The account of {name} was taken out by something else than HubDesk; it is put back.", name=name)
        else:
            name = _free(tr("Name not known"), taken)
            taken.add(name)
            said = tr(
                "An account and its key were taken out by something else than HubDesk. It is put back without its name: give whoever it was a new code under “People who work here”, or remove it there."
            )
        yield Fault(said, put_right=partial(_enter, id, name, role))


def _free(name: str, taken: Collection[str]) -> str:
    """The name, with a number where somebody has it already: no two who sign in may have one name."""
    return next(one for one in chain([name], (f"{name} {n}" for n in count(2))) if one not in taken)


def _enter(id: UUID, name: str, role: Role, connection: Connection) -> None:
    enter(connection, id, name, role)
