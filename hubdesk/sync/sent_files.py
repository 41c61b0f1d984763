"""The packages that this file has written: when, how much was in them, and whether the lead has said that it has it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from hubdesk.base.words import tr, tr_many
from hubdesk.store import Store
from hubdesk.store.departures import packages_that_left
from hubdesk.store.small_facts import fact
from hubdesk.sync.epochs import epochs
from hubdesk.sync.told import RECEIVED


@dataclass(frozen=True)
class SentFile:
    """One package. changes: of records; totals: whether it told those; arrived: whether a receipt says that the lead has it."""

    at: datetime
    name: str
    changes: int
    totals: bool
    arrived: bool

    @property
    def size(self) -> str:
        """How much was in it, in words."""
        changes = tr_many("{n} change", "{n} changes", self.changes)
        return tr("totals, and {changes}", changes=changes) if self.totals else changes


def sent_files(store: Store, limit: int = 12) -> list[SentFile]:
    """Those written last, the latest first."""
    with store.reading_plainly() as connection:
        reached = {number: one.acknowledged for number, one in epochs(connection).items()}
        line = int(fact(connection, RECEIVED) or 0)
        return [
            SentFile(
                one.at,
                one.name,
                int(one.about.get("entries", 0)),
                bool(one.about.get("totals")),
                # What tells totals or nothing has no range: its place in the log, which the lead tells back, says it.
                all(reached.get(epoch, 0) >= last for epoch, _, last in one.ranges)
                and (bool(one.ranges) or line >= int(one.about.get("line", 1))),
            )
            for one in packages_that_left(connection, limit)
        ]
