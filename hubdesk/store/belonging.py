"""What is a person's: every record that says so through a personal link, straight or by another record of theirs."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from functools import cache
from typing import Any, Final, TypeVar
from uuid import UUID

from sqlalchemy import Connection, or_, select

from hubdesk.fields.types import Link
from hubdesk.records import KINDS, fields_of, kind_named
from hubdesk.store.tables import journal, row_clock
from hubdesk.store.tables_of_exchange import waiting
from hubdesk.store.values import unpack

PERSON: Final = "person"
_BATCH: Final = 500
T = TypeVar("T")


@cache
def owning_links() -> tuple[tuple[str, str, str], ...]:
    """(kind, field, to): that records of the kind belong to the record that this field links to."""
    return tuple(
        (kind.__tablename__, field.name, field.type.to)
        for kind in KINDS
        for field in fields_of(kind)
        if isinstance(field.type, Link) and field.personal
    )


@cache
def owned_kinds() -> frozenset[str]:
    """The kinds whose records are some person's, the person's own among them."""
    found = {PERSON}
    while more := {kind for kind, _, to in owning_links() if to in found} - found:
        found |= more
    return frozenset(found)


def theirs(connection: Connection, people: Collection[UUID], *, removed: bool = True) -> dict[UUID, tuple[str, UUID]]:
    """Every record of these people: by id its kind and whose it is; also those ``removed`` or set aside, unless not asked."""
    found: dict[UUID, tuple[str, UUID]] = {person: (PERSON, person) for person in people}
    away = _not_in_tables(connection) if removed else []
    newest = dict(found)
    while newest:
        more: dict[UUID, tuple[str, UUID]] = {}
        for kind, name, to in owning_links():
            owners = {record: person for record, (of, person) in newest.items() if of == to}
            if not owners:
                continue
            for record, owner in _linking(connection, kind, name, owners, away):
                if record not in found:
                    more[record] = (kind, owners[owner])
        found |= more
        newest = more
    return found


def owner_in(kind: str, values: dict[str, Any], known: Collection[UUID]) -> UUID | None:
    """The record among ``known`` that a record of the kind with these JSON values belongs to, or None."""
    for of, name, _ in owning_links():
        linked = values.get(name) if of == kind else None
        if linked is not None and UUID(linked) in known:
            return UUID(linked)
    return None


def batches(of: Sequence[T]) -> Iterator[Sequence[T]]:
    """Pieces small enough for one statement."""
    for start in range(0, len(of), _BATCH):
        yield of[start : start + _BATCH]


_Away = list[tuple[str, UUID, dict[str, Any]]]


def _not_in_tables(connection: Connection) -> _Away:
    """(kind, record, values) from the journal of records that are removed, or wait to stand."""
    gone = select(row_clock.c.record).where(row_clock.c.gone)
    waits = select(waiting.c.record)
    query = select(journal.c.kind, journal.c.record, journal.c.before, journal.c.after).where(
        or_(journal.c.record.in_(gone), journal.c.record.in_(waits)), journal.c.kind.in_(owned_kinds())
    )
    return [(row.kind, row.record, unpack(row.before) | unpack(row.after)) for row in connection.execute(query)]


def _linking(
    connection: Connection, kind: str, name: str, owners: dict[UUID, UUID], away: _Away
) -> Iterator[tuple[UUID, UUID]]:
    table = kind_named(kind).__table__
    for some in batches(list(owners)):
        for row in connection.execute(select(table.c.id, table.c[name]).where(table.c[name].in_(some))):
            yield row[0], row[1]
    for of, record, values in away:
        linked = values.get(name) if of == kind else None
        if linked is not None and UUID(linked) in owners:
            yield record, UUID(linked)
