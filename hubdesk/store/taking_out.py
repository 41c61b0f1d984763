"""Taking changes out of the journal again, with the log telling it: what is left under its lines is held anew."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, delete, exists, or_, select

from hubdesk.base.errors import Refused
from hubdesk.base.progress import Progress
from hubdesk.base.words import tr
from hubdesk.store.blanking import erased_beside, hold_as_left, only_sealed
from hubdesk.store.chain import COMPLETED, TAKEN_OUT, UNMERGED, append
from hubdesk.store.digests import NO_NONCE, Covered
from hubdesk.store.proof import is_within
from hubdesk.store.tables import audit, journal, operation
from hubdesk.store.values import unpack

_AT_ONCE: Final = 2000

Ran = tuple[int, int, int]
"""A range of the journal: this file's number for the epoch, the first and the last number of it."""


@dataclass
class _Line:
    """What a line of the log covers: before, what it says and what is there; after, what is left."""

    before: Covered = field(default_factory=Covered)
    after: Covered = field(default_factory=Covered)


def records_within(connection: Connection, ranges: Sequence[Ran]) -> Iterator[tuple[UUID, str]]:
    """Which records these changes are about, and their kinds."""
    found = connection.execute(select(journal.c.record, journal.c.kind).where(_changes(ranges)).distinct())
    return iter([(row[0], row[1]) for row in found])


def take_out(
    connection: Connection,
    ranges: Sequence[Ran],
    by: str,
    about: Mapping[str, Any],
    progress: Progress,
    *,
    what: str = UNMERGED,
) -> None:
    """Delete these changes and the operations that made them; a line of the log, of TAKEN_OUT, says so, with ``about``.

    Where they are COMPLETED, operations stay of which something was erased.

    Raises Refused where a line does not fit what it covers: what somebody altered is never held anew. Runs inside the
    transaction of this connection, whose statements must be let through.
    """
    made = _operations(ranges)
    if what == COMPLETED:
        # They come again, and would bring back in their titles who was erased since.
        made &= operation.c.nonce != NO_NONCE
        made &= ~exists().where(journal.c.operation == operation.c.id, journal.c.nonce == NO_NONCE)
    lines = _lines(connection, ranges, made, progress)
    said = _said(connection, lines)
    if any(line.before.hash() != said.get(number) for number, line in lines.items()):
        raise _unfit(what)
    changes = _changes(ranges)
    empty = connection.execute(select(journal.c.epoch, journal.c.seq).where(changes, journal.c.nonce == NO_NONCE))
    rows = {(row.epoch, row.seq) for row in empty}
    titles = set(connection.scalars(select(operation.c.id).where(made, operation.c.nonce == NO_NONCE)))
    whole = only_sealed(connection) if rows else set()
    places, ids = erased_beside(connection, rows | titles)
    connection.execute(delete(journal).where(changes))
    connection.execute(delete(operation).where(made))
    told: dict[str, Any] = {"rows": [list(one) for one in ranges], "titles": sorted(str(id) for id in titles)}
    told["lines"] = {
        str(number): [line.after.hash(), line.after.changes, line.after.operations] for number, line in lines.items()
    }
    told["taken"] = sum(line.before.changes - line.after.changes for line in lines.values())
    append(connection, what, by, told | dict(about))
    places, ids = {one for one in places if not is_within(one, ranges)}, ids - titles
    if places or ids:
        hold_as_left(connection, places, ids, by, {"erased": 0, "kinds": {}}, places & whole)


def _unfit(what: str) -> Refused:
    if what == COMPLETED:
        return Refused(
            tr(
                "Something else than HubDesk altered this file, so its log does not fit and nothing was taken in. Check the log under “Who did what”, then bring back your last backup."
            )
        )
    return Refused(
        tr("The log does not fit what was merged, so nothing was undone. Check the log under “Who did what” first.")
    )


def _lines(
    connection: Connection, ranges: Sequence[Ran], made: ColumnElement[bool], progress: Progress
) -> dict[int, _Line]:
    """Each line of the log that covers some of the changes, with all that it covers; ``made``: which operations go."""
    changes = _changes(ranges)
    under = {
        *connection.scalars(select(journal.c.line).where(changes).distinct()),
        *connection.scalars(select(operation.c.line).where(made).distinct()),
    }
    lines = {number: _Line() for number in sorted(under)}
    columns = (journal.c.line, journal.c.epoch, journal.c.seq, journal.c.kind, journal.c.digest)
    covered = select(*columns).where(journal.c.line.in_(under)).order_by(journal.c.epoch, journal.c.seq)
    done = 0
    with connection.execute(covered.execution_options(yield_per=_AT_ONCE)) as rows:
        for some in rows.mappings().partitions():
            done += len(some)
            progress.step(done, done + _AT_ONCE)
            for row in map(dict, some):
                lines[row["line"]].before.change(row)
                if not is_within((row["epoch"], row["seq"]), ranges):
                    lines[row["line"]].after.change(row)
    taken = set(connection.scalars(select(operation.c.id).where(made)))
    named = select(operation.c.id, operation.c.line, operation.c.digest).where(operation.c.line.in_(under))
    for row in map(dict, connection.execute(named).mappings()):
        lines[row["line"]].before.operation(row)
        if row["id"] not in taken:
            lines[row["line"]].after.operation(row)
    return lines


def _said(connection: Connection, lines: Collection[int]) -> dict[int, str]:
    """By line, the hash over what it covers, as the log last told it."""
    held = select(audit.c.seq, audit.c.content).where(audit.c.seq.in_(lines))
    found = {row.seq: row.content for row in connection.execute(held)}
    for about in connection.scalars(select(audit.c.about).where(audit.c.what.in_(TAKEN_OUT)).order_by(audit.c.seq)):
        found |= {int(number): told[0] for number, told in unpack(about)["lines"].items()}
    return found


def _changes(ranges: Sequence[Ran]) -> ColumnElement[bool]:
    return or_(*((journal.c.epoch == epoch) & journal.c.seq.between(first, last) for epoch, first, last in ranges))


def _operations(ranges: Sequence[Ran]) -> ColumnElement[bool]:
    return or_(
        *((operation.c.epoch == epoch) & operation.c.first_seq.between(first, last) for epoch, first, last in ranges)
    )
