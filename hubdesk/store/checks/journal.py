"""The journal against the records, its own order, and drafts of what is gone."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial
from uuid import UUID

from sqlalchemy import Connection, delete, exists, func, select, update

from hubdesk.base.words import tr, tr_many
from hubdesk.records import KINDS, Record
from hubdesk.store.checks.fault import Fault, Written
from hubdesk.store.checks.putting_right import journal_as_found
from hubdesk.store.checks.reading import kinds_there
from hubdesk.store.mending import as_journalled, clocks_anew, has_owners, index_anew, known_kind, put_back, table_of
from hubdesk.store.tables import device_epoch, draft, journal, operation, row_clock
from hubdesk.store.tables_of_exchange import waiting

_WAITS = exists().where(waiting.c.record == row_clock.c.record)
_ID = re.compile(r"[0-9a-f]{8}-?(?:[0-9a-f]{4}-?){3}[0-9a-f]{12}")


def check_clocks(connection: Connection) -> Iterator[Fault]:
    """Every record has its row in the clocks, every row there that is not gone its record."""
    for kind in kinds_there(connection):
        yield from _clockless(connection, kind)
        yield from _there_and_gone(connection, kind)
    clocked = set(connection.scalars(select(row_clock.c.kind).distinct()))
    for kind in KINDS:
        if kind.__tablename__ in clocked:
            yield from _away(connection, kind)
    astray = ~exists().where(device_epoch.c.number == row_clock.c.epoch)
    for kind_name, id in connection.execute(select(row_clock.c.kind, row_clock.c.record).where(astray)).all():
        found = known_kind(kind_name)
        if found is not None:
            said = tr("{kind}: its last change is said to come from a machine that nobody knows.", kind=found.kind.one)
            yield Fault(said, kind_name, id, put_right=partial(_journal_anew, found, id))


def _clockless(connection: Connection, kind: type[Record]) -> Iterator[Fault]:
    table, name = table_of(kind), kind.__tablename__
    clockless = ~exists().where(row_clock.c.record == table.c.id)
    for id in connection.scalars(select(table.c.id).where(clockless)).all():
        said = tr("{kind}: the journal does not say when it was last changed, and is completed.", kind=kind.kind.one)
        yield Fault(said, name, id, put_right=partial(_journal_anew, kind, id))


def _there_and_gone(connection: Connection, kind: type[Record]) -> Iterator[Fault]:
    table, name = table_of(kind), kind.__tablename__
    gone = select(table.c.id).join(row_clock, row_clock.c.record == table.c.id).where(row_clock.c.gone, ~_WAITS)
    for id in connection.scalars(gone).all():
        said = tr(
            "{kind}: it is there although the journal says that it was removed. Open it and decide.",
            kind=kind.kind.one,
        )
        yield Fault(said, name, id, put_right=partial(_journal_anew, kind, id))


def _away(connection: Connection, kind: type[Record]) -> Iterator[Fault]:
    table, name = table_of(kind), kind.__tablename__
    away = (row_clock.c.kind == name) & ~row_clock.c.gone & ~exists().where(table.c.id == row_clock.c.record) & ~_WAITS
    for id in connection.scalars(select(row_clock.c.record).where(away)).all():
        known = as_journalled(connection, [id]).get(id)
        if known is not None and has_owners(connection, kind, known):
            said = tr("{kind}: it is missing, and is made again from the journal.", kind=kind.kind.one)
            yield Fault(said, name, id, put_right=partial(_bring_back, kind, id))
        else:
            said = tr(
                "{kind}: it is missing, and the journal does not know enough of it any more. A backup may have it.",
                kind=kind.kind.one,
            )
            yield Fault(said, put_right=partial(_mark_gone, id))


def check_journal(connection: Connection) -> Iterator[Fault]:
    """Own sequence numbers run from 1 without a gap, and every line can be read."""
    # Of other machines not everything need be here; where a number has no machine, it is one of those.
    own = select(device_epoch.c.number).where(device_epoch.c.mine | (device_epoch.c.machine != ""))
    counted = select(func.count(), func.min(journal.c.seq), func.max(journal.c.seq)).where(journal.c.epoch.in_(own))
    for n, first, last in connection.execute(counted.group_by(journal.c.epoch)):
        missing = last - n + (first - 1 if first < 1 else 0)
        if missing:
            yield Fault(
                tr_many(
                    "{n} line of the journal is missing. Records are whole; what happened then cannot be told any more.",
                    "{n} lines of the journal are missing. Records are whole; what happened then cannot be told any more.",
                    missing,
                )
            )
    for column in (journal.c.after, journal.c.before, journal.c.over):
        unread = select(journal.c.kind, journal.c.record).where(func.json_valid(column) == 0)
        for kind, id in connection.execute(unread):
            said = tr("A line of the journal cannot be read. The record itself is whole.")
            yield Fault(said, kind, id) if known_kind(kind) else Fault(said)
    kinds = [kind.__tablename__ for kind in KINDS]
    strange = connection.scalar(select(func.count()).where(journal.c.kind.not_in(kinds))) or 0
    if strange:
        yield Fault(
            tr_many(
                "{n} line of the journal is about a kind of record that this HubDesk does not know.",
                "{n} lines of the journal are about kinds of record that this HubDesk does not know.",
                strange,
            )
        )


def check_operations(connection: Connection) -> Iterator[Fault]:
    """Every line of the journal is of an operation that is there, and each undo of one too."""
    alone = select(
        journal.c.operation, func.min(journal.c.epoch), func.min(journal.c.seq), func.min(journal.c.clock)
    ).where(~exists().where(operation.c.id == journal.c.operation))
    for id, epoch, seq, clock in connection.execute(alone.group_by(journal.c.operation)).all():
        said = tr("Lines of the journal belong to something done that has no name any more; it gets one.")
        yield Fault(said, put_right=partial(_name_operation, id, epoch, seq, clock))
    root = operation.alias("root")
    rootless = ~exists().where(root.c.id == operation.c.root)
    for row in connection.execute(select(operation).where(rootless)).all():
        said = tr("Something was undone that has no name any more; it gets one.")
        yield Fault(said, put_right=partial(_name_operation, row.root, row.epoch, row.first_seq, row.clock))


def check_drafts(connection: Connection) -> Iterator[Fault]:
    """Drafts can be read and are of records that are still there."""
    for id, purpose, answers in connection.execute(select(draft.c.id, draft.c.purpose, draft.c.answers)).all():
        if not connection.scalar(select(func.json_valid(answers))):
            yield Fault(tr("A draft cannot be read any more, and is put away."), put_right=partial(_drop_draft, id))
            continue
        named = [UUID(one) for one in _ID.findall(f"{purpose} {answers}")]
        gone = select(row_clock.c.record).where(row_clock.c.record.in_(named), row_clock.c.gone)
        if named and connection.scalars(gone).first() is not None:
            said = tr("A draft is about a record that was removed since, and is put away.")
            yield Fault(said, put_right=partial(_drop_draft, id))


def _bring_back(kind: type[Record], id: UUID, connection: Connection) -> None:
    put_back(connection, kind, [id], standing=True)
    index_anew(connection, kind, [id])


def _mark_gone(id: UUID, connection: Connection) -> None:
    connection.execute(update(row_clock).where(row_clock.c.record == id).values(gone=True))


def _journal_anew(kind: type[Record], id: UUID, connection: Connection) -> list[Written]:
    """Give the record its clock back; a record that the journal does not have as it is, is written down as found."""
    if id in as_journalled(connection, [id]):
        clocks_anew(connection, [id])
        return []
    return journal_as_found(connection, kind, id)


def _name_operation(id: UUID, epoch: int, seq: int, clock: int, connection: Connection) -> list[Written]:
    if connection.scalar(select(exists().where(operation.c.id == id))):
        return []  # several were undone of one
    named = {"title": tr("Something done earlier"), "by": "", "clock": clock, "root": id, "turn": 0}
    return [(operation, {"id": id, "epoch": epoch, "first_seq": seq, **named})]


def _drop_draft(id: UUID, connection: Connection) -> None:
    connection.execute(delete(draft).where(draft.c.id == id))
