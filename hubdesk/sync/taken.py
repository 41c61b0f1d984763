"""What a merge took from one file."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from hubdesk.store.taking_out import Ran
from hubdesk.sync.merge_report import FileReport
from hubdesk.sync.ranges import Range
from hubdesk.sync.touched import Touched


@dataclass
class Taken:
    """missing: numbers that have to come first; parked: ranges that wait for those; numbers: of the epochs it spoke of.

    ranges: what was new; behind: it waits for one in quarantine; unproven: it brought back work without the lead's
    signature; ahead: how far its clock ran ahead, for which it is in quarantine itself; totals: the day of those it
    brought; kept: its row among the merged packages.
    """

    touched: Touched = field(default_factory=Touched)
    missing: list[tuple[int, int]] = field(default_factory=list)
    parked: list[Range] = field(default_factory=list)
    numbers: set[int] = field(default_factory=set)
    ranges: list[Ran] = field(default_factory=list)
    behind: bool = False
    unproven: bool = False
    ahead: int = 0
    totals: date | None = None
    kept: UUID | None = None

    def report(self, name: str, hub: str) -> FileReport:
        """What is told of the file of this name, as long as not all conflicts are counted."""
        return FileReport(
            name,
            hub,
            self.touched.new,
            self.touched.changed,
            self.touched.unchanged,
            missing=tuple(self.missing),
            behind=self.behind,
            unproven=self.unproven,
            ahead=self.ahead,
            totals=self.totals,
        )
