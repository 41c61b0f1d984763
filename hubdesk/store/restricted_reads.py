"""Reading for a screen, a paper or a pack, after which the log tells of what restricted kinds it looked at records."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from uuid import UUID

from sqlalchemy import event
from sqlalchemy.orm import Session

from hubdesk.access.rights import May, may
from hubdesk.records import is_restricted
from hubdesk.store.sessions import Sessions


@contextmanager
def reading_noted(store: Sessions, of: UUID | None = None) -> Iterator[Session]:
    """As `Sessions.reading`; ``of``: the record that is read about. What a role may not see it has not looked at."""
    read: set[str] = set()

    def loaded(session: Session, record: Any) -> None:
        kind = type(record)
        if is_restricted(kind) and may(store.role, May.SEE, kind):
            read.add(kind.__tablename__)

    about = {"of": str(of)} if of else {}
    try:
        with store.reading() as session:
            event.listen(session, "loaded_as_persistent", loaded)
            yield session
    finally:
        # Also where it broke off: of several papers the first ones may lie in their folder already.
        for kind in sorted(read):
            store.note("read_restricted", kind=kind, **about)
