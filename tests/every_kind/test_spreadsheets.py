"""Every kind out to a spreadsheet and in again to an empty hub: the same records."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from hubdesk.fields.types import Link
from hubdesk.records import KINDS, Record, fields_of, kind_named
from hubdesk.spreadsheets.heading import find_table
from hubdesk.spreadsheets.importing import import_rows
from hubdesk.spreadsheets.mapping import guess
from hubdesk.spreadsheets.reading import read_sheets
from hubdesk.spreadsheets.references import references_for
from hubdesk.spreadsheets.rehearsal import rehearse
from hubdesk.spreadsheets.writing import export_kind
from hubdesk.store import Store
from tests.every_kind.making import make


def parents_first(kinds: tuple[type[Record], ...]) -> tuple[type[Record], ...]:
    """The kinds in an order in which each comes after those that it links to."""
    ordered: list[type[Record]] = []

    def place(kind: type[Record], on_the_way: tuple[str, ...]) -> None:
        if kind in ordered or kind.__tablename__ in on_the_way:
            return
        for other in (kind_named(one.type.to) for one in fields_of(kind) if isinstance(one.type, Link)):
            if other in kinds:
                place(other, (*on_the_way, kind.__tablename__))
        ordered.append(kind)

    for kind in kinds:
        place(kind, ())
    return tuple(ordered)


def in_words(store: Store, kind: type[Record]) -> list[tuple[str, ...]]:
    """All records of a kind as text, links by name."""
    with store.reading() as session:
        names = references_for(session, kind)

        def said(field: Any, value: Any) -> str:
            if value is None:
                return ""
            return names[field.type.to].name(value) if hasattr(field.type, "to") else str(field.type.show(value))

        return sorted(
            tuple(said(field, getattr(record, field.name)) for field in fields_of(kind))
            for record in session.scalars(select(kind))
        )


@pytest.mark.parametrize("ending", [".csv", ".xlsx"])
def test_out_and_in_again_is_the_same(new_store: Callable[[str], Store], tmp_path: Path, ending: str) -> None:
    # given a hub with a record or two of every kind
    full = new_store("full")
    with full.operation("Make one of each") as session:
        for number, kind in enumerate(KINDS):
            make(full, session, kind, 3 * number)
    # when each kind goes out, and comes in to an empty hub, parents first
    empty = new_store("empty")
    for kind in parents_first(KINDS):
        file = tmp_path / f"{kind.__tablename__}{ending}"
        exported = export_kind(full, kind, file, special=True)
        table = find_table(read_sheets(file)[0])
        rehearsal = rehearse(empty, kind, table, guess(kind, table))
        # then the rehearsal finds every row new, and the import does as it says
        assert [(row.outcome, row.why) for row in rehearsal.rows] == [("new", ())] * exported, kind
        imported = import_rows(empty, rehearsal)
        assert (imported.added, imported.changed, imported.left_out) == (exported, 0, ())
    for kind in KINDS:
        assert in_words(empty, kind) == in_words(full, kind), kind
    # and a second time changes nothing
    for kind in parents_first(KINDS):
        table = find_table(read_sheets(tmp_path / f"{kind.__tablename__}{ending}")[0])
        again = rehearse(empty, kind, table, guess(kind, table))
        assert {row.outcome for row in again.rows} <= {"same"}, kind
