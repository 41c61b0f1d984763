"""Which backups stay, whatever the clock does."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hubdesk.store.thinning import DAYS, HOURS, MONTHS, WEEKS, gone_by, staying

LONDON = ZoneInfo("Europe/London")
ZONES = st.sampled_from([LONDON, ZoneInfo("Pacific/Kiritimati"), ZoneInfo("America/St_Johns"), ZoneInfo("UTC")])
MOMENTS = st.lists(
    st.datetimes(datetime(2024, 1, 1), datetime(2027, 12, 31)).map(lambda one: one.replace(tzinfo=UTC)),  # noqa: DTZ001
    max_size=300,
    unique=True,
)
END = datetime(2028, 1, 1, tzinfo=UTC)


def test_r13_of_two_years_every_half_hour_58_stay_at_most() -> None:
    moments = {END - timedelta(minutes=30 * n) for n in range(48 * 730)}
    stay = sorted(staying(moments, END, LONDON))
    assert len(stay) <= HOURS + DAYS + WEEKS + MONTHS
    # The last day by the hour, two weeks by the day, eight weeks by the week, a year by the month.
    assert len([one for one in stay if END - one < timedelta(hours=24)]) >= 24
    for since, apart in ((timedelta(days=13), 1), (timedelta(weeks=7), 7), (timedelta(days=330), 31)):
        recent = [one for one in stay if END - one < since]
        assert all(later - earlier <= timedelta(days=apart, hours=1) for earlier, later in pairwise(recent))


@given(MOMENTS, ZONES)
def test_r13_the_newest_always_stays_and_what_stays_is_bounded(moments: list[datetime], zone: ZoneInfo) -> None:
    stay = staying(moments, END, zone)
    assert stay <= set(moments)
    assert len(stay) <= HOURS + DAYS + WEEKS + MONTHS
    if moments:
        assert max(moments) in stay
    assert staying(stay, END, zone) == stay


@given(MOMENTS, ZONES)
def test_r13_thinning_each_time_leaves_what_thinning_once_would(moments: list[datetime], zone: ZoneInfo) -> None:
    held: set[datetime] = set()
    for moment in sorted(moments):
        held = staying(held | {moment}, moment, zone)
        assert moment in held
    assert held == staying(moments, END, zone)


@given(MOMENTS, st.datetimes(datetime(2026, 1, 1), datetime(2027, 1, 1)))  # noqa: DTZ001
def test_r13_what_was_made_under_a_wrong_clock_takes_no_place(moments: list[datetime], at: datetime) -> None:
    # Given backups that bear days to come, for the clock was years ahead
    now = at.replace(tzinfo=UTC)
    past = {moment for moment in moments if moment <= now + timedelta(minutes=5)}
    assert staying(past, now, LONDON) <= staying(moments, now, LONDON)


def test_r13_the_hour_that_comes_twice_counts_twice_and_the_missing_one_is_not_missed() -> None:
    for change in (datetime(2026, 10, 25, 1, tzinfo=UTC), datetime(2026, 3, 29, 1, tzinfo=UTC)):
        hours = {change + timedelta(hours=n, minutes=10) for n in range(-12, 12)}
        assert staying(hours, change + timedelta(hours=12), LONDON) == hours


@pytest.mark.parametrize("days", [[0], [1, 0], [200], [900, 400, 30], list(range(0, 400, 9))])
def test_r13_the_day_by_which_a_backup_is_gone_is_when_thinning_takes_it(days: list[int]) -> None:
    moments = {END - timedelta(days=n) for n in days}
    until = gone_by(moments, END, LONDON)
    assert until is not None
    # Whoever backs up more often is there sooner
    for apart in (1, 7):
        kept, now = set(moments), END
        while (now + timedelta(days=apart)).astimezone(LONDON).date() <= until:
            now += timedelta(days=apart)
            kept = staying(kept | {now}, now, LONDON)
        assert not kept & moments


def test_r13_where_no_backup_is_none_is_waited_for() -> None:
    assert gone_by([], END) is None
