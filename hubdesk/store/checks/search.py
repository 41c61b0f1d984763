"""That search finds every record, by the words it has now, and nothing that is gone."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Connection, exists, select
from sqlalchemy.exc import DatabaseError

from hubdesk.base.errors import FileTrouble
from hubdesk.base.words import tr, tr_many
from hubdesk.records import Record
from hubdesk.store.bulk import delete_numbers
from hubdesk.store.checks.fault import Fault
from hubdesk.store.checks.reading import as_text, kinds_there, rows_that_read
from hubdesk.store.mending import index_anew, search_anew, table_of
from hubdesk.store.search_words import entry_of, is_found, worded_by
from hubdesk.store.tables import search_entry

_NO_FIGURES: Final = re.compile(r"\D")


def check_search(connection: Connection) -> Iterator[Fault]:
    for kind in filter(is_found, kinds_there(connection)):
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
    """The records of a kind that search does not find, and those whose entry is not the one that they have now."""
    table, name = table_of(kind), kind.__tablename__
    said = (search_entry.c[one] for one in ("title", "detail", "text", "sort"))
    entries = select(as_text(search_entry.c.record), *said).where(search_entry.c.kind == name)
    held = {record: tuple(entry) for record, *entry in connection.execute(entries)}
    worded = sorted(worded_by(name))
    hidden: list[UUID] = []
    outdated: list[UUID] = []
    for row in rows_that_read(connection, select(as_text(table.c.id), *(table.c[one] for one in worded))):
        id, there = row[0], held.pop(row[0], None)
        if there is None:
            hidden.append(UUID(id))
            continue
        try:
            made = entry_of(name, id, dict(zip(worded, row[1:], strict=True)))
        except (TypeError, AttributeError, ValueError, IndexError):
            continue  # an answer that cannot be read is another check's
        if made and not _is_said(there, made):
            outdated.append(UUID(id))
    return hidden, outdated


def _is_said(held: tuple[Any, ...], made: dict[str, Any]) -> bool:
    """Whether the entry says what it would say if it were made now.

    Its detail may be in the language that was spoken as it was made, so only the figures of it have to be the same.
    """
    title, detail, text, sort = held
    if (title, text, sort) != (made["title"], made["text"], made["sort"]):
        return False
    return bool(detail == made["detail"] or _NO_FIGURES.sub("", str(detail)) == _NO_FIGURES.sub("", made["detail"]))


def _stale(connection: Connection) -> Iterator[Fault]:
    stale = _gone(connection)
    if stale:
        said = tr_many(
            "Search still finds {n} record that is gone; it is taken out.",
            "Search still finds {n} records that are gone; they are taken out.",
            len(stale),
        )
        yield Fault(said, put_right=_forget_gone)


def _gone(connection: Connection) -> list[int]:
    """The numbers of the entries by which search still finds records that are not there."""
    gone: list[int] = []
    there = kinds_there(connection)
    for kind in there:
        table = table_of(kind)
        away = (search_entry.c.kind == kind.__tablename__) & ~exists().where(table.c.id == search_entry.c.record)
        gone += connection.scalars(select(search_entry.c.number).where(away))
    known = [kind.__tablename__ for kind in there if is_found(kind)]
    return [*gone, *connection.scalars(select(search_entry.c.number).where(search_entry.c.kind.not_in(known)))]


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
    delete_numbers(connection, search_entry.c.number, _gone(connection))
