"""Small facts about this file, each under a name, within a transaction."""

from __future__ import annotations

from typing import Final

from sqlalchemy import Connection, delete, insert, select

from hubdesk.store.tables import setting

POST_KEYS: Final = "post_keys"
"""What this file signs with and what others seal to, see access/post_keys.py."""


def fact(connection: Connection, name: str) -> str | None:
    """What is kept under the name, or None."""
    held: str | None = connection.scalar(select(setting.c.value).where(setting.c.name == name))
    return held


def keep_fact(connection: Connection, name: str, value: str) -> None:
    """Keep it, in place of what was there."""
    connection.execute(delete(setting).where(setting.c.name == name))
    connection.execute(insert(setting).values(name=name, value=value))
