"""What a transaction has to know of what others did in the same database since the last one."""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import Connection, func, select

from hubdesk.base.errors import Refused
from hubdesk.base.words import tr
from hubdesk.store.accounts import Account
from hubdesk.store.clock import PULLED, reading_at
from hubdesk.store.rights_by_log import rights_by_log
from hubdesk.store.tables import account, operation


def still_works_here(connection: Connection, mine: Account) -> None:
    """Raises Refused when the account was taken, or its role changed, since its holder signed in."""
    row = connection.execute(select(account.c.role, account.c.ended).where(account.c.id == mine.id)).one_or_none()
    if row is None or row.ended is not None:
        raise Refused(tr("This account is no longer there. Ask a manager for a new one."))
    # A row that was altered from outside changes nothing: whoever signed in works as what the log says.
    if row.role != mine.role and rights_by_log(connection).get(mine.id, row.role) != mine.role:
        raise Refused(tr("Your role was changed at another desk. Close HubDesk and sign in again."))


def last_clock(connection: Connection, epoch: int) -> int:
    """The highest reading of a clock that any desk has written down.

    Another machine's clock that ran far ahead does not pull this one with it. ``epoch``: this database's own.
    """
    newest = select(func.max(operation.c.clock))
    own = connection.scalar(newest.where(operation.c.epoch == epoch)) or 0
    known = connection.scalar(newest) or 0
    return int(max(own, min(known, reading_at(datetime.now(UTC) + PULLED))))
