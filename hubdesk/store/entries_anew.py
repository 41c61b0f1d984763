"""Search entries that an older HubDesk wrote, made anew as this one makes them: words, and what lists sort by."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import suppress
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Connection, func, select

from hubdesk.base.progress import Progress
from hubdesk.records import Record
from hubdesk.store.checks.reading import as_text, rows_that_read
from hubdesk.store.mending import index_anew, known_kind, table_of
from hubdesk.store.search_words import WORDS, entry_of
from hubdesk.store.small_facts import SEARCH_WORDS
from hubdesk.store.store import Store
from hubdesk.store.tables import search_entry

_AT_ONCE: Final = 200
_SAID: Final = (*(search_entry.c[name] for name in ("number", "kind", "text", "sort")), as_text(search_entry.c.record))


def entries_anew(store: Store, progress: Progress | None = None) -> int:
    """Make those anew that are not as they would be made now; how many. Nothing is looked at a second time.

    In small transactions, so that nobody at the desk waits. What cannot be read is left to Check my data. Raises Cancelled
    when asked to stop; the next time begins anew.
    """
    if store.setting(SEARCH_WORDS) == WORDS:
        return 0
    step = (progress or Progress()).step
    last, made_anew = 0, 0
    with store.reading_plainly() as connection:
        newest = connection.scalar(select(func.max(search_entry.c.number))) or 0
    while True:
        query = select(*_SAID).where(search_entry.c.number > last, search_entry.c.number <= newest)
        query = query.order_by(search_entry.c.number).limit(_AT_ONCE)
        with store.reading_plainly() as connection:
            entries = connection.execute(query).all()
            outdated = _outdated(connection, entries)
        if not entries:
            break
        last = entries[-1].number
        if outdated:
            with store.writing_plainly() as connection:
                for kind, records in outdated.items():
                    index_anew(connection, kind, records)
                    made_anew += len(records)
        step(last, newest)
    store.set_setting(SEARCH_WORDS, WORDS)
    return made_anew


def _outdated(connection: Connection, entries: Sequence[Any]) -> dict[type[Record], list[UUID]]:
    by_kind: dict[type[Record], dict[UUID, Any]] = defaultdict(dict)
    for entry in entries:
        kind = known_kind(entry.kind)
        with suppress(ValueError):
            if kind is not None:
                by_kind[kind][UUID(str(entry.record))] = entry
    found = {kind: list(_differing(connection, kind, held)) for kind, held in by_kind.items()}
    return {kind: records for kind, records in found.items() if records}


def _differing(connection: Connection, kind: type[Record], held: dict[UUID, Any]) -> Iterator[UUID]:
    table = table_of(kind)
    for row in rows_that_read(connection, select(table).where(table.c.id.in_(list(held)))):
        values = dict(row._mapping)  # noqa: SLF001 - SQLAlchemy's public name
        with suppress(TypeError, AttributeError, ValueError, IndexError):
            made, entry = entry_of(kind.__tablename__, row.id, values), held[row.id]
            if made is not None and (made["text"], made["sort"]) != (entry.text, entry.sort):
                yield row.id
