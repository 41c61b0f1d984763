"""Sealing what the journal says of fields that lay open when it was written, while the log still proves the rest."""

from __future__ import annotations

from sqlalchemy import Connection, select, update

from hubdesk.fields.sealed import Sealer
from hubdesk.records import KINDS, fields_of
from hubdesk.store.blanking import Place, erased_beside, hold_as_left
from hubdesk.store.digests import NO_NONCE
from hubdesk.store.tables import journal
from hubdesk.store.values import pack, sealed_values, unpack


def seal_journal(connection: Connection, sealer: Sealer | None, by: str) -> None:
    """Seal what stands open in the journal of fields that are sealed now.

    A line of the log holds those rows as they are left; what they did cannot be undone any more. Runs inside the
    transaction of this connection, whose statements must be let through.
    """
    erased: set[Place] = set()
    sealed: set[Place] = set()
    for kind in KINDS:
        if not any(field.special for field in fields_of(kind)):
            continue
        query = select(journal).where(journal.c.kind == kind.__tablename__).order_by(journal.c.epoch, journal.c.seq)
        for row in connection.execute(query).all():
            said = {"before": row.before, "after": row.after}
            closed = {side: pack(sealed_values(kind, unpack(text), sealer)) for side, text in said.items()}
            if closed == {side: pack(unpack(text)) for side, text in said.items()}:
                continue
            place = row.epoch, row.seq
            here = (journal.c.epoch == row.epoch) & (journal.c.seq == row.seq)
            connection.execute(update(journal).where(here).values(**closed, nonce=NO_NONCE))
            sealed.add(place)
            if row.nonce == NO_NONCE:
                erased.add(place)
    if sealed:
        places, ids = erased_beside(connection, erased)
        hold_as_left(connection, places.union(sealed), ids, by, {"why": "sealed"})
