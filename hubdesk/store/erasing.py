"""Erasing for good: from the tables, the journal, the search, drafts, titles, conflicts and parked packages.

It follows from the record and its tombstone alone, so that every file that learns of the tombstone, whenever and in
whatever order, comes to hold the same.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Any, Final
from uuid import UUID, uuid4

from sqlalchemy import Connection, delete, insert, select, update

from hubdesk.base.errors import Refused
from hubdesk.base.progress import Progress
from hubdesk.base.words import tr
from hubdesk.fields.sealed import Sealer, sealer_of
from hubdesk.records import KINDS, fields_of, kind_named
from hubdesk.store.belonging import PERSON, batches, owning_links, theirs
from hubdesk.store.blanking import blank
from hubdesk.store.naming import Names, forget_drafts, forget_files, names_in, naming_titles
from hubdesk.store.search import forget
from hubdesk.store.search_words import entry_of
from hubdesk.store.small_facts import keep_fact
from hubdesk.store.tables import erased, journal, row_clock, search_entry
from hubdesk.store.tables_of_exchange import conflict, parked, parked_piece, refusal, waiting
from hubdesk.store.values import opened_values, row_values, unpack
from hubdesk.store.what_stays import Tombstone, stripped, tombstone_for, what_stays

TO_CLEAR: Final = "traces_to_clear"
"""A setting: pages of the file may still hold what was erased, because clearing them was cut short."""


def tombstones(connection: Connection, records: Collection[UUID] | None = None) -> dict[UUID, Tombstone]:
    """Those of these records, or all."""
    found: dict[UUID, Tombstone] = {}
    for some in [None] if records is None else batches(list(records)):
        query = select(erased).order_by(erased.c.record)
        if some is not None:
            query = query.where(erased.c.record.in_(some))
        for row in connection.execute(query):
            found[row.record] = Tombstone(row.record, row.kind, row.gone, row.day, row.person)
    return found


def tombstones_for(connection: Connection, people: Collection[UUID], day: date) -> list[Tombstone]:
    """What erasing these people on ``day`` would mark: every record of theirs, from the declarations."""
    records = theirs(connection, people)
    values = _values(connection, records)
    return [
        tombstone_for(record, kind, values.get(record, {}), day, person) for record, (kind, person) in records.items()
    ]


def erase(
    connection: Connection, stones: Iterable[Tombstone], by: str, why: str = "", progress: Progress | None = None
) -> frozenset[str]:
    """Erase these records, with all that is theirs, within the transaction; the kinds that changed.

    ``why`` is for the log: a word of a program. What was erased before stays erased as it was. Afterwards the file's
    free pages must be cleared.
    """
    step = (progress or Progress()).step
    step(0, 100)
    asked = {one.record: one for one in stones}
    held = tombstones(connection, asked)
    fresh = {record: one for record, one in asked.items() if record not in held}
    people = {one.record for one in fresh.values() if one.kind == PERSON}
    days = {one.person: one.day for one in fresh.values()}
    also = theirs(connection, people) if people else {}
    held |= tombstones(connection, also)
    for record, (kind, person) in also.items():
        if record not in fresh and record not in held:
            values = _values(connection, {record: (kind, person)}).get(record, {})
            fresh[record] = tombstone_for(record, kind, values, days[person], person)
    if not fresh:
        return frozenset()
    entries = _entries(connection, list(fresh))
    rows = [_row(connection, one) for one in fresh.values()]
    names = names_in(rows, entries, sealer_of(connection.dialect))
    step(10, 100)
    left = {(row.epoch, row.seq): stripped(fresh[row.record], unpack(row.after)) for row in entries}
    titles = naming_titles(connection, names, {row.operation for row in entries})
    blank(connection, left, titles, by, why)
    for kind in {one.kind for one in fresh.values()} & _known():
        _strip_rows(connection, kind, [one for one in fresh.values() if one.kind == kind])
    # Most of the time goes into the index of search, which is made anew.
    step(20, 100)
    _forget_gone(connection, [one.record for one in fresh.values() if one.gone], list(fresh))
    step(90, 100)
    forget_drafts(connection, names, list(fresh))
    _drop_parked(connection)
    forget_files(connection, names)
    connection.execute(insert(erased), [dict(vars(one)) for one in fresh.values()])
    _to_clear(connection)
    return frozenset(one.kind for one in fresh.values())


def _drop_parked(connection: Connection) -> None:
    """Drop the packages that wait, which may tell of whoever is erased, and write down that they are not taken in.

    Hubs send whatever has not been confirmed once more, so nothing is lost with them.
    """
    why = tr(
        "Somebody was erased, so this file, which waited, was dropped. The next one from the hub brings the same again."
    )
    now = datetime.now(UTC).replace(tzinfo=None)
    waited = connection.execute(select(parked.c.file, parked.c.hub_id).distinct()).all()
    rows = [{"id": uuid4(), "at": now, "hub_id": row.hub_id, "file": row.file, "why": why} for row in waited]
    if rows:
        connection.execute(insert(refusal), rows)
        # What is being taken in just now is read from pieces that none of these has, and drops them itself.
        connection.execute(delete(parked_piece).where(parked_piece.c.pieces.in_(select(parked.c.pieces))))
        connection.execute(delete(parked))


def erase_fields(
    connection: Connection, kind: str, records: Sequence[UUID], fields: Collection[str], by: str, why: str = ""
) -> None:
    """Erase these optional fields of these records, also as the journal and the titles of what was done remember them."""
    table = kind_named(kind).__table__
    for some in batches(records):
        connection.execute(update(table).where(table.c.id.in_(some)).values(dict.fromkeys(fields)))
    entries = _entries(connection, list(records))
    telling = {row: values for row in entries if (values := _told(row, fields, sealer_of(connection.dialect)))}
    said = frozenset(one.casefold() for values in telling.values() for one in values if one and isinstance(one, str))
    # Elsewhere the same words may tell of somebody else, such as whoever has seen a paper.
    titles = naming_titles(connection, Names(frozenset(), said), {row.operation for row in entries})
    left = {(row.epoch, row.seq): _without(unpack(row.after), fields) for row in telling}
    blank(connection, left, titles, by, why)
    for some in batches(records):
        connection.execute(delete(conflict).where(conflict.c.record.in_(some), conflict.c.field.in_(fields)))
    _to_clear(connection)


def refuse_erased(connection: Connection, records: Sequence[UUID]) -> None:
    """Raises Refused when one of these records was erased: nothing is written onto what is left of a person."""
    if tombstones(connection, records):
        raise Refused(tr("This person was erased, so nothing can be changed here. Add them anew if they come back."))


def refuse_for_erased(connection: Connection, added: Iterable[tuple[str, dict[str, Any]]]) -> None:
    """Raises Refused when one of these new records, as kind and JSON values, would tell of somebody who was erased.

    What stays of people for the figures may still be added: somebody marks the register of a class they were in.
    """
    owners = [
        UUID(values[name])
        for kind, values in added
        if kind not in what_stays()
        for of, name, _ in owning_links()
        if of == kind and values.get(name)
    ]
    refuse_erased(connection, owners)


def _values(connection: Connection, records: Mapping[UUID, tuple[str, UUID]]) -> dict[UUID, dict[str, Any]]:
    """What is known of each record, as JSON values: its row, or what the journal last said."""
    known: dict[UUID, dict[str, Any]] = {}
    for row in _entries(connection, list(records)):
        known[row.record] = known.get(row.record, {}) | unpack(row.before) | unpack(row.after)
    return known


def _entries(connection: Connection, records: Sequence[UUID]) -> list[Any]:
    found: list[Any] = []
    for some in batches(records):
        query = select(journal).where(journal.c.record.in_(some)).order_by(journal.c.clock, journal.c.seq)
        found += connection.execute(query).all()
    return found


def _row(connection: Connection, one: Tombstone) -> tuple[str, dict[str, Any]]:
    if one.kind not in _known():
        return one.kind, {}
    table = kind_named(one.kind).__table__
    row = connection.execute(select(table).where(table.c.id == one.record)).mappings().one_or_none()
    if row is None:
        return one.kind, {}
    said = ((field.name, field.plain(row[field.name])) for field in fields_of(kind_named(one.kind)))
    plain = {name: value for name, value in said if value is not None}
    return one.kind, plain | ({"hub_id": str(row["hub_id"])} if row["hub_id"] else {})


def _strip_rows(connection: Connection, kind: str, stones: list[Tombstone]) -> None:
    table, made = kind_named(kind).__table__, kind_named(kind)
    everything = dict.fromkeys(field.name for field in fields_of(made))
    entries = []
    for one in stones:
        _, values = _row(connection, one)
        if values and not one.gone:
            left = everything | row_values(made, stripped(one, values))
            connection.execute(update(table).where(table.c.id == one.record).values(left))
            entry = entry_of(kind, one.record, {**left, "hub_id": None})
            entries += [entry] if entry is not None else []
    for some in batches([one.record for one in stones if one.gone]):
        connection.execute(delete(table).where(table.c.id.in_(some)))
    forget(connection, [one.record for one in stones])
    if entries:
        connection.execute(insert(search_entry), entries)


def _forget_gone(connection: Connection, gone: Sequence[UUID], all_records: Sequence[UUID]) -> None:
    for some in batches(gone):
        for table in (row_clock, waiting):
            connection.execute(delete(table).where(table.c.record.in_(some)))
    for some in batches(all_records):
        connection.execute(delete(conflict).where(conflict.c.record.in_(some)))
    if connection.dialect.name == "sqlite":
        # An index of three letters in a row keeps what was deleted from it until it is made anew.
        connection.exec_driver_sql("INSERT INTO search_trigram (search_trigram) VALUES ('rebuild')")


def _known() -> frozenset[str]:
    """The kinds that this version has: a newer hub's tombstone may be of another."""
    return frozenset(kind.__tablename__ for kind in KINDS)


def _to_clear(connection: Connection) -> None:
    keep_fact(connection, TO_CLEAR, "yes")


def _told(row: Any, fields: Collection[str], sealer: Sealer | None) -> list[Any]:
    """What this row of the journal says of these fields, None too; empty where it says nothing of them."""
    both = [opened_values(unpack(text), sealer) for text in (row.before, row.after)]
    return [values[name] for values in both for name in fields if name in values]


def _without(values: dict[str, Any], fields: Collection[str]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if name not in fields}
