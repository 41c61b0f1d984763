"""Special category data that lies open in a file of before there was a second key, sealed once."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, String, bindparam, column, select, table, update

from hubdesk.access.sealing import MARK, Seals
from hubdesk.records import KINDS, Record, fields_of
from hubdesk.store.tables import journal
from hubdesk.store.values import pack, sealed, unpack


def seal_up(connection: Connection, seals: Seals) -> None:
    """Seal the columns of special fields, and their values in the journal."""
    for kind in KINDS:
        special = [field.name for field in fields_of(kind) if field.special]
        for name in special:
            _seal_column(connection, kind, name, seals)
        if special:
            _seal_journal(connection, kind, seals)


def _seal_column(connection: Connection, kind: type[Record], name: str, seals: Seals) -> None:
    raw = table(kind.__tablename__, column("id", String), column(name, String))
    held = connection.execute(select(raw.c.id, raw.c[name]).where(raw.c[name].is_not(None))).all()
    rows = [{"of": id, "as": seals.seal(value)} for id, value in held if not str(value).startswith(MARK)]
    if rows:
        connection.execute(update(raw).where(raw.c.id == bindparam("of")).values({name: bindparam("as")}), rows)


def _seal_journal(connection: Connection, kind: type[Record], seals: Seals) -> None:
    query = select(journal.c.epoch, journal.c.seq, journal.c.before, journal.c.after)
    rows: list[dict[str, Any]] = [
        {
            "of": entry.epoch,
            "at": entry.seq,
            "was": pack(sealed(kind, unpack(entry.before), seals)),
            "is": pack(sealed(kind, unpack(entry.after), seals)),
        }
        for entry in connection.execute(query.where(journal.c.kind == kind.__tablename__))
    ]
    if rows:
        here = (journal.c.epoch == bindparam("of")) & (journal.c.seq == bindparam("at"))
        changed = update(journal).where(here).values(before=bindparam("was"), after=bindparam("is"))
        connection.execute(changed, rows)
