"""Spreadsheets without a window: a CSV or XLSX file brought in, after a rehearsal, and the records of a kind written as one."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

from hubdesk.base.errors import Refused
from hubdesk.base.progress import Progress
from hubdesk.base.words import tr, tr_many
from hubdesk.records import KINDS, Record, kind_named
from hubdesk.spreadsheets.heading import find_table
from hubdesk.spreadsheets.importing import import_rows
from hubdesk.spreadsheets.mapping import guess, likeliest_sheet
from hubdesk.spreadsheets.reading import Sheet, read_sheets
from hubdesk.spreadsheets.rehearsal import rehearse
from hubdesk.spreadsheets.writing import export_kind
from hubdesk.store import Store


def add_commands(
    command: Callable[..., argparse.ArgumentParser],
    opened: Callable[..., AbstractContextManager[Store]],
    shown: Callable[[], Progress],
) -> None:
    """Add ``import`` and ``spreadsheet`` through the parser's own ``command``."""
    sheets, kinds = _Spreadsheets(opened, shown), [kind.__tablename__ for kind in KINDS]
    brought = command("import", tr("Bring in a CSV or XLSX file."), sheets.bring_in)
    brought.add_argument("kind", choices=kinds)
    brought.add_argument("spreadsheet", type=Path)
    brought.add_argument("--sheet", help=tr("the sheet's name; else the one that fits best"))
    brought.add_argument("--rehearse", action="store_true", help=tr("only say what would happen"))
    out = command("spreadsheet", tr("Write all records of a kind as CSV or XLSX."), sheets.write)
    out.add_argument("kind", choices=kinds)
    out.add_argument("target", type=Path)
    out.add_argument("--special", action="store_true", help=tr("special category answers too"))


class _Spreadsheets:
    def __init__(self, opened: Callable[..., AbstractContextManager[Store]], shown: Callable[[], Progress]) -> None:
        self._opened, self._shown = opened, shown

    def bring_in(self, given: argparse.Namespace) -> None:
        kind = kind_named(given.kind)
        table = find_table(_sheet(read_sheets(given.spreadsheet), kind, given.sheet))
        with self._opened(given.file, name=given.name) as store:
            rehearsal = rehearse(store, kind, table, guess(kind, table), self._shown())
            for said in (*(one.sentence for one in table.skipped), *rehearsal.warnings):
                print(said)
            for row in rehearsal.rows:
                if row.outcome in ("refused", "possible"):
                    print(tr("Row {n}: {why}", n=row.number, why=" ".join(row.why)))
            counts = {
                outcome: rehearsal.count(outcome) for outcome in ("new", "changed", "same", "possible", "refused")
            }
            print(
                tr(
                    "{new} new, {changed} changed, {same} the same, {possible} may be known, {refused} cannot come in.",
                    **counts,
                )
            )
            if not given.rehearse:
                store.back_up("import", self._shown())
                done = import_rows(store, rehearsal, progress=self._shown())
                print(tr("{added} added, {changed} changed.", added=done.added, changed=done.changed))

    def write(self, given: argparse.Namespace) -> None:
        with self._opened(given.file, name=given.name) as store:
            count = export_kind(
                store, kind_named(given.kind), given.target, special=given.special, progress=self._shown()
            )
        print(tr_many("{n} record written.", "{n} records written.", count))


def _sheet(sheets: list[Sheet], kind: type[Record], name: str | None) -> Sheet:
    """The sheet of that name, else the likeliest. Raises Refused when there is none of that name."""
    names = ", ".join(sheet.name for sheet in sheets)
    if name is None:
        sheet = sheets[likeliest_sheet(kind, sheets)]
        if len(sheets) > 1:
            print(tr("Of the sheets {names} it is “{name}”; --sheet picks another.", names=names, name=sheet.name))
        return sheet
    for sheet in sheets:
        if sheet.name.casefold() == name.casefold():
            return sheet
    raise Refused(tr("There is no sheet of this name. There are: {names}.", names=names))
