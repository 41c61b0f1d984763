"""A computer's clock that runs ahead: how far another's is believed, and what is said of a file that was written by one."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from hubdesk.base.errors import Refused
from hubdesk.base.words import tr
from hubdesk.store.clock import FAR_AHEAD, reading_at


def latest_allowed() -> int:
    """The furthest reading of another machine's clock that is taken in unasked."""
    return reading_at(datetime.now(UTC) + FAR_AHEAD)


def clock_told(header: Mapping[str, Any]) -> int:
    """The reading with which a file was written. Raises Refused when that computer's clock ran too far ahead.

    Readings never go back: once one ran ahead, they do for years, though the clock was set right the next day. Then the
    moment counts at which the file was written. Raises ValueError or the like where the header tells nonsense.
    """
    clock, latest = int(header.get("clock") or 0), latest_allowed()
    if clock <= latest:
        return clock
    written = reading_at(datetime.fromisoformat(header["made_at"]))
    if written > latest:
        raise clock_ahead()
    return written


def clock_ahead() -> Refused:
    """What is said of a file that was written while its computer's clock ran too far ahead."""
    return Refused(
        tr(
            "The clock of the computer that wrote this file is more than a day ahead of the one here, so nothing was taken from it. Set right whichever is wrong; if it is the other one, have the file written anew there."
        )
    )
