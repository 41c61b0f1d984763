"""What a person should look at before they believe what a rehearsal says."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from typing import Final

from hubdesk.base.words import tr, tr_many
from hubdesk.fields.types import Date, Link, Moment
from hubdesk.records import Record, fields_of
from hubdesk.spreadsheets.heading import Table
from hubdesk.spreadsheets.mapping import ColumnMap, called_by_parts
from hubdesk.spreadsheets.mending import date_order

_AGE: Final = re.compile(r"\d{1,3}")
_TWO: Final = re.compile(r"\w\s*(?:&|\+|\s(?:and|/)\s)\s*\w", re.IGNORECASE)


def doubts_about(
    kind: type[Record], table: Table, columns: ColumnMap, lacking: Collection[str] | None = None
) -> Iterator[str]:
    """One sentence for each thing to look at.

    ``lacking`` names the fields that rows were refused for having nothing in; None when no row came so far that it
    could be known, for some fields follow from others.
    """
    if table.hidden:
        yield tr_many(
            "{n} row is hidden in the spreadsheet. It is below with the others.",
            "{n} rows are hidden in the spreadsheet. They are below with the others.",
            table.hidden,
        )
    yield from _two_in_one(kind, table, columns)
    for one in fields_of(kind):
        source = columns.sources.get(one.name)
        if source is None:
            needed = one.required and kind.__table__.c[one.name].default is None
            if needed and (lacking is None or one.name in lacking):
                yield tr("No column is chosen for {label}, which every record needs.", label=one.label)
            continue
        if not isinstance(one.type, Date | Moment) or table.own:
            continue
        for column in source.columns:
            yield from _date_doubts(table, columns, column)


def _two_in_one(kind: type[Record], table: Table, columns: ColumnMap) -> Iterator[str]:
    """That one row seems to be two people, such as a couple."""
    names = called_by_parts(kind) & {one.name for one in fields_of(kind) if not isinstance(one.type, Link)}
    places = {column for name in names if name in columns.sources for column in columns.sources[name].columns}
    found = [cell for row in table.rows for at in sorted(places) if _TWO.search(cell := row.cells[at])]
    if found and not table.own:
        yield tr_many(
            "“{name}” seems to be two people. Give each of them a row of their own.",
            "{n} rows seem to be two people each, such as “{name}”. Give each of them a row of their own.",
            len(found),
            name=found[0],
        )


def _date_doubts(table: Table, columns: ColumnMap, column: int) -> Iterator[str]:
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
