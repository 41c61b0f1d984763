"""Who changed what, and when: the journal of one record, in words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from hubdesk.base.words import tr
from hubdesk.fields.field import Field
from hubdesk.fields.sealed import Sealer, sealer_of
from hubdesk.fields.types import Link
from hubdesk.records import fields_of, kind_named
from hubdesk.store.clock import moment_of
from hubdesk.store.decisions import field_in
from hubdesk.store.dots import AGAINST
from hubdesk.store.row_shape import UNREADABLE
from hubdesk.store.tables import journal, operation
from hubdesk.store.values import opened_values, unpack


@dataclass(frozen=True)
class Change:
    """One field's change in one operation. ``action`` is add, change or remove; before and after are shown text."""

    when: datetime
    title: str
    by: str
    action: str
    field: str
    label: str
    before: str
    after: str


def changes_of(session: Session, record: UUID, unseen: Mapping[str, frozenset[str]]) -> list[Change]:
    """Everything that happened to a record, the latest first, but for the fields ``unseen``, by kind."""
    entries = session.execute(
        select(journal, operation.c.title, operation.c.by)
        .outerjoin(operation, operation.c.id == journal.c.operation)
        .where(journal.c.record == record)
        .order_by(journal.c.clock.desc(), journal.c.seq.desc())
    )
    sealer = sealer_of(session.get_bind().dialect)
    return [
        change
        for entry in entries
        for change in _changes(session, entry, sealer)
        if change.field not in unseen.get(entry.kind, ())
    ]


def _changes(session: Session, entry: Any, sealer: Sealer | None) -> Iterator[Change]:
    before, after = opened_values(unpack(entry.before), sealer), opened_values(unpack(entry.after), sealer)
    # What stays because somebody chose it is told, too.
    decided = {field_in(key) for key in unpack(entry.over) if AGAINST in key}
    for field in fields_of(kind_named(entry.kind)):
        same = entry.action == "change" and before.get(field.name) == after.get(field.name)
        same = same and field.name not in decided
        if (field.name in before or field.name in after) and not same:
            yield Change(
                moment_of(entry.clock),
                entry.title or "",
                entry.by or "",
                entry.action,
                field.name,
                str(field.label),
                shown_value(session, field, before.get(field.name)),
                shown_value(session, field, after.get(field.name)),
            )


def shown_value(session: Session, field: Field, stored: Any) -> str:
    """A value of the journal as a person reads it; a linked record by its title."""
    if stored is None:
        return ""
    try:
        value = field.unplain(stored)
        if not isinstance(field.type, Link):
            return field.shown(value)
    except UNREADABLE:
        return tr("something that only a newer HubDesk knows")
    linked = session.get(kind_named(field.type.to), value)
    return linked.title if linked else ""
