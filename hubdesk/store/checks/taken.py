"""Which records cannot become again what the journal says, as another has by now what no two may have."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, select

from hubdesk.records import Record, fields_of, kind_named, unique_keys
from hubdesk.store.comparing import Differing, Why
from hubdesk.store.mending import as_journalled, table_of
from hubdesk.store.row_shape import UNREADABLE
from hubdesk.store.values import row_values


def taken_meanwhile(connection: Connection, coming: Sequence[Differing]) -> set[UUID]:
    """Those of the altered and missing records whose place another holds, which does not give it back itself."""
    back = {one.record: one for one in coming}
    while taken := {id for id, one in back.items() if any(True for _ in _holders(connection, one, back))}:
        back = {id: one for id, one in back.items() if id not in taken}
    return {one.record for one in coming} - back.keys()


def _holders(connection: Connection, one: Differing, back: Mapping[UUID, Differing]) -> Iterator[UUID]:
    kind = kind_named(one.kind)
    table = table_of(kind)
    for names in unique_keys(kind):
        if one.why is Why.ALTERED and set(names).isdisjoint(one.fields):
            continue
        wanted = _wanted(connection, kind, one, names)
        if None in wanted.values():
            continue
        same = [table.c[name] == value for name, value in wanted.items()]
        for id in connection.scalars(select(table.c.id).where(table.c.id != one.record, *same)):
            if id not in back or set(names).isdisjoint(back[id].fields):
                yield id


def _wanted(connection: Connection, kind: type[Record], one: Differing, names: Sequence[str]) -> dict[str, Any]:
    """What the record is to have under these names; None where that cannot be read."""
    table = table_of(kind)
    try:
        if one.why is Why.MISSING:
            row = row_values(kind, as_journalled(connection, [one.record]).get(one.record, {}))
        else:
            types = {field.name: field for field in fields_of(kind)}
            row = {
                name: types[name].unplain(said)
                for name, said in zip(one.fields, one.said, strict=True)
                if name in names
            }
            for name in names:
                if name not in row:
                    row[name] = connection.scalar(select(table.c[name]).where(table.c.id == one.record))
    except UNREADABLE:
        row = {}
    return {name: row.get(name) for name in names}
