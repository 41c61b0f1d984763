"""Where a person is named outside their records: titles of operations, and drafts."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, delete, select, update

from hubdesk.fields.sealed import Sealer, sealer_of
from hubdesk.fields.types import Email, Phone, Text
from hubdesk.records import KINDS, fields_of
from hubdesk.store.belonging import batches
from hubdesk.store.blanking import nameless_title
from hubdesk.store.tables import draft, operation
from hubdesk.store.tables_of_exchange import departure, merged_package, refusal
from hubdesk.store.values import opened_values, pack, unpack


@dataclass(frozen=True)
class Names:
    """Texts that name somebody: ``telling`` by themselves, such as a full name; ``any`` also a first name alone."""

    telling: frozenset[str]
    any: frozenset[str]


def names_in(rows: Iterable[tuple[str, dict[str, Any]]], entries: Iterable[Any], sealer: Sealer | None = None) -> Names:
    """What these records, as they are and as the journal remembers them, call a person.

    What is sealed in them, such as the number of a paper, is opened where ``sealer`` can.
    """
    found: set[str] = set()
    sources = [*rows]
    for entry in entries:
        sources += [(entry.kind, unpack(entry.before)), (entry.kind, unpack(entry.after))]
    known = {kind.__tablename__: kind for kind in KINDS}
    for kind, values in sources:
        said = opened_values(values, sealer)
        for field in fields_of(known[kind]) if kind in known else ():
            value = said.get(field.name)
            named = field.personal and not field.others and isinstance(field.type, Text | Email | Phone)
            if named and isinstance(value, str) and value:
                found.add(value.casefold())
    words = {one for one in found if len(one) > 2}
    return Names(
        frozenset(one for one in words if len(one.split()) > 1 or "@" in one or one.isdigit()), frozenset(words)
    )


def naming_titles(connection: Connection, names: Names, operations: Collection[UUID]) -> list[UUID]:
    """The operations whose titles name them; in those of ``operations`` a first name alone is enough."""
    found = []
    for row in connection.execute(select(operation.c.id, operation.c.title)):
        said = row.title.casefold()
        known = names.any if row.id in operations else names.telling
        if any(name in said for name in known):
            found.append(row.id)
    return found


def forget_drafts(connection: Connection, names: Names, records: Sequence[UUID]) -> None:
    """Drop drafts about them."""
    ids, sealer = {str(record) for record in records}, sealer_of(connection.dialect)
    about = []
    # JSON on both sides, so that a name with quotation marks, or signs that are not seen, is found whatever surrounds it.
    telling = [pack(name)[1:-1] for name in names.telling]
    for kept in connection.execute(select(draft.c.id, draft.c.purpose, draft.c.title, draft.c.answers)):
        said = pack([kept.purpose, kept.title, opened_values(unpack(kept.answers), sealer)])
        if any(one in said for one in ids) or any(name in said.casefold() for name in telling):
            about.append(kept.id)
    for gone in batches(about):
        connection.execute(delete(draft).where(draft.c.id.in_(gone)))


def forget_files(connection: Connection, names: Names) -> None:
    """Of files that left the hub, or came to it, and are called after them, forget how they are called."""
    for row in connection.execute(select(departure)):
        said = f"{row.name} {row.place} {row.whom}".casefold()
        if any(name in said for name in names.telling):
            told = {"name": nameless_title(), "place": "", "whom": ""}
            connection.execute(update(departure).where(departure.c.id == row.id).values(told))
    for table in (merged_package, refusal):
        for row in connection.execute(select(table.c.id, table.c.file)):
            if any(name in row.file.casefold() for name in names.telling):
                connection.execute(update(table).where(table.c.id == row.id).values(file=nameless_title()))
