"""The end of a merge: records that several changed stand as their journal says, parents are there, nothing used is removed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Connection, delete, exists, func, select, update

from hubdesk.fields.sealed import is_sealed, opened_plain, sealer_of
from hubdesk.fields.types import Link
from hubdesk.records import KINDS, fields_of
from hubdesk.store.bulk import insert_all, update_all
from hubdesk.store.by_journal import ByJournal
from hubdesk.store.dots import write_clocks
from hubdesk.store.standing import Clash, Entry, Standing
from hubdesk.store.tables import journal, row_clock
from hubdesk.store.tables_of_exchange import conflict, waiting
from hubdesk.store.values import pack
from hubdesk.sync.rows import batches, field_names, known_kinds, row_of, table_of
from hubdesk.sync.unsettled import (
    BATCH,
    FIRST,
    GONE,
    LINK,
    NEWER,
    PARENT,
    STANDS,
    TWIN,
    UNSETTLED,
    USED,
    all_unsettled,
    set_aside,
    those,
    wait_no_more,
)
from hubdesk.sync.writing_rows import delete_rows, write_rows

_HEAVIEST: Final = 4_000_000
"""Characters of journal that are held at a time."""


@dataclass(frozen=True)
class _Orphan:
    """A record whose link leads to one that is not here. belongs: it cannot be without."""

    kind: str
    name: str
    to: str
    record: UUID
    needs: UUID
    belongs: bool


class Settling:
    """Brings the records that are not settled, and those that waited, to where all that is known puts them."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._journal, self._sealer = ByJournal(connection), sealer_of(connection.dialect)
        self.disagreements: Counter[frozenset[int]] = Counter()
        """How many are new, by the epochs that the two values are of."""

    def settle(self) -> None:
        """Do it, inside the merge's transaction."""
        all_unsettled(self._connection)
        # What a twin gave way to may itself have changed later on.
        for reason in (UNSETTLED, TWIN):
            for held in those(self._connection, reason):
                for some in self._in_batches(held):
                    self._stand(some)
        self._remove()
        self._set_orphans_aside()
        wait_no_more(self._connection, STANDS)

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

    def _stand(self, kinds: dict[UUID, str]) -> None:
        """Write how these records stand, and why they wait where they do."""
        aside: dict[str, dict[UUID, str]] = {}
        known = self._conflicts(kinds)
        entries = self._journal.entries(kinds)
        clocks: list[dict[str, Any]] = []
        clashes: list[dict[str, Any]] = []
        rows: dict[str, list[dict[str, Any]]] = {}
        for record, kind in kinds.items():
            standing = self._standing(record, kind, entries.get(record, []))
            if isinstance(standing, str):
                aside.setdefault(standing, {})[record] = kind
                continue
            clocks.append(_clock(record, kind, standing))
            clashes += [_clash(kind, record, one) for one in standing.clashes if not self._is_one_answer(one)]
            reason = GONE if standing.gone else self._row(record, kind, standing, rows)
            aside.setdefault(reason, {})[record] = kind
        write_clocks(self._connection, clocks)
        insert_all(self._connection, conflict, clashes)
        self.disagreements.update(
            frozenset((one["kept_epoch"], one["other_epoch"])) for one in clashes if one["id"] not in known
        )
        for reason, some in aside.items():
            set_aside(self._connection, some, reason)
        for kind, some_rows in rows.items():
            self._write(kind, some_rows)

    def _is_one_answer(self, clash: Clash) -> bool:
        """Whether it was sealed twice and opens to the same: sealed it reads differently each time."""
        kept, other = clash.kept.value(clash.field), clash.other.value(clash.field)
        if not (is_sealed(kept) and is_sealed(other)):
            return False
        opened = opened_plain(kept, self._sealer)
        return not is_sealed(opened) and bool(opened == opened_plain(other, self._sealer))

    def _conflicts(self, records: Iterable[UUID]) -> set[UUID]:
        """Take the records' disagreements out, as they are made out anew; which ones there were."""
        wanted = conflict.c.record.in_(list(records))
        known = set(self._connection.scalars(select(conflict.c.id).where(wanted)))
        if known:
            self._connection.execute(delete(conflict).where(wanted))
        return known

    def _standing(self, record: UUID, kind: str, entries: list[Entry]) -> Standing | str:
        """How a record stands, or why that is not known."""
        if not entries:
            return STANDS
        if kind not in known_kinds():
            return NEWER
        made = self._journal.standing(record, kind, entries)
        return made if made.begun or made.gone else FIRST

    def _row(self, record: UUID, kind: str, standing: Standing, rows: dict[str, list[dict[str, Any]]]) -> str:
        row = row_of(kind, record, {name: value for name, value in standing.values.items() if value is not None})
        if row is None:
            delete_rows(self._connection, kind, [record])
        else:
            rows.setdefault(kind, []).append(row)
        return STANDS if row is not None and standing.values.keys() <= field_names(kind) else NEWER

    def _write(self, kind: str, rows: Sequence[dict[str, Any]]) -> None:
        for aside, stands in write_rows(self._connection, kind, rows).items():
            set_aside(self._connection, {aside: kind}, TWIN, stands)

    def _remove(self) -> None:
        """Delete what is gone, but not what others still use."""
        while self._still_used():
            pass
        for some in those(self._connection, GONE):
            for kind, records in _by_kind(some):
                delete_rows(self._connection, kind, records)
        wait_no_more(self._connection, GONE)
        for some in those(self._connection, USED):
            # Also where the row is still here: it may hold what stood before the changes that came with the removal.
            for kind, records in _by_kind(some):
                self._bring_back(kind, records)

    def _still_used(self) -> bool:
        """Note what is gone and yet needed, by something that is not gone with it; whether there was any."""
        gone = waiting.alias("gone")
        kinds = set(self._connection.scalars(select(waiting.c.kind).where(waiting.c.reason == GONE).distinct()))
        found = False
        for kind, name, to in _links():
            if to in kinds:
                using = table_of(kind).alias("using")
                stays = ~exists().where(gone.c.record == using.c.id, gone.c.reason == GONE)
                used = exists().where(using.c[name] == waiting.c.record, stays)
                still = update(waiting).where(waiting.c.reason == GONE, waiting.c.kind == to, used)
                found = self._connection.execute(still.values(reason=USED)).rowcount > 0 or found
        return found

    def _bring_back(self, kind: str, records: Sequence[UUID]) -> None:
        rows = []
        for some in self._in_batches(dict.fromkeys(records, kind)):
            for record, known in self._journal.entries(some).items():
                standing = self._standing(record, kind, known)
                values = {} if isinstance(standing, str) else standing.values
                whole = row_of(kind, record, {name: value for name, value in values.items() if value is not None})
                if whole is not None:
                    rows.append(whole)
        self._write(kind, rows)

    def _set_orphans_aside(self) -> None:
        """Records leave their tables until what they belong to comes; what they only name is left empty until then.

        A hub may never hear of it: the lead can give a class a tutor from another hub.
        """
        tried: set[UUID] = set()
        while orphans := list(self._all_orphans()):
            back = self._bring_back_needed({one.needs: one.to for one in orphans if one.needs not in tried})
            tried |= back
            if back:
                continue
            for one in sorted(orphans, key=lambda one: one.belongs):
                set_aside(self._connection, {one.record: one.kind}, PARENT if one.belongs else LINK, one.needs)
            for kind, name, belongs in {(one.kind, one.name, one.belongs) for one in orphans}:
                records = [one.record for one in orphans if (one.kind, one.name) == (kind, name)]
                if belongs:
                    delete_rows(self._connection, kind, records)
                else:
                    rows = [{"id": record, name: None} for record in records]
                    update_all(self._connection, table_of(kind), rows, by="id", only=(name,))

    def _all_orphans(self) -> Iterator[_Orphan]:
        kinds = set(self._connection.scalars(select(waiting.c.kind).distinct()))
        for kind, name, to in _links():
            if kind in kinds or to in kinds:
                yield from self._orphans(kind, name, to)

    def _bring_back_needed(self, needed: dict[UUID, str]) -> set[UUID]:
        """A parent that was removed elsewhere stays as long as its children are here; those that were."""
        back: dict[UUID, str] = {}
        for some in batches(list(needed)):
            gone = select(row_clock.c.record).where(row_clock.c.record.in_(some), row_clock.c.gone)
            back |= {record: needed[record] for record in self._connection.scalars(gone)}
        for record, kind in back.items():
            set_aside(self._connection, {record: kind}, USED)
            self._bring_back(kind, [record])
        return set(back)

    def _orphans(self, kind: str, name: str, to: str) -> Iterator[_Orphan]:
        """Of what stands anew, and of what belongs to a record that does not stand, that whose parent is not here."""
        child, parent = table_of(kind).alias("child"), table_of(to).alias("parent")
        link = child.c[name]
        missing = select(child.c.id, link).where(link.is_not(None), ~exists().where(parent.c.id == link)).limit(BATCH)
        anew = missing.where(child.c.id.in_(select(waiting.c.record).where(waiting.c.kind == kind)))
        left = missing.where(link.in_(select(waiting.c.record).where(waiting.c.kind == to)))
        found = {row[0]: row[1] for query in (anew, left) for row in self._connection.execute(query)}
        belongs = not table_of(kind).c[name].nullable
        return iter([_Orphan(kind, name, to, record, needs, belongs) for record, needs in found.items()])


def _links() -> list[tuple[str, str, str]]:
    return [
        (kind.__tablename__, field.name, field.type.to)
        for kind in KINDS
        for field in fields_of(kind)
        if isinstance(field.type, Link)
    ]


def _by_kind(records: dict[UUID, str]) -> Iterator[tuple[str, list[UUID]]]:
    for kind in dict.fromkeys(records.values()):
        yield kind, [record for record, of in records.items() if of == kind]


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
