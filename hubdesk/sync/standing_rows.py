"""Records that only one epoch ever changed, written as they stand after its changes, and those noted that have to wait."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Connection, Dialect

from hubdesk.records import kind_named
from hubdesk.store.bulk import insertions, run, select_among, stored_id, updates
from hubdesk.store.search import HeldText
from hubdesk.store.tables import row_clock
from hubdesk.sync.record_now import Now
from hubdesk.sync.rows import links_of, row_of, table_of, values_of
from hubdesk.sync.touched import Touched, keep
from hubdesk.sync.unsettled import GONE, UNSETTLED, set_aside
from hubdesk.sync.writing_rows import RowsToWrite

_MOST_SHAPES: Final = 8
"""Changes of the same fields are written together; where there are more sorts of them, the rarer ones with all that was read."""


class StandingRows:
    """What is to be written of some records: made at once, without the database, and written later.

    texts: the words that search finds them by, as far as they were read.
    """

    def __init__(self, dialect: Dialect, now: dict[str, Now], texts: Mapping[str, HeldText]) -> None:
        self._anew: list[dict[str, Any]] = []
        self._dots: list[dict[str, Any]] = []
        self._whole: dict[str, list[dict[str, Any]]] = {}
        self._parts: dict[str, dict[tuple[str, ...], list[dict[str, Any]]]] = {}
        self._written: dict[str, list[dict[str, Any]]] = {}
        self._gone: dict[str, str] = {}
        self._slow: dict[str, str] = {}
        for record, state in now.items():
            self._take(record, state)
        self._clocks = insertions(dialect, row_clock, self._anew, replaced_by="record")
        self._clocks += updates(dialect, row_clock, self._dots, by="record")
        self._rows = list(self._made(dialect, texts))

    def write(self, connection: Connection, touched: Touched) -> None:
        """Write them; those that do not stand, or whose standing follows from all of their journal, are set aside."""
        slow = self._slow
        run(connection, self._clocks)
        for kind, rows in self._rows:
            slow |= dict.fromkeys(rows.write(connection), kind)
        slow |= _lost(connection, self._written, touched)
        set_aside(connection, self._gone, GONE)
        set_aside(connection, slow, UNSETTLED)
        keep(touched.slow, slow)

    def _made(self, dialect: Dialect, texts: Mapping[str, HeldText]) -> Iterator[tuple[str, RowsToWrite]]:
        for kind, shapes in self._parts.items():
            common = sorted(shapes, key=lambda names: -len(shapes[names]))[:_MOST_SHAPES]
            for names in common:
                yield kind, RowsToWrite(dialect, kind, shapes[names], names, texts)
            if rare := [row for names, rows in shapes.items() if names not in common for row in rows]:
                yield kind, RowsToWrite(dialect, kind, rare, [name for name in rare[0] if name != "id"], texts)
        for kind, whole in self._whole.items():
            yield kind, RowsToWrite(dialect, kind, whole)

    def _take(self, record: str, state: Now) -> None:
        if state.slow:
            self._slow[record] = state.kind
            return
        if state.anew or not state.alike:
            (self._anew if state.anew else self._dots).append(state.clock_row())
        if state.alike:
            return
        if not state.stands:
            self._gone[record] = state.kind
            return
        said = state.said or {}
        row = row_of(state.kind, record, said) if state.whole else _changed(state, said)
        if row is None:
            self._slow[record] = state.kind
            return
        self._written.setdefault(state.kind, []).append(row)
        if state.whole:
            self._whole.setdefault(state.kind, []).append(row)
        elif said:
            # Of who was erased a change may say nothing any more.
            self._parts.setdefault(state.kind, {}).setdefault(tuple(said), []).append(row)


def _changed(state: Now, said: dict[str, Any]) -> dict[str, Any] | None:
    read = values_of(state.kind, said)
    return None if read is None or state.row is None else state.row | read


def _lost(connection: Connection, written: dict[str, list[dict[str, Any]]], touched: Touched) -> dict[str, str]:
    """Of the rows those that belong to a record that is not here yet; notes those that belong to another hub's."""
    belong: dict[str, dict[UUID, list[tuple[str, dict[str, Any]]]]] = {}
    for kind, rows in written.items():
        for name, to in links_of(kind):
            for row in [row for row in rows if row[name] is not None]:
                belong.setdefault(to, {}).setdefault(row[name], []).append((kind, row))
    lost: dict[str, str] = {}
    for to, parents in belong.items():
        table, shared = table_of(to), kind_named(to).kind.shared
        homes = dict(select_among(connection, (table.c.id, table.c.hub_id), table.c.id, parents))
        for parent, children in parents.items():
            stored = stored_id(connection, parent)
            home = homes.get(stored)
            for kind, row in children:
                if stored not in homes:
                    lost[row["id"]] = kind
                    continue
                of = row["hub_id"]
                if not shared and home and of and stored_id(connection, of) != home:
                    keep(touched.across, {row["id"]: kind})
    return lost
