"""Ids of records and of what was done: each one later than those before it, so that a database adds them side by side."""

from __future__ import annotations

import time
from secrets import randbits
from uuid import UUID


def new_id() -> UUID:
    """An id that nobody else gives: milliseconds since 1970, then 74 random bits (RFC 9562, version 7).

    Where a clock is wrong, ids are only less in order. Ids of version 4, which were given before, stand beside them.
    """
    since_1970 = time.time_ns() // 1_000_000 % 2**48
    return UUID(int=since_1970 << 80 | 7 << 76 | randbits(12) << 64 | 2 << 62 | randbits(62))
