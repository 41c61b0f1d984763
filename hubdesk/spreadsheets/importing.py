"""Bringing a rehearsed table in: one operation that can be undone whole."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from sqlalchemy.orm import Session

from hubdesk.access.rights import Deed
from hubdesk.base.errors import Refused
from hubdesk.base.progress import Progress
from hubdesk.base.words import tr, tr_many, within
from hubdesk.records import Record, kind_named
from hubdesk.spreadsheets.rehearsal import Rehearsal, RowPlan, keep_row, put_row
from hubdesk.spreadsheets.writing import write_csv
from hubdesk.store import Store

_BATCH = 200


@dataclass(frozen=True)
class Imported:
    """How many records came in new, were changed, and which rows were left out."""

    added: int
    changed: int
    left_out: tuple[RowPlan, ...]


def import_title(rehearsal: Rehearsal, count: int) -> str:
    """What the undo menu calls it."""
    kind = within(kind_named(rehearsal.kind).kind.many)
    return tr_many("Bring in {n} row of {kind}", "Bring in {n} rows of {kind}", count, kind=kind)


def import_rows(
    store: Store,
    rehearsal: Rehearsal,
    *,
    as_new: Collection[int] = (),
    as_same: Collection[int] = (),
    progress: Progress | None = None,
) -> Imported:
    """Bring the rows in that the rehearsal found new or changed.

    Of the rows that are possibly known, those numbered in ``as_new`` are added and those in ``as_same`` change the
    record they resemble; the others are left out. Raises Refused when the file has changed since the rehearsal so that
    a row breaks a rule now; then nothing is brought in.
    """
    store.require(Deed.BRING_IN)
    kind, steps = kind_named(rehearsal.kind), progress or Progress()
    as_new, as_same = frozenset(as_new), frozenset(as_same)
    taken = [
        row
        for row in rehearsal.rows
        if row.outcome in ("new", "changed")
        or (row.outcome == "possible" and (row.number in as_new or row.number in as_same))
    ]
    numbers = {row.number for row in taken}
    left = tuple(row for row in rehearsal.rows if row.number not in numbers and row.outcome != "same")
    if not taken:
        return Imported(0, 0, left)
    with store.operation(import_title(rehearsal, len(taken))) as session:
        for start in range(0, len(taken), _BATCH):
            steps.step(start, len(taken))
            batch = [_Step.of(row, as_new) for row in taken[start : start + _BATCH]]
            try:
                with session.begin_nested():
                    for step in batch:
                        put_row(session, kind, step.row.values, step.id, new=step.new)
                    store.settle(session)
            except Refused as wrong:
                _name_the_row(store, session, kind, batch)
                raise wrong from None
            session.expunge_all()
    added = sum(_Step.of(row, as_new).new for row in taken)
    return Imported(added, len(taken) - added, left)


@dataclass(frozen=True)
class _Step:
    """What is to be done with a row."""

    row: RowPlan
    id: UUID | None
    new: bool

    @classmethod
    def of(cls, row: RowPlan, as_new: Collection[int]) -> _Step:
        new = row.outcome == "new" or row.number in as_new
        # A new record keeps the id of its rehearsal, so that a later row of the sheet can be about it.
        return cls(row, None if row.outcome == "possible" and new else row.record, new)


def _name_the_row(store: Store, session: Session, kind: type[Record], batch: list[_Step]) -> None:
    """Go through a batch that broke a rule again, row by row, to say which it was. Raises Refused."""
    for step in batch:
        try:
            keep_row(store, session, kind, step.row.values, step.id, new=step.new)
        except Refused as wrong:
            raise Refused(
                tr("Row {n} cannot come in any more: {why} Rehearse again.", n=step.row.number, why=wrong.sentence)
            ) from None


def write_left_out(target: Path, rehearsal: Rehearsal, rows: Collection[RowPlan]) -> None:
    """Write the rows that were left out as they were, with the reason in a column of its own."""
    headings = (*rehearsal.headings, tr("Why it was left out"))
    write_csv(target, headings, ((*row.cells, " ".join(row.why)) for row in rows))
