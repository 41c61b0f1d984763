"""Search entries that an older HubDesk wrote, made anew as this one makes them: words, and what lists sort by."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Connection, func, select

from hubdesk.base.progress import Progress
from hubdesk.records import Record
from hubdesk.store.mending import index_anew, known_kind, table_of
from hubdesk.store.search_words import WORDS, entry_of
from hubdesk.store.small_facts import SEARCH_WORDS
from hubdesk.store.store import Store
from hubdesk.store.tables import search_entry

_AT_ONCE: Final = 500


def entries_anew(store: Store, progress: Progress | None = None) -> int:
    """Make those anew that are not as they would be made now; how many. Nothing is looked at a second time.

    In small transactions, so that nobody at the desk waits. Raises Cancelled when asked to stop; the next time begins anew.
    """
    if store.setting(SEARCH_WORDS) == WORDS:
        return 0
    step = (progress or Progress()).step
    last, made_anew = 0, 0
    with store.reading_plainly() as connection:
        newest = connection.scalar(select(func.max(search_entry.c.number))) or 0
    while True:
        query = select(search_entry).where(search_entry.c.number > last).order_by(search_entry.c.number).limit(_AT_ONCE)
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
        step(min(last, newest), newest)
    store.set_setting(SEARCH_WORDS, WORDS)
    return made_anew


def _outdated(connection: Connection, entries: Sequence[Any]) -> dict[type[Record], list[UUID]]:
    by_kind: dict[type[Record], dict[UUID, Any]] = defaultdict(dict)
    for entry in entries:
        kind = known_kind(entry.kind)
        if kind is not None:
            by_kind[kind][entry.record] = entry
    found = {kind: list(_differing(connection, kind, held)) for kind, held in by_kind.items()}
    return {kind: records for kind, records in found.items() if records}


def _differing(connection: Connection, kind: type[Record], held: dict[UUID, Any]) -> Iterator[UUID]:
    table = table_of(kind)
    for row in connection.execute(select(table).where(table.c.id.in_(list(held)))).mappings():
        made, entry = entry_of(kind.__tablename__, row["id"], dict(row)), held[row["id"]]
        if made is not None and (made["text"], made["sort"]) != (entry.text, entry.sort):
            yield row["id"]
