"""Taking away what the journal says of records, while the log still shows that nothing else was touched."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Connection, Row, bindparam, select, tuple_, update

from hubdesk.base.words import tr
from hubdesk.store.chain import append
from hubdesk.store.digests import NO_NONCE, hash_of
from hubdesk.store.proof import as_left
from hubdesk.store.tables import audit, journal, operation
from hubdesk.store.values import pack, unpack

_EMPTY: Final = pack({})
_AT_ONCE: Final = 400

Place = tuple[int, int]
"""A row of the journal: its epoch and its number in it."""


def nameless_title() -> str:
    """What an operation is called whose title named what was erased."""
    return tr("Something that was erased")


def blank(
    connection: Connection,
    rows: Mapping[Place, Mapping[str, Any]],
    titles: Iterable[UUID],
    by: str,
    why: str = "",
) -> int:
    """Empty these rows of the journal, but for what each is given to keep, and the titles of these operations, for good.

    How many rows that were. Their digests stay, so that the log can still be checked, and a line of it names them, with
    ``why``, a word of a program. Rows that hold no more than that already are left alone. Runs inside the transaction
    of this connection, whose statements must be let through.
    """
    kept = {place: pack(left) for place, left in rows.items()}
    fuller = [row for row in _rows(connection, sorted(kept)) if _says_more(row, kept[row.epoch, row.seq])]
    gone = [(row.epoch, row.seq) for row in fuller]
    headless = [row.id for row in _operations(connection, sorted(set(titles), key=str)) if row.nonce != NO_NONCE]
    if not gone and not headless:
        return 0
    emptied = [{"at_epoch": place[0], "at_seq": place[1], "left": kept[place]} for place in gone]
    here = (journal.c.epoch == bindparam("at_epoch")) & (journal.c.seq == bindparam("at_seq"))
    taken = update(journal).where(here).values(before=_EMPTY, after=bindparam("left"), nonce=NO_NONCE)
    for part in _some(emptied):
        connection.execute(taken, part)
    for some in _some(headless):
        named = update(operation).where(operation.c.id.in_(some))
        connection.execute(named.values(title=nameless_title(), nonce=NO_NONCE))
    # A line holds what it left as it was left: what an earlier one left, and this changes, is this one's from now on.
    again = [(row.epoch, row.seq) for row in fuller if row.nonce == NO_NONCE]
    places, ids = _with_earlier(connection, set(gone), set(headless), set(again))
    left = [as_left(row) for row in (*_rows(connection, places), *_operations(connection, ids))]
    about = {"rows": list(_ranges(places)), "titles": [str(id) for id in ids], "erased": len(gone)}
    about |= {"kinds": _kinds(fuller)} | ({"why": why} if why else {})
    append(connection, "erased", by, about, hash_of(sorted(left)))
    return len(gone)


def _says_more(row: Row[Any], kept: str) -> bool:
    return bool(row.nonce != NO_NONCE or row.before != _EMPTY or row.after != kept)


def _with_earlier(
    connection: Connection, places: set[Place], ids: set[UUID], again: set[Place]
) -> tuple[list[Place], list[UUID]]:
    """These rows and operations, with all that stands under the same line as one of the rows ``again``."""
    if again:
        holder: dict[Place | UUID, int] = {}
        erasures = select(audit.c.seq, audit.c.about).where(audit.c.what == "erased").order_by(audit.c.seq)
        for line in connection.execute(erasures):
            about = unpack(line.about)
            for epoch, first, last in about["rows"]:
                holder |= {(epoch, seq): line.seq for seq in range(first, last + 1)}
            holder |= {UUID(id): line.seq for id in about["titles"]}
        lines = {holder[place] for place in again if place in holder}
        for one, line_seq in holder.items():
            if line_seq in lines:
                if isinstance(one, UUID):
                    ids.add(one)
                else:
                    places.add(one)
    return sorted(places), sorted(ids, key=str)


def _kinds(rows: Iterable[Row[Any]]) -> dict[str, int]:
    """How many records of each kind these rows are about."""
    records: dict[str, set[UUID]] = {}
    for row in rows:
        records.setdefault(row.kind, set()).add(row.record)
    return {kind: len(ids) for kind, ids in records.items()}


def _rows(connection: Connection, places: list[Place]) -> Iterator[Row[Any]]:
    for some in _some(places):
        yield from connection.execute(select(journal).where(tuple_(journal.c.epoch, journal.c.seq).in_(some)))


def _operations(connection: Connection, ids: list[UUID]) -> Iterator[Row[Any]]:
    for some in _some(ids):
        yield from connection.execute(select(operation).where(operation.c.id.in_(some)))


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
