"""One page of a kind's list, sorted and filtered, as words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from hubdesk.fields.field import Field
from hubdesk.fields.types import Link
from hubdesk.records import Record, fields_of, kind_named
from hubdesk.reports.list_conditions import Filter, conditions, name_field, ordered
from hubdesk.store.search_words import is_found
from hubdesk.store.tables import search_entry

_AT_ONCE: Final = 500
"""Ids in one query: below every database's limit, and few enough to be looked up one by one."""

Row = tuple[UUID, tuple[str, ...]]


@dataclass(frozen=True)
class ListPage:
    """``total`` counts all rows that fit; ``rows`` are this page's, each with one text per column."""

    columns: tuple[Field, ...]
    total: int
    rows: tuple[Row, ...]


def list_page(
    session: Session,
    kind: str,
    *,
    sort: str | None = None,
    descending: bool = False,
    filters: Sequence[Filter] = (),
    words: str = "",
    offset: int = 0,
    limit: int = 200,
) -> ListPage:
    """A page of the records of ``kind``; without ``sort`` by name, or the latest day first where there is no name."""
    made = kind_named(kind)
    wanted = conditions(session, made, filters, words)
    total = session.scalar(select(func.count()).select_from(made.__table__).where(*wanted)) or 0
    query = _ids(made, sort, descending, wanted).limit(limit).offset(offset)
    ids: list[UUID] = list(session.scalars(query)) if total > offset else []
    return ListPage(_columns(made), total, tuple(rows(session, kind, ids)))


def rows(session: Session, kind: str, ids: Sequence[UUID]) -> Iterator[Row]:
    """The list's rows of these records, in the order given; records that are gone are left out."""
    made = kind_named(kind)
    columns = _columns(made)
    table = made.__table__
    for some in _portions(ids):
        query = select(table.c.id, *(table.c[field.name] for field in columns)).where(table.c.id.in_(some))
        held = {row[0]: row[1:] for row in session.execute(query)}
        names = [_link_titles(session, field, (row[at] for row in held.values())) for at, field in enumerate(columns)]
        for record in some:
            if record in held:
                values = zip(columns, names, held[record], strict=True)
                yield record, tuple(_shown(field, named, value) for field, named, value in values)


def titles(session: Session, kind: str, ids: Iterable[UUID]) -> dict[UUID, str]:
    """How these records of one kind are called; kinds without a title are called after what they link to."""
    made = kind_named(kind)
    called: dict[UUID, str] = {}
    for some in _portions(list(dict.fromkeys(ids))):
        if is_found(made):
            entries = select(search_entry.c.record, search_entry.c.title).where(search_entry.c.record.in_(some))
            called |= {row.record: row.title for row in session.execute(entries)}
        elif made.title is not Record.title:
            called |= {record.id: record.title for record in session.scalars(select(made).where(made.id.in_(some)))}
        else:
            called |= _after_links(session, made, some)
    return called


def _ids(made: type[Record], sort: str | None, descending: bool, wanted: list[Any]) -> Select[tuple[UUID]]:
    by_name = name_field(made) is not None and sort in (None, name_field(made))
    if by_name and not wanted:
        # Search holds the names in order, so that no row of the kind itself need be read.
        order = search_entry.c.sort.desc() if descending else search_entry.c.sort
        return (
            select(search_entry.c.record)
            .where(search_entry.c.kind == made.__tablename__)
            .order_by(order, search_entry.c.record)
        )
    return ordered(select(made.__table__.c.id).where(*wanted), made, sort, descending=descending)


def _columns(made: type[Record]) -> tuple[Field, ...]:
    return tuple(field for field in fields_of(made) if field.listed)


def _link_titles(session: Session, field: Field, values: Iterable[Any]) -> dict[UUID, str]:
    if not isinstance(field.type, Link):
        return {}
    return titles(session, field.type.to, (value for value in values if value is not None))


def _shown(field: Field, names: dict[UUID, str], value: Any) -> str:
    if value is None:
        return ""
    if isinstance(field.type, Link):
        return names.get(value, "")
    return " ".join(field.shown(value).split("\n"))


def _after_links(session: Session, made: type[Record], ids: Sequence[UUID]) -> dict[UUID, str]:
    links = [field for field in _columns(made) if isinstance(field.type, Link)]
    table = made.__table__
    query = select(table.c.id, *(table.c[field.name] for field in links)).where(table.c.id.in_(ids))
    held = session.execute(query).all()
    names = [_link_titles(session, field, (row[at] for row in held)) for at, field in enumerate(links, 1)]
    return {
        row[0]: " · ".join(named[value] for named, value in zip(names, row[1:], strict=True) if value in named)
        or str(made.kind.one)
        for row in held
    }


def _portions(ids: Sequence[UUID]) -> Iterator[Sequence[UUID]]:
    for start in range(0, len(ids), _AT_ONCE):
        yield ids[start : start + _AT_ONCE]
