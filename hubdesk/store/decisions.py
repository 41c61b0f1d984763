"""Decisions between what was entered differently in two places, and how undoing one opens it again.

What a decision chose against stands in its line of the journal, beside what it replaced. The line that takes a decision
back names the change that is in force again; neither of the two counts any more, so whoever hears of both knows that it
is open (see standing.py).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID, uuid5

from sqlalchemy import ColumnElement, Connection, Row, delete, insert, select, update
from sqlalchemy.orm import Session

from hubdesk.base.errors import Refused
from hubdesk.base.words import tr
from hubdesk.fields.sealed import sealer_of
from hubdesk.records import Record
from hubdesk.store.dots import AGAINST, ALL, Dot
from hubdesk.store.gate import gate
from hubdesk.store.open_values import against
from hubdesk.store.tables import device_epoch, journal, row_clock
from hubdesk.store.tables_of_exchange import conflict
from hubdesk.store.values import opened_values, pack, set_plain, unpack
from hubdesk.store.writing import Writing, writing_of

AGAIN: Final = "!"
"""In `over`, behind the name of a field or ALL: the change in force again, where a decision about it is taken back."""


def field_in(key: str) -> str:
    """The field that a key of `over` is about."""
    return key.partition(AGAINST)[0].removesuffix(AGAIN)


def clash_id(record: UUID, field: str, kept: tuple[UUID, int], other: tuple[UUID, int]) -> UUID:
    """The id of a disagreement, the same in every file. kept, other: the epoch's own id, and the number."""
    return uuid5(record, f"{field} {kept[0]} {kept[1]} {other[0]} {other[1]}")


def end_open(writing: Writing, record: UUID, name: str) -> None:
    """End what is open about a field, or ALL of the record; the next line of the journal about it says what it decided."""
    connection = writing.session.connection()
    rows = connection.execute(select(conflict).where(_about(record, name)).order_by(conflict.c.id)).all()
    writing.marks[record, name] = against(rows)
    with gate(connection):
        connection.execute(delete(conflict).where(_about(record, name)))


def said_against(connection: Connection, record: UUID) -> dict[str, str]:
    """By field, as JSON, what was entered without knowing of the record's removal; of several for one field the newest."""
    made = (journal.c.epoch == conflict.c.other_epoch) & (journal.c.seq == conflict.c.other_seq)
    query = select(conflict.c.field, conflict.c.other).join(journal, made).where(conflict.c.record == record)
    return {row.field: row.other for row in connection.execute(query.order_by(journal.c.clock, conflict.c.id))}


def take_up(session: Session, record: Record) -> None:
    """A removed record that comes back has what was changed in it without knowing of its removal: so that is decided."""
    said = said_against(session.connection(), record.id)
    if said:
        end_open(writing_of(session), record.id, ALL)
        values = {name: unpack(value) for name, value in said.items()}
        set_plain(record, opened_values(values, sealer_of(session.get_bind().dialect)))


@dataclass(frozen=True)
class Turned:
    """What a line of the journal decided, or took back of what was decided. name: a field, or ALL.

    removal: that something stays removed, which writes nothing but this line; before: the change that was in force before
    it, or is in force again; other: by field, those it was decided against.
    """

    record: UUID
    kind: str
    name: str
    removal: bool
    before: Dot
    other: tuple[tuple[str, Dot], ...]
    decided: bool


def turned_in(rows: Sequence[Row[Any]]) -> list[Turned]:
    """The decisions, and takings back of decisions, among these lines of the journal."""
    return [one for row in rows for one in _turned(row, unpack(row.over))]


def _turned(row: Row[Any], over: Mapping[str, Sequence[int]]) -> Iterator[Turned]:
    chosen = [(field_in(key), _dot(dot)) for key, dot in over.items() if AGAINST in key]
    names = [ALL] if ALL in over else list(dict.fromkeys(field for field, _ in chosen))
    for name in names if chosen else ():
        other = tuple(one for one in chosen if name in (ALL, one[0]))
        yield Turned(row.record, row.kind, name, row.action == "remove", _dot(over[name]), other, decided=True)
    for key, dot in over.items():
        # What brings a record back only leaves open what was: to undo that is to remove it.
        if key.endswith(AGAIN) and row.action != "add":
            removal = row.action == "remove" and not unpack(row.before)
            yield Turned(row.record, row.kind, field_in(key), removal, _dot(dot), (), decided=False)


def take_back(writing: Writing, one: Turned) -> None:
    """Mark the next line about it as what takes this back. Raises Refused when something else came up since."""
    if not one.decided:
        end_open(writing, one.record, one.name)
        return
    if writing.session.scalar(select(conflict.c.id).where(_about(one.record, one.name)).limit(1)) is not None:
        raise Refused(
            tr("This cannot be undone any more: something else was entered for it since. Decide that instead.")
        )
    writing.marks[one.record, one.name] = {f"{one.name}{AGAIN}": one.before}


def values_before(connection: Connection, one: Turned) -> dict[str, Any]:
    """The JSON values that a record had before the removal that a decision about it was for."""
    kept = _entry(connection, one.before)
    return {} if kept is None else unpack(kept.before)


def open_again(connection: Connection, one: Turned) -> None:
    """The disagreement stands as it did before it was decided, and so do the clocks."""
    kept = _entry(connection, one.before)
    if kept is None or not one.decided:
        return
    ids = {row.number: row.epoch for row in connection.execute(select(device_epoch.c.number, device_epoch.c.epoch))}
    for field, dot in one.other:
        other = _entry(connection, dot)
        if other is not None:
            row = {
                "id": clash_id(one.record, field, (ids[kept.epoch], kept.seq), (ids[other.epoch], other.seq)),
                "kind": one.kind,
                "record": one.record,
                "field": field,
                "kept": pack(unpack(kept.after).get(field)),
                "kept_epoch": kept.epoch,
                "kept_seq": kept.seq,
                "other": pack(unpack(other.after).get(field)),
                "other_epoch": other.epoch,
                "other_seq": other.seq,
            }
            connection.execute(insert(conflict).values(**row))
    _set_clock(connection, one, kept)


def _set_clock(connection: Connection, one: Turned, kept: Row[Any]) -> None:
    where = row_clock.c.record == one.record
    if one.name == ALL:
        back = {"epoch": kept.epoch, "seq": kept.seq, "clock": kept.clock, "fields": None, "gone": True}
        connection.execute(update(row_clock).where(where).values(**back))
        return
    held = connection.execute(select(row_clock).where(where)).one()
    fields = unpack(held.fields) if held.fields else {}
    if (held.epoch, held.seq) == (kept.epoch, kept.seq):
        fields.pop(one.name, None)
    else:
        fields[one.name] = (kept.epoch, kept.seq, kept.clock)
    connection.execute(update(row_clock).where(where).values(fields=pack(fields) if fields else None))


def _entry(connection: Connection, dot: Dot) -> Row[Any] | None:
    where = (journal.c.epoch == dot[0]) & (journal.c.seq == dot[1])
    return connection.execute(select(journal).where(where)).one_or_none()


def _about(record: UUID, name: str) -> ColumnElement[bool]:
    about = conflict.c.record == record
    return about if name == ALL else about & (conflict.c.field == name)


def _dot(said: Sequence[int]) -> Dot:
    return said[0], said[1]
