"""By when a request about somebody's own data must be answered."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hubdesk.fields.working_days import bank_holidays, months_after, working_day_from
from hubdesk.records.people.subject_request import SubjectRequest

DAYS = st.dates(date(2012, 1, 1), date(2028, 9, 1))


def request(received: date, asked: str = "access", **values: Any) -> SubjectRequest:
    return SubjectRequest(person=uuid4(), asked=asked, received=received, **values)


@pytest.mark.parametrize(
    ("received", "due"),
    [
        (date(2025, 9, 3), date(2025, 10, 3)),  # the regulator's own example
        (date(2026, 9, 3), date(2026, 10, 5)),  # 3 October is a Saturday
        (date(2026, 3, 31), date(2026, 4, 30)),  # a shorter month
        (date(2028, 1, 31), date(2028, 2, 29)),  # in a leap year
        (date(2026, 11, 25), date(2026, 12, 29)),  # Christmas Day, Boxing Day as a weekend and its substitute
        (date(2027, 2, 26), date(2027, 3, 30)),  # Good Friday to Easter Monday
    ],
)
def test_s19_one_calendar_month_and_then_a_working_day(received: date, due: date) -> None:
    assert request(received).time_limit() == due


@given(DAYS)
def test_s19_it_is_never_before_the_month_is_over_and_on_a_working_day(received: date) -> None:
    due = request(received).time_limit()
    assert due is not None
    same = months_after(received, 1)
    assert due >= same
    assert due.weekday() < 5
    assert due not in bank_holidays()
    assert all(day.weekday() > 4 or day in bank_holidays() for day in _from(same, due))
    assert same.day == received.day or (same + timedelta(days=1)).day == 1
    assert (same.year * 12 + same.month) - (received.year * 12 + received.month) == 1


@given(DAYS, st.integers(0, 20), st.integers(0, 40), st.booleans())
def test_s19_the_clock_stands_still_while_they_are_asked_what_they_mean(
    received: date, after: int, stood: int, extended: bool
) -> None:
    stopped = received + timedelta(days=after)
    one = request(received, clock_stopped=stopped, extended=extended)
    assert one.time_limit() is None
    one.clock_started = stopped + timedelta(days=stood)
    months = 3 if extended else 1
    assert one.time_limit() == working_day_from(months_after(received, months) + timedelta(days=stood))


@given(DAYS, st.integers(0, 30))
def test_s19_the_time_begins_with_the_proof_that_was_asked_for(received: date, after: int) -> None:
    one = request(received, identity_asked=received)
    assert one.time_limit() is None
    one.identity_checked = received + timedelta(days=after)
    assert one.time_limit() == request(one.identity_checked).time_limit()


@given(DAYS)
def test_s19_a_complaint_is_acknowledged_within_thirty_days(received: date) -> None:
    assert request(received, "complaint").time_limit() == working_day_from(received + timedelta(days=30))


def _from(first: date, last: date) -> list[date]:
    return [first + timedelta(days=n) for n in range((last - first).days)]
