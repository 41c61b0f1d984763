"""Numbers that are given out once: what has been printed keeps its number, also when the operation is undone."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from hubdesk.store.gate import gate
from hubdesk.store.machine import signs_of
from hubdesk.store.small_facts import fact, keep_fact
from hubdesk.store.tables import device_epoch


def next_numbers(session: Session, series: str, n: int) -> range:
    """The next ``n`` numbers of a series, counted from 1; none of them comes again."""
    name = f"numbers {series}"
    connection = session.connection()
    last = int(fact(connection, name) or 0)
    if n:
        with gate(connection):
            keep_fact(connection, name, str(last + n))
    return range(last + 1, last + n + 1)


def own_machine(session: Session) -> str:
    """Three signs for this file on this machine, so that two machines of one hub never give out one number.

    They follow from the epoch: a file that was copied, or brought back from a backup, gets others with its new epoch.
    """
    epoch: UUID = session.connection().execute(select(device_epoch.c.epoch).where(device_epoch.c.mine)).scalar_one()
    return signs_of(epoch)


def own_hub(session: Session) -> UUID | None:
    """The id of the hub that this file belongs to, or None before it is set up."""
    stored = fact(session.connection(), "hub")
    return UUID(stored) if stored else None
