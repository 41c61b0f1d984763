"""What a record is called in a spreadsheet, so that a link can be written as words and found again."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from hubdesk.base.errors import FieldError
from hubdesk.base.words import tr
from hubdesk.fields.dates import read_date, show_date
from hubdesk.fields.types import Date, Link, Time
from hubdesk.records import Record, fields_of, kind_named
from hubdesk.store.folding import fold_query

_BATCH = 500


class References:
    """The names of all records of a kind; longer ones for those that share theirs.

    A record is called by its title; where two are called alike, its detail is added, or its number, the records that
    it belongs to, its day, and at last all that its list shows, until the name is its own.
    """

    def __init__(self, session: Session, kind: type[Record], others: dict[str, References]) -> None:
        self._session, self._kind, self._others = session, kind, others
        self._titles: dict[UUID, str] = {}
        self._by_text: dict[str, set[UUID]] = {}
        self._longer: dict[UUID, list[str]] = {}
        for record in _all(session, kind):
            self._by_text.setdefault(_key(self._title(record)), set()).add(record.id)
        alike = {one for ids in self._by_text.values() if len(ids) > 1 for one in ids}
        for one in alike | self._by_text.pop(_key(""), set()):
            self._call_longer(one)

    def add(self, record: Record) -> None:
        """Take a record into account that has come since."""
        if title := self._title(record):
            self._by_text.setdefault(_key(title), set()).add(record.id)
        else:
            self._call_longer(record.id)

    def name(self, id: UUID) -> str:
        """The shortest text by which the record alone is found; its longest when there is none."""
        names = self._longer.get(id)
        if not names:
            return self._titles.get(id, "")
        return next((name for name in names if len(self._by_text[_key(name)]) == 1), names[-1])

    def find(self, text: str, beside: Mapping[str, Any] | None = None) -> UUID:
        """The record that the text names; of several, the one whose fields are as ``beside``.

        Raises FieldError when there is none, or more than one.
        """
        found = self._by_text.get(_key(text)) or self._by_longer(text)
        if len(found) > 1 and beside:
            found = {one for one in found if self._has(one, beside)} or found
        if not found:
            raise FieldError(
                tr("There is no record with this name under {kind}. Add it first, or mend the name.", kind=self._many)
            )
        if len(found) > 1:
            raise FieldError(
                tr(
                    "More than one record has this name under {kind}. Write what tells them apart after it, such as a date.",
                    kind=self._many,
                )
            )
        return next(iter(found))

    def _title(self, record: Record) -> str:
        """Its title, kept; empty where it is called like its kind, as every other."""
        self._titles[record.id] = "" if record.title == str(self._kind.kind.one) else record.title
        return self._titles[record.id]

    def _call_longer(self, id: UUID) -> None:
        names = self._longer[id] = list(self._names(id))
        for name in names:
            self._by_text.setdefault(_key(name), set()).add(id)

    @property
    def _many(self) -> str:
        return str(self._kind.kind.many)

    def _by_longer(self, text: str) -> set[UUID]:
        """Records of which the text begins with the title and goes on with what else they are known by."""
        dated = _with_one_date(text)
        for end in range(len(text), 0, -1):
            begun = (
                self._by_text.get(_key(text[:end]))
                if text[end - 1].isalnum() and not text[end:][:1].isalnum()
                else None
            )
            if begun:
                wanted = {_key(text), _key(dated)}
                return {one for one in begun if wanted & {_key(name) for name in self._names(one)}}
        unique = [one.name for one in fields_of(self._kind) if self._kind.__table__.c[one.name].unique]
        for name in unique:
            column = self._kind.__table__.c[name]
            found = self._session.scalar(select(self._kind.__table__.c.id).where(column == text.strip()))
            if found is not None:
                return {found}
        return set()

    def _has(self, id: UUID, values: Mapping[str, Any]) -> bool:
        with self._session.no_autoflush:
            record = self._session.get(self._kind, id)
        return all(getattr(record, name) == value for name, value in values.items())

    def _names(self, id: UUID) -> Iterator[str]:
        """From the title to all that is known, ever longer."""
        with self._session.no_autoflush:
            record: Any = self._session.get(self._kind, id)
        if record is None:
            return
        title = self._titles[id]
        if title:
            yield title
            if record.detail:
                yield f"{title} ({record.detail})"
        parents = [self._shown(record, one) for one in fields_of(self._kind) if _is_parent(one)]
        if parents:
            yield ", ".join(filter(None, (title, *parents)))
        first = next((one for one in fields_of(self._kind) if isinstance(one.type, Date)), None)
        for chosen in (
            [one for one in fields_of(self._kind) if _is_parent(one) or one is first],
            [one for one in fields_of(self._kind) if one is first or _is_parent(one) or isinstance(one.type, Time)],
            [one for one in fields_of(self._kind) if one.listed],
            [one for one in fields_of(self._kind) if not one.special],
        ):
            shown = (self._shown(record, one) for one in chosen)
            name = ", ".join(dict.fromkeys(filter(None, (title, *shown))))
            if name:
                yield name

    def _shown(self, record: Any, one: Any) -> str:
        value = getattr(record, one.name)
        if value is None:
            return ""
        if isinstance(one.type, Link):
            # A kind that links to itself is not called by its own links.
            return self._others[one.type.to].name(value) if one.type.to in self._others else ""
        return str(one.shown(value))


def references_for(session: Session, kind: type[Record]) -> dict[str, References]:
    """By name of kind: the references of every kind that this one links to, directly or over others."""
    made: dict[str, References] = {}
    _add_linked(session, kind, made, (kind.__tablename__,))
    return made


def _add_linked(session: Session, kind: type[Record], made: dict[str, References], on_the_way: tuple[str, ...]) -> None:
    for name in _linked(kind):
        other = kind_named(name)
        if name not in on_the_way:
            _add_linked(session, other, made, (*on_the_way, name))
        if name not in made:
            made[name] = References(session, other, made)


def _linked(kind: type[Record]) -> list[str]:
    return list(dict.fromkeys(one.type.to for one in fields_of(kind) if isinstance(one.type, Link)))


def _is_parent(one: Any) -> bool:
    return isinstance(one.type, Link) and one.required


def _all(session: Session, kind: type[Record]) -> Iterator[Any]:
    with session.no_autoflush:
        yield from session.scalars(select(kind).execution_options(yield_per=_BATCH))


def _key(text: str) -> str:
    return " ".join(fold_query(text)) or text.strip()


def _with_one_date(text: str) -> str:
    """The text with a date at its end written as HubDesk writes it."""
    for match in re.finditer(r"[\s,(]+", text):
        try:
            return f"{text[: match.start()]}, {show_date(read_date(text[match.end() :].rstrip(') ')))}"
        except FieldError:
            continue
    return text
