"""Who changed what, and when: the journal of one record, in words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from hubdesk.fields.types import Link
from hubdesk.records import fields_of, kind_named
from hubdesk.store.clock import moment_of
from hubdesk.store.tables import journal, operation
from hubdesk.store.values import unpack


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


def changes_of(session: Session, record: UUID) -> list[Change]:
    """Everything that happened to a record, the latest first."""
    entries = session.execute(
        select(journal, operation.c.title, operation.c.by)
        .outerjoin(operation, operation.c.id == journal.c.operation)
        .where(journal.c.record == record)
        .order_by(journal.c.clock.desc(), journal.c.seq.desc())
    )
    return [change for entry in entries for change in _changes(session, entry)]


def _changes(session: Session, entry: Any) -> Iterator[Change]:
    before, after = unpack(entry.before), unpack(entry.after)
    for field in fields_of(kind_named(entry.kind)):
        same = entry.action == "change" and before.get(field.name) == after.get(field.name)
        if (field.name in before or field.name in after) and not same:
            yield Change(
                moment_of(entry.clock),
                entry.title or "",
                entry.by or "",
                entry.action,
                field.name,
                str(field.label),
                _shown(session, field.type, before.get(field.name)),
                _shown(session, field.type, after.get(field.name)),
            )


def _shown(session: Session, type_: Any, stored: Any) -> str:
    if stored is None:
        return ""
    value = type_.unplain(stored)
    if isinstance(type_, Link):
        linked = session.get(kind_named(type_.to), value)
        return linked.title if linked else ""
    return str(type_.show(value))
