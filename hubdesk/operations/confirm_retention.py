"""What is kept too long is erased when two different people have confirmed it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import delete, insert

from hubdesk.access.rights import Deed
from hubdesk.base.errors import Refused
from hubdesk.base.progress import Progress
from hubdesk.base.words import tr
from hubdesk.operations.erase_person import erase_people
from hubdesk.operations.retention_due import Due, retention_due, retentions
from hubdesk.store import Store
from hubdesk.store.erasing import erase_fields
from hubdesk.store.tables import retention_tick


@dataclass(frozen=True)
class Confirmed:
    """How many now wait for a second person, and how many were erased."""

    waiting: int
    erased: int


def confirm_retention(
    store: Store, records: Sequence[UUID], today: date, progress: Progress | None = None
) -> Confirmed:
    """Whoever is signed in confirms these of what is due today: the first time they wait, by a second one they go.

    Raises Refused when the same person would confirm twice.
    """
    store.require(Deed.ERASE)
    with store.reading() as session:
        due = [one for one in retention_due(session, today) if one.record in set(records)]
    again = [one for one in due if one.ticked_by]
    if any(one.account == store.account.id for one in again):
        raise Refused(tr("You have confirmed these yourself. Somebody else confirms them before they are erased."))
    first = [one for one in due if not one.ticked_by]
    if first:
        with store.writing_plainly() as connection:
            told = {"account": store.account.id, "by": store.by, "on": today}
            rows = [{"record": one.record, "retention": one.retention, **told} for one in first]
            connection.execute(insert(retention_tick), rows)
        store.note("confirmed", records=len(first))
    parts = [[one for one in again if one.retention == code] for code in dict.fromkeys(one.retention for one in again)]
    # What waits and what went so far is done: it does not stop halfway.
    steps = (progress or Progress()).to_the_end()
    for at, part in enumerate(parts):
        share = steps.share(100 * at // len(parts), 100 * (at + 1) // len(parts))
        _erase(store, part[0].retention, part, today, share)
    return Confirmed(len(first), len(again))


def take_back(store: Store, record: UUID) -> None:
    """What was confirmed once for this record is forgotten."""
    store.require(Deed.ERASE)
    with store.writing_plainly() as connection:
        connection.execute(delete(retention_tick).where(retention_tick.c.record == record))


def _erase(store: Store, code: str, due: list[Due], today: date, progress: Progress) -> None:
    retention = next(one for one in retentions() if one.code == code)
    records = [one.record for one in due]
    if retention.kind:
        with store.writing_plainly() as connection:
            erase_fields(connection, retention.kind, records, retention.fields, store.by, "retention")
        store.note_erasures()
        store.tell(frozenset({retention.kind}))
    else:
        for first in sorted({one.ticked_by for one in due}):
            people = [one.record for one in due if one.ticked_by == first]
            erase_people(store, people, code, first, store.by, today, progress)
    with store.writing_plainly() as connection:
        connection.execute(delete(retention_tick).where(retention_tick.c.record.in_(records)))
