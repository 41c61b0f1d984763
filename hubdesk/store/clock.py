"""The hybrid logical clock: wall time that never runs backwards and never ties on one machine."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta
from typing import Final

FAR_AHEAD: Final = timedelta(hours=24)
"""A clock of another machine that is further ahead than this is wrong."""

PULLED: Final = FAR_AHEAD / 2
"""No other machine's clock pulls this one further along: else what is done here would itself count as too far ahead wherever
a clock stands a few minutes behind this one."""

_COUNTER_BITS: Final = 16

FAR: Final = int(FAR_AHEAD / timedelta(milliseconds=1)) << _COUNTER_BITS
"""The same as a difference of readings."""


class Clock:
    """A reading is one integer: milliseconds since 1970 shifted left by 16 bits, plus a counter."""

    def __init__(self, last: int = 0) -> None:
        self._last = last

    def tick(self) -> int:
        """The next reading: after every earlier one, and not before the wall clock."""
        self._last = max(self._last + 1, time.time_ns() // 1_000_000 << _COUNTER_BITS)
        return self._last

    def fold(self, other: int) -> None:
        """Take note of another machine's reading, so that what happens here from now on comes after it."""
        self._last = max(self._last, other)


def moment_of(reading: int) -> datetime:
    """The wall time of a reading, in UTC."""
    return datetime.fromtimestamp((reading >> _COUNTER_BITS) / 1000, UTC)


def reading_at(moment: datetime) -> int:
    """The first reading of a wall time."""
    return int(moment.timestamp() * 1000) << _COUNTER_BITS
