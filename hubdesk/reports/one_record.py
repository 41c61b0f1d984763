"""What one record says: its values, what it is called, and the records that belong to it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from hubdesk.base.words import tr
from hubdesk.fields.sealed import Sealed
from hubdesk.fields.types import Choice, Date, FieldType, Link, Moment, YesNo
from hubdesk.records import KINDS, Record, fields_of, kind_named

RECENT = 300
"""Records without names of their own are looked through, the latest first, to this depth."""


@dataclass(frozen=True)
class Shown:
    """One field as people read it; ``text`` is empty when the record does not say."""

    name: str
    label: str
    text: str
    group: str


@dataclass(frozen=True)
class RecordPage:
    """A record as plain values: by field name for editing, in words for reading."""

    kind: str
    id: UUID
    title: str
    detail: str
    values: dict[str, Any]
    shown: tuple[Shown, ...]


@dataclass(frozen=True)
class Called:
    """A record as a choice: what it is called, and a few words that tell it from others."""

    id: UUID
    title: str
    detail: str


@dataclass(frozen=True)
class Related:
    """The records of one kind that link here through one field: how many, and the latest few."""

    kind: str
    field: str
    total: int
    rows: tuple[Called, ...]


def record_page(session: Session, kind: str, id: UUID) -> RecordPage | None:
    """The record, or None when there is none."""
    record = session.get(kind_named(kind), id)
    if record is None:
        return None
    fields = fields_of(type(record))
    return RecordPage(
        kind,
        id,
        called(session, record),
        record.detail,
        {field.name: getattr(record, field.name) for field in fields},
        tuple(
            Shown(
                field.name,
                str(field.label),
                said(session, field.type, getattr(record, field.name)),
                str(field.group or ""),
            )
            for field in fields
        ),
    )


def called(session: Session, record: Any) -> str:
    """The record's title; for kinds without one, what it links to, such as the person and the role."""
    if type(record).title is not Record.title:
        return str(record.title)
    linked = [
        said(session, field.type, getattr(record, field.name))
        for field in fields_of(type(record))
        if field.listed and isinstance(field.type, Link)
    ]
    return " · ".join(text for text in linked if text) or str(record.title)


def title_of(session: Session, kind: str, id: UUID) -> str:
    """What the record is called; empty when there is none."""
    record = session.get(kind_named(kind), id)
    return called(session, record) if record is not None else ""


def latest(session: Session, kind: str, limit: int = RECENT) -> list[Called]:
    """The latest records of a kind as choices: by their first date, else by name."""
    made = kind_named(kind)
    dated = _first_date(made)
    query = select(made).limit(limit)
    if dated:
        query = query.order_by(made.__table__.c[dated].desc())
    found = [_choice(session, record) for record in session.scalars(query)]
    return found if dated else sorted(found, key=lambda choice: choice.title.casefold())


def related(session: Session, kind: str, id: UUID, limit: int = 4) -> list[Related]:
    """Every kind that links to the record, field by field, in menu order, also those without any record yet."""
    return [
        _related(session, made, field.name, id, limit)
        for made in KINDS
        for field in fields_of(made)
        if isinstance(field.type, Link) and field.type.to == kind
    ]


def _related(session: Session, made: type[Record], link: str, id: UUID, limit: int) -> Related:
    here = made.__table__.c[link] == id
    total = session.scalar(select(func.count()).select_from(made).where(here)) or 0
    query = select(made).where(here).limit(limit)
    dated = _first_date(made)
    if dated:
        query = query.order_by(made.__table__.c[dated].desc())
    rows = tuple(_row(session, record, link) for record in session.scalars(query)) if total else ()
    return Related(made.__tablename__, link, total, rows)


def _row(session: Session, record: Any, without: str) -> Called:
    """The record in one line and a quieter one, without the field that says whose it is."""
    made = type(record)
    parts = [
        (field, text)
        for field in fields_of(made)
        if field.listed and field.name != without and (text := said(session, field.type, getattr(record, field.name)))
    ]
    own = made.title is not Record.title
    title = str(record.title) if own else next((t for f, t in parts if _tells(f.type)), str(record.title))
    rest = (
        tr("{label}: {value}", label=field.label, value=text)
        for field, text in parts
        if text != title and not (isinstance(field.type, YesNo) and not getattr(record, field.name))
    )
    return Called(record.id, title, " · ".join(rest))


def _tells(type_: FieldType[Any]) -> bool:
    """Whether a value of this type says what a record is about, as a date alone does not."""
    return not isinstance(type_, Date | Moment | YesNo)


def _choice(session: Session, record: Any) -> Called:
    title = called(session, record)
    linked = [
        said(session, field.type, getattr(record, field.name))
        for field in fields_of(type(record))
        if field.listed and isinstance(field.type, Link | Choice)
    ]
    detail = record.detail or " · ".join(text for text in linked if text and text not in title)
    return Called(record.id, title, detail)


def said(session: Session, type_: FieldType[Any], value: Any) -> str:
    """A value in words: of a link what the record is called; empty when there is none."""
    if value is None:
        return ""
    if isinstance(type_, Link):
        linked = session.get(kind_named(type_.to), value)
        return called(session, linked) if linked is not None else ""
    return str(value) if isinstance(value, Sealed) else type_.show(value)


def _first_date(made: type[Record]) -> str | None:
    for field in fields_of(made):
        python = made.__table__.c[field.name].type.python_type
        if python in (date, datetime):
            return field.name
    return None
