"""The cells of a row as values of fields, or what is wrong with them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from hubdesk.base.errors import FieldError, Problem
from hubdesk.base.words import tr
from hubdesk.fields import Field
from hubdesk.fields.types import Date, Link, Moment, Phone, Whole
from hubdesk.records import Record, fields_of
from hubdesk.spreadsheets.heading import Table, TableRow
from hubdesk.spreadsheets.mapping import ColumnMap, Source, called_by_parts
from hubdesk.spreadsheets.references import References

_NUMERIC_DATE: Final = re.compile(r"(\d{1,2})[/.\-\s]+(\d{1,2})[/.\-\s]+(\d{4}|\d{2})(?=\D|$)")
_AGE: Final = re.compile(r"\d{1,3}")
_SHORTENED: Final = re.compile(r"(\d)(?:[.,](\d+))?E\+?(\d{1,2})", re.IGNORECASE)
_SURNAME_FIRST: Final = re.compile(r"([^\d,]+),\s*([^\d,]+)")
_FAMILY: Final = "family_name"
_MOSTLY: Final = 0.6


@dataclass(frozen=True)
class ReadRow:
    """A row's values by field, and the problems of its cells."""

    number: int
    cells: tuple[str, ...]
    values: Mapping[str, Any]
    problems: tuple[Problem, ...]


class RowReader:
    """Reads the rows of one table for one kind."""

    def __init__(
        self, kind: type[Record], table: Table, columns: ColumnMap, references: Mapping[str, References]
    ) -> None:
        self._fields = [(one, columns.sources[one.name]) for one in fields_of(kind) if one.name in columns.sources]
        self._own, self._references = table.own, references
        self._month_first = columns.month_first
        self._named = called_by_parts(kind)
        self._surname_first = {
            one.name
            for one, source in self._fields
            if one.name in self._named and not table.own and is_surname_first(table, source)
        }
        takes_family = any(one.name == _FAMILY for one in fields_of(kind)) and _FAMILY not in columns.sources
        self._family = takes_family
        self._american = {
            column
            for one, source in self._fields
            if isinstance(one.type, Date | Moment)
            for column in source.columns
            if column not in columns.month_first and not table.own and date_order(table.column(column)) == "month"
        }
        self._found: dict[tuple[str, str], UUID | FieldError] = {}

    def read(self, row: TableRow) -> ReadRow:
        """The row's values; empty cells give none."""
        values: dict[str, Any] = {}
        problems = []
        for one, source in self._fields:
            try:
                text = joined(row.cells, source)
                value = self._read(one, source, text)
                if value is not None and value != ():
                    values[one.name] = value
                if one.name in self._surname_first and self._family and (split := _SURNAME_FIRST.fullmatch(text)):
                    values[_FAMILY] = _calm(split[1])
            except FieldError as wrong:
                problems.append(Problem(wrong.sentence, one.name))
        return ReadRow(row.number, row.cells, values, tuple(problems))

    def note(self, record: Record) -> None:
        """Take into account that a row has become this record, which other rows of the sheet may name."""
        own = record.__tablename__
        if own in self._references:
            self._references[own].add(record)
            self._found = {key: found for key, found in self._found.items() if key[0] != own}

    def _read(self, one: Field, source: Source, text: str) -> Any:
        if isinstance(one.type, Link):
            return self._linked(one, text) if text.strip() else None
        if not self._own:
            text = self._mended(one, source, text)
        return one.type.parse(text)

    def _mended(self, one: Field, source: Source, text: str) -> str:
        """The text with what spreadsheet programs do to numbers, dates and names taken back where that is certain."""
        if isinstance(one.type, Phone | Whole):
            return _full_number(text.strip())
        if isinstance(one.type, Date | Moment):
            if set(source.columns) & self._month_first:
                return _NUMERIC_DATE.sub(r"\2/\1/\3", text, count=1)
            if set(source.columns) & self._american and _NUMERIC_DATE.match(text.strip()):
                raise FieldError(
                    tr("Other dates in this column have the month first, so this one is not certain. Check the column.")
                )
        if one.name in self._surname_first:
            return _turned(text)
        if one.name in self._named or one.name == _FAMILY:
            return " ".join(_calm(word) for word in text.split())
        return text

    def _linked(self, one: Field, text: str) -> UUID:
        assert isinstance(one.type, Link)  # noqa: S101 - for the type checker; its only caller has looked
        key = (one.type.to, text)
        if key not in self._found:
            try:
                self._found[key] = self._named_record(one, text)
            except FieldError as wrong:
                self._found[key] = wrong
        found = self._found[key]
        if isinstance(found, FieldError):
            raise found
        return found

    def _named_record(self, one: Field, text: str) -> UUID:
        references = self._references[one.type.to]  # type: ignore[attr-defined]
        try:
            return references.find(text)
        except FieldError:
            if one.name in self._named and (turned := _turned(text)) != text:
                return references.find(turned)
            raise


def joined(cells: tuple[str, ...], source: Source) -> str:
    """The text of a field from its columns."""
    text = ""
    for column, joint in zip(source.columns, source.joints, strict=True):
        cell = cells[column] if column < len(cells) else ""
        if cell.strip():
            text = f"{text}{joint}{cell.strip()}" if text else cell
    return text


def date_order(cells: list[str]) -> str:
    """What the numbers of a column of dates say: "day" first, "month" first, "mixed", or "" when they do not tell."""
    pairs = [(int(found[1]), int(found[2])) for cell in cells if (found := _NUMERIC_DATE.match(cell.strip()))]
    day_first = any(first > 12 for first, _ in pairs)
    month_first = any(second > 12 for _, second in pairs)
    if day_first and month_first:
        return "mixed"
    return "month" if month_first else "day" if day_first else ""


def is_surname_first(table: Table, source: Source) -> bool:
    """Whether a column of names is written surname, comma, first name."""
    if len(source.columns) != 1:
        return False
    cells = table.column(source.columns[0])
    turned = sum(1 for cell in cells if _SURNAME_FIRST.fullmatch(cell))
    return bool(cells) and turned >= _MOSTLY * len(cells)


def warnings_about(kind: type[Record], table: Table, columns: ColumnMap) -> Iterator[str]:
    """What a person should look at before they believe a map, one sentence each."""
    for one in fields_of(kind):
        source = columns.sources.get(one.name)
        if source is None:
            if one.required and kind.__table__.c[one.name].default is None:
                yield tr("No column is chosen for {label}, which every record needs.", label=one.label)
            continue
        if not isinstance(one.type, Date | Moment) or table.own:
            continue
        for column in source.columns:
            yield from _date_warnings(table, columns, column)


def _date_warnings(table: Table, columns: ColumnMap, column: int) -> Iterator[str]:
    heading, cells = table.headings[column], table.column(column)
    order = date_order(cells)
    if order == "month" and column not in columns.month_first:
        yield tr(
            "The dates under “{heading}” only make sense with the month first. Say so for this column, or mend them.",
            heading=heading,
        )
    if order == "mixed":
        yield tr(
            "Some dates under “{heading}” have the month first and some the day. Check those with small numbers.",
            heading=heading,
        )
    if cells and sum(1 for cell in cells if _AGE.fullmatch(cell)) > len(cells) / 2:
        yield tr("There seem to be ages under “{heading}”, not dates. Leave this column out.", heading=heading)


def _full_number(text: str) -> str:
    """A number that a program has shortened to 7.7009E+09, in full where no figure is lost."""
    found = _SHORTENED.fullmatch(text)
    if not found:
        return text
    digits, places = found[1] + (found[2] or ""), int(found[3])
    if len(digits) <= places:
        raise FieldError(
            tr("A program has shortened this number and lost its end. Look it up where the list came from.")
        )
    return digits if len(digits) == places + 1 else text


def _turned(text: str) -> str:
    """First name before surname, where they stand the other way round with a comma."""
    found = _SURNAME_FIRST.fullmatch(text.strip())
    return f"{found[2].strip()} {_calm(found[1])}" if found else text


def _calm(surname: str) -> str:
    """A surname in capitals as it is usually written; any other as it is."""
    name = surname.strip()
    if len(name) < 3 or name != name.upper():
        return name
    calm = re.sub(r"[^\W\d_]+", lambda word: word[0].capitalize(), name)
    calm = re.sub(r"(['’])S\b", r"\1s", calm)
    return re.sub(r"\bMc([a-z])", lambda found: f"Mc{found[1].upper()}", calm)
