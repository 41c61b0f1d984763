"""What is kept too long is erased when two different people have confirmed it: a manager, and anybody who sees it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import Connection, delete, insert
from sqlalchemy.orm import Session

from hubdesk.access.rights import Deed, May, rights_on
from hubdesk.access.roles import Role
from hubdesk.base.errors import Refused
from hubdesk.base.progress import Progress
from hubdesk.base.words import tr
from hubdesk.operations.erase_person import erase_people
from hubdesk.operations.retention_due import Due, Retention, retention_due, retentions
from hubdesk.store import Store
from hubdesk.store.erasing import erase_fields
from hubdesk.store.tables import retention_tick


@dataclass(frozen=True)
class Confirmed:
    """How many now wait for a second person, and how many were erased."""

    waiting: int
    erased: int


def due_for_me(store: Store, today: date) -> list[Due]:
    """What of all that is due whoever is signed in may confirm: of kinds that they may see."""
    if store.role.manages:
        with store.reading() as session:
            return retention_due(session, today)
    seen = {one.code for one in retentions() if all(_sees(store.role, kind) for kind in _kinds(one))}
    # By all that the file holds: what somebody may not see can still be open.
    with store.writing_plainly() as connection, Session(connection) as session:
        return [one for one in retention_due(session, today) if one.retention in seen]


def confirm_retention(
    store: Store, records: Sequence[UUID], today: date, progress: Progress | None = None
) -> Confirmed:
    """Whoever is signed in confirms these of what is due today; by a manager it goes where somebody else has before.

    What nobody else has confirmed waits, and so does all that somebody confirms who does not manage. Raises Refused when
    the same person would confirm twice.
    """
    store.require(Deed.CONFIRM_KEPT)
    due = [one for one in due_for_me(store, today) if one.record in set(records)]
    again = [one for one in due if one.ticked_by and store.role.manages]
    if any(one.account == store.account.id for one in due):
        raise Refused(
            tr(
                "You have confirmed these yourself. Somebody else confirms them before they are erased; one of you manages the hub."
            )
        )
    first = [one for one in due if one not in again]
    if first:
        with store.writing_plainly() as connection:
            _tick(connection, store, first, today)
        store.note("confirmed", records=len(first))
    parts = [[one for one in again if one.retention == code] for code in dict.fromkeys(one.retention for one in again)]
    # What waits and what went so far is done: it does not stop halfway.
    steps = (progress or Progress()).to_the_end()
    for at, part in enumerate(parts):
        share = steps.share(100 * at // len(parts), 100 * (at + 1) // len(parts))
        _erase(store, part[0].retention, part, today, share)
    return Confirmed(len(first), len(again))


def _tick(connection: Connection, store: Store, due: list[Due], today: date) -> None:
    """A tick of somebody before takes their place: both have confirmed, and a manager is to come."""
    told = {"account": store.account.id, "by": store.by, "on": today}
    for one in due:
        place = (retention_tick.c.record == one.record) & (retention_tick.c.retention == one.retention)
        connection.execute(delete(retention_tick).where(place))
        connection.execute(insert(retention_tick).values(record=one.record, retention=one.retention, **told))


def _sees(role: Role, kind: str) -> bool:
    return May.SEE in rights_on(role, kind)


def _kinds(one: Retention) -> set[str]:
    return {"person"} | {part["kind"] for part in one.parts}


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
