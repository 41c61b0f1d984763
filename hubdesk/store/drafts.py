"""Drafts: what a wizard has been told and not yet done, saved at each answer."""

from __future__ import annotations

from collections.abc import Callable, Collection
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, delete, insert, select
from sqlalchemy.orm import Session

from hubdesk.fields.sealed import is_sealed, sealed_plain, sealer_of
from hubdesk.store.gate import gate
from hubdesk.store.tables import draft
from hubdesk.store.values import opened_values, pack, unpack


@dataclass(frozen=True)
class Draft:
    """One unfinished wizard or form. ``answers`` are plain JSON values, without those that whoever signed in may not read,
    and ``whole`` where there are none such; ``page`` is where the person was.
    """

    id: UUID
    purpose: str
    title: str
    page: str
    answers: dict[str, Any]
    saved_at: datetime
    whole: bool


class Drafts:
    """The drafts of a file. Each call is a transaction of its own; a saved draft survives a crash."""

    def __init__(
        self,
        reading: Callable[[], AbstractContextManager[Connection]],
        writing: Callable[[], AbstractContextManager[Connection]],
    ) -> None:
        self._reading, self._writing = reading, writing

    def save(
        self,
        id: UUID,
        purpose: str,
        title: str,
        page: str,
        answers: dict[str, Any],
        sealed: Collection[str] = (),
    ) -> None:
        """Keep the draft, in place of what was kept under its id before; answers of these names under the second key."""
        with self._writing() as connection:
            connection.execute(delete(draft).where(draft.c.id == id))
            now = datetime.now(UTC).replace(tzinfo=None)
            sealer = sealer_of(connection.dialect)
            kept = {name: sealed_plain(value, sealer) if name in sealed else value for name, value in answers.items()}
            row = {"purpose": purpose, "title": title, "page": page, "answers": pack(kept), "saved_at": now}
            connection.execute(insert(draft).values(id=id, **row))

    def get(self, id: UUID) -> Draft | None:
        """The draft, or None."""
        with self._reading() as connection:
            row = connection.execute(select(draft).where(draft.c.id == id)).one_or_none()
            return _draft(connection, row) if row else None

    def all(self, purpose: str | None = None) -> list[Draft]:
        """All drafts, or those of one purpose, the latest first."""
        query = select(draft).order_by(draft.c.saved_at.desc())
        if purpose is not None:
            query = query.where(draft.c.purpose == purpose)
        with self._reading() as connection:
            return [_draft(connection, row) for row in connection.execute(query)]

    def drop(self, id: UUID) -> None:
        """Forget the draft."""
        with self._writing() as connection:
            connection.execute(delete(draft).where(draft.c.id == id))

    def drop_with(self, session: Session, id: UUID) -> None:
        """Forget the draft when the operation of this session commits, and only then."""
        connection = session.connection()
        with gate(connection):
            connection.execute(delete(draft).where(draft.c.id == id))


def _draft(connection: Connection, row: Any) -> Draft:
    saved_at = row.saved_at.replace(tzinfo=UTC)
    answers = opened_values(unpack(row.answers), sealer_of(connection.dialect))
    read = {name: value for name, value in answers.items() if not is_sealed(value)}
    return Draft(row.id, row.purpose, row.title, row.page, read, saved_at, len(read) == len(answers))
