"""Drafts: what a wizard has been told and not yet done, saved at each answer."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, delete, insert, select
from sqlalchemy.orm import Session

from hubdesk.store.tables import draft
from hubdesk.store.values import pack, unpack
from hubdesk.store.writing import gate


@dataclass(frozen=True)
class Draft:
    """One unfinished wizard. ``answers`` are plain JSON values; ``page`` is where the person was."""

    id: UUID
    purpose: str
    title: str
    page: str
    answers: dict[str, Any]
    saved_at: datetime


class Drafts:
    """The drafts of a file. Each call is a transaction of its own; a saved draft survives a crash."""

    def __init__(
        self,
        reading: Callable[[], AbstractContextManager[Connection]],
        writing: Callable[[], AbstractContextManager[Connection]],
    ) -> None:
        self._reading, self._writing = reading, writing

    def save(self, id: UUID, purpose: str, title: str, page: str, answers: dict[str, Any]) -> None:
        """Keep the draft, in place of what was kept under its id before."""
        with self._writing() as connection:
            connection.execute(delete(draft).where(draft.c.id == id))
            now = datetime.now(UTC).replace(tzinfo=None)
            row = {"purpose": purpose, "title": title, "page": page, "answers": pack(answers), "saved_at": now}
            connection.execute(insert(draft).values(id=id, **row))

    def get(self, id: UUID) -> Draft | None:
        """The draft, or None."""
        with self._reading() as connection:
            row = connection.execute(select(draft).where(draft.c.id == id)).one_or_none()
            return _draft(row) if row else None

    def all(self, purpose: str | None = None) -> list[Draft]:
        """All drafts, or those of one purpose, the latest first."""
        query = select(draft).order_by(draft.c.saved_at.desc())
        if purpose is not None:
            query = query.where(draft.c.purpose == purpose)
        with self._reading() as connection:
            return [_draft(row) for row in connection.execute(query)]

    def drop(self, id: UUID) -> None:
        """Forget the draft."""
        with self._writing() as connection:
            connection.execute(delete(draft).where(draft.c.id == id))

    def drop_with(self, session: Session, id: UUID) -> None:
        """Forget the draft when the operation of this session commits, and only then."""
        connection = session.connection()
        with gate(connection):
            connection.execute(delete(draft).where(draft.c.id == id))


def _draft(row: Any) -> Draft:
    saved_at = row.saved_at.replace(tzinfo=UTC)
    return Draft(row.id, row.purpose, row.title, row.page, unpack(row.answers), saved_at)
