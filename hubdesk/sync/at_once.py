"""Many changes of one epoch taken at once; records that only this epoch ever changed are written where they then stand."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from functools import partial
from typing import Any

from sqlalchemy import Connection, exists, select

from hubdesk.fields.sealed import sealer_of
from hubdesk.store.bulk import Statement, insertions, run
from hubdesk.store.digests import Covered, seal_all
from hubdesk.store.tables import journal
from hubdesk.store.tables_of_exchange import seen
from hubdesk.store.values import pack
from hubdesk.sync.database_thread import DatabaseThread
from hubdesk.sync.here import NO_PAST, Here, Past, is_shared, read_here
from hubdesk.sync.record_now import Change, Now
from hubdesk.sync.rows import field_names, known_kinds, sealed_for_journal
from hubdesk.sync.standing_rows import StandingRows
from hubdesk.sync.touched import Touched


@dataclass(frozen=True)
class _Part:
    """Changes that are being taken; here: what is being read of their records."""

    epoch: int
    changes: Sequence[Change]
    records: frozenset[str]
    one_by_one: bool
    here: Future[Here]


class AtOnce:
    """What is here of the records is read, weighed and written with a few statements, however many changes there are.

    While the database writes what was weighed, and reads what comes next meets, the next changes are weighed.
    """

    def __init__(
        self, connection: Connection, database: DatabaseThread, touched: Touched, line: int, covered: Covered
    ) -> None:
        self._connection, self._database = connection, database
        self._touched, self._line, self._covered = touched, line, covered
        self._sealer = sealer_of(connection.dialect)
        self._first: dict[int, int] = {}
        self._ahead: _Part | None = None

    def take(self, epoch: int, changes: Sequence[Change], *, one_by_one: bool) -> None:
        """Put the changes into the journal and write the records as they then stand; slow ones are noted to be settled.

        It is done as far as the next changes, or `finish`, find that they need it.
        """
        self._first.setdefault(epoch, changes[0].row["seq"])
        records = frozenset([change.row["record"] for change in changes])
        before = self._ahead
        if before is not None and not before.records.isdisjoint(records):
            self._weigh_and_write()
        since = self._touched.since
        here = self._database.soon(partial(read_here, self._connection, changes, epoch, dict(self._first), since))
        self._weigh_and_write()
        self._ahead = _Part(epoch, changes, records, one_by_one, here)
        if one_by_one:
            self.finish()

    def finish(self) -> None:
        """All that was taken is written when this ends."""
        self._weigh_and_write()
        self._database.rest()

    def _weigh_and_write(self) -> None:
        part, self._ahead = self._ahead, None
        if part is None:
            return
        here = part.here.result()
        self._mark_slow(part, here)
        for change in part.changes:
            row, state = change.row, here.now[change.row["record"]]
            before = state.before(row["action"], change.after)
            row["before"] = pack(sealed_for_journal(state.kind, before, self._sealer)) if before else "{}"
            if not state.counted:
                state.counted = True
                self._count(row, change.after, state, here.past.get(row["record"], NO_PAST))
            if state.alike:
                state.also_of(row, here.names)
            elif not state.slow:
                state.apply(row, change.after)
        rows = [change.row for change in part.changes]
        seal_all(journal, rows, self._line)
        self._covered.changes_of(part.epoch, rows)
        told = insertions(self._connection.dialect, journal, rows)
        standing = StandingRows(self._connection.dialect, here.now, here.texts)
        self._database.soon(partial(self._write, told, standing))

    def _write(self, told: list[Statement], standing: StandingRows) -> None:
        run(self._connection, told)
        standing.write(self._connection, self._touched)

    def _count(self, row: dict[str, Any], after: dict[str, Any], state: Now, past: Past) -> None:
        adds, here = row["action"] == "add", state.clock is not None
        self._touched.count(
            row["record"],
            row["kind"],
            begins=adds and not here and not past.began,
            counted=past.told,
            alike=adds and (here or past.began) and state.row is not None and after == state.values(),
            here=here or past.began,
        )

    def _mark_slow(self, part: _Part, here: Here) -> None:
        """The records that more than this epoch changed, or of which something is awaited or undecided."""
        now = here.now
        slow = {record for record, one in here.past.items() if one.others} | here.undecided
        for record, state in now.items():
            if part.one_by_one or (state.clock is not None and (state.clock.gone or not state.stands)):
                slow.add(record)
        begun = {record for record, state in now.items() if state.clock is not None}
        for row, after, over in part.changes:
            record, kind = row["record"], row["kind"]
            late = record not in begun and (row["action"] != "add" or over)
            if late or kind not in known_kinds() or not after.keys() <= field_names(kind):
                slow.add(record)
            begun.add(record)
        if not part.one_by_one:
            slow -= self._said_again(part, now, here.undecided)
        for record in slow:
            now[record].slow = True

    def _said_again(self, part: _Part, now: dict[str, Now], undecided: Collection[str]) -> set[str]:
        """Of what every hub begins with, what this one too only says as it stands; they are marked.

        To weigh all who said it would take longer with every hub, and come to the same where none of them knew of this.
        """
        told = Counter(change.row["record"] for change in part.changes if is_shared(change.row["kind"]))
        said = {
            change.row["record"]: change.row["seq"]
            for change in part.changes
            if told[change.row["record"]] == 1 and now[change.row["record"]].says_again(change)
        }
        for record in undecided:
            said.pop(record, None)
        if not said or self._knows(part.epoch, min(said.values()), max(said.values())):
            return set()
        for record in said:
            now[record].alike = True
        return set(said)

    def _knows(self, epoch: int, first: int, last: int) -> bool:
        """Whether these changes were made, or others with these of them, with what another machine did at hand."""
        knew = (seen.c.epoch == epoch) & (seen.c.after_seq < last)
        known = (seen.c.other == epoch) & (seen.c.up_to >= first)
        asked = select(exists().where(knew | known))
        return bool(self._database.soon(partial(self._connection.scalar, asked)).result())
