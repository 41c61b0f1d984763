"""The rules of a holiday."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import uuid4

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
        time = run_time(session, run, store.hub_id)
    assert time is not None
    assert [(one.title, one.detail) for one in time.holidays] == [
        ("Inset day", "7 Sep 2026"),
        ("Half-term", "26 Oct to 30 Oct 2026"),
        ("Christmas", "18 Dec to 3 Jan 2027"),
    ]


def test_at_the_lead_only_the_holidays_of_the_run_s_hub_and_its_own_are_found(store: Store) -> None:
    # Given two hubs with a half-term each, and a day on which the network is closed
    one, other, lead = uuid4(), uuid4(), uuid4()
    run = a_run(store, hub_id=one)
    for name, hub in (("Here", one), ("Elsewhere", other), ("Everywhere", lead)):
        keep(store, Holiday(name=name, starts=HALF_TERM, ends=HALF_TERM, hub_id=hub))
    # When the lead looks at the time of the first one's run
    with store.reading() as session:
        time = run_time(session, run, lead)
    # Then nobody is offered the holidays of the other
    assert time is not None
    assert [one.title for one in time.holidays] == ["Everywhere", "Here"]
