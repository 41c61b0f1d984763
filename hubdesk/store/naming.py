"""Where a person is named outside their records: titles of operations, and drafts."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, bindparam, delete, select, update

from hubdesk.base.words import tr
from hubdesk.fields.types import Email, Phone, Text
from hubdesk.records import fields_of, kind_named
from hubdesk.store.belonging import batches
from hubdesk.store.tables import draft, operation
from hubdesk.store.values import unpack


@dataclass(frozen=True)
class Names:
    """Texts that name somebody: ``telling`` by themselves, such as a full name; ``any`` also a first name alone."""

    telling: frozenset[str]
    any: frozenset[str]


def nameless_title() -> str:
    """What an operation is called whose title named somebody who was erased."""
    return tr("Work with somebody who was erased")


def names_in(rows: Iterable[tuple[str, dict[str, Any]]], entries: Iterable[Any]) -> Names:
    """What these records, as they are and as the journal remembers them, call a person."""
    found: set[str] = set()
    sources = [*rows]
    for entry in entries:
        sources += [(entry.kind, unpack(entry.before)), (entry.kind, unpack(entry.after))]
    for kind, values in sources:
        for field in fields_of(kind_named(kind)):
            value = values.get(field.name)
            if field.personal and not field.others and isinstance(field.type, Text | Email | Phone) and value:
                found.add(str(value).casefold())
    words = {one for one in found if len(one) > 2}
    return Names(
        frozenset(one for one in words if len(one.split()) > 1 or "@" in one or one.isdigit()), frozenset(words)
    )


def forget_names(connection: Connection, names: Names, operations: Collection[UUID], records: Sequence[UUID]) -> None:
    """Give operations that name them another title, and drop drafts about them."""
    titled = []
    for row in connection.execute(select(operation.c.id, operation.c.title)):
        said = row.title.casefold()
        known = names.any if row.id in operations else names.telling
        if any(name in said for name in known):
            titled.append({"of": row.id, "said": nameless_title()})
    for some in batches(titled):
        made = update(operation).where(operation.c.id == bindparam("of")).values(title=bindparam("said"))
        connection.execute(made, list(some))
    ids = {str(record) for record in records}
    about = []
    for kept in connection.execute(select(draft.c.id, draft.c.purpose, draft.c.title, draft.c.answers)):
        said = f"{kept.purpose} {kept.title} {kept.answers}"
        if any(one in said for one in ids) or any(name in said.casefold() for name in names.telling):
            about.append(kept.id)
    for gone in batches(about):
        connection.execute(delete(draft).where(draft.c.id.in_(gone)))
