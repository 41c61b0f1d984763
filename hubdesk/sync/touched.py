"""What a merge has brought so far, counted as people are told it; of the records themselves only as many as are looked at again."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

MOST_LOOKED_AT: Final = 2000
"""A hub has checked its own records. Beyond this many only those are checked again that meet what others did."""

Kinds = dict[str, str]
"""Records by id, each with its kind."""


@dataclass
class Touched:
    """What files have brought. since: the first line of the log that covers any of it; kinds: of which records changed.

    early: records counted as changed whose beginning has not come; alike: those that came just as they stood here.
    Of no more than MOST_LOOKED_AT are kept, and one more where there are more of them: records, all that were counted;
    slow, those whose standing follows from all of their journal; across, those that belong to a record of another hub.
    """

    since: int = 0
    new: int = 0
    changed: int = 0
    unchanged: int = 0
    clock: int = 0
    kinds: set[str] = field(default_factory=set)
    early: set[str] = field(default_factory=set)
    alike: set[str] = field(default_factory=set)
    records: Kinds = field(default_factory=dict)
    slow: Kinds = field(default_factory=dict)
    across: Kinds = field(default_factory=dict)

    def add(self, other: Touched) -> None:
        """Take in what another file has brought."""
        self.clock = max(self.clock, other.clock)
        self.kinds |= other.kinds
        for mine, theirs in ((self.records, other.records), (self.slow, other.slow), (self.across, other.across)):
            keep(mine, theirs)

    def count(self, record: str, kind: str, *, begins: bool, counted: bool, alike: bool, here: bool) -> None:
        """Count a record, which the file may have told of before.

        begins: its beginning came with this; counted: the file told of it before; alike: it came just as it stands here;
        here: its beginning is known.
        """
        if begins and record in self.early:
            self.early.remove(record)
            self.changed -= 1
            self.new += 1
        if counted and record not in self.alike:
            return
        if alike:
            self.unchanged += 1
            self.alike.add(record)
            return
        self.alike.discard(record)
        if begins:
            self.new += 1
        else:
            self.changed += 1
            if not here:
                self.early.add(record)
        self.kinds.add(kind)
        if len(self.records) <= MOST_LOOKED_AT:
            self.records[record] = kind


def keep(these: Kinds, more: Kinds) -> None:
    """Take more of them in, as long as there is need."""
    for record, kind in more.items():
        if len(these) > MOST_LOOKED_AT:
            return
        these[record] = kind
