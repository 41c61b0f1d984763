"""What a kind's columns hold, and how a row compares with what the journal says of its record."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from sqlalchemy import Column, Connection, exists, select

from hubdesk.base.errors import FieldError
from hubdesk.fields import types
from hubdesk.fields.field import Field
from hubdesk.fields.sealed import Sealer, is_sealed, opened_plain, sealer_of
from hubdesk.records import Record, fields_of, kind_named
from hubdesk.store.bulk import reader_of
from hubdesk.store.mending import table_of

_AS_IT_IS: Final = (
    types.Text,
    types.Notes,
    types.Choice,
    types.Postcode,
    types.Date,
    types.Whole,
    types.Minutes,
    types.YesNo,
)
_HUB: Final = "hub_id"
_EMPTY: Final[tuple[Any, ...]] = (None, "", [])

UNREADABLE: Final = (FieldError, ValueError, TypeError, ArithmeticError, AttributeError, LookupError)
"""What reading a value may raise that this version cannot hold."""


class RowShape:
    """What the columns of a kind hold, and how their values compare with those of the journal."""

    def __init__(self, connection: Connection, kind: type[Record]) -> None:
        table = table_of(kind)
        self._connection = connection
        self._sealer = sealer_of(connection.dialect)
        self._fields = {field.name: field for field in fields_of(kind)}
        self.names = (_HUB, *self._fields)
        # Behind a row's number in the file and its id.
        self._at = {name: place for place, name in enumerate(self.names, 2)}
        easy = {name: _easily(field) for name, field in self._fields.items()} | {_HUB: _digits}
        self._easy = {name: made for name, made in easy.items() if made is not None}
        self._readers = {name: reader_of(table.c[name], connection.dialect) for name in self._fields}
        begin = {name: default(table.c[name]) for name in self._fields}
        self._begin = {name: value for name, value in begin.items() if value is not None}

    def is_like(self, row: tuple[Any, ...], said: dict[str, Any]) -> bool:
        """Whether the row says just what the journal does; what takes longer to tell is looked at as well."""
        if self._begin:
            said = self._begin | said
        empty = 0
        for name, value in said.items():
            place = self._at.get(name)
            if value is None or place is None:
                empty += 1
                continue
            easy = self._easy.get(name)
            if easy is None:
                if not self._is_said(name, row[place], value):
                    return False
            elif row[place] != easy(value):
                return False
        return len(said) - empty == len(row) - 2 - row.count(None)

    def wrong(self, row: tuple[Any, ...], said: dict[str, Any]) -> list[str]:
        """The fields that are not as the journal says. row: without its number and id."""
        known = self._begin | {name: value for name, value in said.items() if value is not None}
        return [
            name
            for name, raw in zip(self.names, row, strict=True)
            if not self._is_said(name, raw, known.get(name)) and not self._may_be_empty(name, raw, known.get(name))
        ]

    def _is_said(self, name: str, raw: Any, said: Any) -> bool:
        if name == _HUB:
            return bool(raw == (None if said is None else _digits(said)))
        field = self._fields[name]
        try:
            read = self._readers[name]
            stands = field.plain(raw if raw is None or read is None else read(raw))
            if stands == said or (stands in _EMPTY and said in _EMPTY):
                return True
            if field.special:
                return _alike_under_seal(stands, said, self._sealer)
            return bool(stands == field.plain(field.unplain(said)))
        except UNREADABLE:
            return False

    def _may_be_empty(self, name: str, raw: Any, said: Any) -> bool:
        """Whether an answer was emptied because nobody can hold it, or what it links to is not there, as when it is mended."""
        if raw is not None or name not in self._fields:
            return False
        field = self._fields[name]
        try:
            value = field.unplain(said)
            if not isinstance(field.type, types.Link):
                field.plain(value)
                return False
            target = table_of(kind_named(field.type.to))
            return not self._connection.scalar(select(exists().where(target.c.id == value)))
        except UNREADABLE:
            return True


def default(column: Column[Any]) -> Any:
    """What a needed field holds that nobody gave a value, as JSON; None where there is no such value."""
    if column.nullable or column.default is None or not column.default.is_scalar:
        return None
    return column.default.arg  # type: ignore[attr-defined]


def _easily(field: Field) -> Callable[[Any], Any] | None:
    """What makes of a value in the journal the one that lies in the file, where that is quickly done."""
    if field.special:
        return None
    if isinstance(field.type, types.Link):
        return _digits
    return _same if isinstance(field.type, _AS_IT_IS) else None


def _same(value: Any) -> Any:
    return value


def _digits(value: Any) -> Any:
    return value.replace("-", "") if isinstance(value, str) else value


def _alike_under_seal(stands: Any, said: Any, sealer: Sealer | None) -> bool:
    """Whether both say the same; without the second key nobody can tell, and where only one is empty they do not."""
    if stands in _EMPTY or said in _EMPTY:
        return False
    opened = opened_plain(said, sealer)
    if is_sealed(opened):
        # The journal's own cannot be opened: it is no better than the record's, or whoever works here has no key.
        return True
    return bool(stands == opened)
