"""Time limits of the law: calendar months and days, moved on to a working day in England."""

from __future__ import annotations

import json
from calendar import monthrange
from datetime import date, timedelta
from functools import cache
from typing import Final

from hubdesk.base.places import resource

_DAY: Final = timedelta(days=1)
_SATURDAY: Final = 5


@cache
def bank_holidays() -> dict[date, str]:
    """The bank holidays in England and Wales that are known, and what they are called."""
    stored = json.loads(resource("geo/bank_holidays.json").read_text(encoding="utf-8"))
    return {date.fromisoformat(day): name for day, name in stored["days"].items()}


def months_after(day: date, months: int) -> date:
    """The same day of a later month, or that month's last day where it is shorter."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def working_day_from(day: date) -> date:
    """The day itself, or the next that is neither a weekend nor a bank holiday.

    After the last year whose bank holidays are known only weekends are passed over, so that a limit is never too late.
    """
    while day.weekday() >= _SATURDAY or day in bank_holidays():
        day += _DAY
    return day
