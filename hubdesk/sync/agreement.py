"""The sharing agreement in force at a hub, and what was held back under those before it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, select

from hubdesk.records.network.sharing_agreement import TOTALS, SharingAgreement
from hubdesk.store.clock import moment_of
from hubdesk.store.saying_all_again import SAID, SAID_LINE
from hubdesk.store.small_facts import fact
from hubdesk.store.tables import journal
from hubdesk.store.values import row_values, unpack
from hubdesk.sync.sent import Names, agreed_fields, always_sent, sent_fields

_TABLE = SharingAgreement.__table__


@dataclass(frozen=True)
class Agreed:
    """What is agreed on a day. id is None, and the level totals only, where nothing is.

    fields: by kind, the names of those that leave.
    """

    id: UUID | None
    lead: str
    level: str
    started: date | None
    ended: date | None
    fields: Names

    @property
    def sends_records(self) -> bool:
        """Whether records leave, and not only totals."""
        return self.level != TOTALS


def agreed_on(connection: Connection, hub: UUID | None, day: date) -> Agreed:
    """The agreement of the hub that is in force on the day, or that no record leaves."""
    query = select(_TABLE).where(_TABLE.c.hub_id == hub, _TABLE.c.started <= day).order_by(_TABLE.c.started.desc())
    for row in connection.execute(query):
        if row.ended is None or row.ended >= day:
            fields = agreed_fields(row.level, row.also_sent, row.held_back)
            return Agreed(row.id, row.lead, row.level, row.started, row.ended, fields)
    return Agreed(None, "", TOTALS, None, None, always_sent())


def ended_before(connection: Connection, hub: UUID | None, day: date) -> tuple[str, date] | None:
    """With whom the last agreement was that has ended by the day, and its last day."""
    query = select(_TABLE.c.lead, _TABLE.c.ended).where(_TABLE.c.hub_id == hub, _TABLE.c.ended < day)
    row = connection.execute(query.order_by(_TABLE.c.ended.desc()).limit(1)).first()
    return (row[0], row[1]) if row else None


def owed_now(connection: Connection, hub: UUID | None, day: date, agreed: Agreed) -> Names:
    """By kind, the fields that leave now and did not at some time, while records left, since they were last sent anew."""
    since = min(moment_of(int(fact(connection, SAID) or 0)).date(), day)
    owed: dict[str, set[str]] = {}
    for level, also, held_back, started, ended in _states(connection, hub):
        if started is None or started > day or (ended is not None and ended < since):
            continue
        if level == TOTALS:
            # What leaves then leaves whole, and is not passed over as sent.
            continue
        then = agreed_fields(level, also, held_back)
        for kind, names in sent_fields().items():
            late = (names - then.get(kind, frozenset())) & agreed.fields.get(kind, frozenset())
            if late:
                owed.setdefault(kind, set()).update(late)
    return {kind: frozenset(names) for kind, names in owed.items()}


_State = tuple[str, tuple[str, ...], tuple[str, ...], date | None, date | None]


def _states(connection: Connection, hub: UUID | None) -> Iterator[_State]:
    """How each agreement has stood, from the one that held when all was last sent anew on.

    What came later is told by the lines of this file's log: another computer's clock may be years behind or ahead.
    """
    line, mark = fact(connection, SAID_LINE), int(fact(connection, SAID) or 0)
    entries = select(journal).where(journal.c.kind == SharingAgreement.__tablename__)
    known: dict[UUID, dict[str, Any]] = {}
    before: dict[UUID, dict[str, Any]] = {}
    for row in connection.execute(entries.order_by(journal.c.clock, journal.c.epoch, journal.c.seq)):
        values = {} if row.action == "remove" else known.get(row.record, {}) | unpack(row.after)
        known[row.record] = values
        if values.get("hub_id") not in (None, str(hub)):
            continue
        # Versions before kept no line.
        if row.clock <= mark if line is None else row.line <= int(line):
            before[row.record] = values
        else:
            yield _state(values)
    yield from (_state(values) for values in before.values())


def _state(values: dict[str, Any]) -> _State:
    row = row_values(SharingAgreement, values)
    return (
        row.get("level") or TOTALS,
        row.get("also_sent") or (),
        row.get("held_back") or (),
        row.get("started"),
        row.get("ended"),
    )
