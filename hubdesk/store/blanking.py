"""Taking away what the journal says of records, while the log still shows that nothing else was touched."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Connection, Row, select, tuple_, update

from hubdesk.base.words import tr
from hubdesk.store.chain import append
from hubdesk.store.digests import NO_NONCE, hash_of
from hubdesk.store.proof import as_left
from hubdesk.store.tables import journal, operation
from hubdesk.store.values import pack

_EMPTY: Final = pack({})
_AT_ONCE: Final = 400

Place = tuple[int, int]
"""A row of the journal: its epoch and its number in it."""


def blank(connection: Connection, rows: Iterable[Place], titles: Iterable[UUID], by: str) -> int:
    """Empty these rows of the journal and the titles of these operations, for good; how many rows that were.

    Their digests stay, so that the log can still be checked, and a line of it names them. Rows that are empty already
    are left alone. Runs inside the transaction of this connection, whose statements must be let through.
    """
    gone = list(_not_blank(connection, sorted(set(rows))))
    headless = list(_with_title(connection, sorted(set(titles), key=str)))
    if not gone and not headless:
        return 0
    for some in _some(gone):
        here = tuple_(journal.c.epoch, journal.c.seq).in_(some)
        connection.execute(update(journal).where(here).values(before=_EMPTY, after=_EMPTY, nonce=NO_NONCE))
    for some in _some(headless):
        named = update(operation).where(operation.c.id.in_(some))
        connection.execute(named.values(title=tr("Something that was erased"), nonce=NO_NONCE))
    left = [as_left(row) for row in (*_rows(connection, gone), *_operations(connection, headless))]
    about = {"rows": list(_ranges(gone)), "titles": [str(id) for id in headless], "erased": len(gone)}
    append(connection, "erased", by, about, hash_of(sorted(left)))
    return len(gone)


def _rows(connection: Connection, places: list[Place]) -> Iterator[Row[Any]]:
    for some in _some(places):
        yield from connection.execute(select(journal).where(tuple_(journal.c.epoch, journal.c.seq).in_(some)))


def _operations(connection: Connection, ids: list[UUID]) -> Iterator[Row[Any]]:
    for some in _some(ids):
        yield from connection.execute(select(operation).where(operation.c.id.in_(some)))


def _not_blank(connection: Connection, places: list[Place]) -> Iterator[Place]:
    there = {(row.epoch, row.seq) for row in _rows(connection, places) if row.nonce != NO_NONCE}
    return (place for place in places if place in there)


def _with_title(connection: Connection, ids: list[UUID]) -> Iterator[UUID]:
    there = {row.id for row in _operations(connection, ids) if row.nonce != NO_NONCE}
    return (id for id in ids if id in there)


def _some(of: list[Any]) -> Iterator[list[Any]]:
    for start in range(0, len(of), _AT_ONCE):
        yield of[start : start + _AT_ONCE]


def _ranges(places: list[Place]) -> Iterator[list[int]]:
    """Runs of neighbours, as epoch, first and last number."""
    run: list[int] = []
    for epoch, seq in places:
        if run and run[0] == epoch and run[2] + 1 == seq:
            run[2] = seq
            continue
        if run:
            yield run
        run = [epoch, seq, seq]
    if run:
        yield run
