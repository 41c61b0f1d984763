"""What is here of the records that many changes of one epoch tell of: how they stand, and what the journal knows of them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final, NamedTuple
from uuid import UUID

from sqlalchemy import Connection, exists, select

from hubdesk.records import kind_named
from hubdesk.store.bulk import among, by_stored_id, select_among
from hubdesk.store.dots import clocks_of
from hubdesk.store.search import HeldText, texts_held
from hubdesk.store.tables import device_epoch, journal
from hubdesk.store.tables_of_exchange import conflict, waiting
from hubdesk.sync.record_now import Change, Now
from hubdesk.sync.rows import in_part_found, known_kinds, needed_to_change, rows_now


class Past(NamedTuple):
    """What the journal tells of a record. began: since this merge began; told: by this file; others: of other epochs too."""

    began: bool
    told: bool
    others: bool


NO_PAST: Final = Past(began=False, told=False, others=False)


@dataclass(frozen=True)
class Here:
    """The records by id; undecided: those of them that wait or are in disagreement.

    names: where any of them is shared by all hubs, what decides between equal clocks, every machine's own id by its number.
    texts: the words that search finds records by, where only some parts of these change.
    """

    now: dict[str, Now]
    past: dict[str, Past]
    undecided: frozenset[str]
    names: Mapping[int, str]
    texts: Mapping[str, HeldText]


def read_here(
    connection: Connection, changes: Sequence[Change], epoch: int, first: Mapping[int, int], since: int
) -> Here:
    """What the changes of one epoch meet. first: by epoch, the first change of this file; since: the merge's first line of the log."""
    kinds = {change.row["record"]: change.row["kind"] for change in changes}
    clocks = clocks_of(connection, kinds)
    now = {record: Now(kind, clocks.get(record)) for record, kind in kinds.items()}
    by_kind: dict[str, list[str]] = {}
    for record in clocks:
        if kinds[record] in known_kinds():
            by_kind.setdefault(kinds[record], []).append(record)
    needed = _needed(changes, clocks)
    texts: dict[str, HeldText] = {}
    for kind, records in by_kind.items():
        if in_part_found(kind, needed.get(kind, ())):
            texts |= texts_held(connection, records)
        for record, row in rows_now(connection, kind, records, needed.get(kind, ())).items():
            now[record].row = row
    shared = {record for record in clocks if is_shared(kinds[record])}
    past = _past(connection, epoch, kinds.keys() - shared, first, since)
    names: dict[int, str] = {}
    if shared:
        past |= _past_of_shared(connection, shared, first)
        rows = connection.execute(select(device_epoch.c.number, device_epoch.c.epoch))
        names = {number: str(machine) for number, machine in rows}
    return Here(now, past, frozenset(_undecided_of(connection, now)), names, texts)


@cache
def is_shared(kind: str) -> bool:
    """Whether every hub begins with the same records of the kind."""
    return kind in known_kinds() and kind_named(kind).kind.shared


def _past(
    connection: Connection, epoch: int, records: Iterable[str], first: Mapping[int, int], since: int
) -> dict[str, Past]:
    ids = by_stored_id(connection, records)
    past: dict[str, Past] = {}
    # Of most records only this epoch ever told: that much the index says without a row being made of it.
    also = (("<>", journal.c.epoch, epoch), (">=", journal.c.line, since))
    for stored, of, seq, action, line in select_among(connection, _PAST, journal.c.record, ids, also):
        record = ids[stored]
        began, told, others = past.get(record, NO_PAST)
        if line >= since:
            began = began or action == "add"
            told = told or (of in first and seq >= first[of])
        past[record] = Past(began, told, others or of != epoch)
    return past


def _past_of_shared(connection: Connection, records: Collection[str], first: Mapping[int, int]) -> dict[str, Past]:
    """What every hub tells of has as long a journal as there are hubs: only what this file told of it is read."""
    told: set[str] = set()
    for epoch, seq in first.items():
        mine = (journal.c.epoch == epoch) & (journal.c.seq >= seq) & journal.c.record.in_(list(map(UUID, records)))
        told.update(map(str, connection.scalars(select(journal.c.record).where(mine))))
    return {record: Past(began=False, told=record in told, others=True) for record in records}


def _undecided_of(connection: Connection, records: Collection[str]) -> Iterator[str]:
    for table in (waiting, conflict):
        if connection.scalar(select(exists().select_from(table))):
            ids = by_stored_id(connection, records)
            for row in select_among(connection, (table.c.record,), table.c.record, among(connection, ids)):
                yield ids[row[0]]


def _needed(changes: Iterable[Change], here: Collection[str]) -> dict[str, Collection[str]]:
    """By kind, the fields that are read of the records that are here; of other kinds all are."""
    changed: dict[str, set[str]] = {}
    whole: set[str] = set()
    for row, after, _ in changes:
        if row["record"] in here and row["kind"] in known_kinds():
            if row["action"] == "change":
                changed.setdefault(row["kind"], set()).update(after)
            else:
                whole.add(row["kind"])
    return {kind: needed_to_change(kind, names) for kind, names in changed.items() if kind not in whole}


_PAST: Final = tuple(journal.c[name] for name in ("record", "epoch", "seq", "action", "line"))
