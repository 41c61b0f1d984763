"""What was removed and can be put back: for 30 days, then the journal forgets what it said."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Connection, Row, Select, select
from sqlalchemy.orm import Session

from hubdesk.base.errors import Refused
from hubdesk.base.words import tr
from hubdesk.fields.types import Link
from hubdesk.records import KINDS, fields_of, kind_named
from hubdesk.store.blanking import blank
from hubdesk.store.clock import moment_of, reading_at
from hubdesk.store.decisions import take_up
from hubdesk.store.links_not_here import note_links_not_here
from hubdesk.store.open_before import mark_open_before, open_before
from hubdesk.store.tables import journal, operation, row_clock
from hubdesk.store.tables_of_exchange import conflict, waiting
from hubdesk.store.values import set_plain, unpack
from hubdesk.store.writing import writing_of

DAYS: Final = 30
_AT_ONCE: Final = 400

_USED: Final = "used"
"""Why a removed record waits: others still use it, so it stands."""


@dataclass(frozen=True)
class Removed:
    """What one operation removed and is still gone. ``records``: kind and title of each, the first the one to name it by."""

    operation: UUID
    when: datetime
    by: str
    records: tuple[tuple[str, str], ...]

    @property
    def until(self) -> datetime:
        """When it goes for good."""
        return self.when + timedelta(days=DAYS)


def removed(session: Session, limit: int = 200) -> list[Removed]:
    """The bin, what was removed last at the top."""
    query = _standing_removals().where(journal.c.clock >= _oldest()).order_by(journal.c.clock.desc(), journal.c.seq)
    found: dict[UUID, list[Row[Any]]] = {}
    for row in session.execute(query):
        if row.operation not in found and len(found) == limit:
            break
        found.setdefault(row.operation, []).append(row)
    names = select(operation.c.id, operation.c.by).where(operation.c.id.in_(list(found)))
    by = {row.id: row.by for row in session.execute(names)}
    return [Removed(id, moment_of(rows[0].clock), by.get(id, ""), tuple(_called(rows))) for id, rows in found.items()]


def put_back(session: Session, operation_id: UUID, *, however_old: bool = False) -> int:
    """Bring back all that the operation removed and what that belongs to; how many records.

    What was changed in them without knowing of the removal comes with them, and what was open about them is open again.
    ``however_old``: also after its 30 days, as far as the journal still says what there was. Raises Refused when nothing
    of it is in the bin any more.
    """
    query = _standing_removals()
    if not however_old:
        query = query.where(journal.c.clock >= _oldest())
    todo = list(session.execute(query.where(journal.c.operation == operation_id)))
    if not todo:
        raise Refused(tr("This is not in the bin any more. It was put back, or its 30 days are over."))
    back: dict[UUID, Row[Any]] = {}
    while todo:
        back |= {row.record: row for row in todo}
        needed = {id for row in todo for id in _linked(row)} - back.keys()
        todo = [row for some in _some(sorted(needed, key=str)) for row in session.execute(_of(query, some))]
    records = [_again(row) for row in back.values()]
    opened = mark_open_before(session, records)
    for record in records:
        note_links_not_here(writing_of(session), type(record), record.id)
        take_up(session, record)
        session.add(record)
    open_before(session, opened)
    return len(back)


def empty(connection: Connection, by: str) -> int:
    """Blank what the journal says of records removed more than 30 days ago; how many rows of it.

    What somebody changed without knowing of the removal stays until a person has decided, with what it belongs to.
    """
    old = {row.record: row for row in connection.execute(_standing_removals().where(journal.c.clock < _oldest()))}
    undecided = [one for some in _some(list(old)) for one in connection.scalars(_undecided(some))]
    while undecided:
        undecided = [id for one in undecided if one in old for id in _linked(old.pop(one))]
    gone = list(old)
    rows: dict[tuple[int, int], dict[str, Any]] = {}
    titles: set[UUID] = set()
    for some in _some(gone):
        places = select(journal.c.epoch, journal.c.seq, journal.c.operation).where(journal.c.record.in_(some))
        for row in connection.execute(places):
            rows[row.epoch, row.seq] = {}
            titles.add(row.operation)
    return blank(connection, rows, _of_nothing_else(connection, titles, set(gone)), by, "bin")


def _of_nothing_else(connection: Connection, operations: set[UUID], gone: set[UUID]) -> Iterator[UUID]:
    """Those that touched only what is gone: the titles of others are about what is still here."""
    for some in _some(sorted(operations, key=str)):
        touched: dict[UUID, set[UUID]] = {id: set() for id in some}
        query = select(journal.c.operation, journal.c.record).where(journal.c.operation.in_(some))
        for row in connection.execute(query):
            touched[row.operation].add(row.record)
        yield from (id for id, records in touched.items() if records <= gone)


def _standing_removals() -> Select[Any]:
    """The removals in force, except of what is still used here, what is blank, and what was never here."""
    last = (journal.c.epoch == row_clock.c.epoch) & (journal.c.seq == row_clock.c.seq)
    return (
        select(journal)
        .join(row_clock, last & (row_clock.c.record == journal.c.record))
        .where(row_clock.c.gone, journal.c.action == "remove", journal.c.before != "{}")
        .where(journal.c.record.not_in(select(waiting.c.record).where(waiting.c.reason == _USED)))
        .where(journal.c.kind.in_([kind.__tablename__ for kind in KINDS]))
    )


def _undecided(records: list[UUID]) -> Select[Any]:
    return select(conflict.c.record).where(conflict.c.record.in_(records)).distinct()


def _of(query: Select[Any], records: list[UUID]) -> Select[Any]:
    return query.where(journal.c.record.in_(records))


def _oldest() -> int:
    return reading_at(datetime.now(UTC) - timedelta(days=DAYS))


def _called(rows: Iterable[Row[Any]]) -> Iterator[tuple[str, str]]:
    """What others depend on comes first: it is what a person meant to remove."""
    order = {kind.__tablename__: place for place, kind in enumerate(KINDS)}
    for row in sorted(rows, key=lambda row: (order[row.kind], row.seq)):
        yield row.kind, str(_again(row).title)


def _again(row: Row[Any]) -> Any:
    """The record as it was."""
    values = unpack(row.before)
    record = kind_named(row.kind)(id=row.record)
    hub = values.get("hub_id")
    record.hub_id = UUID(hub) if hub else None
    set_plain(record, values)
    return record


def _linked(row: Row[Any]) -> Iterator[UUID]:
    values = unpack(row.before)
    for field in fields_of(kind_named(row.kind)):
        if isinstance(field.type, Link) and values.get(field.name):
            yield UUID(values[field.name])


def _some(of: list[UUID]) -> Iterator[list[UUID]]:
    for start in range(0, len(of), _AT_ONCE):
        yield of[start : start + _AT_ONCE]
