"""Which records a link may point to, as somebody types."""

from __future__ import annotations

from uuid import UUID

from hubdesk.fields.types import Link
from hubdesk.records import fields_of, kind_named
from hubdesk.reports.one_record import Called, called, latest
from hubdesk.store import Store
from hubdesk.store.folding import fold, fold_query


def choices_for(store: Store, kind: str, words: str, limit: int = 20) -> list[Called]:
    """Records of the kind that contain every part of ``words``; without words, the latest or the first by name.

    Kinds that search does not know, such as class sessions, are looked through by what they are called and what they
    link to.
    """
    named = any(field.found for field in fields_of(kind_named(kind)))
    if named and words.strip():
        return [_told_apart(store, kind, hit.id, hit.title, hit.detail) for hit in store.search(words, limit, [kind])]
    parts = fold_query(words)
    with store.reading() as session:
        offered = latest(session, kind, limit if named else 300)
    fits = [one for one in offered if all(part in f" {fold(f'{one.title} {one.detail}')} " for part in parts)]
    return fits[:limit]


def named_by(kind: str) -> str | None:
    """The field that says what a record of the kind is called; None of a kind without names."""
    return next((field.name for field in fields_of(kind_named(kind)) if field.found and field.required), None)


def _told_apart(store: Store, kind: str, id: UUID, title: str, detail: str) -> Called:
    """What search says, and where it says no more than the title, what the record belongs to."""
    links = [field for field in fields_of(kind_named(kind)) if field.listed and isinstance(field.type, Link)]
    if detail or not links:
        return Called(id, title, detail)
    with store.reading() as session:
        record = session.get(kind_named(kind), id)
        first = getattr(record, links[0].name, None)
        linked = session.get(kind_named(links[0].type.to), first) if first else None  # type: ignore[attr-defined]
        return Called(id, title, called(session, linked) if linked is not None else "")
