"""Many changes of one epoch taken at once; records that only this epoch ever changed are written where they then stand."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import cache
from typing import Any, Final, NamedTuple
from uuid import UUID

from sqlalchemy import Connection, exists, select

from hubdesk.fields.sealed import sealer_of
from hubdesk.records import kind_named
from hubdesk.store.bulk import among, by_stored_id, insert_all, select_among, stored_id, update_all
from hubdesk.store.digests import Covered, seal_all
from hubdesk.store.dots import clocks_of
from hubdesk.store.tables import device_epoch, journal, row_clock
from hubdesk.store.tables_of_exchange import conflict, seen, waiting
from hubdesk.store.values import pack
from hubdesk.sync.record_now import Change, Now
from hubdesk.sync.rows import (
    field_names,
    known_kinds,
    links_of,
    needed_to_change,
    row_of,
    rows_now,
    sealed_for_journal,
    table_of,
    values_of,
    write_rows,
)
from hubdesk.sync.touched import Touched, keep
from hubdesk.sync.unsettled import GONE, UNSETTLED, set_aside

_MOST_SHAPES: Final = 8
"""Changes of the same fields are written together; where there are more sorts of them, the rarer ones with all that was read."""


class _Past(NamedTuple):
    """What the journal tells of a record. began: since this merge began; told: by this file; others: of other epochs too."""

    began: bool
    told: bool
    others: bool


_NO_PAST: Final = _Past(began=False, told=False, others=False)


class AtOnce:
    """What is here of the records is read, weighed and written with a few statements, however many changes there are."""

    def __init__(self, connection: Connection, touched: Touched, line: int, covered: Covered) -> None:
        self._connection, self._touched, self._line, self._covered = connection, touched, line, covered
        self._sealer = sealer_of(connection.dialect)
        self._first: dict[int, int] = {}
        self._ids: dict[int, str] = {}

    def take(self, epoch: int, changes: Sequence[Change], *, one_by_one: bool) -> None:
        """Put the changes into the journal and write the records as they then stand; slow ones are noted to be settled."""
        self._first.setdefault(epoch, changes[0].row["seq"])
        now, past = self._read(epoch, changes)
        self._mark_slow(epoch, changes, now, past, one_by_one=one_by_one)
        for change in changes:
            row, state = change.row, now[change.row["record"]]
            before = state.before(row["action"], change.after)
            row["before"] = pack(sealed_for_journal(state.kind, before, self._sealer)) if before else "{}"
            if not state.counted:
                state.counted = True
                self._count(row, change.after, state, past.get(row["record"], _NO_PAST))
            if state.alike:
                state.also_of(row, self._names(epoch))
            elif not state.slow:
                state.apply(row, change.after)
        rows = [change.row for change in changes]
        seal_all(journal, rows, self._line)
        self._covered.changes_of(epoch, rows)
        insert_all(self._connection, journal, rows)
        self._write(now)

    def _read(self, epoch: int, changes: Sequence[Change]) -> tuple[dict[str, Now], dict[str, _Past]]:
        """The records as they are here, and what the journal tells of them."""
        kinds = {change.row["record"]: change.row["kind"] for change in changes}
        clocks = clocks_of(self._connection, kinds)
        now = {record: Now(kind, clocks.get(record)) for record, kind in kinds.items()}
        by_kind: dict[str, list[str]] = {}
        for record in clocks:
            if kinds[record] in known_kinds():
                by_kind.setdefault(kinds[record], []).append(record)
        needed = _needed(changes, clocks)
        for kind, records in by_kind.items():
            for record, row in rows_now(self._connection, kind, records, needed.get(kind, ())).items():
                now[record].row = row
        shared = {record for record in clocks if _is_shared(kinds[record])}
        return now, self._past(epoch, kinds.keys() - shared) | self._past_of_shared(shared)

    def _past_of_shared(self, records: Collection[str]) -> dict[str, _Past]:
        """What every hub tells of has as long a journal as there are hubs: only what this file told of it is read."""
        if not records:
            return {}
        told: set[str] = set()
        for epoch, first in self._first.items():
            mine = (
                (journal.c.epoch == epoch) & (journal.c.seq >= first) & journal.c.record.in_(list(map(UUID, records)))
            )
            told.update(map(str, self._connection.scalars(select(journal.c.record).where(mine))))
        return {record: _Past(began=False, told=record in told, others=True) for record in records}

    def _past(self, epoch: int, records: Iterable[str]) -> dict[str, _Past]:
        ids = by_stored_id(self._connection, records)
        past: dict[str, _Past] = {}
        first, since = self._first, self._touched.since
        # Of most records only this epoch ever told: that much the index says without a row being made of it.
        also = (("<>", journal.c.epoch, epoch), (">=", journal.c.line, since))
        for stored, of, seq, action, line in select_among(self._connection, _PAST, journal.c.record, ids, also):
            record = ids[stored]
            began, told, others = past.get(record, _NO_PAST)
            if line >= since:
                began = began or action == "add"
                told = told or (of in first and seq >= first[of])
            past[record] = _Past(began, told, others or of != epoch)
        return past

    def _count(self, row: dict[str, Any], after: dict[str, Any], state: Now, past: _Past) -> None:
        adds, here = row["action"] == "add", state.clock is not None
        self._touched.count(
            row["record"],
            row["kind"],
            begins=adds and not here and not past.began,
            counted=past.told,
            alike=adds and (here or past.began) and state.row is not None and after == state.values(),
            here=here or past.began,
        )

    def _mark_slow(
        self, epoch: int, changes: Sequence[Change], now: dict[str, Now], past: dict[str, _Past], *, one_by_one: bool
    ) -> None:
        """The records that more than this epoch changed, or of which something is awaited or undecided."""
        slow = {record for record, one in past.items() if one.others}
        for record, state in now.items():
            if one_by_one or (state.clock is not None and (state.clock.gone or not state.stands)):
                slow.add(record)
        undecided = set(self._undecided_of(now))
        slow |= undecided
        begun = {record for record, state in now.items() if state.clock is not None}
        for row, after, over in changes:
            record, kind = row["record"], row["kind"]
            late = record not in begun and (row["action"] != "add" or over)
            if late or kind not in known_kinds() or not after.keys() <= field_names(kind):
                slow.add(record)
            begun.add(record)
        if not one_by_one:
            slow -= self._said_again(epoch, changes, now, undecided)
        for record in slow:
            now[record].slow = True
        self._note({record: now[record].kind for record in slow})

    def _said_again(
        self, epoch: int, changes: Sequence[Change], now: dict[str, Now], undecided: Collection[str]
    ) -> set[str]:
        """Of what every hub begins with, what this one too only says as it stands; they are marked.

        To weigh all who said it would take longer with every hub, and come to the same where none of them knew of this.
        """
        told = Counter(change.row["record"] for change in changes if _is_shared(change.row["kind"]))
        said = {
            change.row["record"]: change.row["seq"]
            for change in changes
            if told[change.row["record"]] == 1 and now[change.row["record"]].says_again(change)
        }
        for record in undecided:
            said.pop(record, None)
        if not said or self._knows(epoch, min(said.values()), max(said.values())):
            return set()
        for record in said:
            now[record].alike = True
        return set(said)

    def _knows(self, epoch: int, first: int, last: int) -> bool:
        """Whether these changes were made, or others with these of them, with what another machine did at hand."""
        knew = (seen.c.epoch == epoch) & (seen.c.after_seq < last)
        known = (seen.c.other == epoch) & (seen.c.up_to >= first)
        return bool(self._connection.scalar(select(exists().where(knew | known))))

    def _names(self, epoch: int) -> dict[int, str]:
        """What decides between equal clocks: every machine's own id, once this file's is known."""
        if epoch not in self._ids:
            rows = self._connection.execute(select(device_epoch.c.number, device_epoch.c.epoch))
            self._ids = {row[0]: str(row[1]) for row in rows}
        return self._ids

    def _undecided_of(self, records: Collection[str]) -> Iterator[str]:
        connection = self._connection
        for table in (waiting, conflict):
            if connection.scalar(select(exists().select_from(table))):
                ids = by_stored_id(connection, records)
                for row in select_among(connection, (table.c.record,), table.c.record, among(connection, ids)):
                    yield ids[row[0]]

    def _note(self, slow: dict[str, str]) -> None:
        """These are to be settled when all has come."""
        set_aside(self._connection, slow, UNSETTLED)
        keep(self._touched.slow, slow)

    def _write(self, now: dict[str, Now]) -> None:
        gone: dict[str, str] = {}
        slow: dict[str, str] = {}
        written: dict[str, list[dict[str, Any]]] = {}
        whole: dict[str, list[dict[str, Any]]] = {}
        parts: dict[str, dict[tuple[str, ...], list[dict[str, Any]]]] = {}
        anew: list[dict[str, Any]] = []
        dots: list[dict[str, Any]] = []
        for record, state in now.items():
            if state.slow:
                continue
            if state.anew or not state.alike:
                (anew if state.anew else dots).append(state.clock_row())
            if state.alike:
                continue
            if not state.stands:
                gone[record] = state.kind
                continue
            said = state.said or {}
            row = row_of(state.kind, record, said) if state.whole else _changed(state, said)
            if row is None:
                slow[record] = state.kind
                continue
            written.setdefault(state.kind, []).append(row)
            if state.whole:
                whole.setdefault(state.kind, []).append(row)
            elif said:
                # Of who was erased a change may say nothing any more.
                parts.setdefault(state.kind, {}).setdefault(tuple(said), []).append(row)
        insert_all(self._connection, row_clock, anew, replaced_by="record")
        update_all(self._connection, row_clock, dots, by="record")
        for kind, shapes in parts.items():
            for names, rows in sorted(shapes.items(), key=lambda one: -len(one[1]))[:_MOST_SHAPES]:
                slow |= self._written(kind, rows, names)
                del shapes[names]
            if rare := [row for rows in shapes.values() for row in rows]:
                slow |= self._written(kind, rare, tuple(name for name in rare[0] if name != "id"))
        for kind, rows in whole.items():
            slow |= self._written(kind, rows, ())
        slow |= self._lost(written)
        set_aside(self._connection, gone, GONE)
        self._note(slow)

    def _written(self, kind: str, rows: Sequence[dict[str, Any]], names: tuple[str, ...]) -> dict[str, str]:
        """Write the rows; of the twins among them, those that do not stand."""
        return dict.fromkeys(write_rows(self._connection, kind, rows, names), kind)

    def _lost(self, written: dict[str, list[dict[str, Any]]]) -> dict[str, str]:
        """Of the rows those that belong to a record that is not here yet; notes those that belong to another hub's."""
        belong: dict[str, dict[UUID, list[tuple[str, dict[str, Any]]]]] = {}
        for kind, rows in written.items():
            for name, to in links_of(kind):
                for row in [row for row in rows if row[name] is not None]:
                    belong.setdefault(to, {}).setdefault(row[name], []).append((kind, row))
        lost: dict[str, str] = {}
        for to, parents in belong.items():
            table, shared = table_of(to), kind_named(to).kind.shared
            homes = dict(select_among(self._connection, (table.c.id, table.c.hub_id), table.c.id, parents))
            for parent, children in parents.items():
                stored = stored_id(self._connection, parent)
                home = homes.get(stored)
                for kind, row in children:
                    if stored not in homes:
                        lost[row["id"]] = kind
                        continue
                    of = row["hub_id"]
                    if not shared and home and of and stored_id(self._connection, of) != home:
                        keep(self._touched.across, {row["id"]: kind})
        return lost


@cache
def _is_shared(kind: str) -> bool:
    """Whether every hub begins with the same records of the kind."""
    return kind in known_kinds() and kind_named(kind).kind.shared


def _needed(changes: Iterable[Change], here: Collection[str]) -> dict[str, Collection[str]]:
    """By kind, the fields that are read of the records that are here; of other kinds all are."""
    changed: dict[str, set[str]] = {}
    whole: set[str] = set()
    for row, after, _ in changes:
        if row["record"] in here and row["kind"] in known_kinds():
            if row["action"] == "change":
                changed.setdefault(row["kind"], set()).update(after)
            else:
                whole.add(row["kind"])
    return {kind: needed_to_change(kind, names) for kind, names in changed.items() if kind not in whole}


_PAST: Final = tuple(journal.c[name] for name in ("record", "epoch", "seq", "action", "line"))


def _changed(state: Now, said: dict[str, Any]) -> dict[str, Any] | None:
    read = values_of(state.kind, said)
    return None if read is None or state.row is None else state.row | read
