"""What bringing in a table would do, row by row, found out by doing it and taking it back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal
from uuid import UUID

from sqlalchemy.orm import Session

from hubdesk.base.errors import Problem, Problems, Refused
from hubdesk.base.progress import Progress
from hubdesk.base.words import tr
from hubdesk.fields.types import Link
from hubdesk.records import Record, fields_of
from hubdesk.spreadsheets.differences import differences, differing
from hubdesk.spreadsheets.doubts import doubts_about
from hubdesk.spreadsheets.heading import Table
from hubdesk.spreadsheets.mapping import ColumnMap
from hubdesk.spreadsheets.matching import KeyMatcher, Matcher
from hubdesk.spreadsheets.people import PersonMatcher
from hubdesk.spreadsheets.references import references_for
from hubdesk.spreadsheets.values import ReadRow, RowReader
from hubdesk.store import Store

Outcome = Literal["new", "changed", "same", "possible", "refused"]
_STEP = 50


@dataclass(frozen=True)
class RowPlan:
    """What becomes of one row. ``number`` is the one that the spreadsheet program shows.

    ``record`` is the record that is changed, is the same, or may be; of a new one the id that it will have. ``why`` says
    what is wrong, whom it may be, or what changes; ``lacking`` names fields without which the row is refused.
    """

    number: int
    outcome: Outcome
    title: str
    why: tuple[str, ...]
    cells: tuple[str, ...]
    values: Mapping[str, Any] = field(default_factory=dict)
    record: UUID | None = None
    lacking: tuple[str, ...] = ()


@dataclass(frozen=True)
class Rehearsal:
    """The plan of all rows, in their order, and what to look at before believing it."""

    kind: str
    headings: tuple[str, ...]
    rows: tuple[RowPlan, ...]
    warnings: tuple[str, ...]

    def count(self, outcome: Outcome) -> int:
        """How many rows have this outcome."""
        return sum(row.outcome == outcome for row in self.rows)


class _TakenBack(Exception):  # noqa: N818 - not a fault: the end of a rehearsal
    """Ends the operation in which a rehearsal was tried; nothing of it stays."""


def rehearse(
    store: Store, kind: type[Record], table: Table, columns: ColumnMap, progress: Progress | None = None
) -> Rehearsal:
    """Try every row under the rules of the file and take all of it back. Raises Cancelled when asked to stop."""
    rows: list[RowPlan] = []
    try:
        with store.operation(tr("Rehearse a spreadsheet")) as session:
            rows = plan_rows(store, session, kind, table, columns, progress or Progress())
            raise _TakenBack
    except _TakenBack:
        pass
    tried = any(row.outcome == "new" or row.lacking for row in rows)
    lacking = {name for row in rows for name in row.lacking} if tried else None
    doubts = tuple(doubts_about(kind, table, columns, lacking))
    return Rehearsal(kind.__tablename__, table.headings, tuple(rows), doubts)


def plan_rows(
    store: Store, session: Session, kind: type[Record], table: Table, columns: ColumnMap, progress: Progress
) -> list[RowPlan]:
    """Try the rows one after the other in the operation under way, so that each meets those before it.

    Of a kind that links to itself, refused rows are tried again: the row that they name may stand below them.
    """
    reader = RowReader(kind, table, columns, references_for(session, kind))
    matcher = _matcher(store, session, kind)
    plans: dict[int, RowPlan] = {}
    trying = table.rows
    while trying:
        for done, row in enumerate(trying):
            if done % _STEP == 0:
                progress.step(done, len(trying))
            plan = plans[row.number] = _plan(store, session, kind, matcher, reader.read(row))
            if plan.outcome == "new" and _links_to_itself(kind):
                reader.note(session.get_one(kind, plan.record))
        refused = tuple(row for row in trying if plans[row.number].outcome == "refused")
        trying = refused if _links_to_itself(kind) and len(refused) < len(trying) else ()
    return [plans[row.number] for row in table.rows]


def _links_to_itself(kind: type[Record]) -> bool:
    return any(isinstance(one.type, Link) and one.type.to == kind.__tablename__ for one in fields_of(kind))


def keep_row(
    store: Store, session: Session, kind: type[Record], values: Mapping[str, Any], id: UUID | None, *, new: bool
) -> Record:
    """Put the row's values in place and check the rules; nothing of it stays when it raises Refused for a broken one."""
    with session.begin_nested():
        record = put_row(session, kind, values, id, new=new)
        store.settle(session)
    return record


def put_row(session: Session, kind: type[Record], values: Mapping[str, Any], id: UUID | None, *, new: bool) -> Record:
    """Add a record, under this id when one is given, or change the one that has it where it says something else.

    Raises Refused when the record to change is no longer there.
    """
    if new:
        record = kind(**values) if id is None else kind(id=id, **values)
        session.add(record)
        return record
    known = session.get(kind, id)
    if known is None:
        raise Refused(tr("The record that this row would change is no longer here."))
    for name, value in differing(known, values).items():
        setattr(known, name, value)
    return known


def _plan(store: Store, session: Session, kind: type[Record], matcher: Matcher, row: ReadRow) -> RowPlan:
    title = _title(kind, row)
    if row.problems:
        why = tuple(problem.sentence for problem in row.problems)
        return RowPlan(row.number, "refused", title, why, row.cells)
    found = matcher.find(row.values)
    told: tuple[str, ...] = ()
    if found is not None and found.sure:
        record = session.get(kind, found.id)
        told = differences(session, record, row.values) if record is not None else ()
        if record is not None and not told:
            matcher.note(record, row.number)
            return RowPlan(row.number, "same", title, (), row.cells, row.values, found.id)
    elif found is not None:
        return RowPlan(row.number, "possible", title, (found.why,), row.cells, row.values, found.id)
    if found is not None and kind.kind.only_added:
        return RowPlan(row.number, "same", title, (), row.cells, row.values, found.id)
    try:
        kept = keep_row(store, session, kind, row.values, found.id if found else None, new=found is None)
    except Problems as wrong:
        why = _sentences(kind, wrong.problems)
        lacking = tuple(one.field for one in wrong.problems if one.field and one.field not in row.values)
        return RowPlan(row.number, "refused", title, why, row.cells, row.values, lacking=lacking)
    except Refused as wrong:
        return RowPlan(row.number, "refused", title, (wrong.sentence,), row.cells, row.values)
    matcher.note(kept, row.number)
    return RowPlan(row.number, "changed" if found else "new", title, told, row.cells, row.values, kept.id)


def _matcher(store: Store, session: Session, kind: type[Record]) -> Matcher:
    return PersonMatcher(session, kind) if kind.__tablename__ == "person" else KeyMatcher(store, session, kind)


def _title(kind: type[Record], row: ReadRow) -> str:
    """What to call the row while it is no record: its first cell that says anything."""
    first = next((one.name for one in fields_of(kind) if isinstance(row.values.get(one.name), str)), None)
    return str(row.values[first]) if first else next((cell for cell in row.cells if cell), "")


def _sentences(kind: type[Record], problems: tuple[Problem, ...]) -> tuple[str, ...]:
    labels = {one.name: str(one.label) for one in fields_of(kind)}
    return tuple(
        tr("{label}: {wrong}", label=labels[problem.field], wrong=problem.sentence)
        if problem.field in labels and not problem.sentence.startswith(labels[problem.field])
        else problem.sentence
        for problem in problems
    )
