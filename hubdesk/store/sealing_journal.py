"""Sealing what the journal says of fields that lay open when it was written, while the log still proves the rest."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Final

from sqlalchemy import Connection, func, select, tuple_, update

from hubdesk.base.progress import Progress
from hubdesk.fields.sealed import sealer_of
from hubdesk.records import KINDS, fields_of, kind_named
from hubdesk.store.blanking import SEALED, Place, erased_beside, hold_as_left
from hubdesk.store.digests import NO_NONCE
from hubdesk.store.small_facts import TO_SEAL, drop_fact, fact, keep_fact
from hubdesk.store.tables import journal
from hubdesk.store.values import pack, sealed_values, unpack

_AT_ONCE: Final = 1000

_KINDS: Final = tuple(kind.__tablename__ for kind in KINDS if any(field.special for field in fields_of(kind)))

_Connected = Callable[[], AbstractContextManager[Connection]]


def finish_sealing(
    reading: _Connected, writing: _Connected, by: str, progress: Progress | None = None, at_once: int = _AT_ONCE
) -> None:
    """Seal in the journal too what a migration has sealed, where that is still to be done.

    ``at_once`` rows in each transaction, so a stop at any moment leaves the file sound, and the next sign-in goes on
    there. Raises FileTrouble on a full disk, and Cancelled when asked to stop.
    """
    with reading() as connection:
        if fact(connection, TO_SEAL) is None:
            return
        of = connection.scalar(select(func.count()).where(journal.c.kind.in_(_KINDS))) or 0
    step, done = (progress or Progress()).step, 0
    while True:
        step(min(done, of), of)
        with writing() as connection:
            more = _seal_next(connection, by, at_once)
        if not more:
            return
        done += at_once


def _seal_next(connection: Connection, by: str, at_once: int) -> bool:
    """Seal what stands open in the next rows; whether there may be more. A line of the log holds those as they are left."""
    sealer, after = sealer_of(connection.dialect), _reached(connection)
    some = select(journal).where(journal.c.kind.in_(_KINDS), tuple_(journal.c.epoch, journal.c.seq) > after)
    rows = connection.execute(some.order_by(journal.c.epoch, journal.c.seq).limit(at_once)).all()
    erased: set[Place] = set()
    sealed: set[Place] = set()
    for row in rows:
        said = {"before": row.before, "after": row.after}
        kind = kind_named(row.kind)
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
        hold_as_left(connection, places.union(sealed), ids, by, {"why": SEALED})
    if len(rows) < at_once:
        drop_fact(connection, TO_SEAL)
        return False
    keep_fact(connection, TO_SEAL, f"{rows[-1].epoch} {rows[-1].seq}")
    return True


def _reached(connection: Connection) -> Place:
    """Up to where it is done."""
    epoch, _, seq = (fact(connection, TO_SEAL) or "").partition(" ")
    return (int(epoch), int(seq)) if epoch.isdigit() and seq.isdigit() else (0, 0)
