"""What every record has: an id, the hub it was made at, a kind, a title, and rules."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar, Protocol
from uuid import UUID

from sqlalchemy import MetaData, UniqueConstraint, Uuid, inspect
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from hubdesk.base.errors import FieldError, Problem
from hubdesk.base.ids import new_id
from hubdesk.base.words import Later, tr
from hubdesk.fields.field import fields_of
from hubdesk.fields.sealed import Sealed


@dataclass(frozen=True)
class Kind:
    """How a record kind is called and what holds for all its records."""

    one: Later
    many: Later
    icon: str
    only_added: bool = False
    """A log: its records are never edited and never removed, except by undoing the operation that added them."""
    restricted: bool = False
    """Who looks at its records is written into the log, as it is of kinds with special category fields."""
    shared: bool = False
    """The same at every hub and belonging to none, such as wards; its records have the same ids everywhere."""
    network: bool = False
    """What the lead makes of it is the network's own, and goes to every hub."""
    offered: str = ""
    """The name of a yes-or-no field: a record that says yes goes to the other hubs too, without what belongs to it."""
    always_sent: bool = False
    """Its fields that travel leave at any level of sharing, and while nothing is agreed: they say what is."""


class Around(Protocol):
    """What a rule may look at besides its own record: other kinds by name, and the day."""

    @property
    def today(self) -> date:
        """The day on the wall calendar."""

    def get(self, kind: str, id: UUID | None) -> Any | None:
        """The record of that kind, or None."""

    def all(self, kind: str, **equal: object) -> list[Any]:
        """All records of that kind whose fields equal the values given."""

    def count(self, kind: str, **equal: object) -> int:
        """How many records of that kind have fields that equal the values given."""


class Record(DeclarativeBase):
    """The base of all record kinds. Values not given take the field's default at once, not on saving."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(column_0_label)s",
            "uq": "uq_%(table_name)s_%(column_0_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )

    kind: ClassVar[Kind]

    id: Mapped[UUID] = mapped_column(Uuid(), primary_key=True, sort_order=-2)
    hub_id: Mapped[UUID | None] = mapped_column(Uuid(), index=True, sort_order=-1)

    def __init__(self, **values: Any) -> None:
        values.setdefault("id", new_id())
        for column in self.__table__.columns:
            if column.default is not None and column.default.is_scalar:
                values.setdefault(column.key, column.default.arg)
        for name, value in values.items():
            if name not in self.__table__.columns:
                raise TypeError(f"{type(self).__name__} has no field {name}")
            setattr(self, name, value)

    @property
    def title(self) -> str:
        """How lists, the palette and the history call this record."""
        return str(self.kind.one)

    @property
    def sort_name(self) -> str:
        """The text that lists are sorted by."""
        return self.title

    @property
    def detail(self) -> str:
        """A few words beside the title that tell two records of one title apart."""
        return ""

    @classmethod
    def left_of(cls, values: dict[str, Any], day: date) -> dict[str, Any]:
        """What of these JSON values may stay, told less exactly, when the person they tell of is erased on that day."""
        return {}

    def said_again(self, around: Around) -> Iterable[Record]:
        """Records to be sent anew with this one, because it changes what of them may leave the hub."""
        return ()

    def fill_in(self, around: Around) -> None:
        """Set what follows from other fields, just before saving."""

    def problems(self, around: Around) -> Iterator[Problem]:
        """The rules that this record breaks, beyond those of its fields."""
        yield from ()

    def field_problems(self) -> Iterator[Problem]:
        """Required fields that are empty, and values out of their type's bounds."""
        for field in fields_of(type(self)):
            value = getattr(self, field.name)
            if value is None or (isinstance(value, str) and not value.strip()):
                if field.required:
                    yield Problem(tr("{label} is needed. Fill it in.", label=field.label), field.name)
                continue
            if isinstance(value, Sealed):
                continue
            try:
                field.type.check(value)
            except FieldError as wrong:
                yield Problem(wrong.sentence, field.name)

    def changed(self, *names: str) -> bool:
        """Whether any of these fields has a value not yet saved."""
        state = inspect(self)
        return any(state.attrs[name].history.has_changes() for name in names)

    def value_before(self, name: str) -> Any:
        """What the field said before a change that is not saved yet; None where nothing did."""
        replaced = inspect(self).attrs[name].history.deleted
        return replaced[0] if replaced else None


def unique_keys(kind: type[Record]) -> list[tuple[str, ...]]:
    """Groups of fields of which no two records have the same values."""
    table = kind.__table__
    constraints: Iterable[Any] = getattr(table, "constraints", ())
    groups = [tuple(c.name for c in one.columns) for one in constraints if isinstance(one, UniqueConstraint)]
    return list(dict.fromkeys([*((one.name,) for one in fields_of(kind) if table.c[one.name].unique), *groups]))


def is_restricted(kind: type[Record]) -> bool:
    """Whether looking at records of this kind is written into the log."""
    return kind.kind.restricted or any(field.special for field in fields_of(kind))


def in_order(first: date | None, last: date | None) -> bool:
    """Whether two days, where both are known, stand in order."""
    return first is None or last is None or first <= last


__all__ = ["Around", "Kind", "Record", "fields_of", "in_order", "is_restricted", "unique_keys"]
