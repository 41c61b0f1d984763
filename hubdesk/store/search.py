"""Search as you type over every kind that has a name, kept right with each change and encrypted with the rest."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, Dialect, Select, TextClause, select, union
from sqlalchemy.orm import Session

from hubdesk.records import Record, kind_named
from hubdesk.store.bulk import (
    AnyId,
    Id,
    among,
    by_stored_id,
    delete_numbers,
    insert_all,
    run,
    select_among,
    stored_id,
    update_all,
    updates,
)
from hubdesk.store.folding import fold, fold_number, fold_query
from hubdesk.store.search_words import as_text, entry, found_by, is_found, length_of, parts_in
from hubdesk.store.sounds import sound_of
from hubdesk.store.tables import search_entry
from hubdesk.store.trigrams import Changed, containing, reindexing

_SHORTEST_INDEXED: Final = 3
"""Trigrams need three characters; shorter parts are looked for in the texts themselves."""

_LOOKED_AT: Final = 200

_MOST_PARTS: Final = 24
"""More words than any record's title has; the rest of a text pasted by mistake is not looked for."""

_SAID: Final = ("text", "title", "detail", "sort", "kind")
_COLUMNS: Final = tuple(search_entry.c[name] for name in ("number", "record", *_SAID))
_WORDS: Final = tuple(search_entry.c[name] for name in ("number", "record", "text"))

_Condition = ColumnElement[bool] | TextClause


@dataclass(frozen=True)
class Hit:
    """A record that search found."""

    kind: str
    id: UUID
    title: str
    detail: str


def index(connection: Connection, records: Iterable[Record]) -> None:
    """Make these records findable as they are now."""
    put(connection, [entry(record, type(record)) for record in records if is_found(type(record))])


def put(connection: Connection, entries: Sequence[dict[str, Any]]) -> None:
    """Keep these entries in place of what their records were found by; what has not changed is left alone."""
    new = {stored_id(connection, said["record"]): said for said in entries}
    changed: dict[tuple[str, ...], list[dict[str, Any]]] = {}
    texts: list[Changed] = []
    for number, record, *held in select_among(connection, _COLUMNS, search_entry.c.record, among(connection, new)):
        said = new.pop(record)
        names = tuple([name for name, value in zip(_SAID, held, strict=True) if said[name] != value])
        if names:
            changed.setdefault(names, []).append({"number": number, **{name: said[name] for name in names}})
        if said["text"] != held[0]:
            texts.append((number, held[0], said["text"], None))
    for some in changed.values():
        update_all(connection, search_entry, some, by="number")
    run(connection, reindexing(connection.dialect, texts))
    insert_all(connection, search_entry, list(new.values()), at_once=True)


class HeldText(NamedTuple):
    """The words that search finds a record by, and the number of their entry."""

    number: int
    text: str


def texts_held(connection: Connection, records: Iterable[AnyId]) -> dict[AnyId, HeldText]:
    """The words of these records, by the ids as they were given."""
    ids = by_stored_id(connection, records)
    rows = select_among(connection, _WORDS, search_entry.c.record, among(connection, ids))
    return {ids[record]: HeldText(number, text) for number, record, text in rows}


class PartsChanged:
    """What some fields of a kind now give to the texts of its records, made ready without a database.

    places: where in the texts each record's parts stand; nothing else that records are found by may have changed.
    unknown: the records that have no such text yet.
    """

    def __init__(
        self,
        dialect: Dialect,
        kind: str,
        places: Sequence[int],
        parts: Mapping[str, Sequence[str]],
        held: Mapping[str, HeldText],
    ) -> None:
        made: type[Record] = kind_named(kind)
        whole, none = len(found_by(made)) + 1, HeldText(0, "")
        self.unknown: list[str] = []
        texts: list[dict[str, Any]] = []
        changed: list[Changed] = []
        for record, new in parts.items():
            number, was = held.get(record, none)
            told = parts_in(was)
            if len(told) != whole:
                # There is none, or an earlier HubDesk made it.
                self.unknown.append(record)
                continue
            alike = length_of(told[: places[0]]), length_of(told[places[-1] + 1 :])
            for place, part in zip(places, new, strict=True):
                told[place] = part
            said = as_text(told)
            if said != was:
                texts.append({"number": number, "text": said})
                changed.append((number, was, said, alike))
        self._statements = [*updates(dialect, search_entry, texts, by="number"), *reindexing(dialect, changed)]

    def write(self, connection: Connection) -> None:
        """Write the texts that there were before."""
        run(connection, self._statements)


def forget(connection: Connection, records: Sequence[Id]) -> None:
    """Take these records out of the search."""
    if records:
        numbers = select_among(connection, (search_entry.c.number,), search_entry.c.record, records)
        delete_numbers(connection, search_entry.c.number, [row[0] for row in numbers])


def find(connection: Connection, words: str, limit: int, kinds: Sequence[str] | None) -> list[Hit]:
    """Records in which every part of ``words`` occurs, those where words begin with the parts first."""
    parts = _parts(words)
    if not parts:
        return []
    rows: dict[UUID, Any] = {}
    for condition in _conditions(connection.dialect.name, parts):
        query = select(search_entry).where(*condition).limit(_LOOKED_AT)
        if kinds is not None:
            query = query.where(search_entry.c.kind.in_(kinds))
        for row in connection.execute(query):
            rows.setdefault(row.record, row)
        if len(rows) >= limit:
            break
    best = sorted(rows.values(), key=lambda row: _rank(row.title, row.text, parts))[:limit]
    return [Hit(row.kind, row.record, row.title, row.detail) for row in best]


def matching(session: Session, words: str, kind: str) -> Select[tuple[UUID]] | None:
    """The ids of all records of a kind that contain every part of ``words``, as a query; None for no words."""
    parts = _parts(words)
    if not parts:
        return None
    dialect = session.get_bind().dialect.name
    ways = [_containing(dialect, wanted) for wanted in (parts, _by_sound(parts)) if wanted]
    # Joined by "or", SQLite would look through every entry of the kind instead of in its index.
    numbers = union(*(select(search_entry.c.number).where(*conditions) for conditions in ways))
    return select(search_entry.c.record).where(search_entry.c.kind == kind, search_entry.c.number.in_(numbers))


def _parts(words: str) -> list[str]:
    number = fold_number(words)
    if number.isdigit() and (len(number) >= _SHORTEST_INDEXED or words.lstrip().startswith("+")):
        return [number]
    return list(dict.fromkeys(fold_query(words)))[:_MOST_PARTS]


def _conditions(dialect: str, parts: list[str]) -> Iterable[list[_Condition]]:
    """From the most to the least exact: whole words, beginnings of words, anywhere, what sounds so in another script."""
    for pattern in (" {} ", " {}", "{}"):
        yield _containing(dialect, [pattern.format(part) for part in parts])
    heard = _by_sound(parts)
    if heard:
        yield _containing(dialect, heard)


def _by_sound(parts: list[str]) -> list[str]:
    """How the parts sound, those that have no sound as they are; nothing where none has one."""
    heard = [sound_of(part) for part in parts]
    return [f" {sound}" if sound else part for sound, part in zip(heard, parts, strict=True)] if any(heard) else []


def _containing(dialect: str, wanted: list[str]) -> list[_Condition]:
    if dialect == "sqlite":
        return list(containing(wanted))
    return [search_entry.c.text.contains(one, autoescape=True) for one in wanted]


def _rank(title: str, text: str, parts: list[str]) -> tuple[int, int, bool, str]:
    begun = sum(f" {part}" in text for part in parts)
    whole = sum(f" {part} " in text for part in parts)
    own = fold(title)
    first = any(own.startswith(part) for part in parts)
    return -(2 * begun + whole), -sum(part in own for part in parts), not first, title.casefold()
