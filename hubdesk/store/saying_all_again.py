"""Sending anew what a narrower agreement held back: those fields of every record are journalled once more, batch by batch."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Connection, exists, func, select
from sqlalchemy.orm import Session

from hubdesk.base.progress import Progress
from hubdesk.base.words import tr
from hubdesk.records import kind_named
from hubdesk.store.small_facts import keep_fact
from hubdesk.store.store import Store
from hubdesk.store.tables import journal, row_clock
from hubdesk.store.writing import writing_of

SAID: Final = "said_again"
"""The setting that holds at which reading of the clock all that may leave was journalled last."""

SAID_LINE: Final = "said_again_line"
"""The setting that holds the last line of this file's log by then: what another computer tells later comes after it,
whatever its clock reads."""

_BATCH: Final = 400
_REDONE: Final = 2
"""The turn of what repeats: it is not in the undo menu, and no rule judges what stood already."""


Unsure = Callable[[Connection, Sequence[UUID]], Mapping[UUID, frozenset[str]]]
"""Of records, the fields of which this file may not know how they stand."""


def _sure_of_all(*_: object) -> Mapping[UUID, frozenset[str]]:
    return {}


def say_all_again(
    store: Store,
    fields: Mapping[str, frozenset[str]],
    epochs: Collection[int],
    progress: Progress,
    *,
    line: int,
    of: UUID | None = None,
    unsure: Unsure = _sure_of_all,
) -> None:
    """Journal these fields, by kind, of every record that was changed in one of the epochs; bounded in memory.

    line: of the log, the last one when it was looked at what to say; of: only the records that this hub made.
    """
    with store.operation(tr("Send what was held back before"), "said_again") as session:
        writing = writing_of(session)
        writing.turn = _REDONE
        total = sum(_count(session, kind) for kind in fields)
        done = 0
        for kind, names in fields.items():
            last: UUID | None = None
            while some := _next(session, kind, last, epochs, of):
                last = some[-1].id
                writing.say_again(some, names, unsure(session.connection(), [record.id for record in some]))
                session.expunge_all()
                done += len(some)
                progress.step(done, total)
    with store.writing_plainly() as connection:
        keep_fact(connection, SAID, str(store.clock.tick()))
        keep_fact(connection, SAID_LINE, str(line))


def say_removals_again(store: Store, removed: Sequence[tuple[str, UUID, dict[str, Any]]]) -> None:
    """Journal the removals of these records once more: of each its kind, its id, and the JSON values that it had."""
    if not removed:
        return
    with store.operation(tr("Send what was held back before"), "said_again") as session:
        writing = writing_of(session)
        writing.turn = _REDONE
        for kind, record, before in removed:
            writing.remove_again(kind_named(kind), record, before)


def _count(session: Session, kind: str) -> int:
    return session.scalar(select(func.count()).select_from(kind_named(kind).__table__)) or 0


def _next(session: Session, kind: str, last: UUID | None, epochs: Collection[int], of: UUID | None) -> list[Any]:
    made = kind_named(kind)
    query = select(made).where(exists().where(journal.c.record == made.id, journal.c.epoch.in_(epochs)))
    # What is removed and only stands because others use it would come back by being said again.
    query = query.where(~exists().where(row_clock.c.record == made.id, row_clock.c.gone))
    if of is not None:
        query = query.where(made.hub_id == of)
    if last is not None:
        query = query.where(made.id > last)
    return list(session.scalars(query.order_by(made.id).limit(_BATCH)))
