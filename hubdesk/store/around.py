"""What rules and operations may look at: the other records, by the name of their kind."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from hubdesk.records import kind_named


class Surroundings:
    """The records of a session as rules see them: those saved, and those just added."""

    def __init__(self, session: Session) -> None:
        self._session = session

    @property
    def today(self) -> date:
        return date.today()

    def get(self, kind: str, id: UUID | None) -> Any | None:
        if id is None:
            return None
        wanted = kind_named(kind)
        with self._session.no_autoflush:
            saved = self._session.get(wanted, id)
        # Looking through all that was added is slow while thousands are, so it comes last.
        return saved or next((new for new in self._session.new if type(new) is wanted and new.id == id), None)

    def all(self, kind: str, **equal: object) -> list[Any]:
        wanted = kind_named(kind)
        with self._session.no_autoflush:
            saved = list(self._session.scalars(select(wanted).filter_by(**equal)))
        # A record changed but not yet flushed may no longer fit what the database found.
        fits = [record for record in saved if _fits(record, equal) and record not in self._session.deleted]
        return fits + [new for new in self._session.new if type(new) is wanted and _fits(new, equal)]

    def count(self, kind: str, **equal: object) -> int:
        if self._session.new or self._session.dirty or self._session.deleted:
            return len(self.all(kind, **equal))
        wanted = kind_named(kind)
        return self._session.scalar(select(func.count()).select_from(wanted).filter_by(**equal)) or 0


def _fits(record: Any, equal: dict[str, object]) -> bool:
    return all(getattr(record, name) == value for name, value in equal.items())
