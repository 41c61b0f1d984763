"""The rules of records that a merge has brought together, checked afterwards: what breaks them is kept and listed."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import Connection, select
from sqlalchemy.orm import Session

from hubdesk.base.words import tr
from hubdesk.records import kind_named
from hubdesk.store.around import Surroundings
from hubdesk.store.bulk import select_among, stored_id
from hubdesk.store.tables import erased
from hubdesk.sync.merge_report import MOST_PROBLEMS, RuleProblem
from hubdesk.sync.rows import batches, known_kinds, table_of
from hubdesk.sync.touched import MOST_LOOKED_AT, Touched


def broken_rules(connection: Connection, touched: Touched) -> tuple[RuleProblem, ...]:
    """What the touched records break now, inside the merge's transaction, at most MOST_PROBLEMS."""
    found: list[RuleProblem] = []
    with Session(connection, autoflush=False, join_transaction_mode="rollback_only") as session:
        names = {row[0]: row[1] for row in session.execute(select(table_of("hub").c.id, table_of("hub").c.name))}
        around = Surroundings(session)
        for kind, records in _to_check(connection, touched).items():
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


def _to_check(connection: Connection, touched: Touched) -> dict[str, list[UUID]]:
    """Every touched record where they are few, else those that meet what others did; but for who was erased."""
    few = len(touched.records) <= MOST_LOOKED_AT
    known = touched.slow | (touched.records if few else touched.across)
    records = {UUID(record): kind for record, kind in known.items() if kind in known_kinds()}
    nameless = select_among(connection, (erased.c.record,), erased.c.record, records)
    gone = {row[0] for row in nameless}
    by_kind: dict[str, list[UUID]] = {}
    for record, kind in list(records.items())[:MOST_LOOKED_AT]:
        if stored_id(connection, record) not in gone:
            by_kind.setdefault(kind, []).append(record)
    return by_kind
