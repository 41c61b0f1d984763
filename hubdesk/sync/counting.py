"""How many records of each kind the next package carries, counted change by change as it would carry them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Final
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, Row, exists, false, or_, select

from hubdesk.records import kind_named
from hubdesk.store import Store
from hubdesk.store.tables import journal
from hubdesk.store.values import unpack
from hubdesk.sync.agreement import Agreed, owed_now
from hubdesk.sync.leaving import Leaves
from hubdesk.sync.to_send import leaving_ranges, of_the_hub
from hubdesk.sync.withheld import naming_fields

_PERSON: Final = "person"


class Counting:
    """Counts once. people: of how many it says a name or a contact detail; unnamed: of how many it must not."""

    def __init__(self, connection: Connection, store: Store, agreed: Agreed, day: date, *, whole: bool) -> None:
        self._connection, self._agreed = connection, agreed
        ranges = leaving_ranges(connection, store.hub_id, agreed, whole=whole)
        self._leaves = Leaves(connection, agreed, frozenset(one.epoch.number for one in ranges if one.epoch.mine))
        ranged = [(journal.c.epoch == one.epoch.number) & journal.c.seq.between(one.first, one.last) for one in ranges]
        self._ranged = or_(false(), *ranged)
        self._owed = owed_now(connection, store.hub_id, day, agreed)
        self._ours = [one.number for one in of_the_hub(connection, store.hub_id)]
        self.people = self.unnamed = 0

    def records(self) -> dict[str, int]:
        """By the name of each kind, how many records; kinds of which there are none are left out."""
        counts = {kind: self._count(kind) for kind in self._agreed.fields}
        return {kind: n for kind, n in counts.items() if n}

    def _count(self, kind: str) -> int:
        """One kind after another, so that no more ids are held than one of them has."""
        naming = naming_fields(kind).keys() & self._agreed.fields[kind] if kind == _PERSON else frozenset()
        found, named = set[UUID](), set[UUID]()
        for row in self._changes(kind):
            left = self._leaves.change(row.epoch, row.clock, kind, row.record.hex, row.action, row.after, "{}")
            if left is None:
                continue
            found.add(row.record)
            if naming and not naming.isdisjoint(unpack(left[0])):
                named.add(row.record)
        again = set(self._said_again(kind))
        if naming & self._owed.get(kind, frozenset()):
            named |= again
        if kind == _PERSON and naming:
            refused = set(self._leaves.withheld.people)
            self.people, self.unnamed = len(named - refused), len(named & refused)
        return len(found | again)

    def _changes(self, kind: str) -> Iterator[Row[tuple[object, ...]]]:
        columns = [journal.c[name] for name in ("epoch", "clock", "record", "action", "after")]
        wanted = select(*columns).where(self._of(kind)).execution_options(stream_results=True)
        yield from self._connection.execute(wanted)

    def _said_again(self, kind: str) -> Iterator[UUID]:
        """Of what was held back before, the records that are sent anew as the package is written."""
        if kind in self._owed:
            table = kind_named(kind).__table__
            told = exists().where(journal.c.record == table.c.id, journal.c.epoch.in_(self._ours))
            yield from self._connection.scalars(select(table.c.id).where(told))

    def _of(self, kind: str) -> ColumnElement[bool]:
        return (journal.c.kind == kind) & self._ranged
