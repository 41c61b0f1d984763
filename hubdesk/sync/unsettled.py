"""Why records wait, in the table that keeps it; also those that a merge has still to settle, so that they are no burden."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final
from uuid import UUID

from sqlalchemy import Connection, case, delete, func, insert, literal, select, update

from hubdesk.store.bulk import AnyId, Id, insert_all
from hubdesk.store.tables_of_exchange import conflict, waiting
from hubdesk.sync.merge_report import Waiting
from hubdesk.sync.rows import known_kinds

FIRST, PARENT, LINK, TWIN, USED, NEWER = "first", "parent", "link", "twin", "used", "newer"
"""What a record may wait for when a merge has ended, as `waiting` tells."""

UNSETTLED: Final = "unsettled"
"""While a merge goes on: how it stands follows from all of its journal, when all has come."""

GONE: Final = "gone"
"""While a merge goes on: it was removed, and is to be deleted unless it is still used."""

STANDS: Final = "stands"
"""While a merge goes on: it stands as all that is known says, but what it belongs to may not be here."""

BATCH: Final = 500


def set_aside(connection: Connection, records: dict[AnyId, str], reason: str, needs: Id | None = None) -> None:
    """Note these records, each with its kind, and why they wait, in place of what was noted before."""
    rows = [{"record": record, "kind": kind, "reason": reason, "needs": needs} for record, kind in records.items()]
    insert_all(connection, waiting, rows, replaced_by="record")


def all_unsettled(connection: Connection) -> None:
    """Note everything that waits or is in disagreement as not settled, but for what is only gone."""
    disagreed = select(conflict.c.record)
    anew = (waiting.c.reason != GONE) | waiting.c.record.in_(disagreed)
    connection.execute(update(waiting).where(anew).values(reason=UNSETTLED, needs=None))
    more = select(conflict.c.record, func.min(conflict.c.kind), literal(UNSETTLED)).group_by(conflict.c.record)
    more = more.where(conflict.c.record.not_in(select(waiting.c.record)))
    connection.execute(insert(waiting).from_select(["record", "kind", "reason"], more))


def those(connection: Connection, reason: str) -> Iterator[dict[UUID, str]]:
    """The records that wait for this reason, each with its kind, some at a time; they may be noted anew meanwhile."""
    wanted = select(waiting.c.record, waiting.c.kind).where(waiting.c.reason == reason)
    wanted = wanted.order_by(waiting.c.record).limit(BATCH)
    some = {row[0]: row[1] for row in connection.execute(wanted)}
    while some:
        yield some
        after = wanted.where(waiting.c.record > max(some, key=str))
        some = {row[0]: row[1] for row in connection.execute(after)}


def wait_no_more(connection: Connection, reason: str) -> None:
    """Strike out all that was noted for this reason."""
    connection.execute(delete(waiting).where(waiting.c.reason == reason))


def waiting_now(connection: Connection) -> tuple[Waiting, ...]:
    """How many records wait, by kind and reason; a package may name kinds without end, so those not known count as one."""
    kind = case((waiting.c.kind.in_(known_kinds()), waiting.c.kind), else_="").label("kind")
    counted = select(kind, waiting.c.reason, func.count()).group_by(kind, waiting.c.reason)
    return tuple(sorted((Waiting(*row) for row in connection.execute(counted)), key=lambda one: (one.kind, one.reason)))
