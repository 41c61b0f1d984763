"""That search finds every record, by the words it has now, and nothing that is gone."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from uuid import UUID

from sqlalchemy import Connection, RowMapping, exists, select
from sqlalchemy.exc import DatabaseError

from hubdesk.base.errors import FileTrouble
from hubdesk.base.words import tr, tr_many
from hubdesk.fields.types import Phone, Postcode
from hubdesk.records import KINDS, Record, fields_of
from hubdesk.store.checks.fault import Fault
from hubdesk.store.folding import fold, fold_number
from hubdesk.store.mending import in_batches, index_anew, search_anew, table_of
from hubdesk.store.search import entry_of, forget, is_found
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
    held = {
        row.record: (row.title, row.detail, row.text, row.sort)
        for row in connection.execute(select(search_entry).where(search_entry.c.kind == name))
    }
    hidden: list[UUID] = []
    outdated: list[UUID] = []
    rows = connection.execute(select(table)).mappings()
    while True:
        try:
            row = next(rows, None)
        except (ValueError, TypeError, ArithmeticError):
            continue  # an answer that cannot be read is another check's
        if row is None:
            return hidden, outdated
        id = row["id"]
        if id not in held:
            hidden.append(id)
        elif not _fits(kind, row, held[id]):
            outdated.append(id)


def _fits(kind: type[Record], row: RowMapping, held: tuple[str, ...]) -> bool:
    """Whether the entry has the words of the record; the whole entry is made anew only when the plain words are not there."""
    if all(f" {plain} " in held[2] for plain in _plain(kind, row)):
        return True
    try:
        entry = entry_of(kind.__tablename__, row["id"], dict(row))
    except (TypeError, AttributeError, ValueError, IndexError):
        return True  # an answer that cannot be read is another check's
    return entry is None or held == (entry["title"], entry["detail"], entry["text"], entry["sort"])


def _plain(kind: type[Record], row: RowMapping) -> Iterator[str]:
    """The words of each field that is found, where they are as easily said; else what no entry has."""
    for field in fields_of(kind):
        value = row[field.name]
        if field.found and value is not None:
            if isinstance(field.type, Phone | Postcode):
                yield fold_number(value)
            else:
                yield fold(value) if isinstance(value, str) else "\0"


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
