"""The rules of a holiday."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from hubdesk.base.errors import Problems
from hubdesk.records.learning.holiday import Holiday
from hubdesk.reports.holidays import run_time
from hubdesk.store import Store
from tests.hub_life import FIRST, LAST, a_run, keep

HALF_TERM = date(2026, 10, 26)


@pytest.mark.parametrize(
    ("ends", "said"),
    [(HALF_TERM - timedelta(days=1), "comes before the first"), (date(2027, 10, 30), "longer than 100 days")],
)
def test_a_holiday_ends_after_it_starts_and_in_the_same_year(store: Store, ends: date, said: str) -> None:
    with pytest.raises(Problems, match=said):
        keep(store, Holiday(name="Half-term", starts=HALF_TERM, ends=ends))


def test_those_in_the_time_of_a_run_are_found_with_both_their_days(store: Store) -> None:
    run = a_run(store)
    for name, starts, ends in (
        ("Half-term", HALF_TERM, HALF_TERM + timedelta(days=4)),
        ("Summer", FIRST - timedelta(days=40), FIRST - timedelta(days=1)),
        ("Inset day", FIRST, FIRST),
        ("Christmas", LAST, LAST + timedelta(days=16)),
    ):
        keep(store, Holiday(name=name, starts=starts, ends=ends))
    with store.reading() as session:
        time = run_time(session, run)
    assert time is not None
    assert [(one.title, one.detail) for one in time.holidays] == [
        ("Inset day", "7 Sep 2026"),
        ("Half-term", "26 Oct to 30 Oct 2026"),
        ("Christmas", "18 Dec to 3 Jan 2027"),
    ]
