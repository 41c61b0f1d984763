"""Making records again what the journal says, where they were changed, put in or taken out from outside."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import Connection, delete, func, select, update
from sqlalchemy.exc import IntegrityError

from hubdesk.base.words import tr
from hubdesk.fields.sealed import sealer_of
from hubdesk.fields.types import Link
from hubdesk.records import KINDS, Record, fields_of, kind_named
from hubdesk.store.checks.fault import Written
from hubdesk.store.comparing import Comparing, Differing, Why
from hubdesk.store.dots import clock_row, write_clocks
from hubdesk.store.erasing import TO_CLEAR
from hubdesk.store.mending import clocks_anew, in_batches, index_anew, put_back, table_of
from hubdesk.store.row_shape import UNREADABLE, default
from hubdesk.store.search import forget
from hubdesk.store.small_facts import keep_fact
from hubdesk.store.tables import device_epoch, journal, operation, row_clock
from hubdesk.store.values import pack, sealed_values
from hubdesk.store.writing import next_seq

Values = dict[str, Any]


class AsJournalled:
    """Puts records right, all in one go, as two of them may hold what the other had. ``found``: what a check found of them.

    Each is looked at again first, for somebody may have changed it meanwhile; what cannot be put right stays as it is.
    """

    def __init__(self, found: Sequence[Differing]) -> None:
        self._kinds: dict[str, list[UUID]] = {}
        for one in found:
            self._kinds.setdefault(one.kind, []).append(one.record)

    def __call__(self, connection: Connection) -> list[Written]:
        now = [one for kind, ids in self._kinds.items() for one in _now(connection, kind, ids)]
        gone = [one for one in now if one.why in (Why.NEVER, Why.REMOVED, Why.ERASED)]
        used = still_used(connection, gone)
        written = _Writing(connection)
        written.found([one for one in gone if one.why is Why.NEVER or (one.record in used and one.why is Why.REMOVED)])
        written.removed([one for one in gone if one.why is Why.NEVER and one.record not in used])
        for one in gone:
            if one.record not in used:
                _take_out(connection, one)
        for kind in self._kinds:
            _alter(connection, kind, [one for one in now if one.kind == kind and one.why is Why.ALTERED])
            _bring_back(connection, kind, [one.record for one in now if one.kind == kind and one.why is Why.MISSING])
        return written.rows()


def still_used(connection: Connection, gone: Sequence[Differing]) -> set[UUID]:
    """Those of the records to which something links that does not go with them."""
    ids: dict[str, set[UUID]] = {}
    for one in gone:
        ids.setdefault(one.kind, set()).add(one.record)
    used: set[UUID] = set()
    while more := {id for kind in ids for id in _linked_to(connection, kind, ids)}:
        used |= more
        ids = {kind: some - used for kind, some in ids.items()}
    return used


def _linked_to(connection: Connection, to: str, gone: dict[str, set[UUID]]) -> Iterator[UUID]:
    for kind in KINDS:
        table, going = table_of(kind), gone.get(kind.__tablename__, set())
        for field in fields_of(kind):
            if isinstance(field.type, Link) and field.type.to == to:
                column = table.c[field.name]
                for some in in_batches(list(gone[to])):
                    links = connection.execute(select(table.c.id, column).where(column.in_(some)))
                    yield from (target for id, target in links if id not in going)


def value_can_stand(connection: Connection, one: Differing) -> bool:
    """Whether this version can hold what the journal says of an altered record."""
    try:
        for name, said in zip(one.fields, one.said, strict=True):
            raw = _raw(connection, one.kind, name, said)
            if raw is None and not table_of(kind_named(one.kind)).c[name].nullable:
                return False
    except UNREADABLE:
        return False
    return True


def journal_as_found(connection: Connection, kind: type[Record], id: UUID) -> list[Written]:
    """Write a record down as it stands, as the journal does not have it."""
    written = _Writing(connection)
    written.found([Differing(kind.__tablename__, id, Why.NEVER)])
    return written.rows()


class _Writing:
    """Gathers lines of the journal for what nobody entered, each action in an operation of its own."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._epoch = connection.scalar(select(device_epoch.c.number).where(device_epoch.c.mine)) or 1
        self._seq = next_seq(connection, self._epoch)
        self._clock = connection.scalar(select(func.max(operation.c.clock))) or 0
        self._rows: list[Written] = []

    def found(self, records: Sequence[Differing]) -> None:
        """That they are there."""
        self._write("add", tr("Found by the check"), [(one, {}, _values(self._connection, one)) for one in records])

    def removed(self, records: Sequence[Differing]) -> None:
        """That they are in the bin."""
        lines: list[tuple[Differing, Values, Values]] = [(one, _values(self._connection, one), {}) for one in records]
        self._write("remove", tr("Taken out by the check"), lines)

    def rows(self) -> list[Written]:
        """What the journal is to have."""
        return self._rows

    def _write(self, action: str, title: str, lines: Sequence[tuple[Differing, Values, Values]]) -> None:
        if not lines:
            return
        self._clock += 1
        done = uuid4()
        named = {"title": title, "by": "", "root": done, "turn": 0, "clock": self._clock}
        self._rows.append((operation, {"id": done, "epoch": self._epoch, "first_seq": self._seq, **named}))
        for one, before, after in lines:
            dot = {"epoch": self._epoch, "seq": self._seq, "clock": self._clock}
            about = {"operation": done, "kind": one.kind, "record": one.record, "action": action, "over": "{}"}
            self._rows.append((journal, {**dot, **about, "before": pack(before), "after": pack(after)}))
            clock = clock_row(one.record, one.kind, None, (self._epoch, self._seq), self._clock, action, {})
            write_clocks(self._connection, [clock])
            self._seq += 1


def _values(connection: Connection, one: Differing) -> Values:
    """What a record says, as the journal keeps it, without what cannot be read."""
    kind = kind_named(one.kind)
    table = table_of(kind)
    values: Values = {}
    plains: dict[str, Callable[[Any], Any]] = {"hub_id": str, **{field.name: field.plain for field in fields_of(kind)}}
    for name, plain in plains.items():
        try:
            value = connection.scalar(select(table.c[name]).where(table.c.id == one.record))
            values |= {} if value is None else {name: plain(value)}
        except UNREADABLE:
            continue
    return sealed_values(kind, values, sealer_of(connection.dialect))


def _now(connection: Connection, kind: str, ids: Sequence[UUID]) -> Iterator[Differing]:
    """Those of these records that are still not as the journal says."""
    comparing = Comparing(connection, kind_named(kind))
    table = table_of(kind_named(kind))
    for some in in_batches(ids):
        there = set(connection.scalars(select(table.c.id).where(table.c.id.in_(some))))
        yield from comparing.these(list(there))
        yield from (Differing(kind, id, Why.MISSING) for id in some if id not in there)


def _take_out(connection: Connection, one: Differing) -> None:
    table = table_of(kind_named(one.kind))
    connection.execute(delete(table).where(table.c.id == one.record))
    forget(connection, [one.record])
    if one.why is Why.ERASED:
        connection.execute(delete(row_clock).where(row_clock.c.record == one.record))
        keep_fact(connection, TO_CLEAR, "yes")
    else:
        connection.execute(update(row_clock).where(row_clock.c.record == one.record).values(gone=True))


def _bring_back(connection: Connection, kind: str, missing: Sequence[UUID]) -> None:
    back = put_back(connection, kind_named(kind), missing, standing=True)
    clocks_anew(connection, back)
    index_anew(connection, kind_named(kind), back)


def _alter(connection: Connection, kind: str, altered: Sequence[Differing]) -> None:
    """All leave the table before the first comes back, as one may hold now what another is to have."""
    table = table_of(kind_named(kind))
    held: list[tuple[dict[str, Any], dict[str, Any]]] = []
    for one in altered:
        if value_can_stand(connection, one):
            wanted = connection.exec_driver_sql(f"SELECT * FROM {kind} WHERE id = ?", (one.record.hex,))  # noqa: S608 - its own name
            row = dict(wanted.mappings().one())
            said = {name: _raw(connection, kind, name, value) for name, value in zip(one.fields, one.said, strict=True)}
            held.append((row, row | said))
            connection.execute(delete(table).where(table.c.id == one.record))
    for before, after in held:
        names = ", ".join(f'"{name}"' for name in after)
        put = f"INSERT INTO {kind} ({names}) VALUES ({', '.join('?' * len(after))})"  # noqa: S608 - its own names
        try:
            connection.exec_driver_sql(put, tuple(after.values()))
        except IntegrityError:
            # By the journal it would be another's twin: it stays as it was, and is told again.
            connection.exec_driver_sql(put, tuple(before.values()))
    index_anew(connection, kind_named(kind), [one.record for one in altered])


def _raw(connection: Connection, kind: str, name: str, said: Any) -> Any:
    """A value of the journal as it lies in the column. Raises what UNREADABLE names where this version cannot hold it."""
    made = kind_named(kind)
    column = table_of(made).c[name]
    if name == "hub_id":
        return None if said is None else UUID(said).hex
    field = next(field for field in fields_of(made) if field.name == name)
    value = default(column) if said is None else field.unplain(said)
    written = column.type.dialect_impl(connection.dialect).bind_processor(connection.dialect)
    return written(value) if written is not None and value is not None else value
