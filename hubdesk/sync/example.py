"""One person of this hub as the next package would carry them: what leaves field by field, and what stays."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from random import Random
from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from hubdesk.fields.field import Field, fields_of
from hubdesk.fields.types import Link
from hubdesk.records.people.person import Person
from hubdesk.reports.one_record import title_of
from hubdesk.store import Store
from hubdesk.store.values import plain_fields
from hubdesk.sync.agreement import agreed_on
from hubdesk.sync.leaving import Leaves


@dataclass(frozen=True)
class ExampleLine:
    """A field. here: what the hub's file says; leaves: what the package says, empty where the field stays."""

    label: str
    here: str
    leaves: str


@dataclass(frozen=True)
class Example:
    """A person, and those of their fields that say something here or there."""

    person: UUID
    title: str
    lines: tuple[ExampleLine, ...]


def example(store: Store, chance: Random, person: UUID | None = None, *, another: bool = False) -> Example | None:
    """This person of the hub, or ``another`` one, chosen by chance if there is one; None where no record leaves."""
    with store.reading() as session:
        connection = session.connection()
        agreed = agreed_on(connection, store.hub_id, date.today())
        if not agreed.sends_records:
            return None
        held = session.get(Person, person) if person else None
        if held is None or another:
            held = _any(session, store.hub_id, chance, person) or held
        if held is None:
            return None
        leaves = Leaves(connection, agreed, frozenset())
        whole = plain_fields(held)
        refused = leaves.withheld.covers(held.id)
        left = leaves.values("person", "add", whole, store.clock.tick(), refused=refused)
        lines = (
            ExampleLine(str(one.label), _said(session, one, whole), _said(session, one, left))
            for one in fields_of(Person)
        )
        return Example(held.id, held.title, tuple(line for line in lines if line.here or line.leaves))


def _any(session: Session, hub: UUID | None, chance: Random, but: UUID | None) -> Person | None:
    ours = select(Person).where(Person.hub_id == hub)
    others = ours if but is None else ours.where(Person.id != but)
    count = session.scalar(select(func.count()).select_from(others.subquery())) or 0
    return session.scalars(others.order_by(Person.id).offset(chance.randrange(count)).limit(1)).one() if count else None


def _said(session: Session, field: Field, values: dict[str, Any]) -> str:
    if values.get(field.name) is None:
        return ""
    value = field.unplain(values[field.name])
    return title_of(session, field.type.to, value) if isinstance(field.type, Link) else field.type.show(value)
