"""Dates are shown in the person's language, and read back from it."""

from __future__ import annotations

import gettext
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hubdesk.base import words
from hubdesk.base.errors import FieldError
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


def test_eight_digits_are_read_from_the_end_that_makes_a_date() -> None:
    assert read_date("19850403") == read_date("03041985") == date(1985, 4, 3)
    assert read_date("20101920") == date(1920, 10, 20)


def test_every_month_of_the_year_is_shown_in_short() -> None:
    assert [show_date(date(2026, month, 1)) for month in (1, 9, 12)] == ["1 Jan 2026", "1 Sep 2026", "1 Dec 2026"]


def test_the_day_of_a_moment_is_the_one_on_the_wall() -> None:
    assert on_the_wall(datetime(2026, 6, 30, 23, 15, tzinfo=UTC)).date() == date(2026, 7, 1)
    assert on_the_wall(datetime(2026, 12, 31, 23, 15, tzinfo=UTC)).date() == date(2026, 12, 31)


MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")

SPELLINGS: tuple[Callable[[date], str], ...] = (
    lambda day: f"{day.day}/{day.month}/{day.year}",
    lambda day: f"{day.day:02}/{day.month:02}/{day.year}",
    lambda day: f"{day.day}/{day.month}/{day.year % 100:02}",
    lambda day: f"{day.day}.{day.month}.{day.year}",
    lambda day: f"{day.day:02}.{day.month:02}.{day.year % 100:02}",
    lambda day: f"{day.day}-{day.month}-{day.year}",
    lambda day: f"{day.day} {day.month} {day.year}",
    lambda day: f" {day.day} / {day.month} / {day.year} ",
    lambda day: f"{day.day}, {day.month}, {day.year}",
    lambda day: f"{day:%d%m%Y}",
    lambda day: f"{day.day} {MONTHS[day.month - 1][:3]} {day.year}",
    lambda day: f"{day.day} {MONTHS[day.month - 1].upper()} {day.year}",
    lambda day: f"{day.day} {MONTHS[day.month - 1]} {day.year % 100:02}",
    lambda day: f"{day.day}-{MONTHS[day.month - 1][:3].lower()}-{day.year % 100:02}",
    lambda day: f"{day.day}{MONTHS[day.month - 1][:3]}{day.year}",
    lambda day: f"{day.day}{ordinal(day.day)} of {MONTHS[day.month - 1]} {day.year}",
    lambda day: f"{day.day}. {MONTHS[day.month - 1]} '{day.year % 100:02}",
    lambda day: f"{DAYS[day.weekday()]} {day.day} {MONTHS[day.month - 1]} {day.year}",
    lambda day: f"{DAYS[day.weekday()][:3]}, {day.day}/{day.month}/{day.year}",
    lambda day: f"{MONTHS[day.month - 1]} {day.day}, {day.year}",
    lambda day: day.isoformat(),
)
"""How people write a day in Britain; a month in words may stand first, as no number can be taken for it."""


def ordinal(day: int) -> str:
    return "th" if day in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(day % 10, "th")


# Within the hundred years that two figures can mean.
days = st.dates(date(1932, 1, 1), date(2031, 12, 31))


@given(day=days, spelling=st.sampled_from(SPELLINGS))
def test_u16_a_day_is_understood_however_it_is_written(day: date, spelling: Callable[[date], str]) -> None:
    assert read_date(spelling(day), today=date(2026, 11, 30)) == day


@given(day=st.dates(date(1900, 1, 1), date(2100, 12, 31)), sign=st.sampled_from("/.- "), short=st.booleans())
def test_u16_the_american_way_is_refused_and_never_read(day: date, sign: str, short: bool) -> None:
    # Given a day whose month an American would write first
    american = f"{day.month}{sign}{day.day}{sign}{day.year % 100 if short and day.year % 100 > 9 else day.year}"

    # When its second number can be no month, then it is refused, and the sentence says that the day comes first
    if day.day > 12:
        with pytest.raises(FieldError, match="Write the day first") as refused:
            read_date(american)
        assert f"no month {day.day}" in refused.value.sentence
    # And where it can, it is read as a Briton writes it
    else:
        read = read_date(american, today=date(2026, 11, 30))
        assert (read.day, read.month) == (day.month, day.day)


@pytest.mark.parametrize("language", words.languages())
@given(day=st.dates(date(1900, 1, 1), date(2100, 12, 31)))
def test_a_day_shown_in_any_language_is_read_back(language: str, day: date) -> None:
    words.speak(language)
    try:
        assert read_date(show_date(day)) == day
        assert read_date(f"{day.day} {words.tr(MONTHS[day.month - 1])} {day.year}") == day
    finally:
        words.speak("en")


@pytest.mark.parametrize(
    "text", ["1985", "Mar 1985", "12 March", "31/2/1985", "0/3/1985", "12/3/1885", "soon", "45123"]
)
def test_what_is_no_whole_day_is_refused_with_what_to_write(text: str) -> None:
    with pytest.raises(FieldError, match=r"27 3 1985|Check the date|between 1900 and 2100"):
        read_date(text)
