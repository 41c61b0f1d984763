"""From which entry of the journal each record's fields have their values: the rows of `row_clock`."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final, NamedTuple
from uuid import UUID

from sqlalchemy import Connection

from hubdesk.store.bulk import AnyId, Id, among, by_stored_id, insert_all, select_among
from hubdesk.store.tables import row_clock
from hubdesk.store.values import pack, unpack

ALL: Final = "*"
"""In `over`: every field of the record."""

AGAINST: Final = "?"
"""In `over`, behind the name of a field and before a number: a change that a decision did not choose."""

Dot = tuple[int, int]


class HeldClock(NamedTuple):
    """A row of `row_clock`."""

    record: Id
    kind: str
    epoch: int
    seq: int
    clock: int
    fields: str | None
    gone: bool


def clocks_of(connection: Connection, records: Iterable[AnyId]) -> dict[AnyId, HeldClock]:
    """The clock rows of these records, by the ids as they were given."""
    ids = by_stored_id(connection, records)
    rows = select_among(connection, tuple(row_clock.c), row_clock.c.record, among(connection, ids))
    return {ids[stored]: HeldClock(ids[stored], *values) for stored, *values in rows}


def dot_of(held: Any, field: str) -> tuple[int, int, int]:
    """The epoch, seq and clock of a field's current value."""
    exceptions = unpack(held.fields) if held.fields else {}
    epoch, seq, clock = exceptions.get(field, (held.epoch, held.seq, held.clock))
    return epoch, seq, clock


def over(held: Any | None, changed: dict[str, Any] | None) -> dict[str, Dot]:
    """The dots that a change replaces: of the changed fields, or of the whole record when it is None."""
    if held is None:
        return {}
    exceptions = {name: (dot[0], dot[1]) for name, dot in (unpack(held.fields) if held.fields else {}).items()}
    row = (held.epoch, held.seq)
    if changed is None:
        return {ALL: row, **exceptions}
    return {name: exceptions.get(name, row) for name in changed}


def clock_row(
    record: UUID, kind: str, held: Any | None, dot: Dot, clock: int, action: str, after: dict[str, Any]
) -> dict[str, Any]:
    """The clock row of a record after one more change to it."""
    if action == "change" and held is not None:
        exceptions = unpack(held.fields) if held.fields else {}
        exceptions |= dict.fromkeys(after, (*dot, clock))
        epoch, seq, first = held.epoch, held.seq, held.clock
        fields = pack(exceptions)
    else:
        (epoch, seq), first, fields = dot, clock, None
    return {
        "record": record,
        "kind": kind,
        "epoch": epoch,
        "seq": seq,
        "clock": first,
        "fields": fields,
        "gone": action == "remove",
    }


def write_clocks(connection: Connection, rows: list[dict[str, Any]]) -> None:
    """Store clock rows in place of those that the records have; of several of one record the last."""
    latest = {row["record"]: row for row in rows}
    insert_all(connection, row_clock, list(latest.values()), replaced_by="record")
