"""Small facts about this file, each under a name, within a transaction."""

from __future__ import annotations

from typing import Final

from sqlalchemy import Connection, delete, insert, select

from hubdesk.store.tables import setting

POST_KEYS: Final = "post_keys"
"""What this file signs with and what others seal to, see access/post_keys.py."""


RENEWED_KEYS: Final = "renewed_post_keys"
"""Which keys came after which, as JSON, see tombstone_file.py."""

RESTORED: Final = "restored"
"""The moment of the backup that the file was brought back from, until a person has confirmed that it was the right one."""


def fact(connection: Connection, name: str) -> str | None:
    """What is kept under the name, or None."""
    held: str | None = connection.scalar(select(setting.c.value).where(setting.c.name == name))
    return held


def keep_fact(connection: Connection, name: str, value: str) -> None:
    """Keep it, in place of what was there."""
    connection.execute(delete(setting).where(setting.c.name == name))
    connection.execute(insert(setting).values(name=name, value=value))
