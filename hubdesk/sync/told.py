"""What the others have said that they know: each hub to its lead in packages, the lead to each hub in returns."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Connection, select, update

from hubdesk.store.small_facts import ASKS_LEAD, ASKS_OTHER, drop_fact, fact, keep_fact
from hubdesk.store.tables import device_epoch
from hubdesk.store.values import pack, unpack

_HERE: Final = "here"

OTHER: Final = "other computer"
"""Under this name the file keeps what the hub's other computer has said that it knows."""

LACKS: Final = "lacks"
"""The setting that says that the lead holds changes which this file does not have: the next package asks for them."""

LOST: Final = "lead_lost"
"""The setting with what the lead has lost of its own changes and this file still has, from where on, by epoch."""

RECEIVED: Final = "received_line"
"""The setting that holds the last line of this file's log that the lead has told back."""

RETURNED: Final = "return_clock"
"""The setting that holds when the lead's latest return was written, by its clock."""

ERASURES_TOLD: Final = "erasures_told"
"""The setting that holds how many erasures the lead's latest return told of; every one of those is here, too."""

ANOTHER_LEAD: Final = "another_lead"
"""The setting that says that the lead is another than before, and has not heard yet what that one decided."""


def keep_told(connection: Connection, party: str, header: dict[str, Any]) -> None:
    """Remember up to where the writer of this header knows each epoch."""
    names, known, returned = header.get("epochs"), header.get("seen"), header.get("returned", {})
    if isinstance(names, dict) and isinstance(known, dict) and isinstance(returned, dict):
        told = {str(UUID(names[number])): int(seq) for number, seq in known.items() if number in names}
        for epoch, seq in returned.items():
            told[str(UUID(epoch))] = max(int(seq), told.get(epoch, 0))
        _keep(connection, party, told)


def told_by(connection: Connection, party: str) -> dict[UUID, int]:
    """By epoch, up to where they have said that they know it."""
    stored = fact(connection, _name(party))
    return {UUID(epoch): int(seq) for epoch, seq in unpack(stored).items()} if stored else {}


def forget_other(connection: Connection) -> None:
    """The hub's other computer is not there any more, and nothing is asked of it."""
    drop_fact(connection, _name(OTHER))
    drop_fact(connection, ASKS_OTHER)


def keep_brought(connection: Connection, party: str, brought: dict[UUID, int]) -> None:
    """Remember up to where they have brought back epochs that this file had lost."""
    held = told_by(connection, f"{party} back")
    for epoch, seq in brought.items():
        held[epoch] = max(seq, held.get(epoch, 0))
    _keep(connection, f"{party} back", {str(epoch): seq for epoch, seq in held.items()})


def brought_by(connection: Connection, party: str) -> dict[UUID, int]:
    """By epoch, up to where they have brought it back."""
    return told_by(connection, f"{party} back")


def returned_here(connection: Connection) -> dict[UUID, int]:
    """By epoch of the lead and of other hubs, up to where returns have told this hub what concerns it.

    That is not all there is of them, so it is kept apart from up to where an epoch is merged whole.
    """
    return told_by(connection, _HERE)


def keep_returned(connection: Connection, returned: dict[UUID, int]) -> None:
    """Remember that, which is only ever raised."""
    held = returned_here(connection)
    for epoch, seq in returned.items():
        held[epoch] = max(seq, held.get(epoch, 0))
    _keep(connection, _HERE, {str(epoch): seq for epoch, seq in held.items()})


def _keep(connection: Connection, party: str, told: dict[str, int]) -> None:
    keep_fact(connection, _name(party), pack(told))


def _name(party: str) -> str:
    return f"told {party}"


def asks(connection: Connection) -> bool:
    """Whether the next package asks for changes that the lead holds and this file does not have."""
    return bool(fact(connection, LACKS) or fact(connection, ASKS_LEAD))


def hide(known: dict[str, Any], own: int) -> dict[str, Any]:
    """Of what a header says that this file knows, no more than its own epoch, so that all the rest is told again."""
    seen = {number: seq if number == str(own) else 0 for number, seq in known["seen"].items()}
    return known | {"seen": seen, "returned": {}}


def note_all_told(connection: Connection, header: dict[str, Any], held: Mapping[UUID, int], asks: str) -> None:
    """Ask no more for everything, once a file has come that tells all that its writer held, by epoch, from the beginning."""
    own = set(connection.scalars(select(device_epoch.c.epoch).where(device_epoch.c.mine)))
    begun = {UUID(header["epochs"][str(one["epoch"])]) for one in header["ranges"] if int(one["from"]) == 1}
    if {epoch for epoch, seq in held.items() if seq} <= own | begun:
        drop_fact(connection, asks)


def lead_lost(connection: Connection) -> dict[UUID, int]:
    """By epoch of the lead's own, from where on it has lost what this file still has."""
    stored = fact(connection, LOST)
    return {UUID(epoch): int(first) for epoch, first in unpack(stored).items()} if stored else {}


def forget_lead(connection: Connection) -> None:
    """Another lead has said nothing yet: everything goes to it, also what the one before decided."""
    connection.execute(update(device_epoch).values(acknowledged_seq=0))
    for name in (ASKS_LEAD, LACKS, LOST, RECEIVED, RETURNED, ERASURES_TOLD):
        drop_fact(connection, name)
    keep_fact(connection, ANOTHER_LEAD, "yes")
