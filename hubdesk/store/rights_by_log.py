"""What the log says of each account, which nobody can alter unseen, against what its row says."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import suppress
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, select

from hubdesk.access.roles import Role
from hubdesk.base.words import tr
from hubdesk.store.tables import account, audit
from hubdesk.store.values import unpack

ByLog = dict[UUID, Role | None]
"""Of each account that the log tells of, its role, or None once it was taken. Of whoever began the file it tells nothing."""

_TELLING = ("rights_changed", "account_ended", "repaired")


def rights_by_log(connection: Connection) -> ByLog:
    """Read from the whole log; a line that cannot be understood was altered, which `proof.verify` tells."""
    told: ByLog = {}
    lines = select(audit.c.what, audit.c.about).where(audit.c.what.in_(_TELLING)).order_by(audit.c.seq)
    for what, about in connection.execute(lines):
        with suppress(ValueError, KeyError, TypeError, AttributeError):
            take(told, what, unpack(about))
    return told


def take(told: ByLog, what: str, about: Mapping[str, Any]) -> None:
    """Take the next line into account. Raises ValueError, KeyError or TypeError when it cannot be understood."""
    if what == "account_ended":
        told[UUID(about["account"])] = None
    elif what == "rights_changed" and "role" in about:
        told[UUID(about["account"])] = Role(about["role"])
    elif what == "repaired" and (about.get("accounts") or _lines_lost(about)):
        # Accounts that were lost were made anew from their keys, as what these allow; and of lines that were lost
        # nobody knows what they told, so that the rows, which were read page by page, are all that is left.
        told.clear()


def _lines_lost(about: Mapping[str, Any]) -> bool:
    return any(mark.startswith("gap:") for mark in about.get("missing", ()))


def altered_rights(connection: Connection, told: ByLog) -> Iterator[str]:
    """A sentence for each account whose row says something else than the log."""
    for row in connection.execute(select(account)):
        stands = None if row.ended is not None else row.role
        if told.get(row.id, stands) != stands:
            yield tr("What {name} may do was altered from outside: the log tells something else.", name=row.name)
