"""Links that lead nowhere, two records of one thing, wards that are not those of their postcodes."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, exists, func, select
from sqlalchemy.orm import Session

from hubdesk.base.words import tr, within
from hubdesk.fields import types
from hubdesk.fields.field import Field
from hubdesk.fields.postcodes import ward_code
from hubdesk.fields.ward_ids import ward_id
from hubdesk.records import Record, fields_of, kind_named, unique_keys
from hubdesk.store.checks.fault import Fault
from hubdesk.store.checks.reading import kinds_there
from hubdesk.store.mending import as_journalled, clocks_anew, has_owners, index_anew, put_back, table_of


def check_links(connection: Connection) -> Iterator[Fault]:
    for kind in kinds_there(connection):
        table = table_of(kind)
        for field in fields_of(kind):
            if not isinstance(field.type, types.Link):
                continue
            target = table_of(kind_named(field.type.to)).alias("target")
            column = table.c[field.name]
            nowhere = column.is_not(None) & (func.length(column) == 32) & ~exists().where(target.c.id == column)
            for id, to in connection.execute(select(table.c.id, column).where(nowhere)):
                yield _lost(connection, kind, field, id, to)


def _lost(connection: Connection, kind: type[Record], field: Field, id: UUID, to: UUID) -> Fault:
    target: type[Record] = kind_named(field.type.to)  # type: ignore[attr-defined]
    places = {"kind": kind.kind.one, "field": within(field.label)}
    known = as_journalled(connection, [to]).get(to)
    if known is not None and has_owners(connection, target, known):
        said = tr("{kind}: its {field} is missing; the journal still has it.", **places)
        return Fault(said, kind.__tablename__, id, put_right=partial(_bring_back, target, to))
    if field.required:
        said = tr("{kind}: its {field} is not there any more, so it belongs to nobody and is removed.", **places)
        return Fault(said, kind.__tablename__, id, change=_remove)
    said = tr("{kind}: its {field} is not there any more, and is emptied.", **places)
    return Fault(said, kind.__tablename__, id, change=partial(_set, field.name, None))


def check_twins(connection: Connection) -> Iterator[Fault]:
    for kind in kinds_there(connection):
        table = table_of(kind)
        for names in unique_keys(kind):
            columns = [table.c[name] for name in names]
            twice = select(*columns).where(*(one.is_not(None) for one in columns))
            for values in connection.execute(twice.group_by(*columns).having(func.count() > 1)):
                same = (column == value for column, value in zip(columns, values, strict=True))
                labels = ", ".join(within(field.label) for field in fields_of(kind) if field.name in names)
                said = tr(
                    "{kind}: there are two with the same {fields}. Open this one and change or remove it.",
                    kind=kind.kind.one,
                    fields=labels,
                )
                yield Fault(said, kind.__tablename__, connection.scalars(select(table.c.id).where(*same)).all()[-1])


def check_wards(connection: Connection) -> Iterator[Fault]:
    known = set(connection.scalars(select(table_of(kind_named("ward")).c.id)))
    for kind in kinds_there(connection):
        postcode = next((one.name for one in fields_of(kind) if isinstance(one.type, types.Postcode)), None)
        ward = next((one.name for one in fields_of(kind) if one.type == types.Link("ward")), None)
        if postcode is None or ward is None:
            continue
        table = table_of(kind)
        written, held = table.c[postcode], table.c[ward]
        for code, stands in connection.execute(select(written, held).distinct().where(written.is_not(None))).all():
            found = ward_code(code)
            right = ward_id(found) if found else None
            if right == stands or right not in known:
                continue
            for id in connection.scalars(select(table.c.id).where(written == code, held.is_not_distinct_from(stands))):
                said = tr("{kind}: the ward is not the one of the postcode, and is put right.", kind=kind.kind.one)
                yield Fault(said, kind.__tablename__, id, change=partial(_set, ward, right))


def _bring_back(kind: type[Record], id: UUID, connection: Connection) -> None:
    put_back(connection, kind, [id], standing=True)
    clocks_anew(connection, [id])
    index_anew(connection, kind, [id])


def _set(name: str, value: Any, session: Session, record: Any) -> None:
    setattr(record, name, value)


def _remove(session: Session, record: Any) -> None:
    session.delete(record)
