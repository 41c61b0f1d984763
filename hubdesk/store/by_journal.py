"""How records stand by the journal, which is how their rows should read: what `standing.py` needs, read from the file."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import Final
from uuid import UUID

from sqlalchemy import Connection, select

from hubdesk.records import fields_of, kind_named
from hubdesk.records.stand_ins import stands_in
from hubdesk.store.own_epochs import stored_hub
from hubdesk.store.standing import Entry, Standing, stand
from hubdesk.store.tables import device_epoch, journal
from hubdesk.store.tables_of_exchange import seen
from hubdesk.store.values import unpack

_ENTRY: Final = tuple(journal.c[name] for name in ("record", "epoch", "seq", "clock", "action", "after", "over"))


class ByJournal:
    """What the journal of this file says of its records, to be asked for as many as fit into memory with their journals."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._knows = Knowledge(connection)
        own = stored_hub(connection)
        self._own = str(own)
        known = connection.execute(select(device_epoch.c.number, device_epoch.c.epoch, device_epoch.c.hub_id)).all()
        self._names = {row.number: row.epoch for row in known}
        self._hubs = {row.number: str(row.hub_id or own) for row in known}

    def entries(self, records: Iterable[UUID]) -> dict[UUID, list[Entry]]:
        """All changes of these records. Raises ValueError when one cannot be read."""
        entries: dict[UUID, list[Entry]] = {}
        for row in self._connection.execute(select(*_ENTRY).where(journal.c.record.in_(list(records)))):
            made = Entry(row.epoch, row.seq, row.clock, row.action, unpack(row.after), unpack(row.over))
            entries.setdefault(row.record, []).append(made)
        return entries

    def standing(self, record: UUID, kind: str, entries: list[Entry]) -> Standing:
        """How a record of a kind that this version has stands after these changes, which are all of it."""
        seeded, known = kind_named(kind).kind.shared, self._as_known(entries)
        return stand(record, known, _names_of(kind), self._knows, self._names, seeded=seeded)

    def _as_known(self, entries: list[Entry]) -> list[Entry]:
        """Marks what was added again or removed by others than the hub whose record it is: they know a part of it.

        At that hub itself, so is what came back to it from its lead with a word in the place of a name.
        """
        if sum(one.action == "add" for one in entries) < 2:
            return entries
        homes = {one.after.get("hub_id") for one in entries if one.action == "add"}
        if len(homes) != 1 or None in homes:
            return entries
        (home,) = homes
        if home == self._own:
            entries = _in_part(entries)
        return [
            one._replace(narrow=True) if one.action != "change" and self._hubs.get(one.epoch) != home else one
            for one in entries
        ]


def _in_part(entries: list[Entry]) -> list[Entry]:
    """With what was added again, but for such words, taken as a part; what there is no word for, its removal left too."""
    part = {one.dot for one in entries if one.action == "add" and one.over and any(map(stands_in, one.after.values()))}
    if not part:
        return entries
    return [
        one._replace(
            narrow=one.action != "change",
            after={name: value for name, value in one.after.items() if value is not None and not stands_in(value)}
            if one.dot in part
            else one.after,
        )
        if one.dot in part or one.action == "remove"
        else one
        for one in entries
    ]


@cache
def _names_of(kind: str) -> frozenset[str]:
    return frozenset(field.name for field in fields_of(kind_named(kind))) | {"hub_id"}


class Knowledge:
    """What each machine knew at each of its changes, read as it is asked for."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._marks: dict[int, dict[int, list[tuple[int, int]]]] = {}

    def had(self, epoch: int, seq: int, other: int, other_seq: int) -> bool:
        """Whether the change (epoch, seq) was made with (other, other_seq) at hand."""
        if epoch == other:
            return other_seq < seq
        marks = self.known_to(epoch).get(other, ())
        return any(after < seq and up_to >= other_seq for after, up_to in marks)

    def known_to(self, epoch: int) -> dict[int, list[tuple[int, int]]]:
        """By other epochs, from which change of this one on which of theirs were at hand."""
        if epoch not in self._marks:
            known = self._marks.setdefault(epoch, {})
            marks = select(seen.c.other, seen.c.after_seq, seen.c.up_to).where(seen.c.epoch == epoch)
            for other, after, up_to in self._connection.execute(marks):
                known.setdefault(other, []).append((after, up_to))
        return self._marks[epoch]
