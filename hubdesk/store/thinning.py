"""Which backups stay: many of the last days, fewer the further back."""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable
from datetime import UTC, date, datetime, timedelta, tzinfo
from typing import Final

HOURS, DAYS, WEEKS, MONTHS = 24, 14, 8, 12

_MARGIN: Final = timedelta(minutes=5)
"""A clock is put right by some minutes without anybody noticing."""


def staying(moments: Collection[datetime], now: datetime, zone: tzinfo | None = None) -> set[datetime]:
    """Of the ``moments`` (UTC) of backups, those that stay: the last of each of the newest 24 hours, 14 days, 8 weeks
    and 12 months in which one was made.

    Days, weeks and months are those on the wall in ``zone``, by default the computer's. Moments that have not come yet
    were made while the clock was wrong; they are thinned by themselves and take no place of the others.
    """
    past = {moment for moment in moments if moment <= now + _MARGIN}
    return _newest(past, zone) | _newest(set(moments) - past, zone)


def gone_by(moments: Collection[datetime], now: datetime, zone: tzinfo | None = None) -> date | None:
    """The day on which the last of these backups will be thinned out, when one is made every week; None without any."""
    old, kept, week = set(moments), set(moments), now
    while kept & old:
        week += timedelta(weeks=1)
        kept = staying(kept | {week}, week, zone)
    return week.astimezone(zone).date() if old else None


def _newest(moments: set[datetime], zone: tzinfo | None) -> set[datetime]:
    def on_the_wall(moment: datetime) -> datetime:
        return moment.astimezone(zone)

    # Hours are counted in UTC, or one would be missing in spring and twice as long in autumn.
    rules: tuple[tuple[int, Callable[[datetime], Hashable]], ...] = (
        (HOURS, lambda m: m.astimezone(UTC).replace(minute=0, second=0, microsecond=0)),
        (DAYS, lambda m: on_the_wall(m).date()),
        (WEEKS, lambda m: on_the_wall(m).isocalendar()[:2]),
        (MONTHS, lambda m: (on_the_wall(m).year, on_the_wall(m).month)),
    )
    kept: set[datetime] = set()
    newest_first = sorted(moments, reverse=True)
    for most, period in rules:
        last: dict[Hashable, datetime] = {}
        for moment in newest_first:
            last.setdefault(period(moment), moment)
            if len(last) > most:
                break
        kept |= set(list(last.values())[:most])
    return kept
