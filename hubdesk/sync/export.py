"""A hub's package for the lead: everything since the last receipt, and what of it leaves, in words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime
from itertools import chain
from pathlib import Path
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Connection, func, select, update

import hubdesk
from hubdesk.access.rights import Deed
from hubdesk.base.errors import Refused
from hubdesk.base.progress import Progress
from hubdesk.base.words import tr, tr_many, within
from hubdesk.fields.dates import show_date
from hubdesk.records import KINDS, fields_of, kind_named
from hubdesk.records.network.sharing_agreement import NAMED, PSEUDONYMOUS
from hubdesk.store import Store
from hubdesk.store.chain import head
from hubdesk.store.departures import PACKAGE, note_departure
from hubdesk.store.restoring import refuse_unconfirmed
from hubdesk.store.saying_all_again import SAID, say_all_again
from hubdesk.store.tables import device_epoch, journal
from hubdesk.store.versions import NEWEST
from hubdesk.sync import package
from hubdesk.sync.agreement import Agreed, agreed_on, ended_before, held_back_since
from hubdesk.sync.entry_lines import Lines
from hubdesk.sync.epochs import epochs
from hubdesk.sync.erasures import erasure_lines
from hubdesk.sync.leaving import Leaves
from hubdesk.sync.sent import Names
from hubdesk.sync.to_send import Range, always_sent_in, leaving_ranges
from hubdesk.sync.told import LACKS, returned_here
from hubdesk.sync.withheld import Withheld

SUFFIX: Final = ".hubsync"


@dataclass(frozen=True)
class Sent:
    """The file that was written. entries: changes of records in it; from_seq, to_seq: of this file's own epoch, 0 where it has none."""

    path: Path
    entries: int
    from_seq: int
    to_seq: int


@dataclass(frozen=True)
class Going:
    """Of one kind, how many records go that are new or changed, and with which of their fields."""

    kind: str
    icon: str
    count: int
    fields: str

    @property
    def said(self) -> str:
        """How many, in words."""
        return tr_many("{n} new or changed", "{n} new or changed", self.count)

    @property
    def sentence(self) -> str:
        return tr("{kind}: {count}, with {fields}.", kind=self.kind, count=self.said, fields=self.fields)


@dataclass(frozen=True)
class Leaving:
    """What the next package would carry, kind by kind, and what stays, in whole sentences.

    recipient: the lead's network as this hub calls it, may be empty; people: how many are in it by name.
    """

    recipient: str
    people: int
    leaves: tuple[Going, ...]
    stays: tuple[str, ...]
    entries: int


def what_leaves(store: Store, *, whole: bool = False) -> Leaving:
    """Which changes the next package carries, kind by kind, and what never leaves the hub."""
    counts: dict[str, int] = {}
    people: set[UUID] = set()
    with store.reading_plainly() as connection:
        agreed = agreed_on(connection, store.hub_id, date.today())
        fields = agreed.fields
        for one in leaving_ranges(connection, store.hub_id, agreed, whole=whole):
            ranged = (journal.c.epoch == one.epoch.number) & journal.c.seq.between(one.first, one.last)
            changed = select(journal.c.kind, func.count(journal.c.record.distinct())).where(ranged)
            for row in connection.execute(changed.group_by(journal.c.kind)):
                counts[row[0]] = counts.get(row[0], 0) + row[1]
            people.update(connection.scalars(select(journal.c.record).where(ranged, journal.c.kind == "person")))
        before = ended_before(connection, store.hub_id, date.today()) if agreed.id is None else None
        network = _hub_field(connection, store.hub_id, "network") if store.hub_id else None
        unnamed = len(people.intersection(Withheld(connection).people))
    going = [
        (kind, counts[kind.__tablename__]) for kind in KINDS if kind.__tablename__ in counts.keys() & fields.keys()
    ]
    leaves = tuple(
        Going(
            str(kind.kind.many),
            kind.kind.icon,
            n,
            ", ".join(within(f.label) for f in fields_of(kind) if f.name in fields[kind.__tablename__]),
        )
        for kind, n in going
    )
    if agreed.level != NAMED:
        people, unnamed = set(), 0
    stays = (_said_of(agreed, before), *_unnamed(unnamed), *_staying(fields))
    return Leaving(network or "", len(people) - unnamed, leaves, stays, sum(n for _, n in going))


def export_package(store: Store, folder: Path, progress: Progress | None = None, *, whole: bool = False) -> Sent:
    """Write everything since the lead's last receipt, or with ``whole`` everything there is, into one file in ``folder``.

    Raises Refused when there is nothing to send, or the disk does not take it; then no file is left behind.
    """
    store.require(Deed.SEND)
    steps = progress or Progress()
    if store.hub_id is None:
        raise Refused(tr("This file does not belong to a hub yet. Set up the hub first."))
    refuse_unconfirmed(store)
    agreed = _agreed_now(store, steps)
    with store.reading_plainly() as connection:
        connection.execution_options(stream_results=True)
        ranges = leaving_ranges(connection, store.hub_id, agreed, whole=whole)
        if not ranges and agreed.sends_records and not store.setting(LACKS):
            raise Refused(tr("The lead organisation has everything already. There is nothing to send."))
        number, name = int(store.setting("packages_sent") or 0) + 1, _hub_field(connection, store.hub_id, "name")
        network = _hub_field(connection, store.hub_id, "network")
        path = _free_path(folder, name or tr("hub"), number)
        header = _header(connection, store.hub_id, ranges) | {"level": agreed.level, "clock": store.clock.tick()}
        went = [(one.epoch.number, one.first, one.last) for one in ranges]
        records = [] if agreed.sends_records else always_sent_in(connection, ranges)
        leaves = Leaves(connection, agreed, frozenset(one.epoch.number for one in ranges if one.epoch.mine))
        lines = Lines(connection, went, leaves, steps)
        erasures = erasure_lines(connection)
        seal = package.write(path, package.CHANGES, header, chain(erasures, lines))
    own = next((one for one in ranges if one.epoch.mine), None)
    first, last = (own.first, own.last) if own else (0, 0)
    with store.writing_plainly() as writing:
        writing.execute(update(device_epoch).where(device_epoch.c.mine).values(package_hash=seal))
        note_departure(
            writing,
            PACKAGE,
            path.name,
            str(folder),
            by=store.by,
            whom=network or "",
            ranges=[] if records else went,
            records=records,
        )
    store.note("sent", entries=lines.entries, package=number, seal=seal)
    store.set_setting("packages_sent", str(number))
    store.set_setting("last_sent", datetime.now(UTC).isoformat(timespec="seconds"))
    store.set_setting("last_sent_file", path.name)
    return Sent(path, lines.entries, first, last)


def _agreed_now(store: Store, progress: Progress) -> Agreed:
    """The agreement in force; what one before it held back is journalled anew, so that it goes with what is new."""
    today = date.today()
    mark = int(store.setting(SAID) or 0)
    with store.reading_plainly() as connection:
        agreed = agreed_on(connection, store.hub_id, today)
        owed = held_back_since(connection, store.hub_id, mark, today, agreed)
        ours = [number for number, one in epochs(connection).items() if one.mine or one.hub in (None, store.hub_id)]
    if owed:
        say_all_again(store, owed, ours, progress)
    return agreed


def _header(connection: Connection, hub: UUID, ranges: list[Range]) -> dict[str, Any]:
    known = epochs(connection)
    return {
        "hub": str(hub),
        "hub_name": _hub_field(connection, hub, "name"),
        "network": _hub_field(connection, hub, "network"),
        "recipient": "lead",
        "made_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "hubdesk": hubdesk.__version__,
        "schema": NEWEST,
        "epochs": {str(number): str(one.epoch) for number, one in known.items()},
        "seen": {str(number): one.highest for number, one in known.items()},
        "epoch": next(str(one.epoch) for one in known.values() if one.mine),
        "log": asdict(head(connection)),
        "ranges": [
            {"epoch": one.epoch.number, "from": one.first, "to": one.last, "previous": one.epoch.package_hash}
            | ({"back": True} if one.back else {})
            | ({"whole": one.first - 1} if one.part else {})
            for one in ranges
        ],
        "returned": {str(epoch): seq for epoch, seq in returned_here(connection).items()},
    }


def _said_of(agreed: Agreed, before: tuple[str, date] | None) -> str:
    """What is agreed, or what to do where nothing is."""
    if agreed.id is None and before is not None:
        return tr(
            "The sharing agreement with {lead} ended on {day}, so no record leaves. A manager can make a new one.",
            lead=before[0],
            day=show_date(before[1]),
        )
    if agreed.id is None:
        return tr(
            "There is no sharing agreement, so no record leaves. A manager can make one under Sharing agreements."
        )
    since = {"lead": agreed.lead, "day": show_date(agreed.started) if agreed.started else ""}
    if agreed.level == NAMED:
        return tr("Agreed with {lead} since {day}: records leave with names.", **since)
    if agreed.level == PSEUDONYMOUS:
        return tr("Agreed with {lead} since {day}: records leave without names and contact details.", **since)
    return tr("Agreed with {lead} since {day}: no record leaves.", **since)


def _staying(fields: Names) -> Iterator[str]:
    kinds = [kind for kind in KINDS if kind.__tablename__ not in fields]
    if kinds:
        yield tr("Never leaves: {kinds}.", kinds=", ".join(within(kind.kind.many) for kind in kinds))
    for kind in KINDS:
        names = fields.get(kind.__tablename__)
        kept = [within(f.label) for f in fields_of(kind) if names is not None and f.name not in names]
        if kept:
            yield tr("Of {kind}, these stay here: {fields}.", kind=within(kind.kind.many), fields=", ".join(kept))
    yield tr("Who of you made each change, drafts, and what you have not saved stay here too.")


def _unnamed(people: int) -> Iterator[str]:
    if people:
        yield tr_many(
            "{n} person said no to being shared by name. They are counted, and their name and contact details stay here.",
            "{n} people said no to being shared by name. They are counted, and their names and contact details stay here.",
            people,
        )


def _hub_field(connection: Connection, hub: UUID, name: str) -> str | None:
    table = kind_named("hub").__table__
    value: str | None = connection.scalar(select(table.c[name]).where(table.c.id == hub))
    return value


def _free_path(folder: Path, name: str, number: int) -> Path:
    while True:
        path = folder / f"{package.beginning(name)}-{date.today().isoformat()}-{number:04}{SUFFIX}"
        if not path.exists():
            return path
        number += 1


def sentence_of(sent: Sent) -> str:
    """What was written, for the person who carries it."""
    return tr_many("{n} change is in {name}.", "{n} changes are in {name}.", sent.entries, name=sent.path.name)
