"""Adding, changing and removing a single record of any kind."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from hubdesk.base.errors import Problem, Refused
from hubdesk.base.words import tr
from hubdesk.records import Around, kind_named


def title_for(around: Around, kind: str, values: Mapping[str, Any]) -> str:
    """What a new record with these values would be called; the kind's own name while it breaks its fields' rules."""
    made = kind_named(kind)
    record = made(**values)
    record.fill_in(around)
    return str(made.kind.one) if any(record.field_problems()) else str(record.title)


def field_problems(around: Around, kind: str, values: Mapping[str, Any]) -> list[Problem]:
    """What is missing or out of bounds in a new record with these values, before anything is saved."""
    record = kind_named(kind)(**values)
    record.fill_in(around)
    return list(record.field_problems())


def add_record(session: Session, kind: str, values: Mapping[str, Any]) -> UUID:
    """A new record with these values by field name; its id."""
    record = kind_named(kind)(**values)
    session.add(record)
    return UUID(str(record.id))


def change_record(session: Session, kind: str, id: UUID, values: Mapping[str, Any]) -> None:
    """Give the record these values by field name. Raises Refused when it is gone."""
    record = _found(session, kind, id)
    for name, value in values.items():
        setattr(record, name, value)


def remove_record(session: Session, kind: str, id: UUID) -> None:
    """Take the record away. Raises Refused when it is gone; the store refuses when others still need it."""
    session.delete(_found(session, kind, id))


def _found(session: Session, kind: str, id: UUID) -> Any:
    record = session.get(kind_named(kind), id)
    if record is None:
        raise Refused(tr("This was removed in the meantime. Undo that first, or leave this page."))
    return record
