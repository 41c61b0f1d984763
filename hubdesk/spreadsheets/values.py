"""The cells of a row as values of fields, or what is wrong with them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from hubdesk.base.errors import FieldError, Problem
from hubdesk.base.words import tr
from hubdesk.fields.field import Field
from hubdesk.fields.types import Date, Link, Moment, Notes, Phone, Postcode, Text, Whole, YesNo
from hubdesk.records import Record, fields_of, kind_named
from hubdesk.spreadsheets.heading import Table, TableRow
from hubdesk.spreadsheets.mapping import ColumnMap, Source, called_by_parts
from hubdesk.spreadsheets.mending import (
    calm,
    cross_means,
    date_order,
    full_number,
    is_cross,
    is_surname_first,
    month_first_date,
    name_and_surname,
    says_nothing,
    turned,
    without_postcode,
)
from hubdesk.spreadsheets.references import References

_FAMILY: Final = "family_name"
_ADDRESS: Final = "address"
_QUOTED: Final = 60
"""Characters of a cell that are repeated when something is wrong with it."""


@dataclass(frozen=True)
class ReadRow:
    """A row's values by field, and the problems of its cells, each in a sentence that says which cell it is."""

    number: int
    cells: tuple[str, ...]
    values: Mapping[str, Any]
    problems: tuple[Problem, ...]


class RowReader:
    """Reads the rows of one table for one kind."""

    def __init__(
        self, kind: type[Record], table: Table, columns: ColumnMap, references: Mapping[str, References]
    ) -> None:
        chosen = [(one, columns.sources[one.name]) for one in fields_of(kind) if one.name in columns.sources]
        self._shared = {one.name: _shared_links(kind, one) for one, _ in chosen}
        # A room of the name that many rooms have is found by its venue, so the venue is read before it.
        self._fields = sorted(chosen, key=lambda item: bool(self._shared[item[0].name]))
        self._own, self._references = table.own, references
        self._named = called_by_parts(kind)
        single = {one.name: source.columns[0] for one, source in chosen if len(source.columns) == 1}
        self._one_column = frozenset(single)
        self._surname_first = {name for name, at in single.items() if is_surname_first(table.column(at))}
        self._family = any(one.name == _FAMILY for one in fields_of(kind)) and _FAMILY not in columns.sources
        self._postcode = next((one for one in fields_of(kind) if isinstance(one.type, Postcode)), None)
        self._told = columns.month_first
        self._month_first = {
            column
            for one, source in chosen
            if isinstance(one.type, Date | Moment)
            for column in source.columns
            if column in columns.month_first or date_order(table.column(column)) == "month"
        }
        self._crosses = {
            one.name: cross_means(table.column(single[one.name]))
            for one, _ in chosen
            if isinstance(one.type, YesNo) and one.name in single
        }
        self._found: dict[tuple[Any, ...], UUID | FieldError] = {}

    def read(self, row: TableRow) -> ReadRow:
        """The row's values; empty cells give none."""
        values: dict[str, Any] = {}
        problems = []
        for one, source in self._fields:
            text = joined(row.cells, source)
            try:
                value = self._read(one, source, text, values)
                if value is not None and value != ():
                    values[one.name] = value
            except FieldError as wrong:
                if not (_may_be_left(one) and says_nothing(text)):
                    problems.append(Problem(_about(one, text, wrong), one.name))
        self._part_address(values, problems)
        return ReadRow(row.number, row.cells, values, tuple(problems))

    def note(self, record: Record) -> None:
        """Take into account that a row has become this record, which other rows of the sheet may name."""
        own = record.__tablename__
        if own in self._references:
            self._references[own].add(record)
            self._found = {key: found for key, found in self._found.items() if key[0] != own}

    def _part_address(self, values: dict[str, Any], problems: Sequence[Problem]) -> None:
        """Take the postcode out of the end of the address where the row has none of its own: wards go by it."""
        if self._own or self._postcode is None or _ADDRESS not in values:
            return
        name = self._postcode.name
        address, found = without_postcode(values[_ADDRESS])
        if found and values.get(name, found) == found and not any(one.field == name for one in problems):
            values[name] = found
            if address:
                values[_ADDRESS] = address
            else:
                del values[_ADDRESS]

    def _read(self, one: Field, source: Source, text: str, values: dict[str, Any]) -> Any:
        if isinstance(one.type, Link):
            return self._linked(one, text, values) if text.strip() else None
        if self._own:
            return one.type.parse(text)
        if isinstance(one.type, YesNo) and is_cross(text):
            return self._crossed(one)
        if one.name in self._named and one.name in self._one_column:
            text, surname = name_and_surname(text, mostly=one.name in self._surname_first)
            if surname and self._family:
                values[_FAMILY] = surname
            return one.type.parse(text)
        return one.type.parse(self._mended(one, source, text))

    def _mended(self, one: Field, source: Source, text: str) -> str:
        if not isinstance(one.type, Text | Notes) or isinstance(one.type, Phone):
            # An apostrophe keeps a number text, and some programs write it out with it.
            text = text.strip().removeprefix("'")
        if isinstance(one.type, Phone | Whole):
            return full_number(text)
        if isinstance(one.type, Date | Moment) and set(source.columns) & self._month_first:
            return month_first_date(text, told=bool(set(source.columns) & self._told))
        if one.name in self._named or one.name == _FAMILY:
            return " ".join(calm(word) for word in text.split())
        return text

    def _crossed(self, one: Field) -> bool:
        said = self._crosses.get(one.name, True)
        if said is None:
            raise FieldError(tr("This column has a cross beside yes and no, so it is not certain. Write yes or no."))
        return said

    def _linked(self, one: Field, text: str, values: Mapping[str, Any]) -> UUID:
        assert isinstance(one.type, Link)  # noqa: S101 - for the type checker; its only caller has looked
        beside = {name: values[name] for name in self._shared[one.name] if name in values}
        key = (one.type.to, text, *beside.values())
        if key not in self._found:
            try:
                self._found[key] = self._named_record(one, text, beside)
            except FieldError as wrong:
                self._found[key] = wrong
        found = self._found[key]
        if isinstance(found, FieldError):
            raise found
        return found

    def _named_record(self, one: Field, text: str, beside: Mapping[str, Any]) -> UUID:
        references = self._references[one.type.to]  # type: ignore[attr-defined]
        try:
            return references.find(text, beside)
        except FieldError:
            if one.name in self._named and (other := turned(text)) != text:
                return references.find(other, beside)
            raise


def joined(cells: tuple[str, ...], source: Source) -> str:
    """The text of a field from its columns."""
    text = ""
    for column, joint in zip(source.columns, source.joints, strict=True):
        cell = cells[column] if column < len(cells) else ""
        if cell.strip():
            text = f"{text}{joint}{cell.strip()}" if text else cell
    return text


def _shared_links(kind: type[Record], one: Field) -> tuple[str, ...]:
    """The fields of the kind that a record linked to has as well, as a course run and its room have a venue."""
    if not isinstance(one.type, Link):
        return ()
    links = {other.name: other.type.to for other in fields_of(kind) if isinstance(other.type, Link)}
    return tuple(
        theirs.name
        for theirs in fields_of(kind_named(one.type.to))
        if theirs.name != one.name and isinstance(theirs.type, Link) and links.get(theirs.name) == theirs.type.to
    )


def _may_be_left(one: Field) -> bool:
    return not one.required and not isinstance(one.type, Notes) and type(one.type) is not Text


def _about(one: Field, text: str, wrong: FieldError) -> str:
    said = " ".join(text.split())
    short = said if len(said) <= _QUOTED else f"{said[:_QUOTED]}…"
    return tr("{label}, “{said}”: {wrong}", label=one.label, said=short, wrong=wrong.sentence)
