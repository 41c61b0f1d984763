"""Values that were entered differently in two places: who said what, and a person's choice between them.

A choice is an ordinary operation whose change was made with both values at hand, so that it ends the disagreement in
every file that hears of it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, func, select
from sqlalchemy.orm import Session

from hubdesk.base.errors import FieldError, Refused
from hubdesk.base.words import tr
from hubdesk.fields.sealed import sealer_of
from hubdesk.records import Record, fields_of, kind_named
from hubdesk.store import Store, removals
from hubdesk.store.clock import moment_of
from hubdesk.store.decisions import end_open, said_against
from hubdesk.store.dots import ALL
from hubdesk.store.history import shown_value
from hubdesk.store.machine import name_in
from hubdesk.store.numbers import own_hub
from hubdesk.store.row_shape import UNREADABLE
from hubdesk.store.tables import device_epoch, journal, operation
from hubdesk.store.tables_of_exchange import conflict
from hubdesk.store.values import opened_values, unpack
from hubdesk.store.writing import writing_of
from hubdesk.sync.own_hub import hub_field, hub_name
from hubdesk.sync.told import OTHER, told_by


@dataclass(frozen=True)
class Side:
    """One of the two. value: as a person reads it, empty for none; where: the hub's name, or which of its two computers;
    by: known of this file's own only.
    """

    value: str
    where: str
    by: str
    when: datetime | None


@dataclass(frozen=True)
class Disagreement:
    """kept is the one in force. removed: kept is a removal, and other was entered without knowing of it."""

    id: UUID
    kind: str
    record: UUID
    title: str
    field: str
    kept: Side
    other: Side
    removed: bool
    name: str = ""
    """The field's own name."""


def disagreements(store: Store, limit: int = 200) -> tuple[list[Disagreement], int]:
    """The open ones, and how many there are in all."""
    with store.reading() as session:
        total = session.scalar(select(func.count()).select_from(conflict)) or 0
        rows = session.execute(
            select(conflict).order_by(conflict.c.kind, conflict.c.record, conflict.c.field).limit(limit)
        )
        return [one for row in rows for one in _read(session, row)], total


def decide(store: Store, id: UUID, *, take_other: bool) -> None:
    """Keep what is in force, or take the other. Raises Refused when it was decided meanwhile, or a rule does not allow it."""
    with store.reading() as session:
        row = _still_open(session, id)
        removal = _entry(session, row.kept_epoch, row.kept_seq)
        title = tr("Decide: {what}", what=label_of(row))
    if removal is not None and removal.action == "remove":
        _decide_removal(store, row, removal, title, bring_back=take_other)
        return
    with store.operation(title, "decided") as session:
        _still_open(session, id)
        record = session.get(kind_named(row.kind), row.record)
        if record is None:
            raise Refused(tr("This record is not here any more. Nothing was changed."))
        choose(session, record, row.field, row.other if take_other else None)


def _still_open(session: Session, id: UUID) -> Row[Any]:
    """The disagreement as it stands. Raises Refused when another desk has decided it while this one waited for its turn."""
    row = session.execute(select(conflict).where(conflict.c.id == id)).one_or_none()
    if row is None:
        raise Refused(tr("This was decided already. Nothing was changed."))
    return row


def choose(session: Session, record: Record, name: str, other: str | None) -> None:
    """Within an operation: end what is open about a field, with the value that stands, or with ``other``, as JSON."""
    end_open(writing_of(session), record.id, name)
    if other is None:
        writing_of(session).confirm(record, name)
        return
    setattr(record, name, unsealed(session, record, name, other))


def unsealed(session: Session, record: Record, name: str, value: str) -> Any:
    """A value of a field that is given as JSON, as the journal has it. Raises FieldError where this version cannot hold it."""
    field = next(one for one in fields_of(type(record)) if one.name == name)
    try:
        return field.unplain(opened_values({name: unpack(value)}, sealer_of(session.get_bind().dialect))[name])
    except UNREADABLE:
        raise FieldError(
            tr("Only a newer HubDesk knows this value. Install the newer version here, then choose."), name
        ) from None


def _decide_removal(store: Store, row: Row[Any], removal: Row[Any], title: str, *, bring_back: bool) -> None:
    if not bring_back:
        with store.operation(title, "decided") as session:
            _still_open(session, row.id)
            end_open(writing_of(session), row.record, ALL)
            before = opened_values(unpack(removal.before), sealer_of(session.get_bind().dialect))
            writing_of(session).remove_again(kind_named(row.kind), row.record, before)
        return
    with store.operation(title, "put_back") as session:
        _still_open(session, row.id)
        record = session.get(kind_named(row.kind), row.record)
        if record is None:
            removals.put_back(session, removal.operation, however_old=True)
            session.flush()
            record = session.get_one(kind_named(row.kind), row.record)
            setattr(record, row.field, unsealed(session, record, row.field, row.other))
            return
        # It is still used, so it was never taken out: who says of it what they do, knowing of its removal, brings it back.
        others = said_against(session.connection(), row.record) | {row.field: row.other}
        for name in others:
            end_open(writing_of(session), row.record, name)
        for name, value in others.items():
            _say(session, record, name, value)


def _say(session: Session, record: Record, name: str, value: str) -> None:
    said = unsealed(session, record, name, value)
    if getattr(record, name) == said:
        writing_of(session).confirm(record, name)
    else:
        setattr(record, name, said)


def _read(session: Session, row: Row[Any]) -> Iterator[Disagreement]:
    kept, other = _entry(session, row.kept_epoch, row.kept_seq), _entry(session, row.other_epoch, row.other_seq)
    if kept is None or other is None:
        return
    record = session.get(kind_named(row.kind), row.record)
    title = record.title if record is not None else tr("A removed record")
    removed = kept.action == "remove"
    mine = _side(session, row, row.kept, kept)
    if removed:
        mine = Side(tr("Removed"), mine.where, mine.by, mine.when)
    yield Disagreement(
        row.id,
        row.kind,
        row.record,
        title,
        label_of(row),
        mine,
        _side(session, row, row.other, other),
        removed,
        row.field,
    )


def _side(session: Session, row: Row[Any], value: str, entry: Row[Any]) -> Side:
    field = next((one for one in fields_of(kind_named(row.kind)) if one.name == row.field), None)
    stored = opened_values({row.field: unpack(value)}, sealer_of(session.get_bind().dialect))[row.field]
    said = "" if field is None else shown_value(session, field, stored)
    by = session.scalar(select(operation.c.by).where(operation.c.id == entry.operation)) or ""
    return Side(said, _where(session, entry.epoch), by, moment_of(entry.clock))


def _where(session: Session, number: int) -> str:
    """The hub in whose epoch it was entered; of the hub's own two computers, which of them."""
    connection, own = session.connection(), own_hub(session)
    entered, mine = device_epoch.alias(), device_epoch.alias()
    columns = entered.c.hub_id, entered.c.mine, entered.c.machine, mine.c.machine.label("own_machine")
    joined = select(*columns).outerjoin(mine, mine.c.mine).where(entered.c.number == number)
    epoch = connection.execute(joined).one()
    if epoch.hub_id not in (None, own):
        # A hub does not have its lead's own record.
        return hub_field(connection, epoch.hub_id, "name") or tr("The lead organisation")
    if not told_by(connection, OTHER):
        return hub_name(connection, own)
    # The same computer numbers anew where its file is moved to another folder.
    here = epoch.mine or name_in(epoch.machine) == name_in(epoch.own_machine)
    return tr("This computer") if here else tr("The other computer")


def _entry(session: Session, epoch: int, seq: int) -> Row[Any] | None:
    return session.execute(select(journal).where(journal.c.epoch == epoch, journal.c.seq == seq)).one_or_none()


def label_of(row: Row[Any]) -> str:
    """What a person calls the field that a disagreement is about."""
    field = next((one for one in fields_of(kind_named(row.kind)) if one.name == row.field), None)
    return str(field.label) if field is not None else row.field
