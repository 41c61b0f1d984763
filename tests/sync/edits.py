"""What people entered, as the test saw it happen, and what must have become of it in a file that was told everything.

It knows of each change which others its machine held at that moment, and nothing of how a merge works.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, func, select

from hubdesk.records import kind_named
from hubdesk.records.network.sharing_agreement import SharingAgreement
from hubdesk.store.tables import device_epoch, erased, journal
from hubdesk.store.tables_of_exchange import conflict, waiting
from hubdesk.store.values import unpack
from hubdesk.sync.rows import plain_row, rows_now
from hubdesk.sync.sent import sent_fields
from hubdesk.sync.withheld import Withheld, naming_fields
from tests.sync.network import Desk

AGREEMENT = SharingAgreement.__tablename__
Dot = tuple[UUID, int]
Reach = dict[UUID, int]


@dataclass(frozen=True)
class Edit:
    """knew: by epoch, up to where its machine held changes when it was made.

    in_part: it brings back another hub's record, of which only that hub knows all.
    """

    dot: Dot
    operation: UUID
    kind: str
    record: UUID
    action: str
    after: dict[str, Any]
    knew: Reach
    in_part: bool

    def writes(self, field: str) -> bool:
        return field in self.after or (self.action != "change" and not self.in_part)

    def after_seeing(self, other: Edit) -> bool:
        epoch, seq = other.dot
        return seq < self.dot[1] if epoch == self.dot[0] else seq <= self.knew.get(epoch, 0)


class Edits:
    """All that was entered anywhere."""

    def __init__(self) -> None:
        self.made: dict[Dot, Edit] = {}
        self._read: dict[UUID, int] = {}

    def note(self, desk: Desk) -> None:
        """Read what was entered at this desk since the last time."""
        with desk.store.reading_plainly() as connection:
            reach, further = reach_of(connection), reach_of(connection, agreements=True)
            own = connection.execute(select(device_epoch).where(device_epoch.c.mine)).one()
            new = select(journal).where(journal.c.epoch == own.number, journal.c.seq > self._read.get(own.epoch, 0))
            for row in connection.execute(new.order_by(journal.c.seq)):
                knew = further if row.kind == AGREEMENT else reach
                after = unpack(row.after)
                again = row.action == "add" and row.over != "{}"
                in_part = again and after.get("hub_id") not in (None, str(desk.store.hub_id))
                dot = own.epoch, row.seq
                edit = Edit(dot, row.operation, row.kind, row.record, row.action, after, knew, in_part)
                assert edit.dot not in self.made
                self.made[edit.dot] = edit
                self._read[own.epoch] = row.seq

    def at(self, desk: Desk, epochs: Iterable[UUID], *, agreements: bool) -> set[Dot]:
        """Those that the file holds of these epochs: all, or only those to agreements."""
        with desk.store.reading_plainly() as connection:
            reach, further = reach_of(connection), reach_of(connection, agreements=True)
        wanted = set(epochs)
        held = {dot: edit for dot, edit in self.made.items() if dot[0] in wanted}
        found = {dot for dot, edit in held.items() if edit.kind == AGREEMENT and dot[1] <= further.get(dot[0], 0)}
        return found if agreements else found | {dot for dot in held if dot[1] <= reach.get(dot[0], 0)}

    def lost_at(self, desk: Desk, told: set[Dot]) -> list[str]:
        """Of the edits that the desk was told of, those that are neither in force nor replaced nor beside another."""
        with desk.store.reading_plainly() as connection:
            return list(self._lost(connection, told))

    def causes_at(self, desk: Desk) -> list[str]:
        """Disagreements between two values of which one was entered by somebody who saw the other."""
        found = []
        with desk.store.reading_plainly() as connection:
            numbered = connection.execute(select(device_epoch.c.number, device_epoch.c.epoch))
            epochs = {row[0]: row[1] for row in numbered}
            for row in connection.execute(select(conflict)):
                kept = self.made[epochs[row.kept_epoch], row.kept_seq]
                other = self.made[epochs[row.other_epoch], row.other_seq]
                if kept.after_seeing(other) or other.after_seeing(kept):
                    found.append(f"{row.kind} {row.record} {row.field}: {kept} {other}")
        return found

    def canaries_erased_at(self, desk: Desk) -> set[str]:
        """The names in all that was ever entered about whom this file knows to be erased."""
        with desk.store.reading_plainly() as connection:
            gone = set(connection.scalars(select(erased.c.record)))
        said = " ".join(str(edit.after) for edit in self.made.values() if edit.record in gone)
        return set(re.findall(r"Kanari\d{5}", said))

    def _lost(self, connection: Connection, told: set[Dot]) -> Iterator[str]:
        gone = set(connection.scalars(select(erased.c.record)))
        aside = {row.record: row.reason for row in connection.execute(select(waiting))}
        beside: dict[tuple[UUID, str], set[str]] = {}
        for row in connection.execute(select(conflict)):
            beside.setdefault((row.record, row.field), set()).update((row.kept, row.other))
        withheld = Withheld(connection)
        by_record: dict[UUID, list[Edit]] = {}
        for dot in told:
            edit = self.made[dot]
            if edit.kind in sent_fields() and edit.record not in gone and edit.record not in aside:
                by_record.setdefault(edit.record, []).append(edit)
        for record, edits in by_record.items():
            kind = edits[0].kind
            held = rows_now(connection, kind, [record])
            now = plain_row(kind, held[record]) if held else None
            hidden = naming_fields(kind) if withheld.covers(record) else {}
            for field in sorted(sent_fields()[kind] - hidden.keys() - {"hub_id"}):
                yield from _unaccounted(kind, field, edits, now, beside.get((record, field), set()))


def reach_of(connection: Connection, *, agreements: bool = False) -> Reach:
    """By epoch, up to where a file holds changes; those to ``agreements`` run ahead, for they leave when no others do."""
    last = select(device_epoch.c.epoch, func.max(journal.c.seq)).join(journal, journal.c.epoch == device_epoch.c.number)
    if not agreements:
        last = last.where(journal.c.kind != AGREEMENT)
    return {row[0]: row[1] for row in connection.execute(last.group_by(device_epoch.c.epoch))}


def _unaccounted(
    kind: str, field: str, edits: list[Edit], now: dict[str, Any] | None, beside: set[str]
) -> Iterator[str]:
    writes = [one for one in edits if one.writes(field)]
    heads = [one for one in writes if not any(other.after_seeing(one) for other in writes)]
    back = [one for one in edits if one.action == "add"]
    heads = [one for one in heads if one.action != "remove" or not any(later.after_seeing(one) for later in back)]
    known = [unpack(one) for one in beside]
    for one in heads:
        said = None if one.action == "remove" else one.after.get(field)
        there = now is None if one.action == "remove" else now is not None and now.get(field) == said
        seed = kind_named(kind).kind.shared and one.action == "add"
        if not there and said not in known and not seed and not (now is None and one.action == "add"):
            yield f"{kind} {one.record} {field}: {said!r} of {one.dot} is nowhere; there {now and now.get(field)!r}"
    values = [one.after.get(field) for one in heads]
    if now is not None and now.get(field) not in values and any(one.action != "remove" for one in heads):
        yield f"{kind} {edits[0].record} {field}: {now.get(field)!r} was replaced by one of {values!r}"
