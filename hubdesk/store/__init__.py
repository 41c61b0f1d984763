"""The hub's file: encrypted, journalled, searched, undone, migrated.

Everything that reads or writes goes through a `Store`: `operation()` for a named change, `reading()` for looking.
Imports access and below; the only package that knows the database driver and Alembic. Nothing here knows what a
record means: it reads the declarations of KINDS, so a new kind needs no change here except its migration.
"""

from hubdesk.store.history import Change
from hubdesk.store.search import Hit
from hubdesk.store.store import Store

__all__ = ["Change", "Hit", "Store"]
