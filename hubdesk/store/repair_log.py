"""What a repair writes into the log: that it was done, and what of the log it could not bring back.

The file's own anchor tells where the log ended. Lines lost at the end keep their numbers, so that no package or backup
that knows them ever meets another line under the same number.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, select

from hubdesk.store.anchor import AnchorFile, alarm
from hubdesk.store.chain import Head, append, head
from hubdesk.store.proof import gap_mark, missing
from hubdesk.store.rights_by_log import lines_lost, rights_after
from hubdesk.store.tables import audit


@dataclass(frozen=True)
class LoggedRepair:
    """at: where the log ends now; parts: how many of it are missing; unproven: how many people’s rights nobody can prove."""

    at: Head
    parts: int
    unproven: int


def log_repair(
    connection: Connection, anchor: AnchorFile, by: str, about: Mapping[str, Any], special: set[UUID]
) -> LoggedRepair:
    """Write the line of a repair.

    What had not fitted the anchor before is told by a line too. ``special``: whose keys open the second key.
    """
    gap = _lost_at_the_end(connection, anchor)
    lost = missing(connection)
    if gap:
        last = head(connection).seq
        lost.append(gap_mark(last + 1, last + gap))
    before = None if gap else alarm(connection, anchor)
    if before and not _in_a_gap(connection, before):
        append(connection, "alarm", "", before)
    said = {**about, "missing": lost}
    if about.get("accounts") or lines_lost(said):
        said |= rights_after(connection, special, lost=lines_lost(said))
    at = append(connection, "repaired", by, said, gap=gap)
    return LoggedRepair(at, len(lost), len(said.get("unproven", ())))


def _lost_at_the_end(connection: Connection, anchor: AnchorFile) -> int:
    try:
        kept = anchor.read()
    except ValueError:
        return 0
    return max(0, kept.head.seq - head(connection).seq) if kept else 0


def _in_a_gap(connection: Connection, found: Mapping[str, Any]) -> bool:
    """Whether the line that the anchor knows is itself among what is lost."""
    return found["why"] == "rewritten" and (
        connection.scalar(select(audit.c.hash).where(audit.c.seq == found["seq"])) is None
    )
