"""A field declared once: a thin layer over SQLAlchemy's mapped_column."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from sqlalchemy import ForeignKey, Table
from sqlalchemy.orm import MappedColumn, mapped_column

from hubdesk.base.words import Later
from hubdesk.fields.sealed import SEALED_AS, Sealed, SealedColumn, is_sealed
from hubdesk.fields.types import FieldType, Link

_FACTS: Final = "field"


@dataclass(frozen=True, kw_only=True)
class _Facts:
    """What a declaration says besides the column's name; see `field`."""

    label: Later
    type: FieldType[Any]
    listed: bool = False
    found: bool = False
    personal: bool = False
    special: bool = False
    synced: bool = False
    others: bool = False
    group: Later | None = None
    hint: Later | None = None


@dataclass(frozen=True, kw_only=True)
class Field(_Facts):
    """One field of a record kind, as its readers see it."""

    name: str
    required: bool

    def shown(self, value: Any) -> str:
        """The value as people see it, who may not see a sealed one."""
        return str(value) if isinstance(value, Sealed) else self.type.show(value)

    def plain(self, value: Any) -> Any:
        """The value as JSON holds it; None stays None."""
        if value is None:
            return None
        return {SEALED_AS: value.text} if isinstance(value, Sealed) else self.type.plain(value)

    def unplain(self, stored: Any) -> Any:
        """The value back from JSON; None stays None."""
        if stored is None:
            return None
        return Sealed(stored[SEALED_AS]) if is_sealed(stored) else self.type.unplain(stored)


def field(
    label: Later,
    type: FieldType[Any],
    *,
    listed: bool = False,
    found: bool = False,
    personal: bool = False,
    special: bool = False,
    synced: bool = False,
    others: bool = False,
    group: Later | None = None,
    hint: Later | None = None,
    default: object = None,
    unique: bool = False,
) -> MappedColumn[Any]:
    """Declare a field. Required is the absence of ``| None`` in its annotation.

    listed: a column of the kind's list. found: search finds the record by it. personal: identifies a person.
    special: special category data, or what else only some may read: sealed, and it never leaves the hub. synced: may
    travel to the lead organisation, as far as the sharing agreement lets it; what does not say so stays.
    others: tells of somebody other than the person whose record it is, who has a say before it is handed to that person.
    group: the heading it stands under in the form. default: its value in a new record; unique: no two records share it.
    """
    facts = _Facts(
        label=label,
        type=type,
        listed=listed,
        found=found,
        personal=personal or special,
        special=special,
        synced=synced and not special,
        others=others,
        group=group,
        hint=hint,
    )
    column = SealedColumn(type) if special else type.column()
    return mapped_column(column, default=default, unique=unique or None, info={_FACTS: facts})


def link(
    label: Later,
    *,
    to: str,
    listed: bool = False,
    personal: bool = False,
    synced: bool = False,
    group: Later | None = None,
    hint: Later | None = None,
) -> MappedColumn[Any]:
    """Declare a link to a record of the kind named ``to``; checked by the database when an operation ends."""
    kind = Link(to)
    facts = _Facts(label=label, type=kind, listed=listed, personal=personal, synced=synced, group=group, hint=hint)
    key = ForeignKey(f"{to}.id", deferrable=True, initially="DEFERRED")
    return mapped_column(kind.column(), key, index=True, info={_FACTS: facts})


def fields_of(kind: type[Any]) -> tuple[Field, ...]:
    """The fields of a record class, in the order of their declaration."""
    return _fields_in(kind.__table__)


@cache
def _fields_in(table: Table) -> tuple[Field, ...]:
    facts = ((column, column.info.get(_FACTS)) for column in table.columns)
    return tuple(
        Field(name=column.key, required=not column.nullable, **vars(told)) for column, told in facts if told is not None
    )
