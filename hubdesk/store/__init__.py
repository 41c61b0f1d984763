"""The hub's file: encrypted, journalled, searched, undone, migrated.

Everything that reads or writes goes through a `Store`: `operation()` for a named change, `reading()` for looking.
Where to begin: `store` opens a file or a database, `sessions` is what reading and an operation are, `writing` what an
operation writes down, `taking_back` how it is undone, `open_store` what is done with the whole file. What stands around them:

the file          `file`, `file_engines`, `opening`, `marks`, `damage`, `whole`; the same on a server: `server`, `server_engines`
the journal       `tables`, `values`, `dots`, `clock`, `standing`, `history`, `undo`, `removals`
the log           `chain`, `digests`, `proof`, `anchor`, `rights_by_log`
search            `search`, `search_words`, `search_words_of_many`, `trigrams`, `folding`, `spellings`, `sounds`
backups           `backup`, `backup_file`, `backup_list`, `restoring`, `moving`
put right         `check` with `checks/`, `comparing`, `mending`, `repair`, `salvage`, `completing`
erased            `erasing`, `blanking`, `belonging`, `naming`, `what_stays`, `tombstone_file`

Imports access and below; the only package that knows the database driver and Alembic. Nothing here knows what a
record means: it reads the declarations of KINDS, so a new kind needs no change here except its migration.
"""

from hubdesk.store.history import Change
from hubdesk.store.search import Hit
from hubdesk.store.store import Store

__all__ = ["Change", "Hit", "Store"]
