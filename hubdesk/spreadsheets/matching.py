"""Which record a row is about: surely the same, possibly the same, or none."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from hubdesk.base.words import tr
from hubdesk.fields.types import Choice, Date, Link, Text, Time
from hubdesk.records import Record, fields_of, unique_keys
from hubdesk.store import Store
from hubdesk.store.folding import fold_query

Key = tuple[Any, ...]


@dataclass(frozen=True)
class Match:
    """A record that a row is about. Unless ``sure``, a person decides; ``why`` says what is alike."""

    id: UUID
    sure: bool
    why: str = ""


class Matcher(Protocol):
    """Knows the records of a kind, and the rows of the sheet so far."""

    def find(self, values: Mapping[str, Any]) -> Match | None:
        """The record that these values are about, or None."""

    def note(self, record: Record, row: int) -> None:
        """Take into account that this row is about that record, and that no other row should be."""


@dataclass
class Claims:
    """Which row of the sheet is about which record; two rows that seem to be about one are for a person to decide."""

    rows: dict[UUID, int]

    def first_free(self, ids: Sequence[UUID]) -> UUID | None:
        """The first record that no row is about yet."""
        return next((id for id in ids if id not in self.rows), None)

    def twin(self, id: UUID) -> Match:
        """What to say of a row that another row of the sheet has come before."""
        return Match(id, sure=False, why=tr("Row {n} of this sheet seems to say the same.", n=self.rows[id]))


class KeyMatcher:
    """For any kind: by what may exist only once, else by what the record belongs to, its name, and its day."""

    def __init__(self, store: Store, session: Session, kind: type[Record]) -> None:
        self._session, self._kind, self._around = session, kind, store.around(session)
        self._unique, self._names = unique_keys(kind), identity(kind)
        self._by_key: dict[Key, list[UUID]] = {}
        self._claims = Claims({})
        for row in session.execute(select(kind.__table__).execution_options(yield_per=500)).mappings():
            self._enter(dict(row), row["id"])

    def find(self, values: Mapping[str, Any]) -> Match | None:
        known = self._completed(values)
        unique = [key for names in self._unique if (key := _key(names, known)) is not None]
        for key in unique:
            if found := self._by_key.get(key):
                free = self._claims.first_free(found)
                return Match(free, sure=True) if free else self._claims.twin(found[0])
        own = _key(self._names, known)
        if unique or own is None:
            return None
        alike = sorted(self._by_key.get(own, []), key=lambda id: self._differences(id, values))
        free = self._claims.first_free(alike)
        if free:
            return Match(free, sure=True)
        # Two rows that say the same are one thing written twice; two that differ are two things.
        return self._claims.twin(alike[0]) if alike and not self._differences(alike[0], values) else None

    def note(self, record: Record, row: int) -> None:
        if record.id not in self._claims.rows:
            self._enter({one.name: getattr(record, one.name) for one in fields_of(self._kind)}, record.id)
        self._claims.rows[record.id] = row

    def _completed(self, values: Mapping[str, Any]) -> dict[str, Any]:
        """The values as they would be saved, with what follows from others."""
        if all(values.get(name) is not None for name in self._names):
            return dict(values)
        record = self._kind(**values)
        record.fill_in(self._around)
        return {one.name: getattr(record, one.name) for one in fields_of(self._kind)}

    def _enter(self, values: Mapping[str, Any], id: UUID) -> None:
        for names in [*self._unique, self._names]:
            key = _key(names, values)
            if key is not None and id not in self._by_key.setdefault(key, []):
                self._by_key[key].append(id)

    def _differences(self, id: UUID, values: Mapping[str, Any]) -> int:
        record = self._session.get(self._kind, id)
        return sum(
            1 for name, value in values.items() if record is None or folded(getattr(record, name)) != folded(value)
        )


def identity(kind: type[Record]) -> tuple[str, ...]:
    """The fields by which a person would call two records one: what it belongs to, its name, its first day and time.

    Where it has neither name nor day, what it is. A line of a log is only itself.
    """
    if kind.kind.only_added:
        return tuple(one.name for one in fields_of(kind) if one.required)
    needed = [one for one in fields_of(kind) if one.required and kind.__table__.c[one.name].default is None]
    links = [one.name for one in needed if isinstance(one.type, Link)]
    names = [one.name for one in needed if type(one.type) is Text]
    days = [one.name for one in needed if isinstance(one.type, Date)][:1]
    times = [one.name for one in needed if isinstance(one.type, Time)][:1]
    what = [] if names or days else [one.name for one in needed if isinstance(one.type, Choice)]
    return (*links, *names, *days, *times, *what)


def folded(value: Any) -> Any:
    """The value as names are compared: without case and accents."""
    return " ".join(fold_query(value)) or value if isinstance(value, str) else value


def _key(names: tuple[str, ...], values: Mapping[str, Any]) -> Key | None:
    """The values to compare, under their names; None when one that counts is missing."""
    found = tuple(folded(values.get(name)) for name in names)
    return (names, *found) if names and all(value is not None for value in found) else None
