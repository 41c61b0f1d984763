"""Which person a row is about. Two people may share a name, a house and a telephone, so being sure takes two signs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final
from uuid import UUID

from rapidfuzz import fuzz
from sqlalchemy import select
from sqlalchemy.orm import Session

from hubdesk.base.words import tr
from hubdesk.records import Record
from hubdesk.spreadsheets.matching import Claims, Match, folded

_ALIKE: Final = 82
"""How alike (of 100) two names of people born on one day must be to be asked about."""


@dataclass(frozen=True)
class _Known:
    id: UUID | None
    shown: str
    name: str
    born: date | None
    reached_by: frozenset[str]


class PersonMatcher:
    """The same name and date of birth, or the same name and a way to reach them, make one person.

    The same name with nothing against it, or nearly the same name and the same date of birth, is for a person to decide.
    """

    def __init__(self, session: Session, kind: type[Record]) -> None:
        self._by_name: dict[str, list[_Known]] = {}
        self._by_birth: dict[date, list[_Known]] = {}
        self._claims = Claims({})
        for row in session.execute(select(kind.__table__).execution_options(yield_per=500)).mappings():
            self._enter(_known(dict(row), row["id"]))

    def find(self, values: Mapping[str, Any]) -> Match | None:
        if not values.get("full_name"):
            return None
        wanted = _known(values, None)
        namesakes = self._by_name.get(wanted.name, [])
        same = [known.id for known in namesakes if known.id and _is_same(known, wanted)]
        if same:
            free = self._claims.first_free(same)
            return Match(free, sure=True) if free else self._claims.twin(same[0])
        for known in namesakes:
            if known.born is None or wanted.born is None or known.reached_by & wanted.reached_by:
                return self._asked(known, tr("This may be {name}, who is here already: the name is the same."))
        for known in self._by_birth.get(wanted.born, []) if wanted.born else ():
            if fuzz.token_sort_ratio(known.name, wanted.name) >= _ALIKE:
                return self._asked(known, tr("This may be {name}, who is here already and was born on the same day."))
        return None

    def note(self, record: Record, row: int) -> None:
        if record.id not in self._claims.rows:
            values = {column.key: getattr(record, column.key) for column in record.__table__.columns}
            self._enter(_known(values, record.id))
        self._claims.rows[record.id] = row

    def _asked(self, known: _Known, why: str) -> Match | None:
        if known.id is None:
            return None
        if known.id in self._claims.rows:
            return self._claims.twin(known.id)
        return Match(known.id, sure=False, why=why.format(name=known.shown))

    def _enter(self, known: _Known) -> None:
        if any(other.id == known.id for other in self._by_name.get(known.name, [])):
            return
        self._by_name.setdefault(known.name, []).append(known)
        if known.born:
            self._by_birth.setdefault(known.born, []).append(known)


def _is_same(known: _Known, wanted: _Known) -> bool:
    if known.born and wanted.born:
        return known.born == wanted.born
    if known.reached_by & wanted.reached_by:
        return True
    # Nothing is known of either but the name: the list that was written from here, read again.
    return known.born == wanted.born and not known.reached_by and not wanted.reached_by


def _known(values: Mapping[str, Any], id: UUID | None) -> _Known:
    ways = (values.get(name) for name in ("phone", "other_phone", "email", "postcode"))
    reached_by = frozenset(way.casefold() for way in ways if way)
    name = values["full_name"]
    return _Known(id, name, folded(name), values.get("date_of_birth"), reached_by)
