"""What rules say against records that came back."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import select

from hubdesk.records import kind_named
from hubdesk.store import Store
from hubdesk.store.tables import journal

_MOST = 200
"""Records of one operation that are looked at."""


def rules_against(store: Store, operation: UUID) -> tuple[str, ...]:
    """The rules that the records which this operation changed break as things are now, each sentence once."""
    touched = select(journal.c.kind, journal.c.record).where(journal.c.operation == operation).distinct().limit(_MOST)
    with store.reading() as session:
        around = store.around(session)
        found = [session.get(kind_named(kind), record) for kind, record in session.execute(touched)]
        said = [problem.sentence for one in found if one is not None for problem in one.problems(around)]
    return tuple(dict.fromkeys(said))
