"""How many records of each kind the next package carries, counted change by change as it would carry them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any, Final

from sqlalchemy import Connection, exists, false, or_, select

from hubdesk.records import kind_named
from hubdesk.store import Store
from hubdesk.store.tables import erased, journal
from hubdesk.store.values import unpack
from hubdesk.sync.agreement import Agreed, owed_now
from hubdesk.sync.entries_read import hex_of
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
        begun = [name for name, stands in naming_fields(kind).items() if name in naming and stands]
        found, named = set[str](), set[str]()
        for epoch, clock, record, action, after in self._changes(kind):
            if action != "change" and (begun or not naming):
                # That it came or went always leaves, and nobody comes without what a record cannot be without.
                found.add(record)
                if begun and action == "add":
                    named.add(record)
                continue
            left = self._leaves.change(epoch, clock, kind, record, action, after, "{}")
            if left is not None:
                found.add(record)
                if naming and not naming.isdisjoint(unpack(left[0])):
                    named.add(record)
        again = set(self._said_again(kind))
        if naming & self._owed.get(kind, frozenset()):
            named |= again
        if kind == _PERSON and naming:
            refused = {one.hex for one in self._leaves.withheld.people}
            named -= {one.hex for one in self._connection.scalars(select(erased.c.record))}
            self.people, self.unnamed = len(named - refused), len(named & refused)
        return len(found | again)

    def _changes(self, kind: str) -> Iterator[Any]:
        """Ids are strings of 32 digits: to make an object of each would take longest."""
        record = hex_of(self._connection, journal.c.record)
        columns = (journal.c.epoch, journal.c.clock, record, journal.c.action, journal.c.after)
        wanted = select(*columns).where(journal.c.kind == kind, self._ranged)
        yield from self._connection.execute(wanted.execution_options(stream_results=True))

    def _said_again(self, kind: str) -> Iterator[str]:
        """Of what was held back before, the records that are sent anew as the package is written."""
        if kind in self._owed:
            table = kind_named(kind).__table__
            told = exists().where(journal.c.record == table.c.id, journal.c.epoch.in_(self._ours))
            yield from self._connection.scalars(select(hex_of(self._connection, table.c.id)).where(told))
