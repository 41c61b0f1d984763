"""The rules of records that a merge has brought together, checked afterwards: what breaks them is kept and listed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final
from uuid import UUID

from sqlalchemy import Connection, select
from sqlalchemy.orm import Session

from hubdesk.base.words import tr
from hubdesk.fields.types import Link
from hubdesk.records import KINDS, fields_of, kind_named
from hubdesk.store.around import Surroundings
from hubdesk.store.tables import erased
from hubdesk.sync.applying import Touched
from hubdesk.sync.merge_report import MOST_PROBLEMS, RuleProblem
from hubdesk.sync.rows import batches, known_kinds, table_of

_MOST_CHECKED: Final = 2000
"""A hub has checked its own records. Beyond this many only those are checked again that meet what others did."""


def broken_rules(connection: Connection, touched: Touched) -> tuple[RuleProblem, ...]:
    """What the touched records break now, inside the merge's transaction, at most MOST_PROBLEMS."""
    found: list[RuleProblem] = []
    with Session(connection, autoflush=False, join_transaction_mode="rollback_only") as session:
        names = {row[0]: row[1] for row in session.execute(select(table_of("hub").c.id, table_of("hub").c.name))}
        around = Surroundings(session)
        for kind, records in _to_check(session, touched).items():
            wanted = kind_named(kind)
            for some in batches(records):
                for record in session.scalars(select(wanted).where(wanted.id.in_(some))):
                    hub = names.get(record.hub_id) or tr("a hub without a name")
                    for problem in record.problems(around):
                        found.append(RuleProblem(hub, problem.sentence, kind, record.id))
                        if len(found) >= MOST_PROBLEMS:
                            return tuple(found)
                session.expunge_all()
    return tuple(found)


def _to_check(session: Session, touched: Touched) -> dict[str, list[UUID]]:
    known = touched.records | touched.slow
    nameless = set(session.scalars(select(erased.c.record)))
    records = {record: kind for record, kind in known.items() if record not in nameless}
    if len(records) > _MOST_CHECKED:
        across = {record: kind for kind, record in _across_hubs(session) if record in records}
        records = {record: kind for record, kind in touched.slow.items() if record in records} | across
    by_kind: dict[str, list[UUID]] = {}
    for record, kind in list(records.items())[:_MOST_CHECKED]:
        if kind in known_kinds():
            by_kind.setdefault(kind, []).append(record)
    return by_kind


def _across_hubs(session: Session) -> Iterator[tuple[str, UUID]]:
    """Records that belong to a record of another hub."""
    for kind in KINDS:
        for field in fields_of(kind):
            if not isinstance(field.type, Link) or kind_named(field.type.to).kind.shared:
                continue
            child, parent = table_of(kind.__tablename__), table_of(field.type.to).alias()
            joined = select(child.c.id).join(parent, parent.c.id == child.c[field.name])
            for record in session.scalars(joined.where(parent.c.hub_id != child.c.hub_id).limit(_MOST_CHECKED)):
                yield kind.__tablename__, record
