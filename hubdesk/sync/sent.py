"""What travels and what stays: derived from the fields' own declarations, whatever kinds there are."""

from __future__ import annotations

from functools import cache
from typing import Final

from hubdesk.fields.field import Field
from hubdesk.fields.types import Link
from hubdesk.records import KINDS, Record, fields_of

HUB: Final = "hub_id"
"""Beside its fields, every record tells at which hub it was made."""


@cache
def sent_fields() -> dict[str, frozenset[str]]:
    """By kind, the names of the fields that travel. A kind is absent when it cannot stand without what stays."""
    staying = {kind for kind in KINDS if any(field.required and not field.synced for field in fields_of(kind))}
    while True:
        names = {kind.__tablename__ for kind in staying}
        more = {kind for kind in KINDS if any(field.required and _leads_to(field, names) for field in fields_of(kind))}
        if more <= staying:
            break
        staying |= more
    return {
        kind.__tablename__: frozenset(field.name for field in fields_of(kind) if _travels(field, names)) | {HUB}
        for kind in KINDS
        if kind not in staying
    }


@cache
def whole_kinds() -> frozenset[str]:
    """The kinds of which every field travels."""
    return frozenset(
        kind.__tablename__ for kind in KINDS if len(sent_fields().get(kind.__tablename__, ())) == _width(kind)
    )


def _width(kind: type[Record]) -> int:
    return len(fields_of(kind)) + 1


def _travels(field: Field, staying: set[str]) -> bool:
    return field.synced and not _leads_to(field, staying)


def _leads_to(field: Field, kinds: set[str]) -> bool:
    return isinstance(field.type, Link) and field.type.to in kinds
