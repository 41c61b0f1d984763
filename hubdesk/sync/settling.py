"""The end of a merge: records that several changed stand as their journal says, parents are there, nothing used is removed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Connection, delete, func, insert, select

from hubdesk.fields.types import Link
from hubdesk.records import KINDS, fields_of, kind_named
from hubdesk.store.opening import stored_hub
from hubdesk.store.tables import conflict, journal, row_clock, waiting
from hubdesk.store.values import pack, unpack
from hubdesk.store.writing import write_clocks
from hubdesk.sync.applying import Touched
from hubdesk.sync.epochs import Knowledge, epochs
from hubdesk.sync.rows import batches, delete_rows, field_names, known_kinds, row_of, table_of, write_rows
from hubdesk.sync.standing import Entry, Standing, stand

_HEAVIEST: Final = 4_000_000
"""Characters of journal that are held at a time."""


class Settling:
    """Brings the touched records, and those that waited, to where all that is known puts them."""

    def __init__(self, connection: Connection, touched: Touched) -> None:
        self._connection, self._touched = connection, touched
        self._had = Knowledge(connection).had
        known = epochs(connection)
        self._names = {number: one.epoch for number, one in known.items()}
        self._hubs = {number: str(one.hub or stored_hub(connection)) for number, one in known.items()}
        self._waiting: dict[UUID, tuple[str, str, UUID | None]] = {}

    def settle(self) -> None:
        """Do it, inside the merge's transaction."""
        slow = self._touched.slow | self._held(waiting) | self._held(conflict)
        slow |= {record: kind for record, (kind, _) in self._touched.twins.items()}
        self._connection.execute(delete(waiting))
        removed = {record: kind for record, kind in self._touched.removed.items() if record not in slow}
        for some in self._in_batches(slow):
            removed |= self._stand(some)
        # What a twin gave way to may itself have changed in a later batch.
        twins = {record: kind for record, (kind, reason, _) in self._waiting.items() if reason == "twin"}
        for some in self._in_batches(twins):
            for record in some:
                del self._waiting[record]
            self._stand(some)
        self._remove(removed)
        kinds = set(self._touched.records.values()) | set(slow.values()) | set(removed.values())
        self._set_orphans_aside(kinds | {kind for kind, *_ in self._waiting.values()})
        rows = [
            {"record": record, "kind": kind, "reason": reason, "needs": needs}
            for record, (kind, reason, needs) in self._waiting.items()
        ]
        if rows:
            self._connection.execute(insert(waiting), rows)

    def _held(self, table: Any) -> dict[UUID, str]:
        return {row.record: row.kind for row in self._connection.execute(select(table.c.record, table.c.kind))}

    def _in_batches(self, kinds: dict[UUID, str]) -> Iterator[dict[UUID, str]]:
        """The records, as many at a time as their journals fit into a bounded memory."""
        size = func.sum(func.length(journal.c.after) + func.length(journal.c.over))
        for some in batches(list(kinds)):
            sizes = select(journal.c.record, size).where(journal.c.record.in_(some)).group_by(journal.c.record)
            known = {row[0]: row[1] for row in self._connection.execute(sizes)}
            batch: dict[UUID, str] = {}
            held = 0
            for record in some:
                held += known.get(record, 0)
                if batch and held > _HEAVIEST:
                    yield batch
                    batch, held = {}, known.get(record, 0)
                batch[record] = kinds[record]
            yield batch

    def _stand(self, kinds: dict[UUID, str]) -> dict[UUID, str]:
        """Write how these records stand; those that are gone, for removal."""
        self._connection.execute(delete(conflict).where(conflict.c.record.in_(list(kinds))))
        entries: dict[UUID, list[Entry]] = {}
        for row in self._connection.execute(select(journal).where(journal.c.record.in_(list(kinds)))):
            made = Entry(row.epoch, row.seq, row.clock, row.action, unpack(row.after), unpack(row.over))
            entries.setdefault(row.record, []).append(made)
        clocks: list[dict[str, Any]] = []
        clashes: list[dict[str, Any]] = []
        rows: dict[str, list[dict[str, Any]]] = {}
        removed: dict[UUID, str] = {}
        for record, kind in kinds.items():
            if kind not in known_kinds():
                self._waiting[record] = (kind, "newer", None)
                continue
            standing = self._standing(record, kind, entries.get(record, []))
            if standing is None:
                continue
            clocks.append(_clock(record, kind, standing))
            clashes += [_clash(kind, record, one) for one in standing.clashes]
            if standing.gone:
                removed[record] = kind
            else:
                self._row(record, kind, standing, rows)
        if clocks:
            write_clocks(self._connection, clocks)
        if clashes:
            self._connection.execute(insert(conflict), clashes)
        for kind, some in rows.items():
            self._write(kind, some)
        return removed

    def _standing(self, record: UUID, kind: str, entries: list[Entry]) -> Standing | None:
        if not entries:
            return None
        seeded = kind_named(kind).kind.shared
        made = stand(record, self._as_known(entries), field_names(kind), self._had, self._names, seeded=seeded)
        if not made.begun and not made.gone:
            self._waiting[record] = (kind, "first", None)
            return None
        return made

    def _as_known(self, entries: list[Entry]) -> list[Entry]:
        """Marks what was added again or removed by others than the hub whose record it is: they know a part of it."""
        if sum(one.action == "add" for one in entries) < 2:
            return entries
        homes = {one.after.get("hub_id") for one in entries if one.action == "add"}
        if len(homes) != 1 or None in homes:
            return entries
        (home,) = homes
        return [
            replace(one, narrow=True) if one.action != "change" and self._hubs.get(one.epoch) != home else one
            for one in entries
        ]

    def _row(self, record: UUID, kind: str, standing: Standing, rows: dict[str, list[dict[str, Any]]]) -> None:
        row = row_of(kind, record, {name: value for name, value in standing.values.items() if value is not None})
        if row is None:
            delete_rows(self._connection, kind, [record])
        else:
            rows.setdefault(kind, []).append(row)
        if row is None or not standing.values.keys() <= field_names(kind):
            self._waiting[record] = (kind, "newer", None)

    def _write(self, kind: str, rows: Sequence[dict[str, Any]]) -> None:
        for aside, stands in write_rows(self._connection, kind, rows).items():
            self._waiting[aside] = (kind, "twin", stands)

    def _remove(self, removed: dict[UUID, str]) -> None:
        """Delete what is gone, but not what others still use."""
        used: set[UUID] = set()
        while True:
            more = {
                needed for needed, by in self._uses(removed) if needed not in used and (by not in removed or by in used)
            }
            if not more:
                break
            used |= more
        by_kind: dict[str, list[UUID]] = {}
        for record, kind in removed.items():
            by_kind.setdefault(kind, []).append(record)
            if record in used:
                self._waiting[record] = (kind, "used", None)
        for kind, records in by_kind.items():
            delete_rows(self._connection, kind, [record for record in records if record not in used])
            # Also where the row is still here: it may hold what stood before the changes that came with the removal.
            self._bring_back(kind, [record for record in records if record in used])

    def _uses(self, removed: dict[UUID, str]) -> list[tuple[UUID, UUID]]:
        """Which removed record is needed, by which record."""
        found: list[tuple[UUID, UUID]] = []
        for kind, name, to in _links():
            table = table_of(kind)
            needed = [record for record, of in removed.items() if of == to]
            for some in batches(needed):
                using = select(table.c[name], table.c.id).where(table.c[name].in_(some))
                found += [(row[0], row[1]) for row in self._connection.execute(using)]
        return found

    def _bring_back(self, kind: str, records: list[UUID]) -> None:
        rows = []
        for some in batches(records):
            entries: dict[UUID, list[Entry]] = {}
            for row in self._connection.execute(select(journal).where(journal.c.record.in_(some))):
                made = Entry(row.epoch, row.seq, row.clock, row.action, unpack(row.after), unpack(row.over))
                entries.setdefault(row.record, []).append(made)
            for record, known in entries.items():
                standing = self._standing(record, kind, known)
                values = {} if standing is None else standing.values
                whole = row_of(kind, record, {name: value for name, value in values.items() if value is not None})
                if whole is not None:
                    rows.append(whole)
        self._write(kind, rows)

    def _set_orphans_aside(self, kinds: set[str]) -> None:
        """Records of these kinds, and of those that link to them, leave their tables until their parents come."""
        tried: set[UUID] = set()
        while orphans := [
            one for kind, name, to in _links() if kind in kinds or to in kinds for one in self._orphans(kind, name, to)
        ]:
            back = self._bring_back_needed({needs: to for _, to, _, needs in orphans if needs not in tried})
            tried |= back.keys()
            kinds |= set(back.values())
            if back:
                continue
            for kind, _, record, needs in orphans:
                self._waiting[record] = (kind, "parent", needs)
            for kind in {one[0] for one in orphans}:
                delete_rows(self._connection, kind, [one[2] for one in orphans if one[0] == kind])
                kinds.add(kind)

    def _bring_back_needed(self, needed: dict[UUID, str]) -> dict[UUID, str]:
        """A parent that was removed elsewhere stays as long as its children are here; those that were, and their kinds."""
        back: dict[UUID, str] = {}
        for some in batches(list(needed)):
            gone = select(row_clock.c.record).where(row_clock.c.record.in_(some), row_clock.c.gone)
            back |= {record: needed[record] for record in self._connection.scalars(gone)}
        for record, kind in back.items():
            self._bring_back(kind, [record])
            self._waiting[record] = (kind, "used", None)
        return back

    def _orphans(self, kind: str, name: str, to: str) -> Iterator[tuple[str, str, UUID, UUID]]:
        child, parent = table_of(kind), table_of(to).alias()
        link = child.c[name]
        missing = (
            select(child.c.id, link)
            .outerjoin(parent, parent.c.id == link)
            .where(link.is_not(None), parent.c.id.is_(None))
        )
        return iter([(kind, to, row[0], row[1]) for row in self._connection.execute(missing)])


def _links() -> list[tuple[str, str, str]]:
    return [
        (kind.__tablename__, field.name, field.type.to)
        for kind in KINDS
        for field in fields_of(kind)
        if isinstance(field.type, Link)
    ]


def _clock(record: UUID, kind: str, standing: Standing) -> dict[str, Any]:
    first = standing.first
    others = {
        name: (one.epoch, one.seq, one.clock)
        for name, one in standing.dots.items()
        if (one.epoch, one.seq) != (first.epoch, first.seq)
    }
    return {
        "record": record,
        "kind": kind,
        "epoch": first.epoch,
        "seq": first.seq,
        "clock": first.clock,
        "fields": pack(others) if others and not standing.gone else None,
        "gone": standing.gone,
    }


def _clash(kind: str, record: UUID, one: Any) -> dict[str, Any]:
    return {
        "id": one.id,
        "kind": kind,
        "record": record,
        "field": one.field,
        "kept": pack(one.kept.value(one.field)),
        "kept_epoch": one.kept.epoch,
        "kept_seq": one.kept.seq,
        "other": pack(one.other.value(one.field)),
        "other_epoch": one.other.epoch,
        "other_seq": one.other.seq,
    }
