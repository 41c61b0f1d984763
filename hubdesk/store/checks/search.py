"""That search finds every record, by the words it has now, and nothing that is gone."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, exists, select
from sqlalchemy.exc import DatabaseError

from hubdesk.base.errors import FileTrouble
from hubdesk.base.words import tr, tr_many
from hubdesk.fields.types import Phone, Postcode
from hubdesk.records import KINDS, Record, fields_of
from hubdesk.store.checks.fault import Fault
from hubdesk.store.checks.reading import as_text, rows_that_read
from hubdesk.store.folding import fold, fold_number
from hubdesk.store.mending import in_batches, index_anew, search_anew, table_of
from hubdesk.store.search import forget
from hubdesk.store.search_words import entry_of, is_found
from hubdesk.store.tables import search_entry


def check_search(connection: Connection) -> Iterator[Fault]:
    for kind in KINDS:
        if not is_found(kind):
            continue
        hidden, outdated = _wrong(connection, kind)
        if hidden:
            said = tr_many(
                "Search does not find {n} of {kind}; it is entered again.",
                "Search does not find {n} of {kind}; they are entered again.",
                len(hidden),
                kind=kind.kind.many,
            )
            yield Fault(said, put_right=_index(kind, hidden))
        if outdated:
            said = tr_many(
                "Search has old words for {n} of {kind}; it is entered again.",
                "Search has old words for {n} of {kind}; they are entered again.",
                len(outdated),
                kind=kind.kind.many,
            )
            yield Fault(said, put_right=_index(kind, outdated))
    yield from _stale(connection)
    yield from _trigrams(connection)


def _wrong(connection: Connection, kind: type[Record]) -> tuple[list[UUID], list[UUID]]:
    table, name = table_of(kind), kind.__tablename__
    entries = select(as_text(search_entry.c.record), search_entry.c.text).where(search_entry.c.kind == name)
    held = {row.record: row.text for row in connection.execute(entries).all()}
    found = [(field.name, isinstance(field.type, Phone | Postcode)) for field in fields_of(kind) if field.found]
    hidden: list[str] = []
    suspects: list[str] = []
    wanted = select(as_text(table.c.id), *(table.c[name] for name, _ in found))
    for row in rows_that_read(connection, wanted):
        id, words = row[0], held.get(row[0])
        if words is None:
            hidden.append(id)
        elif not all(_is_said(row[at], words, number=number) for at, (_, number) in enumerate(found, 1)):
            suspects.append(id)
    return [UUID(id) for id in hidden], list(_outdated(connection, kind, [UUID(id) for id in suspects]))


def _is_said(value: Any, words: str, *, number: bool) -> bool:
    """Whether the entry has the words of a field, where they are easily made; else the whole entry is made anew."""
    if value is None:
        return True
    return isinstance(value, str) and f" {fold_number(value) if number else fold(value)} " in words


def _outdated(connection: Connection, kind: type[Record], suspects: list[UUID]) -> Iterator[UUID]:
    """Those of the suspects whose whole entry, made anew, is not the one that is there."""
    table = table_of(kind)
    for some in in_batches(suspects):
        kept = select(search_entry).where(search_entry.c.record.in_(some))
        held = {row.record: (row.title, row.detail, row.text, row.sort) for row in connection.execute(kept)}
        for row in rows_that_read(connection, select(table).where(table.c.id.in_(some))):
            try:
                entry = entry_of(kind.__tablename__, row.id, dict(row._mapping))  # noqa: SLF001 - SQLAlchemy's public name
            except (TypeError, AttributeError, ValueError, IndexError):
                continue  # an answer that cannot be read is another check's
            if entry and held[row.id] != (entry["title"], entry["detail"], entry["text"], entry["sort"]):
                yield row.id


def _stale(connection: Connection) -> Iterator[Fault]:
    stale = _gone(connection)
    if stale:
        said = tr_many(
            "Search still finds {n} record that is gone; it is taken out.",
            "Search still finds {n} records that are gone; they are taken out.",
            len(stale),
        )
        yield Fault(said, put_right=_forget_gone)


def _gone(connection: Connection) -> list[UUID]:
    """What search still finds of records that are not there."""
    gone: list[UUID] = []
    for kind in KINDS:
        table = table_of(kind)
        away = (search_entry.c.kind == kind.__tablename__) & ~exists().where(table.c.id == search_entry.c.record)
        gone += connection.scalars(select(search_entry.c.record).where(away))
    known = [kind.__tablename__ for kind in KINDS if is_found(kind)]
    return [*gone, *connection.scalars(select(search_entry.c.record).where(search_entry.c.kind.not_in(known)))]


def _trigrams(connection: Connection) -> Iterator[Fault]:
    try:
        connection.exec_driver_sql("INSERT INTO search_trigram (search_trigram, rank) VALUES ('integrity-check', 1)")
    except (DatabaseError, FileTrouble):
        yield Fault(
            tr("The index that search looks in first does not fit its words; it is made anew."), put_right=search_anew
        )


def _index(kind: type[Record], records: list[UUID]) -> partial[None]:
    return partial(_index_these, kind, records)


def _index_these(kind: type[Record], records: list[UUID], connection: Connection) -> None:
    index_anew(connection, kind, records)


def _forget_gone(connection: Connection) -> None:
    # Looked for anew: a record that was gone may have been brought back meanwhile.
    for some in in_batches(_gone(connection)):
        forget(connection, some)
