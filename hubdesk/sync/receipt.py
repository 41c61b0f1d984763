"""The lead's receipt: up to where it holds each hub's changes, so that the hub need not send them again."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Final
from uuid import UUID

from sqlalchemy import select, update

from hubdesk.access.rights import Deed
from hubdesk.base.errors import Refused
from hubdesk.base.words import tr
from hubdesk.records import kind_named
from hubdesk.store import Store
from hubdesk.store.erasing import erase
from hubdesk.store.tables import device_epoch
from hubdesk.sync import package
from hubdesk.sync.epochs import Epoch, epochs
from hubdesk.sync.erasures import erasure_lines, take_erasures
from hubdesk.sync.heads import compare, kept_head

SUFFIX: Final = ".hubreceipt"


def write_receipts(store: Store, folder: Path) -> list[Path]:
    """Write one receipt for each hub whose packages were merged here. Raises Refused when the disk does not take them."""
    store.require(Deed.MERGE)
    with store.reading_plainly() as connection:
        erasures = list(erasure_lines(connection))
        table = kind_named("hub").__table__
        names = {row[0]: row[1] for row in connection.execute(select(table.c.id, table.c.name))}
        by_hub: dict[UUID, list[Epoch]] = {}
        for one in epochs(connection).values():
            if one.hub is not None and one.hub != store.hub_id and not one.mine:
                by_hub.setdefault(one.hub, []).append(one)
        heads = {hub: kept_head(connection, hub) for hub in by_hub}
    written = []
    for hub, held in sorted(by_hub.items(), key=lambda item: str(item[0])):
        path = _free_path(folder, str(names.get(hub) or tr("hub")))
        header = {
            "hub": str(hub),
            "from": str(store.hub_id) if store.hub_id else None,
            "made_at": datetime.now(UTC).isoformat(timespec="seconds"),
            "log": heads[hub],
            "holds": {str(one.epoch): one.highest for one in held},
        }
        package.write(path, package.RECEIPT, header, iter(erasures))
        written.append(path)
    return written


def take_receipt(store: Store, path: Path) -> str:
    """Note what the lead holds; a sentence about it. Raises Refused when the receipt is another hub's, or damaged."""
    store.require(Deed.SEND)
    checked = package.check(lambda: path.open("rb"), package.RECEIPT)
    if checked.header.get("hub") != str(store.hub_id):
        raise Refused(tr("This receipt is for another hub. Pick the one with your hub's name."))
    holds = dict(_holds(checked))
    with store.reading_plainly() as connection:
        own = [one for one in epochs(connection).values() if one.epoch in holds]
    if any(one.mine and holds[one.epoch] > one.highest for one in own):
        # The file was brought back from a backup: its next numbers have been given out before.
        store.begin_epoch()
    with store.writing_plainly() as connection:
        erased, _ = take_erasures(
            package.lines(checked), lambda stones: erase(connection, stones, store.by, "elsewhere")
        )
        for one in own:
            reached = min(holds[one.epoch], one.highest)
            if reached > one.acknowledged:
                row = update(device_epoch).where(device_epoch.c.number == one.number)
                connection.execute(row.values(acknowledged_seq=reached))
    if erased:
        store.note_erasures()
        store.tell(erased)
    if differs := compare(store, checked.header):
        return differs
    left = sum(max(0, one.highest - max(one.acknowledged, holds[one.epoch])) for one in own)
    if left:
        return tr("The receipt is taken in. Some changes are still to be sent.")
    return tr("The receipt is taken in. The lead organisation holds all that was sent.")


def _holds(checked: package.Checked) -> Iterator[tuple[UUID, int]]:
    told = checked.header.get("holds")
    if not isinstance(told, dict):
        raise package.damaged()
    for epoch, seq in told.items():
        try:
            number = UUID(epoch)
        except ValueError:
            raise package.damaged() from None
        if not isinstance(seq, int) or seq < 0:
            raise package.damaged()
        yield number, seq


def _free_path(folder: Path, name: str) -> Path:
    begun = f"receipt-{package.beginning(name)}-{date.today().isoformat()}"
    path, n = folder / f"{begun}{SUFFIX}", 1
    while path.exists():
        n += 1
        path = folder / f"{begun}-{n}{SUFFIX}"
    return path
