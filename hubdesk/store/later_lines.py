"""Lines of the log that wait while another desk writes: kept at once, and put in their place by whoever writes next."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

from sqlalchemy import Connection, delete, insert, select

from hubdesk.store.chain import append, check_words, minutes_ahead
from hubdesk.store.gate import gate
from hubdesk.store.tables import later_line
from hubdesk.store.values import pack, unpack


def keep_for_later(connection: Connection, what: str, by: str, about: Mapping[str, Any]) -> None:
    """Keep a line that cannot take its place now. Raises RuntimeError as `chain.append` does."""
    check_words(what, about)
    now = datetime.now(UTC)
    row = {"moment": now.isoformat(timespec="milliseconds"), "offset": minutes_ahead(now)}
    values = {"id": uuid4(), "by": by[:120], "what": what, "about": pack(about)}
    connection.execute(insert(later_line).values(**row, **values))


def write_down(connection: Connection) -> None:
    """Put the lines that wait at the end of the log, the earliest first."""
    waiting = connection.execute(select(later_line).order_by(later_line.c.moment, later_line.c.id)).all()
    if not waiting:
        return
    with gate(connection):
        for line in waiting:
            at = datetime.fromisoformat(line.moment)
            append(connection, line.what, line.by, unpack(line.about), at=at, offset=line.offset)
        connection.execute(delete(later_line).where(later_line.c.id.in_([line.id for line in waiting])))
