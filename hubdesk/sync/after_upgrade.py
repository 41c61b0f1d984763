"""After a newer HubDesk is installed: what waited for it, because the one before did not know it, is taken in."""

from __future__ import annotations

from sqlalchemy import select

from hubdesk.store import Store
from hubdesk.store.tables_of_exchange import waiting
from hubdesk.sync.rows import known_kinds
from hubdesk.sync.settling import Settling
from hubdesk.sync.unsettled import NEWER


def settle_after_upgrade(store: Store) -> bool:
    """Take in what waits for a newer version, as far as this one knows it; whether anything waited.

    A merge does the same; this need not wait for one.
    """
    waits = select(waiting.c.record).where(waiting.c.reason == NEWER).limit(1)
    with store.reading_plainly() as connection:
        if connection.scalar(waits) is None:
            return False
    with store.writing_plainly() as connection:
        Settling(connection).settle()
    store.tell(known_kinds())
    return True
