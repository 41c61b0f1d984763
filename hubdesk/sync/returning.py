"""The lead's return package for each hub: a receipt, what was decided about its records, who was erased, what to send again."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import chain
from pathlib import Path
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Connection, func, select

import hubdesk
from hubdesk.access.post_keys import PostKeys, PublicKeys
from hubdesk.access.rights import Deed
from hubdesk.base.progress import Progress
from hubdesk.base.words import tr
from hubdesk.records import kind_named
from hubdesk.store import Store
from hubdesk.store.tables import journal
from hubdesk.store.tables_of_exchange import hub_total, parked, waiting
from hubdesk.store.versions import NEWEST
from hubdesk.sync import package
from hubdesk.sync.correspondents import post_of
from hubdesk.sync.epochs import Epoch, epochs, homes, last_seqs
from hubdesk.sync.erasures import erasure_lines
from hubdesk.sync.file_names import beginning, free_path
from hubdesk.sync.going_back import GoingBack, Network
from hubdesk.sync.heads import kept_heads
from hubdesk.sync.proofs import PROOFS, proof
from hubdesk.sync.return_lines import ReturnLines, Told
from hubdesk.sync.told import brought_by, told_by
from hubdesk.sync.unsettled import FIRST

SUFFIX: Final = ".hubreturn"


@dataclass(frozen=True)
class Returned:
    """A return package that was written. entries: changes of records in it."""

    path: Path
    hub: UUID
    name: str
    entries: int


def write_returns(
    store: Store, folder: Path, progress: Progress | None = None, *, whole: bool = False, dry_run: bool = False
) -> list[Returned]:
    """Write one for each hub that is admitted and whose packages were merged here; with ``whole`` all there is, not only what is new to it.

    With ``dry_run`` the same is told and nothing is written. Raises Refused when the disk does not take them.
    """
    store.require(Deed.MERGE)
    steps = progress or Progress()
    written, post = [], post_of(store)
    with store.reading_plainly() as connection:
        hubs, network = _hubs(connection, store.hub_id), Network(connection, store.hub_id)
        for place, (hub, name) in enumerate(hubs.items()):
            to = post.hub(hub)
            if to is None:
                continue
            share = steps.share(100 * place // len(hubs), 100 * (place + 1) // len(hubs))
            wrap = _Wrap(folder, name, post.own, to)
            written.append(_write(store, connection, hub, wrap, network, share, whole=whole, dry_run=dry_run))
    if dry_run:
        return written
    store.note("returned", hubs=len(written), entries=sum(one.entries for one in written))
    return written


@dataclass(frozen=True)
class _Wrap:
    """Where a return goes, called as what, from whom and to whom."""

    folder: Path
    name: str
    own: PostKeys
    to: PublicKeys


def left_out(store: Store) -> list[str]:
    """Hubs whose packages were merged here and for which nothing is written, as their keys no longer hold or never did."""
    post = post_of(store)
    with store.reading_plainly() as connection:
        return [name for hub, name in _hubs(connection, store.hub_id).items() if post.hub(hub) is None]


def _write(
    store: Store,
    connection: Connection,
    hub: UUID,
    wrap: _Wrap,
    network: Network,
    progress: Progress,
    *,
    whole: bool,
    dry_run: bool,
) -> Returned:
    known = epochs(connection)
    knows = {} if whole else told_by(connection, str(hub))
    ranges = _ranges(connection, known, knows, hub, store.hub_id)
    told = {one.number: min(knows.get(one.epoch, 0), one.highest) for one in known.values()}
    lines = ReturnLines(connection, ranges, GoingBack(connection, hub, network, told), progress)
    path = free_path(wrap.folder, f"return-{beginning(wrap.name)}", SUFFIX)
    if dry_run:
        for _ in lines:
            pass
        return Returned(path, hub, wrap.name, lines.entries)
    header = _header(store, connection, hub, known, ranges)
    header[PROOFS] = [proof(connection, wrap.own, known, store.hub_id)]
    package.write(path, package.RETURN, header, chain(erasure_lines(connection), lines), wrap.own, [wrap.to])
    return Returned(path, hub, wrap.name, lines.entries)


def _hubs(connection: Connection, lead: UUID | None) -> dict[UUID, str]:
    """Who has sent, by name."""
    table = kind_named("hub").__table__
    told = {
        row.hub_id: row.hub
        for row in connection.execute(select(hub_total.c.hub_id, hub_total.c.hub).order_by(hub_total.c.clock))
    }
    names = told | {row[0]: str(row[1]) for row in connection.execute(select(table.c.id, table.c.name))}
    theirs = [one for one in epochs(connection).values() if not one.mine]
    sent = {one.hub for one in theirs if one.hub is not None and one.hub != lead}
    return {hub: names.get(hub) or tr("hub") for hub in sorted(sent, key=str)}


def _ranges(
    connection: Connection, known: Mapping[int, Epoch], knows: Mapping[UUID, int], hub: UUID, lead: UUID | None
) -> list[Told]:
    ranges = []
    here = last_seqs(connection, lead, hub)
    for one in known.values():
        own = one.mine or one.hub in (None, lead, hub)
        last = max(one.highest, here[one.number]) if own else one.highest
        first = knows.get(one.epoch, 0) + 1
        if last:
            # A hub that knows more of its own than is here needs nothing of that epoch but what came late.
            first = min(first, last + 1)
            whole = one.highest if one.hub == hub else _told_to(connection, one.number, first, last)
            ranges.append(Told(one.number, first, last, own, whole))
    return ranges


def _told_to(connection: Connection, number: int, first: int, last: int) -> int:
    """Up to where nothing is left out that may go later: whose a record is nobody can tell until its beginning comes again."""
    unknown = select(func.min(journal.c.seq)).join(waiting, waiting.c.record == journal.c.record)
    unknown = unknown.where(journal.c.epoch == number, journal.c.seq >= first, waiting.c.reason == FIRST)
    found = connection.scalar(unknown)
    return last if found is None else found - 1


def _header(
    store: Store, connection: Connection, hub: UUID, known: Mapping[int, Epoch], ranges: list[Told]
) -> dict[str, Any]:
    brought = brought_by(connection, str(hub))
    holds = {
        str(one.epoch): max(one.highest, brought.get(one.epoch, 0))
        for one in known.values()
        if one.hub in (None, hub, store.hub_id)
    }
    return {
        "hub": str(hub),
        "from": str(store.hub_id) if store.hub_id else None,
        "made_at": datetime.now(UTC).isoformat(timespec="milliseconds"),
        "clock": store.clock.tick(),
        "hubdesk": hubdesk.__version__,
        "schema": NEWEST,
        "logs": kept_heads(connection, hub),
        "holds": holds,
        "asks": {str(epoch): first for epoch, first in _asks(connection, known, hub)},
        "epochs": {str(number): str(one.epoch) for number, one in known.items()},
        "homes": homes(connection, known, store.hub_id),
        "ranges": [
            {"epoch": one.number, "from": one.first, "to": one.last}
            | ({"whole": one.whole} if one.whole < one.last else {})
            for one in ranges
        ],
    }


def _asks(connection: Connection, known: Mapping[int, Epoch], hub: UUID) -> Iterator[tuple[UUID, int]]:
    """From which change of each epoch the hub is to send again: what waits here for an earlier package."""
    waits = {row[0] for row in connection.execute(select(parked.c.epoch).where(parked.c.reason == "gap"))}
    for one in known.values():
        if one.hub == hub and one.epoch in waits:
            yield one.epoch, one.highest + 1
