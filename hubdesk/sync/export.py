"""A hub's package for the lead: everything since the last receipt, in one file."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime
from itertools import chain
from pathlib import Path
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Connection, select, update

import hubdesk
from hubdesk.access.rights import Deed
from hubdesk.base.errors import Refused
from hubdesk.base.progress import Progress
from hubdesk.base.words import tr, tr_many
from hubdesk.records.network.hub import Hub
from hubdesk.store import Store
from hubdesk.store.chain import head
from hubdesk.store.departures import PACKAGE, note_departure
from hubdesk.store.restoring import refuse_unconfirmed
from hubdesk.store.saying_all_again import say_all_again
from hubdesk.store.small_facts import ASKS_LEAD, fact
from hubdesk.store.tables import device_epoch
from hubdesk.store.versions import NEWEST
from hubdesk.sync import package
from hubdesk.sync.agreement import Agreed, agreed_on, owed_now
from hubdesk.sync.another_lead import say_to_another_lead
from hubdesk.sync.correspondents import knows_the_lead, lead_called, post_of
from hubdesk.sync.entry_lines import Lines
from hubdesk.sync.epochs import epochs
from hubdesk.sync.erasures import erasure_lines, lead_lacks_erasures
from hubdesk.sync.file_names import beginning
from hubdesk.sync.in_part import unsure_fields
from hubdesk.sync.leaving import Leaves
from hubdesk.sync.own_hub import hub_field
from hubdesk.sync.proofs import PROOFS, kept_proofs
from hubdesk.sync.to_send import Range, always_sent_in, leaving_ranges, of_the_hub
from hubdesk.sync.told import asks, hide, returned_here
from hubdesk.sync.totals import lines_of, totals_of

SUFFIX: Final = ".hubsync"


@dataclass(frozen=True)
class Sent:
    """The file that was written. entries: changes of records in it; from_seq, to_seq: of this file's own epoch, 0 where it has none."""

    path: Path
    entries: int
    from_seq: int
    to_seq: int


def export_package(store: Store, folder: Path, progress: Progress | None = None, *, whole: bool = False) -> Sent:
    """Write everything since the lead's last receipt, or with ``whole`` everything there is, into one file in ``folder``.

    Raises Refused when there is nothing to send, or the disk does not take it; then no file is left behind.
    """
    store.require(Deed.SEND)
    steps = progress or Progress()
    if store.hub_id is None:
        raise Refused(tr("This file does not belong to a hub yet. Set up the hub first."))
    refuse_unconfirmed(store)
    post = post_of(store)
    if not knows_the_lead(store):
        _refuse_the_lead_itself(store)
    to = post.leads()
    agreed = _agreed_now(store, steps)
    with store.reading_plainly() as connection:
        connection.execution_options(stream_results=True)
        ranges = leaving_ranges(connection, store.hub_id, agreed, whole=whole)
        if agreed.sends_records and not (ranges or asks(connection) or lead_lacks_erasures(connection)):
            raise Refused(tr("The lead organisation has everything already. There is nothing to send."))
        number, name = int(store.setting("packages_sent") or 0) + 1, hub_field(connection, store.hub_id, "name")
        lead = lead_called(connection)
        path = _free_path(folder, name or tr("hub"), number)
        header = _header(connection, store.hub_id, ranges) | {"level": agreed.level, "clock": store.clock.tick()}
        went = [(one.epoch.number, one.first, one.last) for one in ranges]
        records = [] if agreed.sends_records else always_sent_in(connection, ranges)
        leaves = Leaves(connection, agreed, frozenset(one.epoch.number for one in ranges if one.epoch.mine))
        totals = totals_of(store, agreed, date.today())
        before = chain(erasure_lines(connection), lines_of(totals, agreed))
        with Lines(connection, went, leaves, steps) as lines:
            seal = package.write(path, package.CHANGES, header, chain(before, lines), post.own, to)
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
            whom=lead,
            ranges=[] if records else went,
            records=records,
            entries=lines.entries,
            totals=int(totals is not None),
            line=header["log"]["seq"],
        )
    store.note("sent", entries=lines.entries, package=number, seal=seal)
    store.set_setting("packages_sent", str(number))
    store.set_setting("last_sent", datetime.now(UTC).isoformat(timespec="seconds"))
    store.set_setting("last_sent_file", path.name)
    # No record has changed; how long ago something was sent is shown in several places.
    store.tell(frozenset())
    return Sent(path, lines.entries, first, last)


def _agreed_now(store: Store, progress: Progress) -> Agreed:
    """The agreement in force; what one before it held back is journalled anew, so that it goes with what is new."""
    today = date.today()
    with store.reading_plainly() as connection:
        agreed = agreed_on(connection, store.hub_id, today)
        owed, ours = owed_now(connection, store.hub_id, today, agreed), of_the_hub(connection, store.hub_id)
        line = head(connection).seq
    if owed:
        say_all_again(store, owed, [one.number for one in ours], progress, line=line, unsure=unsure_fields)
    say_to_another_lead(store, agreed, progress)
    return agreed


def _header(connection: Connection, hub: UUID, ranges: list[Range]) -> dict[str, Any]:
    known = epochs(connection)
    header = {
        "hub": str(hub),
        "hub_name": hub_field(connection, hub, "name"),
        "network": hub_field(connection, hub, "network"),
        "made_at": datetime.now(UTC).isoformat(timespec="milliseconds"),
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
        PROOFS: kept_proofs(connection) if any(one.back for one in ranges) else [],
    }
    own = next(number for number, one in known.items() if one.mine)
    return hide(header, own) if fact(connection, ASKS_LEAD) else header


def _refuse_the_lead_itself(store: Store) -> None:
    with store.reading_plainly() as connection:
        if connection.scalar(select(Hub.lead).where(Hub.id == store.hub_id)):
            raise Refused(
                tr(
                    "This file is the lead organisation’s own, which sends nothing to itself. It writes returns for its hubs."
                )
            )


def _free_path(folder: Path, name: str, number: int) -> Path:
    while True:
        path = folder / f"{beginning(name)}-{date.today().isoformat()}-{number:04}{SUFFIX}"
        if not path.exists():
            return path
        number += 1


def sentence_of(sent: Sent) -> str:
    """What was written, for the person who carries it."""
    return tr_many("{n} change is in {name}.", "{n} changes are in {name}.", sent.entries, name=sent.path.name)
