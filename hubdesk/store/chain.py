"""The log: each line holds the hash of the one before it, so that nobody changes an old line unnoticed."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

from sqlalchemy import Connection, insert, select

from hubdesk.base.words import Later, tr_later
from hubdesk.store.digests import NOTHING, hash_of
from hubdesk.store.tables import audit
from hubdesk.store.values import pack

WHAT: Final[dict[str, Later]] = {
    "began": tr_later("The log began"),
    "signed_in": tr_later("Signed in"),
    "wrong_tries": tr_later("Somebody tried to sign in and could not"),
    "refused": tr_later("Was refused"),
    "changed": tr_later("Changed records"),
    "undone": tr_later("Took changes back"),
    "redone": tr_later("Did changes again"),
    "put_back": tr_later("Put back from the bin"),
    "said_again": tr_later("Set out to send what was held back before"),
    "merged": tr_later("Merged packages"),
    "decided": tr_later("Decided what was entered differently"),
    "rules_changed": tr_later("Changed by which rules is decided"),
    "unmerged": tr_later("Undid merged packages"),
    "completed": tr_later("Made room for what had come back without what never leaves the hub"),
    "returned": tr_later("Wrote what goes back to the hubs"),
    "received": tr_later("Took in what came from the lead or the other computer"),
    "copied": tr_later("Copied the file for another computer"),
    "waits_no_more": tr_later("Said that the other computer will not come back"),
    "read_restricted": tr_later("Looked at restricted records"),
    "exported": tr_later("Saved a list"),
    "printed": tr_later("Printed"),
    "sent": tr_later("Wrote a package"),
    "handed_over": tr_later("Gave out what is held about a person"),
    "confirmed": tr_later("Confirmed what may be erased"),
    "erased": tr_later("Erased what records said"),
    "backed_up": tr_later("Made a backup"),
    "restored": tr_later("Restored a backup"),
    "rights_changed": tr_later("Changed who may do what"),
    "account_ended": tr_later("Took an account"),
    "keys_changed": tr_later("Changed a passphrase or key"),
    "keys_confirmed": tr_later("Confirmed the keys of the lead or a hub"),
    "spare_key_shown": tr_later("Showed a hub’s spare key"),
    "spare_key_taken": tr_later("Took in a hub’s spare key"),
    "keys_revoked": tr_later("Took the keys of the lead or a hub back"),
    "repaired": tr_later("Repaired the file"),
    "mended": tr_later("Mended what a check found"),
    "alarm": tr_later("The log did not fit its anchor"),
    "list_altered": tr_later("The list of who was erased was altered, and was written anew"),
}
"""Everything that a line can tell; it is never anything else."""

UNMERGED, COMPLETED = "unmerged", "completed"
TAKEN_OUT: Final = (UNMERGED, COMPLETED)
"""Lines of the log that tell which changes left the journal."""

HEAD: Final = "hubdesk_log_head"
"""In a connection's info: the head that its transaction has written, for the anchor once it is committed."""

_ABOUT: Final = re.compile(r"[0-9A-Za-z_.:+-]{0,80}")
"""Words of a program, ids and hashes. What a person wrote has other letters, or spaces, sooner or later."""


@dataclass(frozen=True)
class Head:
    """The last line of a log: its number and its hash."""

    seq: int
    hash: str


def head(connection: Connection) -> Head:
    """The last line as it is now; number 0 where there is none."""
    found = connection.execute(select(audit.c.seq, audit.c.hash).order_by(audit.c.seq.desc()).limit(1)).first()
    return Head(found.seq, found.hash) if found else Head(0, NOTHING)


def next_line(connection: Connection) -> int:
    """The number that the next line will have."""
    return head(connection).seq + 1


def append(
    connection: Connection,
    what: str,
    by: str,
    about: Mapping[str, Any],
    content: str = NOTHING,
    line: int | None = None,
    gap: int = 0,
    at: datetime | None = None,
    offset: int | None = None,
) -> Head:
    """Add a line, inside the transaction of this connection, and tell where the log ends now.

    ``about`` holds names of kinds, ids and counts. Raises RuntimeError when it could hold personal text, when nobody
    knows the word ``what``, or when ``line`` is not the number that is next. ``gap``: how many numbers are left out, of
    lines that were known and are lost; ``at``, ``offset``: when it happened and how far the clock
    on the wall was ahead, where that was earlier.
    """
    last = head(connection)
    check_words(what, about)
    if line not in (None, last.seq + 1):
        raise RuntimeError(f"Not a line of the log: {what}.")
    now = at or datetime.now(UTC)
    row: dict[str, Any] = {
        "seq": last.seq + 1 + gap,
        "moment": now.isoformat(timespec="milliseconds"),
        "offset": minutes_ahead(now) if offset is None else offset,
        "by": by[:120],
        "what": what,
        "about": pack(about),
        "content": content,
        "previous": last.hash,
    }
    made = Head(row["seq"], line_hash(row))
    connection.execute(insert(audit).values(**row, hash=made.hash))
    connection.info[HEAD] = made
    return made


def check_words(what: str, about: Mapping[str, Any]) -> None:
    """Raises RuntimeError when nobody knows the word, or ``about`` could hold personal text."""
    if what not in WHAT or not _is_impersonal(about):
        raise RuntimeError(f"Not a line of the log: {what}.")


def line_hash(row: Mapping[str, Any]) -> str:
    """The hash that a line should bear."""
    return hash_of([row[name] for name in _HASHED])


_HASHED: Final = ("seq", "moment", "offset", "by", "what", "about", "content", "previous")


def minutes_ahead(moment: datetime) -> int:
    """In minutes, how far the clock on the wall is ahead of UTC."""
    ahead = moment.astimezone().utcoffset()
    return int(ahead.total_seconds() // 60) if ahead else 0


def _is_impersonal(value: Any) -> bool:
    if isinstance(value, Mapping):
        return all(_is_impersonal(part) for pair in value.items() for part in pair)
    if isinstance(value, list | tuple):
        return all(_is_impersonal(part) for part in value)
    return value is None or isinstance(value, int) or bool(isinstance(value, str) and _ABOUT.fullmatch(value))
