"""Another lead organisation than before: what the one before decided about this hub's records, it hears from the hub."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, exists, select

from hubdesk.base.progress import Progress
from hubdesk.fields.sealed import sealer_of
from hubdesk.store import Store
from hubdesk.store.chain import head
from hubdesk.store.saying_all_again import say_all_again, say_removals_again
from hubdesk.store.small_facts import drop_fact, fact
from hubdesk.store.tables import erased, journal, row_clock
from hubdesk.store.tables_of_exchange import conflict
from hubdesk.store.values import opened_values, unpack
from hubdesk.sync.agreement import Agreed
from hubdesk.sync.epochs import epochs
from hubdesk.sync.in_part import unsure_fields
from hubdesk.sync.sent import HUB
from hubdesk.sync.to_send import of_the_hub
from hubdesk.sync.told import ANOTHER_LEAD


def say_to_another_lead(store: Store, agreed: Agreed, progress: Progress) -> None:
    """Journal as this hub's own what others changed or removed of its records, once, when records leave.

    Nothing else would bring it there: those changes are in the numbers of whoever made them.
    """
    if not agreed.sends_records:
        return
    with store.reading_plainly() as connection:
        if not fact(connection, ANOTHER_LEAD):
            return
        ours = {one.number for one in of_the_hub(connection, store.hub_id)}
        others = [number for number in epochs(connection) if number not in ours]
        removed = _removed(connection, store.hub_id, others, agreed.fields)
        sealer, line = sealer_of(connection.dialect), head(connection).seq
    say_all_again(store, agreed.fields, others, progress, line=line, of=store.hub_id, unsure=unsure_fields)
    say_removals_again(store, [(row.kind, row.record, opened_values(unpack(row.before), sealer)) for row in removed])
    with store.writing_plainly() as writing:
        drop_fact(writing, ANOTHER_LEAD)


def _removed(
    connection: Connection, hub: UUID | None, others: Collection[int], kinds: Collection[str]
) -> list[Row[Any]]:
    """The removals in force that others made of this hub's records."""
    made = (journal.c.epoch == row_clock.c.epoch) & (journal.c.seq == row_clock.c.seq)
    query = select(journal).join(row_clock, made)
    query = query.where(row_clock.c.gone, journal.c.action == "remove", journal.c.epoch.in_(others))
    query = query.where(journal.c.kind.in_(kinds), ~exists().where(erased.c.record == journal.c.record))
    # Of what was changed against its removal nobody has decided yet.
    query = query.where(~exists().where(conflict.c.record == journal.c.record))
    return [row for row in connection.execute(query) if unpack(row.before).get(HUB) == str(hub)]
