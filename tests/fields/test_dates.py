"""Dates are shown in the person's language, and read back from it."""

from __future__ import annotations

import gettext
from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest

from hubdesk.base import words
from hubdesk.fields.dates import on_the_wall, read_date, show_date

WELSH = dict(
    zip(
        ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"),
        ("Ion", "Chwe", "Maw", "Ebr", "Mai", "Meh", "Gorff", "Awst", "Medi", "Hyd", "Tach", "Rhagfyr"),
        strict=True,
    )
)


class Welsh(gettext.NullTranslations):
    def gettext(self, message: str) -> str:
        return WELSH.get(message, message)


@pytest.fixture
def in_welsh() -> Iterator[None]:
    words._Language.catalogue = Welsh()
    yield
    words._Language.catalogue = gettext.NullTranslations()


@pytest.mark.usefixtures("in_welsh")
def test_a_month_is_written_and_read_in_the_language_in_use() -> None:
    assert show_date(date(2026, 2, 9)) == "9 Chwe 2026"
    for month in range(1, 13):
        day = date(2026, month, 9)
        assert read_date(show_date(day)) == day
    assert read_date("9 February 2026") == date(2026, 2, 9)


@pytest.mark.parametrize("text", ["9 feb 2026", "9 Sept 2026", "Mon 9 Mar 2026", "March 9, 2026", "9th of may 26"])
def test_english_months_stay_known(text: str) -> None:
    assert read_date(text).day == 9


def test_every_month_of_the_year_is_shown_in_short() -> None:
    assert [show_date(date(2026, month, 1)) for month in (1, 9, 12)] == ["1 Jan 2026", "1 Sep 2026", "1 Dec 2026"]


def test_the_day_of_a_moment_is_the_one_on_the_wall() -> None:
    assert on_the_wall(datetime(2026, 6, 30, 23, 15, tzinfo=UTC)).date() == date(2026, 7, 1)
    assert on_the_wall(datetime(2026, 12, 31, 23, 15, tzinfo=UTC)).date() == date(2026, 12, 31)
