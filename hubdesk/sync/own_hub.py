"""What this file's own hub is called, for what it writes to others."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import Connection, select

from hubdesk.base.words import tr
from hubdesk.records import kind_named


def hub_field(connection: Connection, hub: UUID | None, name: str) -> str | None:
    """A field of the hub in words; None where it is empty, or the hub is not here."""
    table = kind_named("hub").__table__
    value: str | None = connection.scalar(select(table.c[name]).where(table.c.id == hub))
    return value


def hub_name(connection: Connection, hub: UUID | None) -> str:
    """The hub's name, or a word for it."""
    return hub_field(connection, hub, "name") or tr("hub")
