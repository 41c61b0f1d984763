"""Small facts about this file, each under a name, within a transaction."""

from __future__ import annotations

from sqlalchemy import Connection, delete, insert, select

from hubdesk.store.tables import setting


def fact(connection: Connection, name: str) -> str | None:
    """What is kept under the name, or None."""
    held: str | None = connection.scalar(select(setting.c.value).where(setting.c.name == name))
    return held


def keep_fact(connection: Connection, name: str, value: str) -> None:
    """Keep it, in place of what was there."""
    connection.execute(delete(setting).where(setting.c.name == name))
    connection.execute(insert(setting).values(name=name, value=value))
