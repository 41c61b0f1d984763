"""Whose file this is, and the end of the epoch in which it numbered its changes."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import Connection, func, select, update

from hubdesk.store.tables import device_epoch, journal, setting


def end_epoch(connection: Connection) -> None:
    """Give out no more numbers in this file's own epoch; it stays one of its hub's."""
    for one in connection.execute(select(device_epoch).where(device_epoch.c.mine)).all():
        reached = connection.scalar(select(func.max(journal.c.seq)).where(journal.c.epoch == one.number)) or 0
        ended = {"mine": False, "highest_seq": reached, "hub_id": stored_hub(connection)}
        connection.execute(update(device_epoch).where(device_epoch.c.number == one.number).values(**ended))


def stored_hub(connection: Connection) -> UUID | None:
    """The hub that the file belongs to, once it is set up; None too where something else wrote there what is no hub."""
    stored = connection.scalar(select(setting.c.value).where(setting.c.name == "hub"))
    try:
        return UUID(stored) if stored else None
    except ValueError:
        return None
