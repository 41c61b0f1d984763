"""Small facts about this file, each under a name, within a transaction."""

from __future__ import annotations

from typing import Final

from sqlalchemy import Connection, delete, insert, select

from hubdesk.store.tables import setting

POST_KEYS: Final = "post_keys"
"""What this file signs with and what others seal to, see access/post_keys.py."""


RENEWED_KEYS: Final = "renewed_post_keys"
"""Which keys came after which, as JSON, see tombstone_file.py."""

ERASED_SIGNED: Final = "erased_signed"
"""Kept once the list of the erased beside the file is signed: none is taken any more that is not."""

FOLDER: Final = "backup_folder"
"""Another folder for backups, where one was chosen."""

LEAVING: Final = "leaving"
"""Whose account ended while the data key was not changed yet: ids, with spaces between."""

SEARCH_WORDS: Final = "search_words"
"""By which way of making words all search entries were written, see entries_anew.py."""

TO_SEAL: Final = "to_seal"
"""Kept by a migration while the journal says in the open what fields hold that are sealed now."""

RESTORED: Final = "restored"
"""The moment of the backup that the file was brought back from, until a person has confirmed that it was the right one."""

ASKS_LEAD: Final = "asks_lead"
"""Kept while changes are lost of which nobody knows how many: the lead is told that none are here, and tells all again."""

ASKS_OTHER: Final = "asks_other"
"""The same of the hub's other computer."""


def fact(connection: Connection, name: str) -> str | None:
    """What is kept under the name, or None."""
    held: str | None = connection.scalar(select(setting.c.value).where(setting.c.name == name))
    return held


def drop_fact(connection: Connection, name: str) -> None:
    """Keep nothing under the name any more."""
    connection.execute(delete(setting).where(setting.c.name == name))


def keep_fact(connection: Connection, name: str, value: str) -> None:
    """Keep it, in place of what was there."""
    drop_fact(connection, name)
    connection.execute(insert(setting).values(name=name, value=value))
