"""A record while changes of one epoch are applied to it, one after another."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from hubdesk.store.dots import HeldClock
from hubdesk.store.values import pack, unpack
from hubdesk.sync.rows import plain_row, plain_values


class Change(NamedTuple):
    """One change. row: what the journal keeps of it, but for what only this file knows; over: whether it replaced anything."""

    row: dict[str, Any]
    after: dict[str, Any]
    over: bool


class Now:
    """A record while its changes are applied one after another.

    row: as it stands in its table; said: what was said of it since, as JSON values, which is all there is of it where it
    is whole; None where it is gone. dots: of fields changed since the record's own dot, as `row_clock` keeps them; anew:
    that own dot is another one than before; alike: it was only said again as it stands.
    """

    __slots__ = ("alike", "anew", "clock", "counted", "dots", "kind", "row", "said", "slow", "whole")

    def __init__(self, kind: str, clock: HeldClock | None) -> None:
        self.kind, self.clock = kind, clock
        self.row: dict[str, Any] | None = None
        self.said: dict[str, Any] | None = {}
        self.dots: dict[str, Any] | None = None
        self.slow = self.counted = self.whole = self.anew = self.alike = False

    @property
    def stands(self) -> bool:
        return self.said is not None if self.whole else self.row is not None

    def values(self) -> dict[str, Any]:
        """All of its JSON values."""
        held = {} if self.whole or self.row is None else plain_row(self.kind, self.row)
        return held | (self.said or {})

    def before(self, action: str, after: dict[str, Any]) -> dict[str, Any]:
        """What a change replaces, as JSON values."""
        if action == "add":
            return {}
        if action == "remove":
            return self.values()
        row = {} if self.whole or self.row is None else self.row
        held = plain_values(self.kind, row, after)
        if said := self.said:
            held |= {name: said[name] for name in after if name in said}
        return held

    def says_again(self, change: Change) -> bool:
        """Whether all hubs have said the same of it so far, and this one, who begins with it, does so too."""
        clock, (row, after, over) = self.clock, change
        if clock is None or clock.gone or clock.fields or self.row is None:
            return False
        return row["action"] == "add" and not over and after == self.values()

    def also_of(self, row: dict[str, Any], names: Mapping[int, str]) -> None:
        """It was said again: of those who said it, the one whose clock is the furthest gives it its dot."""
        clock = self.clock
        if clock is not None and (clock.clock, names[clock.epoch], clock.seq) < (
            row["clock"],
            names[row["epoch"]],
            row["seq"],
        ):
            self.clock, self.anew = clock._replace(epoch=row["epoch"], seq=row["seq"], clock=row["clock"]), True

    def apply(self, row: dict[str, Any], after: dict[str, Any]) -> None:
        """One more change."""
        dot, action = (row["epoch"], row["seq"], row["clock"]), row["action"]
        if action == "change" and self.clock is not None:
            if self.dots is None:
                self.dots = unpack(self.clock.fields) if self.clock.fields else {}
            self.dots |= dict.fromkeys(after, dot)
            if self.clock.gone:
                self.clock, self.anew = self.clock._replace(gone=False), True
        else:
            self.dots, self.anew = None, True
            self.clock = HeldClock(row["record"], self.kind, *dot, None, action == "remove")
        if action == "change" and self.stands:
            self.said = {**(self.said or {}), **after}
        else:
            self.whole, self.said = True, None if action == "remove" else dict(after)

    def clock_row(self) -> dict[str, Any]:
        """Its clock as it is now; without what has not changed."""
        clock = self.clock
        if clock is None:
            raise RuntimeError("A record without changes has no clock.")
        fields = clock.fields if self.dots is None else pack(self.dots)
        if not self.anew:
            return {"record": clock.record, "fields": fields}
        return dict(zip(HeldClock._fields, clock, strict=True)) | {"fields": fields}
