"""What people may do: whether the log still proves it."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import Connection

from hubdesk.base.words import tr
from hubdesk.store.checks.fault import Fault
from hubdesk.store.rights_by_log import altered_rights, rights_by_log, unproven_rights


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
