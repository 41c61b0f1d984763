"""Dates and times as people write them in Britain: the day first, never the American way."""

from __future__ import annotations

import json
import re
import unicodedata
from datetime import date, datetime, time
from functools import cache
from typing import Final
from zoneinfo import ZoneInfo

from hubdesk.base.errors import FieldError
from hubdesk.base.places import resource
from hubdesk.base.words import tr, tr_later

WALL: Final = ZoneInfo("Europe/London")
"""What the clock on the wall goes by."""

_MONTHS: Final = (
    tr_later("Jan"), tr_later("Feb"), tr_later("Mar"), tr_later("Apr"), tr_later("May"), tr_later("Jun"),
    tr_later("Jul"), tr_later("Aug"), tr_later("Sep"), tr_later("Oct"), tr_later("Nov"), tr_later("Dec"),
)  # fmt: skip
_FULL_MONTHS: Final = (
    tr_later("January"), tr_later("February"), tr_later("March"), tr_later("April"), tr_later("May"), tr_later("June"),
    tr_later("July"), tr_later("August"), tr_later("September"), tr_later("October"), tr_later("November"),
    tr_later("December"),
)  # fmt: skip
_YEARS_AHEAD: Final = 5
"""A two-digit year up to this many years ahead is of this century, any later one of the last."""

_CLOCK: Final = r"(?:[T ]\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?: ?[ap]m)?)?"
"""A time after a date, as forms on the internet add it."""

_ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})" + _CLOCK)
NUMERIC_DATE: Final = re.compile(r"(\d{1,2})[\s/.,\\-]+(\d{1,2})[\s/.,\\-]+'?(\d{4}|\d{2})(?=\D|$)")
"""Three numbers of which the first is the day or, in America, the month; something may follow."""

_NUMBERS = re.compile(NUMERIC_DATE.pattern + _CLOCK, re.IGNORECASE)
_DAY_MONTH_WORD = re.compile(
    r"(\d{1,2})(?:st|nd|rd|th)?(?:\s+of)?[\s/.,-]*([^\W\d_]{3,12}|[ivx]{1,4})\.?[\s/.,-]*'?(\d{4}|\d{2})", re.IGNORECASE
)
_MONTH_WORD_DAY = re.compile(r"([^\W\d_]{3,12})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})", re.IGNORECASE)
_YEAR_FIRST = re.compile(r"((?:19|20)\d{2})(0[1-9]|1[0-2])(\d{2})")
"""Never also a day first: its year would begin with this month."""
_EIGHT_DIGITS = re.compile(r"(\d{2})(\d{2})(\d{4})")
_YEAR = re.compile(r"(?:19|20)\d{2}")
_NO_DAY = re.compile(
    r"\d{1,2}[\s/.,-]*[a-z]{3,9}|\d{1,2}[\s/.,-]+\d{1,2}|(?:[a-z]{3,9}\.?|\d{1,2})[\s/.,-]*'?(?:19|20)?\d{2}",
    re.IGNORECASE,
)
_COUNTED_DAY = re.compile(r"\d{5}(?:\.\d+)?")
_WEEKDAY = re.compile(r"^(mon|tues?|wed(nes)?|thu(rs)?|fri|sat(ur)?|sun)(day)?[,.]?\s+", re.IGNORECASE)
_DASHES = re.compile(r"[\u2010-\u2015\u2212]")
_AROUND = re.compile(r"^the\s+|(?<=\d)(?:\s*r\.?|[.,])$", re.IGNORECASE)
"""What stands before and behind some dates, such as the sign for "year" in Polish ones."""
_ROMAN: Final = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii")
_TIME = re.compile(r"(\d{1,2})(?:[:.h]?(\d{2}))?(?::\d{2})?\s*(am|pm|a\.m\.|p\.m\.)?", re.IGNORECASE)


def read_date(text: str, *, today: date | None = None) -> date:
    """The date that ``text`` means, day before month. Raises FieldError for what is no date."""
    plain = _DASHES.sub("-", unicodedata.normalize("NFKC", text))
    said = _AROUND.sub("", _WEEKDAY.sub("", " ".join(plain.split())))
    if found := _ISO.fullmatch(said) or _YEAR_FIRST.fullmatch(said):
        year, month, day = (int(part) for part in found.groups()[:3])
    elif found := _NUMBERS.fullmatch(said) or _EIGHT_DIGITS.fullmatch(said):
        day, month, year = int(found[1]), int(found[2]), _full_year(found[3], today)
    elif found := _DAY_MONTH_WORD.fullmatch(said):
        day, month, year = int(found[1]), _month(found[2]), _full_year(found[3], today)
    elif found := _MONTH_WORD_DAY.fullmatch(said):
        day, month, year = int(found[2]), _month(found[1]), int(found[3])
    else:
        raise FieldError(_no_date(said))
    if not 1 <= month <= 12:
        raise FieldError(tr("There is no month {month}. Write the day first, for example 27 3 1985.", month=month))
    if not 1900 <= year <= 2100:
        raise FieldError(tr("The year must lie between 1900 and 2100. Check the year."))
    try:
        return date(year, month, day)
    except ValueError:
        raise FieldError(tr("That month has no day {day}. Check the date.", day=day)) from None


def show_date(day: date) -> str:
    """The one form of a date everywhere, such as 24 Nov 2026."""
    return f"{day.day} {show_month(day)}"


def show_day(day: date) -> str:
    """Day and month where the year is plain, such as 24 Nov."""
    return f"{day.day} {_MONTHS[day.month - 1]}"


def show_month(day: date) -> str:
    """The month that the day lies in, such as Nov 2026."""
    return f"{_MONTHS[day.month - 1]} {day.year}"


def on_the_wall(moment: datetime) -> datetime:
    """The moment as the clock on the wall says it: its day is not always the one in UTC."""
    return moment.astimezone(WALL)


def read_time(text: str) -> time:
    """The time of day that ``text`` means, such as 9.30, 0930, 2pm. Raises FieldError."""
    found = _TIME.fullmatch(text.strip())
    if not found:
        raise FieldError(tr("This is not a time. Write it as hours and minutes, for example 09:30."))
    hour, minute, half = int(found[1]), int(found[2] or 0), (found[3] or "").lower().replace(".", "")
    if half:
        if not 1 <= hour <= 12:
            raise FieldError(tr("There is no such time. Write it with 24 hours, for example 13:30."))
        hour = hour % 12 + (12 if half == "pm" else 0)
    if hour > 23 or minute > 59:
        raise FieldError(tr("There is no such time. Write it with 24 hours, for example 13:30."))
    return time(hour, minute)


def _no_date(said: str) -> str:
    """What is wrong with text that is no date, as closely as can be told."""
    if _YEAR.fullmatch(said):
        return tr("This is only a year. Write the day and the month too, for example 27 3 1985.")
    if _NO_DAY.fullmatch(said) and not said.isdigit():
        return tr("The day or the year is missing. Write all of the date, for example 27 3 1985.")
    if _COUNTED_DAY.fullmatch(said):
        return tr("This is how a spreadsheet counts days. Show it as a date there, or write it, for example 27 3 1985.")
    return tr("This is not a date. Write it as day, month and year, for example 27 3 1985.")


@cache
def _months_elsewhere() -> tuple[tuple[str, ...], ...]:
    """Of each month what it is called in the other languages of HubDesk, without accents."""
    stored = json.loads(resource("words/months.json").read_text(encoding="utf-8"))
    return tuple(map(tuple, stored["months"]))


def _month(word: str) -> int:
    said = word.casefold()
    for months in (_MONTHS, _FULL_MONTHS):
        shown = [str(month).casefold() for month in months]
        if said in shown:
            return shown.index(said) + 1
    if said in _ROMAN:
        return _ROMAN.index(said) + 1
    plain = "".join(sign for sign in unicodedata.normalize("NFKD", said) if not unicodedata.combining(sign))
    for number, (full, others) in enumerate(zip(_FULL_MONTHS, _months_elsewhere(), strict=True), 1):
        if any(name.startswith(part) for part in (said, plain) for name in (full.sentence.casefold(), *others)):
            return number
    raise FieldError(tr("This month is not known. Write it as a number or a word, for example 27 March 1985."))


def _full_year(digits: str, today: date | None) -> int:
    year = int(digits)
    if len(digits) == 4:
        return year
    last = ((today or date.today()).year + _YEARS_AHEAD) % 100
    return 2000 + year if year <= last else 1900 + year
