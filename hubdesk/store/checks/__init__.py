"""*Check my data*: what may be wrong within a sound file, found by small functions, each of one thing.

What lives here: ``fault`` (what a check finds, and how it is mended), one module for each subject, and CHECKS, in the order in
which they are made. Imports the rest of the store. To add a check: a function that takes a connection and yields faults, its
line in CHECKS, and a seed of its fault in tests/store/test_checks.py.
"""

from collections.abc import Callable, Iterator
from typing import Final

from sqlalchemy import Connection

from hubdesk.base.words import Later, tr_later
from hubdesk.store.checks import altered, fields, journal, links, rights, rules, search, structure
from hubdesk.store.checks.fault import Fault

Check = Callable[[Connection], Iterator[Fault | None]]
"""None in between lets whoever waits look whether to stop."""

CHECKS: Final[tuple[tuple[Later, Check], ...]] = (
    (tr_later("The file itself"), structure.check_structure),
    (tr_later("Its order"), structure.check_schema),
    (tr_later("Its order"), structure.check_strangers),
    (tr_later("This machine’s own numbers"), structure.check_epochs),
    (tr_later("Whose file it is"), structure.check_hub),
    (tr_later("Records as they were entered"), altered.check_altered),
    (tr_later("What people may do"), rights.check_rights),
    (tr_later("Answers"), fields.check_fields),
    (tr_later("Links between records"), links.check_links),
    (tr_later("Two of one thing"), links.check_twins),
    (tr_later("Wards and postcodes"), links.check_wards),
    (tr_later("Rules"), rules.check_rules),
    (tr_later("Records and their journal"), journal.check_clocks),
    (tr_later("The journal"), journal.check_journal),
    (tr_later("Operations"), journal.check_operations),
    (tr_later("Search"), search.check_search),
    (tr_later("Drafts"), journal.check_drafts),
)

__all__ = ["CHECKS", "Check", "Fault"]
