"""Which changes a return package carries to one hub: those of its own records, and the network's own; never other hubs' people."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, or_, select

from hubdesk.fields.types import Link
from hubdesk.records import KINDS, Record, fields_of, kind_named
from hubdesk.store.tables import journal
from hubdesk.store.values import unpack
from hubdesk.sync.rows import batches, known_kinds, table_of
from hubdesk.sync.sent import HUB, Names, sent_fields


@cache
def network_kinds() -> frozenset[str]:
    """The kinds of which some records go to hubs that did not make them, by their own declarations."""
    return frozenset(
        kind.__tablename__ for kind in KINDS if kind.kind.shared or kind.kind.network or kind.kind.offered
    ) & frozenset(sent_fields())


@cache
def network_fields() -> Names:
    """By kind, what of the network's own records goes to other hubs: no link to what does not go with it."""
    return {name: frozenset(_standing_alone(kind_named(name))) | {HUB} for name in network_kinds()}


def _standing_alone(kind: type[Record]) -> Iterable[str]:
    sent = sent_fields()[kind.__tablename__]
    for field in fields_of(kind):
        if field.name in sent and not (isinstance(field.type, Link) and field.type.to not in network_kinds()):
            yield field.name


class Network:
    """The network's own records that hubs may not know the beginning of; read once for all hubs."""

    def __init__(self, connection: Connection, lead: UUID | None) -> None:
        self._connection, self.lead = connection, lead
        self._newest: dict[UUID, dict[int, int]] = {}
        for kind in network_kinds():
            self._read(kind)
        for record, entries in self._linked().items():
            self._newest[record] = entries

    def new_to(self, told: dict[int, int]) -> frozenset[UUID]:
        """Those with changes that somebody does not know who knows each epoch up to where ``told`` says."""
        return frozenset(
            record
            for record, newest in self._newest.items()
            if any(seq > told.get(epoch, 0) for epoch, seq in newest.items())
        )

    def _read(self, kind: str) -> None:
        """What the network shares and somebody changed, and what was ever offered."""
        made = kind_named(kind).kind
        if not (made.shared or made.offered):
            return
        for record, entries in self._entries(kind, self._connection.scalars(select(table_of(kind).c.id)).all()):
            if made.shared:
                changes = [one for one in entries if one.action != "add" or one.over != "{}"]
            else:
                offered = any(unpack(one.after).get(made.offered) is True for one in entries)
                changes = entries if offered else []
            if changes:
                self._newest[record] = _newest(changes)

    def _linked(self) -> dict[UUID, dict[int, int]]:
        """Records of other hubs that records made at the lead link to."""
        kinds = {kind for kind in network_kinds() if kind_named(kind).kind.network}
        found: dict[UUID, dict[int, int]] = {}
        for kind in kinds:
            table = table_of(kind)
            for field in fields_of(kind_named(kind)):
                if not isinstance(field.type, Link) or field.type.to not in kinds:
                    continue
                to = table_of(field.type.to).alias()
                query = select(to.c.id).join(table, table.c[field.name] == to.c.id)
                query = query.where(or_(table.c.hub_id.is_(None), table.c.hub_id == self.lead))
                elsewhere = query.where(to.c.hub_id.is_not(None), to.c.hub_id != self.lead)
                ids = self._connection.scalars(elsewhere.distinct()).all()
                found |= {record: _newest(entries) for record, entries in self._entries(field.type.to, ids)}
        return found

    def _entries(self, kind: str, records: Sequence[UUID]) -> Iterator[tuple[UUID, list[Any]]]:
        columns = (journal.c.record, journal.c.epoch, journal.c.seq, journal.c.action, journal.c.over, journal.c.after)
        for some in batches(records):
            found: dict[UUID, list[Any]] = {}
            query = select(*columns).where(journal.c.record.in_(some), journal.c.kind == kind)
            for row in self._connection.execute(query):
                found.setdefault(row.record, []).append(row)
            yield from found.items()


def _newest(entries: Iterable[Any]) -> dict[int, int]:
    newest: dict[int, int] = {}
    for one in entries:
        newest[one.epoch] = max(one.seq, newest.get(one.epoch, 0))
    return newest


class GoingBack:
    """Chooses for one hub. told: by epoch number, up to where the hub has said that it knows."""

    def __init__(self, connection: Connection, hub: UUID, network: Network, told: dict[int, int]) -> None:
        self._connection, self._hub, self._lead = connection, hub, network.lead
        self._homes: dict[UUID, UUID | None] = {}
        self.whole = network.new_to(told)
        """Records of the network whose every change goes, because the hub does not know their beginning."""

    def fields_of(self, kind: str, record: UUID) -> frozenset[str] | None:
        """The fields of a record that go to the hub; None when nothing of it does."""
        if kind not in known_kinds() or kind not in sent_fields():
            return None
        home = self._home(kind, record)
        if home == self._hub:
            return sent_fields()[kind]
        if kind not in network_kinds():
            return None
        made = kind_named(kind).kind
        ours = made.network and home in (None, self._lead)
        # What was offered once is told of on and on, also that it is no longer open.
        return network_fields()[kind] if made.shared or ours or record in self.whole else None

    def begins_everywhere(self, kind: str, record: UUID) -> bool:
        """Whether every hub began with the same record, and nobody has changed it since."""
        return record not in self.whole and kind in known_kinds() and kind_named(kind).kind.shared

    def look_ahead(self, rows: Iterable[Any]) -> None:
        """Learn at once at which hubs these changes' records were made."""
        kinds: dict[str, set[UUID]] = {}
        for row in rows:
            if row.record not in self._homes:
                kinds.setdefault(row.kind, set()).add(row.record)
        for kind, records in kinds.items():
            self._learn(kind, list(records))

    def _home(self, kind: str, record: UUID) -> UUID | None:
        if record not in self._homes:
            self._learn(kind, [record])
        return self._homes[record]

    def _learn(self, kind: str, records: list[UUID]) -> None:
        self._homes |= dict.fromkeys(records)
        if kind not in known_kinds():
            return
        table = table_of(kind)
        for some in batches(records):
            held = self._connection.execute(select(table.c.id, table.c.hub_id).where(table.c.id.in_(some))).all()
            self._homes |= {row.id: row.hub_id for row in held}
            away = [one for one in some if one not in {row.id for row in held}]
            begun = select(journal.c.record, journal.c.after, journal.c.before).where(
                journal.c.record.in_(away), journal.c.action != "change"
            )
            for row in self._connection.execute(begun):
                made = (unpack(row.after) | unpack(row.before)).get(HUB)
                if made:
                    self._homes[row.record] = UUID(made)
